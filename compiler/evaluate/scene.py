"""What a rule is tested against: a chart at an index date, or one record of it and those that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..rules.dates import stretch
from .chart import Chart, Event
from .logic import Truth
from .times import DAY, FAR, Span, days, minutes

#: Points of a trial that are the index date unless the patient's dates say otherwise.
ASSUMED_AT_INDEX = ("enrollment", "screening", "randomization", "consent", "treatment", "baseline")

Stretch = tuple[Span, Span]


class Scene:
    """A chart as known at `at`. `anchors` says what a trial's own anchors stand for.

    Inside a link or an exception, `it` is the record at hand and `among` are the records that are looked at.
    """

    __slots__ = (
        "_names",
        "_root",
        "among",
        "anchors",
        "answers",
        "at",
        "chart",
        "found",
        "it",
        "now",
        "shared",
        "stays",
    )

    def __init__(self, chart: Chart, at: date, anchors: Mapping[str, str] | None = None, answered: bool = True) -> None:
        self.chart = chart
        self.at = at
        self.now = at.toordinal()
        self.anchors: Mapping[str, str] = anchors or {}
        self.answers: Mapping[str, bool] = chart.answers if answered else {}
        self.it: Event | None = None
        self.among: list[Event] | None = None
        self._root: Scene | None = None  # not itself: a circle would wait for the garbage collector
        self._names: dict[tuple[str, bool], Stretch | None] = {}
        #: What windows at one place have found: where they lie, and which records lie in them.
        self.stays: dict[object, list[Any] | None] = {}
        self.shared: dict[object, Any] = {}
        #: The truths of facts that were asked for.
        self.found: dict[object, Truth] = {}

    @property
    def root(self) -> Scene:
        """The scene of the whole chart."""
        return self._root or self

    def around(self, it: Event, among: list[Event]) -> Scene:
        """The scene of one record: facts are looked for among `among`."""
        inner = Scene.__new__(Scene)
        inner.chart, inner.at, inner.now, inner.anchors = self.chart, self.at, self.now, self.anchors
        inner.answers, inner.it, inner.among, inner._root = self.answers, it, among, self.root
        inner._names = self._names
        inner.stays, inner.shared, inner.found = self.stays, self.shared, self.found
        return inner

    def named(self, name: str, fine: bool = False) -> Stretch | None:
        """The stretch of a named anchor in days or minutes; None where its date is not known."""
        key = (name, fine)
        if key not in self._names:
            self._names[key] = self._named(name, fine, set())
        return self._names[key]

    def is_dated(self, name: str) -> bool:
        """Whether the patient's own dates say when `name` is."""
        return name in self.chart.dates

    def _named(self, name: str, fine: bool, seen: set[str]) -> Stretch | None:
        ticks = minutes if fine else days
        if name == "birth":
            birth = self.chart.patient.birth_date
            return None if birth is None else (ticks(birth), ticks(birth))
        own = self.chart.dates.get(name)
        if name == "index" or (own is None and name in ASSUMED_AT_INDEX):
            own = self.at
        if name == "study":
            far = FAR * DAY if fine else FAR
            end = self.chart.dates.get("study end")
            return ticks(own or self.at), ticks(end) if end else (far, far)
        if own is not None:
            return ticks(own), ticks(own)
        if (dated := stretch(name)) is not None:
            return ticks(dated[0]), ticks(dated[1])
        stands_for = self.anchors.get(name)
        if stands_for is None or name in seen:
            return None
        return self._named(stands_for, fine, seen | {name})
