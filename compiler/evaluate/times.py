"""Points of time that may be known in part, and calendar arithmetic on them.

A point is a range of ticks, from the first that it may be to the last. A tick is a day, or in a fine scale a minute.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor

from ..rules.model import Offset, Period
from .logic import Truth

#: Farther than any date: what has no known end.
FAR = 10**9
DAY = 24 * 60
_MINUTES = {"minute": 1, "hour": 60, "day": DAY, "week": 7 * DAY}
_MONTHS = {"month": 1, "year": 12}
_LAST = date.max.toordinal()

Span = tuple[int, int]
EVER: Span = (-FAR, FAR)


def at_most(one: Span, other: Span, closed: bool = True) -> Truth:
    """Whether `one` is at or before `other`; with `closed` False, before it.

    >>> at_most((1, 1), (2, 3)), at_most((1, 5), (2, 3)), at_most((3, 3), (1, 2))
    (True, None, False)
    """
    if closed:
        return True if one[1] <= other[0] else False if one[0] > other[1] else None
    return True if one[1] < other[0] else False if one[0] >= other[1] else None


def days(point: date | datetime | str) -> Span:
    """The days that a point may be: one, or those of a month ("2026-01") or a year.

    >>> days(date(2026, 1, 31)), days("2026")[1] - days("2026")[0]
    ((739647, 739647), 364)
    """
    if isinstance(point, date):
        day = point.toordinal()
        return day, day
    year, month = int(point[:4]), int(point[5:] or 0)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return date(year, month or 1, 1).toordinal(), last.toordinal()


def minutes(point: date | datetime | str) -> Span:
    """The minutes that a point may be, counted as days are."""
    if isinstance(point, datetime):
        minute = point.toordinal() * DAY + point.hour * 60 + point.minute
        return minute, minute
    first, last = days(point)
    return first * DAY, last * DAY + DAY - 1


@lru_cache(maxsize=65536)
def add_months(day: int, months: int) -> int:
    """`day` moved by months; where the month lacks that day, its last.

    >>> date.fromordinal(add_months(date(2024, 2, 29).toordinal(), 12))
    datetime.date(2025, 2, 28)
    """
    if not 0 < day <= _LAST:
        return day
    found = date.fromordinal(day)
    count = found.year * 12 + found.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return FAR if months > 0 else -FAR
    return date(year, month + 1, min(found.day, monthrange(year, month + 1)[1])).toordinal()


@dataclass(frozen=True, slots=True)
class _Step:
    """A period: months and minutes, each with the least and the most that it may be."""

    months: Span = (0, 0)
    minutes: Span = (0, 0)


def _step(period: Period) -> _Step:
    if period.unit in _MONTHS:
        return _Step(months=_around(period.number * _MONTHS[period.unit]))
    if period.unit in _MINUTES:
        return _Step(minutes=_around(period.number * _MINUTES[period.unit]))
    return _Step(minutes=(0, FAR * DAY))  # half-lives and cycles: as long as may be


def _around(number: Decimal) -> Span:
    low, high = floor(number), ceil(number)
    return max(low, -FAR), min(high, FAR)


def is_fine(offset: Offset) -> bool:
    """Whether an offset is no whole number of days, so that times of day count."""
    found = [period.number * _MINUTES[period.unit] for period in offset.periods if period.unit in _MINUTES]
    return any(number % DAY != 0 for number in found)


Shift = Callable[[Span, int], Span]


def shift(offset: Offset, fine: bool = False) -> Shift:
    """How `offset` moves a point: a function of the point and of the sign, -1 for before."""
    steps = [_step(period) for period in offset.periods]
    choose = offset.pick

    def moved(point: Span, sign: int) -> Span:
        found = [_move(point, step, sign, fine) for step in steps]
        if not found:
            return EVER
        if len(found) == 1:
            return found[0]
        lows, highs = [low for low, _ in found], [high for _, high in found]
        if choose is None:
            return min(lows), max(highs)
        extreme = max if (choose == "longer") == (sign > 0) else min
        return extreme(lows), extreme(highs)

    return moved


def _move(point: Span, step: _Step, sign: int, fine: bool) -> Span:
    least, most = _moved(point, step, sign, 0, fine), _moved(point, step, sign, 1, fine)
    return min(least[0], most[0]), max(least[1], most[1])


def _moved(point: Span, step: _Step, sign: int, end: int, fine: bool) -> Span:
    low, high = point
    months, ticks = sign * step.months[end], sign * step.minutes[end]
    if months:
        add = _add if fine else add_months
        low, high = add(low, months), add(high, months)
    if ticks:
        ticks = ticks if fine else ticks // DAY
        low, high = _later(low, ticks, fine), _later(high, ticks, fine)
    return low, high


def _later(tick: int, ticks: int, fine: bool) -> int:
    """A point moved by ticks; for ever is as long as ever from any day."""
    return tick if abs(tick) >= (FAR * DAY if fine else FAR) else _far(tick + ticks)


def _add(minute: int, months: int) -> int:
    day, rest = divmod(minute, DAY)
    moved = add_months(day, months)
    return moved * DAY + rest if abs(moved) < FAR else moved * DAY


def _far(tick: int) -> int:
    return max(-FAR * DAY, min(FAR * DAY, tick))
