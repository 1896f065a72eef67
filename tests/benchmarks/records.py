"""Reading data files of JSON lines, and printing tables: what the benchmarks share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from trialc.diagnostics import TrialcError
from trialc.source import Protocol, read


def rows(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, at most `limit` of them."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def protocols(path: Path, limit: int | None = None) -> Iterator[Protocol | str]:
    """For each record its protocol, or why it cannot be used."""
    for row in rows(path, limit):
        try:
            reading = read(row)
        except TrialcError as problem:
            yield str(problem)
        else:
            yield from reading.protocols
            yield from map(str, reading.unusable)


def table(lines: Iterable[Sequence[object]]) -> str:
    """Lines of cells as text: the first column to the left, the others to the right."""
    cells = [[str(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def share(part: float, whole: float) -> str:
    """`part` of `whole` in percent.

    >>> share(1, 3), share(0, 0)
    ('33.3 %', '-')
    """
    return f"{100 * part / whole:.1f} %" if whole else "-"
