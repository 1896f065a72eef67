"""Lengths of time, periods and numbers of occurrences, from ranges."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from ..rules.model import Length, LengthLimit, Offset, Period, Times, TimeUnit
from .comparison import End, Range
from .vocabulary import Piece, phrases

_PER: dict[str, TimeUnit] = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
#: Units that count occurrences: "3 times", "2 consecutive".
_COUNTS = ("{times}", "{consecutive}")


def length(range_: Range) -> Length | None:
    """The compared length of time that `range_` is, if all its ends are periods."""
    if not all(amount.offset for amount in range_.amounts):
        return None
    low, high = range_.low, range_.high
    if _is_longer(low, high):
        low, high = high, low  # "within 90-50 days before enrollment"
    return Length(low=_limit(low), high=_limit(high))


def _is_longer(one: End | None, two: End | None) -> bool:
    """Whether the first of two lengths in one unit is the longer."""
    if one is None or two is None or one.amount.number is None or two.amount.number is None:
        return False
    alike = one.closed and two.closed and one.amount.unit == two.amount.unit
    return alike and one.amount.number > two.amount.number


def _limit(end: End | None) -> LengthLimit | None:
    return LengthLimit(offset=end.amount.offset, closed=end.closed) if end and end.amount.offset else None


def offset(range_: Range) -> Offset | None:
    """The bare length of time that `range_` is: "6 months"."""
    return range_.low.amount.offset if range_.low and not range_.compared else None


def bare_unit(at: list[Piece], i: int, before: str) -> Offset | None:
    """One period, for the word at `at[i]`: "month" of "in the past month" and "in the month before enrollment"."""
    after = at[i + 1].key if i + 1 < len(at) else ""
    told = before in ("last", "past", "previous", "preceding", "prior", "next")
    if not told and not (before == "the" and after in ("before", "prior", "preceding", "after", "following")):
        return None
    unit: TimeUnit
    for unit in _PER.values():
        if at[i].key == unit:
            return Offset(periods=(Period(number=Decimal(1), unit=unit),), wording="unnumbered")
    return None


def times(range_: Range) -> Times | None:
    """How many occurrences `range_` counts: "at least 2 times", "3 times a week", "5 or more days a week".

    A bare number of occurrences is a least number ("positive on two occasions" is true of three); a bare rate is exact.
    """
    units = {amount.unit for amount in range_.amounts}
    if len(units) != 1:
        return None
    top, _, bottom = (units.pop() or "").partition("/")
    if not (top in _COUNTS or (top == "d" and bottom in ("wk", "mo", "a"))) or (bottom and bottom not in _PER):
        return None
    if any(amount.number is None or amount.number % 1 for amount in range_.amounts):
        return None
    low = _whole(range_.low, ROUND_CEILING, 1)
    high = _whole(range_.high, ROUND_FLOOR, -1)
    if not range_.compared and not bottom:
        high = None
    per = Period(number=Decimal(1), unit=_PER[bottom]) if bottom else None
    ends = [end for end in (range_.low, range_.high) if end is not None]
    wording: Literal["closed", "open"] = "closed" if any(end.closed for end in ends) else "open"
    return Times(low=low, high=high, consecutive=top == "{consecutive}", per=per, wording=wording)


def _whole(end: End | None, rounding: str, step: int) -> int | None:
    """The outermost whole number that the end lets in: more than 3 is 4 or more."""
    if end is None or end.amount.number is None:
        return None
    whole = end.amount.number.to_integral_value(rounding)
    return int(whole) + (step if not end.closed and whole == end.amount.number else 0)


def lasts(at: list[Piece], start: int, end: int) -> bool:
    """Whether the words beside `at[start:end]` say that a range of years is a length of time, and no age."""
    words = phrases("comparators", "lasting").starts
    before = [piece.key for piece in at[max(0, start - 3) : start] if piece.key not in ("the", "a", "of", ":", "is")]
    after = [piece.key for piece in at[end : end + 2] if piece.key not in ("of", ",", "(", ")")]
    return bool(words.intersection(before[-1:])) or bool(words.intersection(after[:1]))
