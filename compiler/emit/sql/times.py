"""Points of time as SQL, each a range of days that it may be, and calendar arithmetic on them.

The mirror of `evaluate/times.py`. Months are added to dates as intervals, which every engine cuts at the end of a
shorter month; nothing counts months between dates, which engines do differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor

from sqlglot import exp

from ...rules.model import Offset, Period
from .tree import FALSE, TRUE, binary, case, day

#: Before and after any day on record.
FIRST, LAST = day(date(1, 1, 1)), day(date(9999, 12, 31))

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_CLOCK = ("minute", "hour")
#: Farther back or on than this many months is before or after any day on record.
_FAR_BACK, _FAR_ON = 12 * 1500, 12 * 7000


@dataclass(frozen=True)
class Point:
    """A day that is known to lie from `low` to `high`."""

    low: exp.Expr
    high: exp.Expr

    @property
    def known(self) -> bool:
        """Whether it is one day."""
        return self.low == self.high


def at(moment: exp.Expr) -> Point:
    """A known day."""
    return Point(moment, moment)


ALWAYS = Point(FIRST, LAST)


def at_most(one: Point, other: Point, closed: bool = True) -> exp.Expr:
    """Whether `one` is at or before `other`; with `closed` False, before it."""
    within, beyond = (exp.LTE, exp.GT) if closed else (exp.LT, exp.GTE)
    if one.known and other.known:
        return binary(within, one.low, other.low)
    return case((binary(within, one.high, other.low), TRUE), (binary(beyond, one.low, other.high), FALSE))


def is_fine(offset: Offset) -> bool:
    """Whether an offset is no whole number of days, which CDM dates cannot tell."""
    minutes = {"minute": Decimal(1), "hour": Decimal(60)}
    rest = [period.number * minutes[period.unit] % 1440 for period in offset.periods if period.unit in _CLOCK]
    rest += [period.number * _DAYS[period.unit] % 1 for period in offset.periods if period.unit in _DAYS]
    return any(rest)


def moved(point: Point, offset: Offset, sign: int) -> Point:
    """`point` moved by `offset`; `sign` -1 is before. Half-lives and cycles are of any length."""
    found = [_moved(point, period, sign) for period in offset.periods]
    if not found:
        return ALWAYS
    if len(found) == 1:
        return found[0]
    lows, highs = [one.low for one in found], [one.high for one in found]
    if offset.pick is None:
        return Point(least(lows), greatest(highs))
    choose = greatest if (offset.pick == "longer") == (sign > 0) else least
    return Point(choose(lows), choose(highs))


def _moved(point: Point, period: Period, sign: int) -> Point:
    if point.known and point.low in (FIRST, LAST):
        return point  # for ever is as long as ever from any day
    if period.unit in _MONTHS:
        number = period.number * _MONTHS[period.unit]
        ends = sorted((sign * floor(number), sign * ceil(number)))
        return Point(_months(point.low, ends[0]), _months(point.high, ends[1]))
    if period.unit in ("half-life", "cycle"):
        return Point(point.low, LAST) if sign > 0 else Point(FIRST, point.high)
    days = sign * int(period.number * _DAYS[period.unit] if period.unit in _DAYS else _from_clock(period))
    return Point(plus_days(point.low, days), plus_days(point.high, days))


def _from_clock(period: Period) -> Decimal:
    return period.number * (60 if period.unit == "hour" else 1) / 1440


def _months(moment: exp.Expr, months: int) -> exp.Expr:
    if months < -_FAR_BACK or months > _FAR_ON:
        return (FIRST if months < 0 else LAST).copy()
    return _plus(moment, months, "MONTH")


def plus_days(moment: exp.Expr, days: int) -> exp.Expr:
    """A day moved by days."""
    if days < -_FAR_BACK * 30 or days > _FAR_ON * 30:
        return (FIRST if days < 0 else LAST).copy()
    return _plus(moment, days, "DAY")


def _plus(moment: exp.Expr, count: int, unit: str) -> exp.Expr:
    if count == 0:
        return moment.copy()
    interval = exp.Interval(this=exp.Literal.string(str(abs(count))), unit=exp.var(unit))
    kind = exp.Add if count > 0 else exp.Sub
    # DATE + INTERVAL is a timestamp in DuckDB and PostgreSQL, a date in Spark
    return exp.cast(kind(this=moment.copy(), expression=interval), "date")


def greatest(moments: list[exp.Expr]) -> exp.Expr:
    """The latest of days; missing ones are left out."""
    first, *others = (one.copy() for one in moments)
    return exp.Greatest(this=first, expressions=others, ignore_nulls=True) if others else first


def least(moments: list[exp.Expr]) -> exp.Expr:
    """The earliest of days; missing ones are left out."""
    first, *others = (one.copy() for one in moments)
    return exp.Least(this=first, expressions=others, ignore_nulls=True) if others else first


def later(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """The later of two days; of a missing one, the other."""
    return greatest([one, other])


def earlier(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """The earlier of two days; of a missing one, the other."""
    return least([one, other])
