"""The small tables of `grammar/vocabulary/`: a header line, "#" comments, tab-separated columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import zip_longest


@cache
def column(name: str) -> frozenset[str]:
    """The first column of a table."""
    return frozenset(pairs(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """The first two columns of a table; the second is empty in tables of one."""
    _, *found = _lines(name)
    return {row[0]: row[1] if len(row) > 1 else "" for row in found}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, each with its values by column; what a row leaves out at its end is empty."""
    header, *found = _lines(name)
    return tuple(dict(zip_longest(header, row, fillvalue="")) for row in found)


def any_of(names: Iterable[str]) -> str:
    """A pattern of any of these names, perhaps in the plural.

    "-ologist" is any word with this ending; a space may stand for a hyphen inside a name.
    """
    longest_first = sorted(names, key=len, reverse=True)
    written = [(r"\w*" if name[0] == "-" else r"\b") + re.escape(name.removeprefix("-")) for name in longest_first]
    return f"(?:{'|'.join(written)})s?".replace(r"\-", r"[\s-]{1,3}")


def _lines(name: str) -> list[list[str]]:
    text = files("trialc.grammar").joinpath("vocabulary", f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
