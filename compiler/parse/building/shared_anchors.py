"""Points of time that are said once: "chemotherapy within 4 weeks, or surgery within 2 weeks, of randomization"."""

from __future__ import annotations

from dataclasses import replace

from ...rules.model import Length
from ..syntax.tree import Item, Join, Negation, Part, Reading, Time

#: Directions that count back from the point behind them.
_BACK = frozenset({"BEFORE", "OF"})
_BEFORE = frozenset({"BEFORE"})
#: What "in the past year" and "in the next year" count from is said by themselves.
_SAID = ("past", "future")


def with_shared_points(reading: Reading) -> Reading:
    """A reading in which a length without a point of time is counted from the point of the next that has one."""
    return _counted(reading, None)[0]


def _counted(reading: Reading, point: Time | None) -> tuple[Reading, Time | None]:
    """The reading, `point` being what comes after it, and the point that what comes before it is counted from."""
    match reading:
        case Join(of=of):
            changed: list[Reading] = []
            for each in reversed(of):
                one, point = _counted(each, point)
                changed.insert(0, one)
            return replace(reading, of=tuple(changed)), point
        case Negation(of=of):
            one, point = _counted(of, point)
            return replace(reading, of=one), point
        case Item():
            return _of_item(reading, point)
    return reading, None


def _of_item(item: Item, point: Time | None) -> tuple[Item, Time | None]:
    windows = item.some("window")
    if not windows and point is not None and len(bare := item.some("lasting")) == 1 and _is_like(bare[0], point):
        ago = replace(bare[0], kind="window", value=_at(bare[0].value, point))
        return replace(item, parts=tuple(ago if part is bare[0] else part for part in item.parts)), point
    if len(windows) != 1 or item.some("windows"):
        return item, None if item.some("windows") else point
    time: Time = windows[0].value
    if time.anchors or time.event is not None:
        back = _BACK if time.event is None else _BEFORE  # "within 4 weeks of surgery" may be after it
        return item, time if time.span is not None and time.direction and time.direction.type in back else None
    if point is None or not _is_open(time):
        return item, None
    whole = _at(time, point)
    parts = tuple(_with(part, whole) if part is windows[0] else part for part in item.parts)
    return replace(item, parts=parts), point


def _at(time: Time, point: Time) -> Time:
    """A length counted from the point of another."""
    return replace(time, direction=time.direction or point.direction, anchors=point.anchors, event=point.event)


def _is_like(part: Part, point: Time) -> bool:
    """Whether a length is written as the next that is one back: "A <= 28 days, or B <= 14 days before treatment"."""
    time = part.value
    lengths = [each.span.value for each in (time, point) if each.span is not None and each.preposition is None]
    back = point.direction is not None and point.direction.type in _BACK and time.direction is None
    return back and not part.before and len(lengths) == len([time, point]) and all(map(_is_at_most, lengths))


def _is_at_most(length: object) -> bool:
    return isinstance(length, Length) and length.low is None and length.high is not None


def _is_open(time: Time) -> bool:
    said = str(time.preposition.value).split() if time.preposition is not None else []
    back = time.direction is None or time.direction.type == "BEFORE"
    return time.span is not None and time.preposition is not None and back and not any(word in said for word in _SAID)


def _with(part: Part, time: Time) -> Part:
    return replace(part, value=time)
