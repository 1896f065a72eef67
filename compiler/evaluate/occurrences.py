"""How many distinct occurrences: on different days, consecutive, spaced, or at a rate."""

from __future__ import annotations

from collections.abc import Sequence

from ..rules.model import Offset, Times
from .chart import Event
from .lengths import LengthTest
from .logic import Truth, between
from .times import Span, shift

#: A reading in order of time: its day, and whether it is an occurrence.
_Reading = tuple[Span, Truth]


def once(times: Times) -> bool:
    """Whether it asks for no more than any fact does: at least one occurrence."""
    return times == Times() or (times.low == 1 and times.high is None and times.per is None)


class TimesTest:
    """Counts the occurrences among readings."""

    def __init__(self, times: Times) -> None:
        self._low = times.low if times.low is not None or times.high is not None else 1
        self._high = times.high
        self._consecutive = times.consecutive
        self._spaced = LengthTest(times.spaced, None) if times.spaced else None
        self._per = shift(Offset(periods=(times.per,))) if times.per else None

    def test(self, readings: Sequence[tuple[Event, Truth]], complete: bool) -> Truth:
        """Whether there are as many as asked; `complete`: no more than these can be."""
        days = _by_day(readings)
        sure = self._count([(day, truth) for day, truth in days if self._consecutive or truth is True], False)
        possible = self._count([(day, truth) for day, truth in days if self._consecutive or truth is not False], True)
        return between(self._low, self._high, sure, possible if complete else 10**9)

    def _count(self, readings: list[_Reading], maybe: bool) -> int:
        """How many of the readings are counted, with those that may be or without."""
        runs = _runs(readings, maybe) if self._consecutive else [[day for day, _ in readings]]
        if self._spaced is not None:
            return max((_chain(run, self._spaced, maybe) for run in runs), default=0)
        if self._per is not None:
            return max((self._dense(run) for run in runs), default=0)
        return max(map(len, runs), default=0)

    def _dense(self, days: list[Span]) -> int:
        """The most days within one period."""
        assert self._per is not None
        ends = [self._per(day, 1)[1] for day in days]
        dense = (sum(day[0] <= other[0] < end for other in days) for day, end in zip(days, ends, strict=True))
        return max(dense, default=0)


def _by_day(readings: Sequence[tuple[Event, Truth]]) -> list[_Reading]:
    """One reading for each day of start, in their order: an occurrence when one of that day is."""
    days: dict[Span, list[Truth]] = {}
    for event, truth in readings:
        days.setdefault(event.start, []).append(truth)
    return [(day, True if True in found else None if None in found else False) for day, found in sorted(days.items())]


def _runs(readings: list[_Reading], maybe: bool) -> list[list[Span]]:
    """The stretches of readings without one that is no occurrence."""
    runs: list[list[Span]] = [[]]
    for day, truth in readings:
        if truth is True or (truth is None and maybe):
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return runs


def _chain(days: list[Span], spaced: LengthTest, maybe: bool) -> int:
    """The longest series of days whose neighbours are as far apart as asked."""
    longest: list[int] = []
    for index, day in enumerate(days):
        before = [
            longest[other]
            for other in range(index)
            if (found := spaced.apart_days(days[other], day)) or (found is None and maybe)
        ]
        longest.append(1 + max(before, default=0))
    return max(longest, default=0)
