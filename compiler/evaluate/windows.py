"""Windows of time: where they lie for one patient, and whether a record lies in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rules.model import Anchor, Bound, Window
from ..rules.normal import fold
from .logic import Truth, or_
from .scene import ASSUMED_AT_INDEX, Scene, Stretch
from .times import DAY, EVER, FAR, Shift, Span, is_fine, shift

if TYPE_CHECKING:
    from .facts import FactTest


class Stay(NamedTuple):
    """One stretch that a window asks for, both ends included, and whether its anchor surely exists."""

    truth: Truth
    start: Span
    end: Span


class AnchorTest:
    """Where one anchor lies: the stretches that it may have, each with its truth."""

    def __init__(self, anchor: Anchor, event: FactTest | None) -> None:
        self.name = fold(anchor.name) if anchor.name else None
        self.point = anchor.point
        self._event = event
        self.is_common = event is None and self.name in ("index", *ASSUMED_AT_INDEX)

    def stretches(self, scene: Scene, fine: bool) -> list[tuple[Truth, Stretch]] | None:
        """None where nothing is known of it; an empty list where it never was."""
        found: list[tuple[Truth, Stretch]] | None
        if self._event is not None:
            found = [(truth, event.stretch(fine)) for event, truth in self._event.hits(scene.root)]
            if not any(truth for truth, _ in found) and self._event.test(scene.root) is None:
                found.append((None, (_ever(fine), _ever(fine))))
        elif self.name == "it":
            found = None if scene.it is None else [(True, scene.it.stretch(fine))]
        else:
            named = scene.named(self.name or "index", fine)
            found = None if named is None else [(True, named)]
        return found and [(truth, self._part(stretch)) for truth, stretch in found]

    def _part(self, stretch: Stretch) -> Stretch:
        if self.point == "start":
            return stretch[0], stretch[0]
        return (stretch[1], stretch[1]) if self.point == "end" else stretch


def _ever(fine: bool) -> Span:
    return (-FAR * DAY, FAR * DAY) if fine else EVER


class WindowTest:
    """Where a window lies, and which records lie in it."""

    def __init__(self, window: Window, anchors: Sequence[AnchorTest]) -> None:
        self._early, self._late = _EDGES[window.edge]
        self.always = window.start is None and window.end is None
        self._anchors = anchors or (AnchorTest(Anchor(name="enrollment"), None),)
        self._start, self._end = _plain(window.start), _plain(window.end)
        offsets = [bound.offset for bound in (self._start, self._end) if bound and bound.offset]
        self.fine = any(map(is_fine, offsets))
        #: Whether it lies at one place for all records of a patient.
        self.fixed = all(anchor.name not in (None, "it") for anchor in self._anchors)
        self.open_ended = window.end is None
        #: Whether it lies at one place for all patients without dates of their own; and where, on which index date.
        self._common = all(anchor.is_common for anchor in self._anchors)
        self._lately: tuple[int, list[Stay] | None] | None = None
        self._shift: dict[int, Shift] = {id(offset): shift(offset, self.fine) for offset in offsets}

    def stays(self, scene: Scene) -> list[Stay] | None:
        """The stretches that a record may lie in; None where an anchor's date is not known."""
        if not self.fixed:
            return self._stays(scene)
        if self._common and not scene.chart.patient.dates:
            if self._lately is None or self._lately[0] != scene.now:
                self._lately = scene.now, self._stays(scene)
            return self._lately[1]
        if self not in scene.stays:
            scene.stays[self] = self._stays(scene)
        return scene.stays[self]

    def _stays(self, scene: Scene) -> list[Stay] | None:
        stays: list[Stay] = []
        unknown = False
        for anchor in self._anchors:
            stretches = anchor.stretches(scene, self.fine)
            unknown |= stretches is None
            stays += [self._stay(truth, stretch) for truth, stretch in stretches or ()]
        return None if unknown and not stays else [*stays, *([_SOMEWHERE] if unknown else [])]

    def _stay(self, truth: Truth, stretch: Stretch) -> Stay:
        far = FAR * DAY if self.fine else FAR
        start, end = (-far, -far), (far, far)
        if self._start is not None:
            low, high = self._bound(self._start, stretch, 0 if self._start.closed else 1)
            start = (low, high) if self._start.closed else (low + 1, high + 1)
        if self._end is not None:
            low, high = self._bound(self._end, stretch, 1 if self._end.closed else 0)
            end = (low, high) if self._end.closed else (low - 1, high - 1)
        return Stay(truth, start, end)

    def _bound(self, bound: Bound, stretch: Stretch, whole: int) -> Span:
        if bound.offset is None:
            return stretch[whole]
        before = bound.side == "before"
        return self._shift[id(bound.offset)](stretch[0 if before else 1], -1 if before else 1)

    def lies(self, stretch: Stretch, stays: list[Stay] | None) -> Truth:
        """Whether a stretch lies in one of `stays` as the window's edge says."""
        if stays is None:
            return None
        early, late = stretch[self._early], stretch[self._late]
        if len(stays) == 1:
            return _lies(early, late, stays[0])
        return or_(_lies(early, late, stay) for stay in stays)


#: Of a record's start (0) and end (1): which is at or before the end of the stay, and which at or after its start.
_EDGES = {"overlap": (0, 1), "whole": (1, 0), "start": (0, 0), "end": (1, 1)}


def _lies(early: Span, late: Span, stay: Stay) -> Truth:
    """Whether `early` is at or before the stay's end, and `late` at or after its start."""
    truth, start, end = stay
    if truth is False or early[0] > end[1] or start[0] > late[1]:
        return False
    return truth if early[1] <= end[0] and start[1] <= late[0] else None


def _plain(bound: Bound | None) -> Bound | None:
    """A bound; no time before an anchor is at it."""
    if bound is None or bound.offset is None or any(period.number for period in bound.offset.periods):
        return bound
    return Bound(closed=bound.closed)


_SOMEWHERE = Stay(None, EVER, EVER)


def extent(test: WindowTest, stays: list[Stay] | None, scene: Scene) -> Span | None:
    """The days, at their widest, over which the record must be complete; None where it cannot be.

    A missing end is the index date; what lies after the index date is not observed, what lies before birth need not be.
    """
    if test.always:
        low, high = -FAR, scene.now
    elif not stays:
        return None
    else:
        scale = DAY if test.fine else 1
        low = min(stay.start[0] for stay in stays) // scale
        high = scene.now if test.open_ended else max(stay.end[1] for stay in stays) // scale
    birth = scene.chart.birth
    if birth is not None:
        low = max(low, birth[0])
    return None if low > scene.now or high > scene.now else (low, max(low, high))
