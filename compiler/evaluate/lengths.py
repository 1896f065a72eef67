"""How long a record lasts, and exposures to a drug that are one stretch."""

from __future__ import annotations

from collections.abc import Iterable

from ..rules.model import Length
from .chart import Event
from .logic import Truth, and_
from .scene import Scene, Stretch
from .times import DAY, Span, at_most, is_fine, shift
from .windows import AnchorTest

#: Exposures that leave no day between them are one.
_JOIN = 1


class LengthTest:
    """Tests how long a stretch lasts, as calendar periods."""

    def __init__(self, length: Length, until: AnchorTest | None) -> None:
        offsets = [limit.offset for limit in (length.low, length.high) if limit]
        self.fine = any(map(is_fine, offsets))
        self._until = until
        self._low = (shift(length.low.offset, self.fine), length.low.closed) if length.low else None
        self._high = (shift(length.high.offset, self.fine), length.high.closed) if length.high else None

    def test(self, stretch: Stretch, scene: Scene) -> Truth:
        """Whether the stretch is as long as asked, up to the index date or the anchor that is named."""
        start, end = stretch
        if self._until is None:
            now = scene.now * DAY + DAY - 1 if self.fine else scene.now
            end = (min(end[0], now), min(end[1], now))
        else:
            stretches = self._until.stretches(scene, self.fine)
            if stretches is None or len(stretches) != 1 or not stretches[0][0]:
                return None if stretches is None or stretches else False
            end = stretches[0][1][1]
        return self.apart(start, end)

    def apart_days(self, one: Span, other: Span) -> Truth:
        """Whether one day is as far before the other as asked; in hours, any minute of each."""
        if self.fine:
            one, other = (one[0] * DAY, one[1] * DAY + DAY - 1), (other[0] * DAY, other[1] * DAY + DAY - 1)
        return self.apart(one, other)

    def apart(self, start: Span, end: Span) -> Truth:
        """Whether one point is as far before the other as asked."""
        truths: list[Truth] = []
        if self._low is not None:
            move, closed = self._low
            truths.append(at_most(move(start, 1), end, closed))
        if self._high is not None:
            move, closed = self._high
            truths.append(at_most(end, move(start, 1), closed))
        return and_(truths)


def joined(events: Iterable[Event], sure: bool, fine: bool) -> list[tuple[Stretch, list[Event]]]:
    """Exposures that overlap or follow each other without a day between, as one stretch with its records.

    `sure`: those that surely do; else those that may.
    """
    found: list[tuple[Stretch, list[Event]]] = []
    gap = _JOIN * DAY if fine else _JOIN
    for event in sorted(events, key=lambda event: event.stretch(fine)[0]):
        start, end = event.stretch(fine)
        if found:
            (first, last), members = found[-1]
            touches = start[1] <= last[0] + gap if sure else start[0] <= last[1] + gap
            if touches:
                found[-1] = ((first, (max(last[0], end[0]), max(last[1], end[1]))), [*members, event])
                continue
        found.append(((start, end), [event]))
    return found
