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

    __slots__ = (
        "_fine",
        "_linked",
        "end",
        "number",
        "qualifiers",
        "record",
        "start",
        "term",
        "unit",
        "who",
        "word",
    )

    def __init__(self, record: Record) -> None:
        self.record = record
        self.term: Term = term(record.text, record.also, record.codes)
        self.who = fold(record.who) if record.who != "patient" else "patient"
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

    def kind(self, changes: bool) -> Kind:
        """What kind of record it is; of a recorded change, another where changes are not meant."""
        record = self.record
        return record.domain, record.status, self.who, changes or record.change is not None

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


#: Domain, status, person, and whether recorded changes are meant too.
Kind = tuple[str, str, str, bool]


class Chart:
    """The records of one patient as known on the day `now`, and what else a rule may ask."""

    def __init__(self, patient: Patient, now: int = FAR) -> None:
        self.patient = patient
        self.closed = patient.names == "closed"
        self.birth: Span | None = days(patient.birth_date) if patient.birth_date is not None else None
        self._by: dict[tuple[str, str], list[Event]] = {}
        for event in map(Event, patient.facts):
            if event.record.status != "happened" or event.start[0] <= now:
                self._by.setdefault((event.record.domain, event.record.status), []).append(event)
        self._groups: dict[Kind, list[tuple[Term, list[Event]]]] = {}
        self._periods: dict[str, tuple[Span, ...]] = {}

    def denials(self, domain: str) -> list[Event]:
        """The records that say that there was nothing of a kind."""
        return self._by.get((domain, "absent"), [])

    def groups(self, domain: str, status: str, who: str, changes: bool) -> list[tuple[Term, list[Event]]]:
        """The records of a kind, by what they are of. A recorded change is no reading: it comes only with `changes`."""
        kind = (domain, status, who, changes)
        found = self._groups.get(kind)
        if found is None:
            by: dict[Term, list[Event]] = {}
            for event in self._by.get((domain, status), ()):
                if event.kind(changes) == kind:
                    by.setdefault(event.term, []).append(event)
            found = self._groups[kind] = list(by.items())
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
