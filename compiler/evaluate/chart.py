"""A patient made ready for many questions: stretches as ticks, names folded, records by domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from ..rules.model import QualifierKey
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
        self.who = "patient" if record.who == "patient" else fold(record.who)
        self.start, self.end = _stretch(record, days, FAR)
        value = record.value
        self.number = value if isinstance(value, Decimal) else None
        self.word = fold(value) if isinstance(value, str) else None
        self.unit = record.unit
        self.qualifiers = _folded(record.qualifiers) if record.qualifiers else _NONE
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


_NONE: dict[str, tuple[str, ...]] = {}


def _folded(qualifiers: Mapping[QualifierKey, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(map(fold, names)) for key, names in qualifiers.items() if names}


def _stretch(record: Record, measure: Callable[[Any], Span], far: int) -> tuple[Span, Span]:
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
    elif end[0] < start[0]:  # an end that is known in part is not before the start
        end = (start[0], max(end[1], start[0]))
    return start, end


class Kind:
    """A kind of records. A recorded change is no reading: it is of the kind only where `changes` are meant too.

    Two that say the same are one object, so that looking for one costs little.
    """

    __slots__ = ("changes", "domain", "status", "who")

    def __init__(self, domain: str, status: str, who: str, changes: bool) -> None:
        self.domain, self.status, self.who, self.changes = domain, status, who, changes

    def has(self, event: Event) -> bool:
        """Whether a record is of this kind."""
        record = event.record
        return (
            record.domain == self.domain
            and record.status == self.status
            and event.who == self.who
            and (self.changes or record.change is None)
        )


@cache
def kind(domain: str, status: str, who: str, changes: bool) -> Kind:
    """The kind of records of a domain, status and person."""
    return Kind(domain, status, who, changes)


class Group:
    """Records of one kind, by what they are of; `names` and `systems` of codes are those of all of them.

    `bare`: none has qualities or links.
    """

    __slots__ = ("bare", "names", "of", "systems")

    def __init__(self, events: Iterable[Event]) -> None:
        by: dict[Term, list[Event]] = {}
        self.bare = True
        for event in events:
            by.setdefault(event.term, []).append(event)
            if event.qualifiers or event.record.links:
                self.bare = False
        self.of = list(by.items())
        self.names: frozenset[str] = frozenset().union(*(term.names for term in by))
        self.systems = frozenset(system for term in by for system, _ in term.codes)


class Chart:
    """The records of one patient as known on the day `now`, and what else a rule may ask."""

    def __init__(self, patient: Patient, now: int = FAR) -> None:
        self.patient = patient
        self.closed = patient.names == "closed"
        self.birth: Span | None = days(patient.birth_date) if patient.birth_date is not None else None
        self._now = now
        self._by: dict[tuple[str, str], list[Record]] = {}
        for record in patient.facts:
            self._by.setdefault((record.domain, record.status), []).append(record)
        #: The domains in which something is recorded as absent.
        self.denied = frozenset([domain for domain, status in self._by if status == "absent"])
        self._events: dict[tuple[str, str], list[Event]] = {}
        #: The records of the kinds that were asked for.
        self.groups: dict[Kind, Group] = {}
        self._periods: dict[str, tuple[Span, ...]] = {}

    def _of(self, domain: str, status: str) -> list[Event]:
        """The records of a domain and status, made ready when they are first asked for."""
        key = domain, status
        if key not in self._by:
            return []
        found = self._events.get(key)
        if found is None:
            found = list(map(Event, self._by[key]))
            if status == "happened":
                found = [event for event in found if event.start[0] <= self._now]
            self._events[key] = found
        return found

    def denials(self, domain: str) -> list[Event]:
        """The records that say that there was nothing of a kind."""
        return self._of(domain, "absent")

    def group(self, kind: Kind) -> Group:
        """The records of a kind."""
        found = self.groups.get(kind)
        if found is None:
            found = self.groups[kind] = Group(filter(kind.has, self._of(kind.domain, kind.status)))
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
