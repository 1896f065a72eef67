"""The example phrases of the corpus: each line gives exactly the term that its group is headed by, and no other.

A term is written as its terminal and its meaning: limits with UCUM units, names in braces, periods by their unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from trialc.extract.ordinal import Scored
from trialc.extract.quantity import quantities
from trialc.rules.model import Length, Limit, Offset, Qualifier, Times, Value
from trialc.text import normalise

#: The phrase files that the quantity extractor must give whole.
FILES = ("quantity", "period", "age", "ordinal")


def groups(name: str) -> Iterator[tuple[str, str]]:
    """Each text of a phrase file with the meaning that its group is headed by."""
    meaning = ""
    for line in files("trialc.corpus").joinpath("phrases", f"{name}.phrases").read_text("utf-8").splitlines():
        if line.startswith("= "):
            meaning = line[2:]
        elif line.strip() and not line.startswith("#"):
            yield meaning, line


def written(value: Any) -> str:
    """The canonical line of what a term stands for."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case Scored(concept, scored):
            return f'"{concept}"; {written(scored)}'
        case Qualifier(key=key, value=graded):
            return f"{key} {written(graded)}"
        case Value():
            scale = "" if value.scale is None else f" of {written(value.scale.number)} {value.scale.unit or ''}"
            named = f"in {{{', '.join(value.categories)}}}" if value.categories else ""
            return (named or between(value.low, value.high)).strip() + scale.rstrip()
        case Limit():
            if value.category:
                return f"{{{value.category}}}"
            assert value.number is not None
            return " ".join(
                filter(None, [written(value.number), value.reference and f"x {value.reference}", value.unit])
            )
        case Offset():
            periods = ", ".join(f"{written(period.number)} {period.unit}" for period in value.periods)
            return f"{value.pick} of {periods}" if value.pick else periods
        case Length():
            return between(value.low, value.high)
        case Times():
            count = (
                f"{value.low}" if value.low == value.high else f">= {value.low}" if value.low else f"<= {value.high}"
            )
            per = f" per {value.per.unit}" if value.per else ""
            return count + (" consecutive" if value.consecutive else "") + per
        case tuple():
            return "; ".join(written(part) for part in value)
    raise AssertionError(f"a term stands for {value!r}, which has no written form")


def between(low: Any, high: Any) -> str:
    """A range, or the one amount when both ends are the same."""
    if low is not None and low == high and low.closed:
        return written(low)
    ends = [(low, ">"), (high, "<")]
    return " and ".join(
        f"{op}{'=' if end.closed else ''} {written(getattr(end, 'offset', end))}" for end, op in ends if end is not None
    )


@pytest.mark.parametrize(("meaning", "text"), [pair for name in FILES for pair in groups(name)])
def test_phrase(meaning: str, text: str) -> None:
    text = normalise(text).text
    terms = [(text[term.start : term.end], f"{term.type} {written(term.value)}") for term in quantities(text)]
    assert terms == ([] if meaning == "nothing" else [(text, meaning)])
