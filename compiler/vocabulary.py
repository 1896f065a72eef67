"""The small tables of `grammar/vocabulary/`: a header line, "#" comments, tab-separated columns."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def column(name: str) -> frozenset[str]:
    """The first column of a table."""
    return frozenset(pairs(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """The first two columns of a table; the second is empty in tables of one."""
    text = files("trialc.grammar").joinpath("vocabulary", f"{name}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows[1:]}
