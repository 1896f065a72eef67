"""Windows of time: where they lie for one patient, and whether a record lies in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rules.model import Anchor, Bound, Window
from ..rules.normal import fold
from .logic import Truth, and_, or_
from .scene import Scene, Stretch
from .times import DAY, EVER, FAR, Shift, Span, at_most, is_fine, shift

if TYPE_CHECKING:
    from .facts import FactTest


class Stay(NamedTuple):
    """One stretch that a window asks for, and whether its anchor surely exists."""

    truth: Truth
    start: Span
    start_closed: bool
    end: Span
    end_closed: bool


class AnchorTest:
    """Where one anchor lies: the stretches that it may have, each with its truth."""

    def __init__(self, anchor: Anchor, event: FactTest | None) -> None:
        self.name = fold(anchor.name) if anchor.name else None
        self.point = anchor.point
        self._event = event

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
        self.edge = window.edge
        self.always = window.start is None and window.end is None
        self._anchors = anchors or (AnchorTest(Anchor(name="enrollment"), None),)
        self._start, self._end = _plain(window.start), _plain(window.end)
        offsets = [bound.offset for bound in (self._start, self._end) if bound and bound.offset]
        self.fine = any(map(is_fine, offsets))
        #: Whether it lies at one place for all records of a patient.
        self.fixed = all(anchor.name not in (None, "it") for anchor in self._anchors)
        self.open_ended = window.end is None
        self._shift: dict[int, Shift] = {id(offset): shift(offset, self.fine) for offset in offsets}

    def stays(self, scene: Scene) -> list[Stay] | None:
        """The stretches that a record may lie in; None where an anchor's date is not known."""
        if not self.fixed:
            return self._stays(scene)
        try:
            found: list[Stay] | None = scene.stays[self]
        except KeyError:
            found = scene.stays[self] = self._stays(scene)
        return found

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
        low = high = None
        if self._start is not None:
            low = self._bound(self._start, stretch, 0 if self._start.closed else 1)
        if self._end is not None:
            high = self._bound(self._end, stretch, 1 if self._end.closed else 0)
        return Stay(
            truth,
            low or (-far, -far),
            self._start.closed if self._start is not None else True,
            high or (far, far),
            self._end.closed if self._end is not None else True,
        )

    def _bound(self, bound: Bound, stretch: Stretch, whole: int) -> Span:
        if bound.offset is None:
            return stretch[whole]
        before = bound.side == "before"
        return self._shift[id(bound.offset)](stretch[0 if before else 1], -1 if before else 1)

    def lies(self, stretch: Stretch, stays: list[Stay] | None) -> Truth:
        """Whether a stretch lies in one of `stays` as the window's edge says."""
        if stays is None:
            return None
        if len(stays) == 1:
            return self._in(stretch, stays[0])
        return or_(self._in(stretch, stay) for stay in stays)

    def _in(self, stretch: Stretch, stay: Stay) -> Truth:
        lies = _EDGES[self.edge](stretch, stay)
        return lies if stay.truth is True else and_((stay.truth, lies))


def _plain(bound: Bound | None) -> Bound | None:
    """A bound; no time before an anchor is at it."""
    if bound is None or bound.offset is None or any(period.number for period in bound.offset.periods):
        return bound
    return Bound(closed=bound.closed)


_SOMEWHERE = Stay(None, EVER, True, EVER, True)


def _inside(point: Span, stay: Stay) -> Truth:
    after = at_most(stay.start, point, stay.start_closed)
    return after if after is False else and_((after, at_most(point, stay.end, stay.end_closed)))


def _overlap(stretch: Stretch, stay: Stay) -> Truth:
    begins = at_most(stretch[0], stay.end, stay.end_closed)
    return begins if begins is False else and_((begins, at_most(stay.start, stretch[1], stay.start_closed)))


def _whole(stretch: Stretch, stay: Stay) -> Truth:
    after = at_most(stay.start, stretch[0], stay.start_closed)
    return after if after is False else and_((after, at_most(stretch[1], stay.end, stay.end_closed)))


_EDGES: dict[str, Callable[[Stretch, Stay], Truth]] = {
    "overlap": _overlap,
    "whole": _whole,
    "start": lambda stretch, stay: _inside(stretch[0], stay),
    "end": lambda stretch, stay: _inside(stretch[1], stay),
}


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
        starts = [stay.start[0] // scale + (not stay.start_closed and not test.fine) for stay in stays]
        ends = [stay.end[1] // scale - (not stay.end_closed and not test.fine) for stay in stays]
        low = min(starts)
        high = scene.now if test.open_ended else max(ends)
    birth = scene.chart.birth
    if birth is not None:
        low = max(low, birth[0])
    return None if low > scene.now or high > scene.now else (low, max(low, high))
