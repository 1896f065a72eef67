"""The limits of a fact as numbers: what it is bounded by, how far in time it reaches, and from which events.

Part of `flatten`, which says what annotators write and what they leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from .model import Anchor, Fact, LengthLimit, Limit, Offset, Qualifier, Rule, Value, Window

Comparison = Literal["<", "<=", "=", ">=", ">"]
Bounds = list[tuple[Comparison, float]]
Windows = list[tuple[Comparison, float, str]]

#: The name of an anchor that is a calendar year, or an interval of years.
_YEARS = re.compile(r"(\d{4})(?:/(\d{4}))?")


def bounds(fact: Fact) -> Bounds:
    """The numeric limits of a fact: of its value, its change, how often, and its ordered qualifiers."""
    found = value_bounds(fact.value)
    if fact.change is not None:
        found += value_bounds(fact.change.value)
    if fact.times is not None:
        found += count(fact.times.low, fact.times.high, is_open=fact.times.wording == "open")
    qualifiers: tuple[Qualifier, ...] = fact.qualifiers
    return found + [bound for qualifier in qualifiers for bound in value_bounds(qualifier.value)]


def value_bounds(value: Value | None) -> Bounds:
    """(operator, number) of the limits that are numbers; of a multiple of a reference, the multiple."""
    if value is None:
        return []
    low, high = value.low, value.high
    if low is not None and low == high and low.closed and (exact := _number(low)) is not None:
        return [("=", exact)]
    found: Bounds = []
    if (number := _number(low)) is not None and low is not None:
        found.append((">=" if low.closed else ">", number))
    if (number := _number(high)) is not None and high is not None:
        found.append(("<=" if high.closed else "<", number))
    return found


def _number(limit: Limit | None) -> float | None:
    """The number of a limit; none of a category, nor of the reference itself."""
    if limit is None or limit.number is None or (limit.reference is not None and limit.number == 1):
        return None
    return float(limit.number)


def count(low: int | None, high: int | None, is_open: bool = False) -> Bounds:
    """The bounds of "at least `low` and at most `high`"; `is_open`: as the text says it, "more than" one less."""
    if low is not None and low == high:
        return [("=", float(low))]
    found: Bounds = []
    if low is not None:
        found.append((">", low - 1.0) if is_open else (">=", float(low)))
    if high is not None:
        found.append(("<", high + 1.0) if is_open else ("<=", float(high)))
    return found


def windows(fact: Fact) -> Windows:
    """(operator, number, unit) of every length of time: how far from the anchor, and how long it lasts.

    A start before the anchor and an end after it bound the distance from above, the others from below; a window to
    both sides alike ("within 14 days of") is one.
    """
    found: Windows = []
    for bound, outer in ((fact.when.start, "before"), (fact.when.end, "after")):
        if bound is not None and bound.offset is not None:
            found += lengths(bound.offset, at_most=bound.side == outer, closed=bound.closed)
    if fact.lasting is not None:
        for limit, at_most in ((fact.lasting.low, False), (fact.lasting.high, True)):
            if isinstance(limit, LengthLimit):
                found += lengths(limit.offset, at_most, limit.closed)
    if fact.change is not None and fact.change.over is not None:
        found.append(("=", float(Decimal(fact.change.over.number)), fact.change.over.unit))
    found += [each for anchor in fact.when.anchors for each in years(fact.when, anchor)]
    return list(dict.fromkeys(found))


def years(when: Window, anchor: Anchor) -> Iterator[tuple[Comparison, float, str]]:
    """(operator, year, "") of a window that calendar years bound: "since 2018", "between 2008 and 2015"."""
    found = _YEARS.fullmatch(anchor.name or "")
    if found is None:
        return
    if when.start is not None:
        yield ">=" if when.start.closed else ">", float(found[1]), ""
    if when.end is not None:
        yield "<=" if when.end.closed else "<", float(found[2] or found[1]), ""


def lengths(offset: Offset, at_most: bool, closed: bool) -> Windows:
    """One (operator, number, unit) for each period of `offset`; a stretch is as long as it says, an absence longer."""
    if offset.wording == "unnumbered":
        return []
    operator: Comparison = ("<=" if closed else "<") if at_most else (">=" if closed else ">")
    if offset.wording in ("stretch", "distance"):
        operator = "="
    if offset.wording == "absence":
        operator = ">="
    return [(operator, float(Decimal(period.number)), period.unit) for period in offset.periods]


def is_exact(when: Window) -> bool:
    """Whether a window is a length without a limit, before or after what it counts from: "24 hours after"."""
    offsets = [bound.offset for bound in (when.start, when.end) if bound is not None and bound.offset is not None]
    return bool(offsets) and all(offset.wording == "distance" for offset in offsets)


def events(fact: Fact) -> Iterator[Rule]:
    """The events that the window, the length or the change of `fact` is counted from."""
    when: Window = fact.when
    anchors: list[Anchor | None] = [*when.anchors]
    anchors.append(fact.lasting.until if fact.lasting else None)
    anchors.append(fact.change.since if fact.change else None)
    return (anchor.fact for anchor in anchors if anchor is not None and anchor.fact is not None)
