"""Changes of a value: as recorded, or from one reading to a later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..rules.model import Change, Concept, Offset
from .chart import Event
from .logic import Truth, and_
from .records import Selected
from .scene import Scene
from .times import at_most, shift
from .values import ValueTest, converted
from .windows import AnchorTest

#: Senses that exclude each other; a pair that is not listed cannot be compared.
_OPPOSITE = (("increase", "decrease"), ("improvement", "worsening"))


class ChangeTest:
    """Tests the changes between the readings of a fact."""

    def __init__(self, change: Change, concept: Concept, since: AnchorTest | None) -> None:
        self.sense = change.sense
        self._since = since
        self._over = shift(Offset(periods=(change.over,))) if change.over else None
        self._value = ValueTest(change.value, concept, difference=True) if change.value else None
        limits = (change.value.low, change.value.high) if change.value else ()
        self._relative = any(limit is not None and limit.unit == "%" for limit in limits)

    def test(self, later: Sequence[Selected], readings: Sequence[Selected], scene: Scene) -> tuple[Truth, list[Event]]:
        """Whether some change is as asked, and the records that decided it; no pair of readings gives None.

        `later` are the records of the fact's window, `readings` those of any time.
        """
        truths: list[tuple[Truth, list[Event]]] = []
        for one in later:
            if one.event.record.change is not None:
                truths.append((and_((one.truth, self._recorded(one.event))), [one.event]))
                continue
            for other, truth in self._earlier(one, readings, scene):
                fits = self._computed(other, one.event)
                truths.append((and_((one.truth, truth, fits)), [other, one.event]))
        for wanted in (True, None):
            found = [events for truth, events in truths if truth is wanted]
            if found:
                return wanted, found[0]
        return (False, [later[0].event]) if truths else (None, [one.event for one in later])

    def _recorded(self, event: Event) -> Truth:
        own = event.record.change
        sense: Truth = None
        if self.sense in ("change", own):
            sense = True
        elif any(own in pair and self.sense in pair for pair in _OPPOSITE):
            sense = False
        return and_((sense, self._value.test(event) if self._value is not None else True))

    def _earlier(self, one: Selected, readings: Sequence[Selected], scene: Scene) -> Iterator[tuple[Event, Truth]]:
        """The readings that a later one is compared with."""
        others = [other for other in readings if other.event is not one.event and other.event.record.change is None]
        if self._since is not None:
            stretches = self._since.stretches(scene, False)
            if not stretches:
                return
            truth, (anchor, _) = stretches[0]
            before = [other for other in (*others, one) if at_most(other.event.start, anchor) is not False]
            day = max((other.event.start for other in before), default=None)
            for last in before:
                if last.event.start == day and last.event is not one.event:
                    earlier = at_most(day, one.event.start, closed=False)
                    yield last.event, and_((truth, last.truth, earlier))
            return
        for other in others:
            earlier = at_most(other.event.start, one.event.start, closed=False)
            if earlier is not False and self._over is not None:
                earlier = and_((earlier, at_most(one.event.start, self._over(other.event.start, 1))))
            if earlier is not False:
                yield other.event, and_((earlier, other.truth))

    def _computed(self, earlier: Event, later: Event) -> Truth:
        """Whether the difference of two readings has the sense and the size."""
        if self.sense in ("improvement", "worsening"):
            return None  # whether more is better is not known
        before = converted(earlier, later.unit)
        if before is None or later.number is None or later.record.comparator:
            return None
        difference = later.number - before
        difference = {"increase": difference, "decrease": -difference, "change": abs(difference)}[self.sense]
        if self._value is None:
            return difference > 0
        if not self._relative:
            return and_((difference > 0, self._value.number(difference, later.unit)))
        if later.unit == "%" or before == 0:
            return None  # points of per cent, or per cent of them?
        return and_((difference > 0, self._value.number(difference * Decimal(100) / abs(before), "%")))
