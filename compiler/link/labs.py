"""What is known of laboratory tests, vital signs and scores: the rows of `grammar/vocabulary/labs.tsv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ..vocabulary import pairs
from .names import key


@dataclass(frozen=True, slots=True)
class Lab:
    """One measurement.

    `codes` are LOINC, the usual one first, and empty where none is certain; `units` are UCUM, the usual one first;
    `molar_mass` in g/mol is there where mass and amount of the analyte convert. `low` and `high` bound what a living
    patient can have, in the first unit; `normal_low` and `normal_high` are given only where no laboratory differs.
    """

    name: str
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    molar_mass: Decimal | None
    low: Decimal | None
    high: Decimal | None
    normal_low: Decimal | None
    normal_high: Decimal | None


@cache
def labs() -> tuple[Lab, ...]:
    """Every row of the table, with the aliases that `measurements.tsv` adds to the row of the same name."""
    rows = tuple(_rows())
    own = {key(name) for row in rows for name in (row.name, *row.aliases)}
    return tuple(_with_aliases(row, own) for row in rows)


def lab(text: str) -> Lab | None:
    """The measurement of that name, or None; spelling, case and plural do not matter.

    >>> lab("Serum creatinine").codes[0], lab("haemoglobin").units[0], lab("general health")
    ('2160-0', 'g/dL', None)
    """
    return _by_name().get(key(text))


def lab_of_code(code: str) -> Lab | None:
    """The measurement that a LOINC code means, the narrowest where several list it.

    >>> lab_of_code("14682-9").name
    'creatinine'
    """
    return _by_code().get(code)


@cache
def _by_name() -> dict[str, Lab]:
    return {key(name): row for row in reversed(labs()) for name in (row.name, *row.aliases)}


@cache
def _by_code() -> dict[str, Lab]:
    widest_first = sorted(labs(), key=lambda row: -len(row.codes))
    return {code: row for row in widest_first for code in row.codes}


def _rows() -> Iterator[Lab]:
    text = files("trialc.grammar").joinpath("vocabulary", "labs.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        name, codes, aliases, units, *numbers = line.split("\t")
        yield Lab(name, _parts(codes), _parts(aliases), _parts(units), *(Decimal(n) if n else None for n in numbers))


def _with_aliases(row: Lab, own: set[str]) -> Lab:
    """`row` with the aliases of `measurements.tsv`, less those that are a name of some row of the table itself."""
    more = tuple(alias for alias in _parts(pairs("measurements").get(row.name, "")) if key(alias) not in own)
    return replace(row, aliases=row.aliases + more)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
