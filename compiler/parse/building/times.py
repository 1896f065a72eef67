"""Phrases of time as windows and lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ...rules.dates import stretch
from ...rules.model import Anchor, Any_, Bound, Fact, Length, LengthLimit, Offset, Rule, Window
from ..syntax.tree import Part, Time, connective
from ..token import Token

ENROLLMENT = Anchor(name="enrollment")
#: Anchors that last, and so have an end.
_WITH_ENDS = frozenset({"treatment", "study"})


@dataclass(frozen=True)
class Placed:
    """A window and what the text left open: "anchor", "side", both or neither."""

    window: Window
    open: tuple[str, ...] = ()


def window(time: Time, event: Callable[[Time], Rule | None]) -> Placed | None:
    """The window of a phrase; `event` builds the rule of an anchor that is an event. None: no window can be made."""
    placed = _placed(time, event)
    return _told_once(placed) if placed is not None else None


def _placed(time: Time, event: Callable[[Time], Rule | None]) -> Placed | None:
    anchors = _anchors(time, event)
    if time.event is not None and not anchors:
        return None
    direction = time.direction.type if time.direction else None
    if time.span is None:
        return _pointed(direction, time.direction.value if time.direction else None, anchors)
    offset, low, high = _limits(time.span)
    limit = high or low
    if direction == "DURING" and offset is None and time.preposition is None:
        return None  # "more than 4 days during screening" is how much of it, and no distance from it
    if (time.preposition is not None and not (low and high)) or offset is not None:
        return _within(time, direction, anchors, limit.offset if limit else offset)
    open_: tuple[str, ...] = () if anchors else ("anchor",)
    of_event = direction == "OF" and bool(anchors) and anchors[0].fact is not None
    side = "after" if direction == "AFTER" or of_event else "before"  # "within 1 to 12 months of surgery"
    near = Bound(offset=low.offset, side=side, closed=low.closed) if low else Bound(side=side)
    far = Bound(offset=high.offset, side=side, closed=high.closed) if high else None
    start, end = (near, far) if side == "after" else (far, near)
    edge = "end" if side == "before" and far is None else "overlap"
    return Placed(Window(start=start, end=end, anchors=anchors or (ENROLLMENT,), edge=edge), open=open_)


def _within(time: Time, direction: str | None, anchors: tuple[Anchor, ...], offset: Offset | None) -> Placed | None:
    if offset is None:
        return None
    said = time.preposition.value.split() if time.preposition is not None else []
    if "over" in said or time.preposition is None:
        offset = _worded(offset, "stretch" if time.preposition is not None else "distance")
    future = "future" in said
    open_: tuple[str, ...] = () if anchors or "past" in said else ("anchor",)
    of_event = bool(anchors) and (anchors[0].fact is not None or anchors[0].point == "end")
    if direction == "OF" and of_event and not future:
        both = Window(start=Bound(offset=offset), end=Bound(offset=offset, side="after"), anchors=anchors)
        return Placed(both, open=("side",))
    if direction == "OF" and anchors and not future:
        open_ = ("side",)
    if (direction == "AFTER" and "past" not in said) or future:  # "in the past year from consent" lies before it
        return Placed(
            Window(start=Bound(side="after"), end=Bound(offset=offset, side="after"), anchors=anchors or (ENROLLMENT,)),
            open=open_,
        )
    return Placed(Window(start=Bound(offset=offset), end=Bound(), anchors=anchors or (ENROLLMENT,)), open=open_)


def _told_once(placed: Placed) -> Placed:
    """A window without the end of what it lies behind: from there time runs on anyway; of a point it is told."""
    start = placed.window.start
    if start is None or start.side == "before":
        return placed
    anchors = tuple(
        anchor.model_copy(update={"point": None}) if anchor.point == "end" and anchor.name != "treatment" else anchor
        for anchor in placed.window.anchors
    )
    return replace(placed, window=placed.window.model_copy(update={"anchors": anchors}))


def _worded(offset: Offset, wording: Literal["stretch", "distance"]) -> Offset:
    return offset if offset.wording == "unnumbered" else offset.model_copy(update={"wording": wording})


def _pointed(direction: str | None, said: object, anchors: tuple[Anchor, ...]) -> Placed | None:
    if not anchors:
        return None
    if said == "upon":  # "fever upon admission" is there as it happens
        direction = "AT" if all(anchor.fact is None for anchor in anchors) else "DURING"
    if said == "end":  # "at the end of radiotherapy"
        direction = "AT" if direction == "DURING" else direction
    match direction:
        case "BEFORE":
            return Placed(Window(end=Bound(closed=said == "until"), anchors=anchors))
        case "AFTER":
            return Placed(Window(start=Bound(side="before", closed=said == "since"), anchors=anchors))
        case "DURING":
            whole = tuple(anchor.model_copy(update={"point": "whole"}) for anchor in anchors)
            return Placed(Window(start=Bound(), end=Bound(), anchors=whole))
        case _:
            during = anchors if said == "end" else tuple(_stretch(anchor) for anchor in anchors)
            return Placed(Window(start=Bound(), end=Bound(), anchors=during))


def _stretch(anchor: Anchor) -> Anchor:
    stretches = anchor.name == "study" or (anchor.name is not None and stretch(anchor.name) is not None)
    return anchor.model_copy(update={"point": "whole"}) if stretches else anchor


def _anchors(time: Time, event: Callable[[Time], Rule | None]) -> tuple[Anchor, ...]:
    ended = time.direction is not None and time.direction.value == "end"  # "of completion of"
    point: Literal["end"] | None = "end" if ended else None
    if time.event is not None:
        rule = event(time)
        events = rule.of if isinstance(rule, Any_) else (rule,)
        facts = [each for each in events if isinstance(each, Fact)]
        return tuple(Anchor(fact=each, point=point) for each in facts) if len(facts) == len(events) else ()
    names = dict.fromkeys(token.value for token in time.anchors)  # "cycle 1/day 1" is one point
    return tuple(Anchor(name=name, point=point if name in _WITH_ENDS else None) for name in names)


def with_shared_anchors(times: Sequence[Time]) -> list[Time]:
    """ "Within 30 days before or after randomization": the length, and the point, that the others have."""
    shared = list(times)
    for i in range(len(shared) - 2, -1, -1):
        one, after = shared[i], shared[i + 1]
        if one.direction is not None and not one.anchors and one.event is None:
            shared[i] = replace(one, anchors=after.anchors, event=after.event)
    for i in range(1, len(shared)):
        one, before = shared[i], shared[i - 1]
        sides = {before.direction.type if before.direction else "", one.direction.type if one.direction else ""}
        if sides != {"BEFORE", "AFTER"} or one.preposition is not None or before.span is None:
            continue
        shared[i] = replace(one, preposition=before.preposition, span=one.span or before.span)
    return shared


def at_each(part: Part) -> list[Time]:
    """ "At screening and baseline", "at screening and before surgery": the times that "and" joins, each of them."""
    signs = [connective(token) for token in part.tokens if token.type in ("ACON", "WCON")]
    if not signs or any("and" not in sign.written.lower() or "/" in sign.written for sign in signs):
        return []
    times = with_shared_anchors(part.value) if part.kind == "windows" else [part.value]
    if any(len(time.anchors) > 1 and (time.direction is None or time.direction.type != "AT") for time in times):
        return []  # "2 weeks before screening and baseline"
    return [replace(time, anchors=(at,) if at else ()) for time in times for at in time.anchors or (None,)]


def together(one: Window, other: Window) -> Window | None:
    """ "Prior to injection in the past month": a length back and a point, as a window back from the point."""
    for back, point in ((one, other), (other, one)):
        reaches = back.start is not None and back.start.offset is not None and back.anchors == (ENROLLMENT,)
        if reaches and point.start is None and point.end is not None and point.end.offset is None and point.anchors:
            return back.model_copy(update={"anchors": point.anchors})
    return None


def back(time: Time) -> Window | None:
    """How long ago an event lies that time is counted since: "at least 4 weeks since ...", "within 2 weeks of ..."."""
    if time.span is None or time.direction is None or time.direction.type not in ("AFTER", "OF"):
        return None
    offset, low, high = _limits(time.span)
    if time.preposition is not None:
        high = LengthLimit(offset=offset) if offset is not None else high
        since = Bound(offset=high.offset, closed=high.closed) if high else None
        return Window(start=since, end=Bound(), anchors=(ENROLLMENT,)) if since else None
    if time.direction.type == "OF":
        return None
    low = LengthLimit(offset=_worded(offset, "stretch")) if offset is not None else low
    start = Bound(offset=high.offset, closed=high.closed) if high else None
    end = Bound(offset=low.offset, closed=low.closed) if low else Bound()
    return Window(start=start, end=end, anchors=(ENROLLMENT,), edge="overlap" if high else "end")


@dataclass(frozen=True)
class Lasts:
    """How long something lasts, and from which event on, where the text counts it from one."""

    length: Length
    since: Window | None = None


def lasts(time: Time, event: Callable[[Time], Rule | None]) -> Lasts | None:
    """How long something lasts: "for 6 weeks before surgery" up to it, "for 6 weeks after surgery" from it on.

    None where the phrase has no length, or counts it from an event that no rule can be made of.
    """
    said = length(time)
    anchors = _anchors(time, event)
    if said is None or (time.event is not None and not anchors):
        return None
    if anchors and time.direction is not None and time.direction.type == "AFTER":
        return Lasts(said, since=Window(start=Bound(side="before", closed=False), anchors=anchors))
    return Lasts(said.model_copy(update={"until": anchors[0] if anchors else None}))


def ended(length: Length) -> Window | None:
    """How long ago something that is over since `length` has ended."""
    if length.low is None:
        return None
    end = Bound(offset=length.low.offset, closed=length.low.closed)
    return Window(end=end, anchors=(length.until or ENROLLMENT,), edge="end")


def length(time: Time) -> Length | None:
    """The length of time itself, from and up to no point."""
    if time.span is None:
        return None
    offset, low, high = _limits(time.span)
    return Length(low=LengthLimit(offset=_worded(offset, "stretch")) if offset is not None else low, high=high)


def _limits(span: Token) -> tuple[Offset | None, LengthLimit | None, LengthLimit | None]:
    if isinstance(span.value, Offset):
        return span.value, None, None
    if isinstance(span.value, Length):
        return None, span.value.low, span.value.high
    return None, None, None
