"""Brackets that belong to what stands before them: a time, a limit or a quality of it, or its time in another case.

"Surgery (within 4 weeks)", "at least 3 weeks since chemotherapy (6 weeks for nitrosoureas)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...rules.model import Length, LengthLimit, Offset, Value
from ...vocabulary import column
from ..syntax.tree import Item, Join, Part, Reading, Time
from ..token import Noun, Token
from .shapes import bare

#: A bracket that states a case and its limit has two phrases: "(unless liver metastases, then <= 5 x ULN)".
CASED = 2
_IN = re.compile(r"\(\s*in\s+(?:an?\s+|the\s+)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class OtherTime:
    """A length of time, and the part that says what it holds for; no part where the bracket only says it again."""

    span: Token
    case: Part | None = None


def is_alternative(bracket: Part) -> bool:
    """Whether a bracket begins with "or": what it says suffices as well."""
    return bool(bracket.tokens[0].value == "or")


def alternatives_apart(reading: Reading) -> tuple[Reading, list[Part]]:
    """What "non-" denies, and the brackets behind it in which it denies nothing: "non-smokers (or ex-smokers)"."""
    if not isinstance(reading, Item):
        return reading, []
    apart = [part for part in reading.some("bracket") if is_alternative(part) and part.value.body is not None]
    return reading.without(*apart), apart


def is_situated(text: str, start: int) -> bool:
    """Whether a bracket, whose content begins at `start`, says where its host is or how: "(in first remission)"."""
    return _IN.search(text, 0, start) is not None


def other_time(body: Reading | None) -> OtherTime | None:
    """What a bracket says of another time; None where it says anything else.

    A limit of its own ("> 6 months") or a preposition ("for 6 months") makes it a length of the thing itself.
    """
    inner = bare(body)
    spans = [part.value.span for part in inner.some("lasting") if part.value.preposition is None] if inner else []
    if inner is None or len(spans) != 1 or spans[0] is None or not isinstance(spans[0].value, Offset):
        return None
    others = [part for part in inner.parts if part.kind != "lasting"]
    if not others:
        return OtherTime(spans[0])
    said = others[0]
    told = said.kind == "if_" or (said.kind == "link" and said.tokens[0].value == "for")
    return OtherTime(spans[0], said) if len(others) == 1 and told else None


def with_span(time: Time, span: Token) -> Time:
    """A phrase of time with another length; what limits the first ("at least") limits it too."""
    if time.span is None:
        return time
    value = span.value
    if isinstance(time.span.value, Length):
        limits = {
            name: limit and LengthLimit(offset=value, closed=limit.closed)
            for name, limit in (("low", time.span.value.low), ("high", time.span.value.high))
        }
        value = time.span.value.model_copy(update=limits)
    return replace(time, span=span._replace(type=time.span.type, value=value))


def parted(reading: Reading) -> tuple[Reading, list[tuple[Part, OtherTime]]]:
    """A reading without its brackets of other times, and these."""
    match reading:
        case Item():
            found = [(part, other) for part in reading.some("bracket") if (other := _of(part)) and other.case]
            return reading.without(*(part for part, _ in found)), found
        case Join(of=of):
            pairs = [parted(each) for each in of]
            return replace(reading, of=tuple(one for one, _ in pairs)), [each for _, some in pairs for each in some]
    return reading, []


def _of(part: Part) -> OtherTime | None:
    return other_time(part.value.body) if not part.value.tails else None


def times_apart(item: Item) -> list[tuple[Part, OtherTime]]:
    """The brackets of an item that say another time than it has itself, or that of its window once more."""
    found = [(part, other) for part in item.some("bracket") if (other := _of(part)) is not None]
    if item.some("window"):
        return found
    return [(part, other) for part, other in found if other.case is not None and item.some("lasting")]


def _is_apart(part: Part, host: Item) -> bool:
    """Whether a bracket says a time for another case, or the time of its host once more."""
    other = _of(part)
    return other is not None and (other.case is not None or bool(host.some("window")))


def _purpose(body: Reading | None) -> Item | None:
    """The item of a bracket that only says what its host is for: "(diagnostic injection)"."""
    if not isinstance(body, Item) or not isinstance(body.head.value, Noun) or not body.parts:
        return None
    parts = body.some("modifiers")
    said = [token for part in parts for token in part.tokens]
    purposes = len(parts) == len(body.parts) and all(str(token.value).startswith("intent=") for token in said)
    return body if purposes and body.head.value.text.lower() in column("generic_nouns") else None


def _is_limited(item: Item) -> bool:
    """Whether an item has a limit already; a number without a unit before its name counts it: "25 follicles"."""
    values = [token.value for part in item.some("values") if part.before for token in part.tokens]
    ends = [end for value in values if isinstance(value, Value) for end in (value.low, value.high) if end is not None]
    counts = bool(ends) and all(end.unit is None and end.reference is None and end.number is not None for end in ends)
    return any(not part.before for part in item.some("values")) or (bool(values) and not counts)


def opened(reading: Reading) -> Reading:
    """Items whose brackets hold only a time, a limit, a quality or an opinion take these as their own."""
    if isinstance(reading, Join):
        return replace(reading, of=tuple(opened(each) for each in reading.of))
    if not isinstance(reading, Item):
        return reading
    for part in reading.some("bracket"):
        inner = bare(part.value.body) or _purpose(part.value.body) if not part.value.tails else None
        if (
            inner is None
            or _is_apart(part, reading)
            or (inner.some("values") and (_is_limited(reading) or inner.some("if_")))
        ):
            continue
        reading = reading.without(part).having(*(replace(each, before=False) for each in inner.parts))
    return reading
