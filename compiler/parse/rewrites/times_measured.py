"""Lengths of time that are what was measured: "gestational age < 37 weeks or > 42 weeks"."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Length
from ..building.facts import as_value, is_of_time
from ..building.limits import is_swapped
from ..needing import needing
from ..token import Noun, Token

_SMALL = frozenset({"SKIP", "MUST"})
_JOINS = frozenset({"AND", "OR", "ANDOR", "COMMA", "SKIP"})


@needing("LENGTH")
def with_limits_of_time(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which lengths are values, where several limit one measure, or one that runs from high to low does."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "NOUN" or token.value.domain != "measurement":
            continue
        lengths = _lengths(tokens, i + 1, token.value)
        if len(lengths) > 1 or any(is_swapped(as_value(tokens[j].value)) for j in lengths):
            for j in lengths:
                result[j] = Token("VALUE", tokens[j].start, tokens[j].end, as_value(tokens[j].value))
    return result


def _lengths(tokens: Sequence[Token], i: int, noun: Noun) -> list[int]:
    """The indices of the lengths of time from `i` on that are values of what is named, joined by connectives."""
    found: list[int] = []
    between = _SMALL
    while i < len(tokens):
        length = tokens[i].value if tokens[i].type == "LENGTH" else None
        if isinstance(length, Length) and is_of_time(noun, length):
            found.append(i)
            between = _JOINS
        elif tokens[i].type not in between:
            break
        i += 1
    return found
