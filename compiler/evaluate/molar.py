"""Molar masses of analytes, with which mass and amount of substance meet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from ..rules.model import Concept
from ..rules.normal import fold


def molar_mass(concept: Concept) -> Decimal | None:
    """The molar mass in g/mol of what a concept measures, by its names or its LOINC codes; None where not known."""
    table = _table()
    keys = [*map(fold, (concept.text, *concept.also)), *(code.code for code in concept.codes)]
    return next((table[key] for key in keys if key in table), None)


@cache
def _table() -> Mapping[str, Decimal]:
    """Name or code to molar mass, of the rows of `grammar/vocabulary/labs.tsv` that have one."""
    path = files("trialc.grammar").joinpath("vocabulary", "labs.tsv")
    if not path.is_file():
        return {}
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    table: dict[str, Decimal] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        mass = _number(row.get("molar_mass"))
        if mass is not None:
            table |= {key: mass for key in _keys(row) if key not in table}
    return table


def _keys(row: Mapping[str, str | None]) -> Iterable[str]:
    """The names and LOINC codes of a row; "|" parts several."""
    for column in ("name", "loinc", "aliases"):
        yield from (fold(part) for part in (row.get(column) or "").split("|") if part.strip())


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
