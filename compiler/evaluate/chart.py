"""A patient made ready for many questions: stretches as ticks, names folded, records by domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from ..rules.normal import fold
from .match import Term, term
from .patient import Interval, Patient, Record
from .times import DAY, EVER, FAR, Span, days, minutes

#: Records of these domains are moments: without an end they end when they start.
_MOMENTS = ("procedure", "measurement", "visit")


class Event:
    """A record with its stretch in days: `start` and `end` are ranges of days."""

    __slots__ = ("_fine", "_linked", "end", "number", "qualifiers", "record", "start", "term", "unit", "who", "word")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.term: Term = term((record.text, *record.also), record.codes)
        self.who = fold(record.who)
        self.start, self.end = _stretch(record, days, FAR)
        value = record.value
        self.number = value if isinstance(value, Decimal) else None
        self.word = fold(value) if isinstance(value, str) else None
        self.unit = record.unit
        self.qualifiers: dict[str, tuple[str, ...]] = {
            key: tuple(map(fold, names)) for key, names in record.qualifiers.items() if names
        }
        self._fine: tuple[Span, Span] | None = None
        self._linked: list[tuple[str, Event]] | None = None

    def linked(self, kind: str | None = None) -> list[Event]:
        """The records that belong to the same event; of one kind of link, or of all."""
        if self._linked is None:
            self._linked = [(link.kind, Event(link.record)) for link in self.record.links]
        return [event for found, event in self._linked if kind is None or found == kind]

    def stretch(self, fine: bool) -> tuple[Span, Span]:
        """Start and end, in days or in minutes."""
        if not fine:
            return self.start, self.end
        if self._fine is None:
            self._fine = _stretch(self.record, minutes, FAR * DAY)
        return self._fine

    @property
    def timed(self) -> bool:
        """Whether the time of day of its start is recorded."""
        return isinstance(self.record.start, datetime)


def _stretch(record: Record, ticks: object, far: int) -> tuple[Span, Span]:
    measure = minutes if ticks is minutes else days
    start = measure(record.start) if record.start is not None else None
    end = measure(record.end) if record.end is not None else None
    if start is None:
        start = (-far, end[1] if end else far)
    if end is None:
        if record.ongoing:
            end = (far, far)
        elif record.domain in _MOMENTS and record.start is not None:
            end = start
        else:
            end = (start[0], far)
    return start, (max(end[0], start[0]), max(end[1], start[0]))


class Chart:
    """The records of one patient by domain and status, and what else a rule may ask."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        self.closed = patient.names == "closed"
        self.birth: Span | None = days(patient.birth_date) if patient.birth_date is not None else None
        self._by: dict[tuple[str, str], list[Event]] = {}
        for record in patient.facts:
            self._by.setdefault((record.domain, record.status), []).append(Event(record))
        self._groups: dict[tuple[str, str, str], list[tuple[Term, list[Event]]]] = {}
        self._periods: dict[str, tuple[Span, ...]] = {}

    def events(self, domain: str, status: str = "happened") -> list[Event]:
        """The records of a domain with a status."""
        return self._by.get((domain, status), [])

    def groups(self, domain: str, status: str, who: str) -> list[tuple[Term, list[Event]]]:
        """The records of a domain, a status and a person, by what they are of."""
        key = (domain, status, who)
        found = self._groups.get(key)
        if found is None:
            by: dict[Term, list[Event]] = {}
            for event in self.events(domain, status):
                if event.who == who:
                    by.setdefault(event.term, []).append(event)
            found = self._groups[key] = list(by.items())
        return found

    def observed(self, domain: str, stretch: Span) -> bool:
        """Whether the record of `domain` is complete over the days of `stretch`."""
        periods = self._periods.get(domain)
        if periods is None:
            periods = self._periods[domain] = _merged(self.patient.periods(domain))  # type: ignore[arg-type]
        return any(low <= stretch[0] and stretch[1] <= high for low, high in periods)

    @cached_property
    def answers(self) -> Mapping[str, bool]:
        """The answers, by folded text."""
        return {fold(text): answer for text, answer in self.patient.answers.items()}

    @cached_property
    def dates(self) -> Mapping[str, date]:
        """The patient's dates, by folded name."""
        return {fold(name): day for name, day in self.patient.dates.items()}

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """What else is known of the person, by folded name."""
        return {fold(name): fold(value) for name, value in self.patient.attributes.items()}


def _merged(intervals: Iterable[Interval]) -> tuple[Span, ...]:
    """Periods as days, those that touch made one."""
    merged: list[Span] = []
    for low, high in sorted(map(_days, intervals)):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def _days(interval: Interval) -> Span:
    low = interval.start.toordinal() if interval.start else EVER[0]
    return low, interval.end.toordinal() if interval.end else EVER[1]
