"""Illnesses that are not over in time: "infection that has not resolved at least 7 days prior to screening".

What did not end so long before has been there since: less than 7 days before. That says that it was unresolved, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...rules.model import Length, LengthLimit
from ..syntax.modifiers import Modifier
from ..syntax.tree import Item, Part
from ..token import Noun

_ILL = frozenset({"condition", "observation"})


def still_there(item: Item, noun: Noun, mods: Sequence[Modifier]) -> tuple[Item, list[Modifier]]:
    """An item and its qualities, in which a time by which something should have been over is one when it was there.

    Of treatments no more is said than that they are over: "surgery, not recovered at least 14 days before".
    """
    over = [m for m in mods if (m.key, m.value) == ("outcome", "unresolved")]
    windows = item.some("window")
    late = _late(windows[0]) if len(windows) == len(over) == 1 and noun.domain in _ILL else None
    if late is None:
        return item, list(mods)
    parts = tuple(late if part is windows[0] else part for part in item.parts)
    return replace(item, parts=parts), [m for m in mods if m is not over[0]]


def _late(part: Part) -> Part | None:
    """The window behind "not resolved" as that of what is not resolved; None where it gives no least distance."""
    time = part.value
    back = time.direction is not None and time.direction.type == "BEFORE" and time.preposition is None
    length = time.span.value if time.span is not None else None
    if not back or part.before or not isinstance(length, Length) or length.low is None or length.high is not None:
        return None
    since = LengthLimit(offset=length.low.offset, closed=not length.low.closed)
    return replace(part, value=replace(time, span=time.span._replace(value=Length(high=since))))
