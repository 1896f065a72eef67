"""Events that took some time: "pain after 6 weeks of physical therapy" comes after a therapy that lasted 6 weeks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..rules.model import Length, LengthLimit, Offset
from .token import Token

_AFTER = re.compile(r"(?:after|following|upon completing|after completing)(?: the)?", re.IGNORECASE)
_TIES = frozenset({"of", "of the", "of a", "on", "with", "under"})
_DIRECTIONS = frozenset({"BEFORE", "AFTER", "OF", "DURING", "AT"})


def after_courses(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the length of an event behind "after" stands behind the event."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        course = _course(tokens, i, text)
        if not course:
            result.append(tokens[i])
            i += 1
            continue
        after, length, *event = course
        result += [after.retyped("AFTER"), *event, length]
        i = tokens.index(event[-1], i) + 1
    return result


def _course(tokens: Sequence[Token], i: int, text: str) -> list[Token]:
    """The "after", the length and the event that begin at `i`, where the event is what took so long."""
    after, *following = tokens[i : i + 3]
    if len(following) < 2 or not _AFTER.fullmatch(text[after.start : after.end]):
        return []
    span, tie = following
    if span.type not in ("PERIOD", "LENGTH") or text[tie.start : tie.end].lower() not in _TIES:
        return []
    j = i + 3
    while j < len(tokens) and tokens[j].type in ("MOD", "SKIP"):
        j += 1
    if j >= len(tokens) or tokens[j].type != "NOUN":
        return []
    if j + 1 < len(tokens) and tokens[j + 1].type in _DIRECTIONS:
        return []
    event = [token for token in tokens[i + 3 : j + 1] if token.type != "SKIP"]
    return [after, _lasting(span), *event]


def _lasting(span: Token) -> Token:
    """A span as the least that something lasted."""
    if not isinstance(span.value, Offset):
        return span
    return span._replace(type="LENGTH", value=Length(low=LengthLimit(offset=span.value)))
