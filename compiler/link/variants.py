"""Other ways to write a name that surely mean the same: without what only frames it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..vocabulary import pairs


@dataclass(frozen=True)
class Frame:
    """Words before and behind a name that add nothing to it, and heads that stand for each other.

    "Bipolar disease" may be looked up as "bipolar disorder", and "known asthma" as "asthma".
    """

    before: re.Pattern[str]
    behind: re.Pattern[str]
    heads: tuple[str, ...] = ()


def _frame(kind: str, heads: tuple[str, ...] = ()) -> Frame:
    rows = pairs("codes/frames")
    before = "|".join(word for word, where in rows.items() if f"{kind} before" in where)
    behind = "|".join(word for word, where in rows.items() if f"{kind} behind" in where)
    return Frame(
        re.compile(rf"^(?:(?:{before})\s+)+(?=\S)", re.IGNORECASE),
        re.compile(rf"(?<=\S)(?:\s+(?:{behind}))+$", re.IGNORECASE),
        heads,
    )


CONDITION = _frame("condition", ("disease", "disorder"))
DRUG = _frame("drug")
MEASUREMENT = _frame("measurement")
_HEAD = re.compile(r"\s+(?:disease|disorder|diseases|disorders)$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def variants(text: str, frame: Frame) -> Iterator[str]:
    """`text` and what it may be looked up as, the surest first.

    >>> list(variants("known human immunodeficiency virus (HIV) infection", CONDITION))[1:3]
    ['known human immunodeficiency virus infection', 'human immunodeficiency virus infection']
    """
    yield text
    plain = _BRACKETS.sub("", text).strip()
    if plain != text and plain:
        yield plain
    bare = frame.before.sub("", plain)
    if bare != plain:
        yield bare
    short = frame.behind.sub("", bare)
    if short != bare:
        yield short
    head = _HEAD.search(short)
    if head and frame.heads:
        yield from (f"{short[: head.start()]} {other}" for other in frame.heads)
