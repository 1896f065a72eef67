"""How long an event lasts, as SQL. The mirror of `evaluate/lengths.py`."""

from __future__ import annotations

from sqlglot import exp

from ...rules.model import Fact, Length
from .notes import Notes
from .query import Query
from .times import Point, at_most, earlier, is_fine, moved
from .tree import UNKNOWN, and_
from .windows import It, Stretch, named, part


def beyond(rule: Fact) -> str | None:
    """Why a length cannot be decided in a database, if so."""
    length = rule.lasting
    if length is None:
        return None
    return "CDM dates have no time of day for a length in hours" if in_hours(length) else None


def in_hours(length: Length) -> bool:
    """Whether a length is no whole number of days."""
    return any(limit is not None and is_fine(limit.offset) for limit in (length.low, length.high))


def lasts(query: Query, length: Length, stretch: Stretch, notes: Notes, it: It = None) -> exp.Expr:
    """Whether a stretch is as long as asked, up to the index date or the anchor that is named."""
    begin, end = stretch
    if length.until is None:
        end = Point(earlier(end.low, query.index), earlier(end.high, query.index))
    else:
        until = named(query, length.until.name or "index", it) if length.until.fact is None else None
        if until is None:
            notes.limit("the end of a length is not in the CDM")
            return UNKNOWN
        end = part(length.until, until)[1]
    return apart(length, (begin, end))


def apart(length: Length, stretch: Stretch) -> exp.Expr:
    """Whether the second point is as far after the first as asked."""
    begin, end = stretch
    truths: list[exp.Expr] = []
    if length.low is not None:
        truths.append(at_most(moved(begin, length.low.offset, 1), end, length.low.closed))
    if length.high is not None:
        truths.append(at_most(end, moved(begin, length.high.offset, 1), length.high.closed))
    return and_(truths)
