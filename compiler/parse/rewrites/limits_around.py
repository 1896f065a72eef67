"""Limits that stand on both sides of a name: "18 <= BMI <= 30 kg/m2" is one range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Value
from ..needing import needing
from ..token import Token

_BELOW = re.compile(r"(?:[<≤]|<\s?=|=\s?<)\Z")
_ABOVE = re.compile(r"(?:[>≥]|>\s?=|=\s?>)\Z")
_SIGN = re.compile(r"[<>≤≥=\s]+")


@needing("VALUE")
def with_ranges(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the two limits of such a name are one range behind it."""
    result: list[Token] = []
    for token in tokens:
        if token.type == "VALUE" and [each.type for each in result[-2:]] == ["VALUE", "NOUN"]:
            first, noun = _signed(result[-2], text), result[-1]
            both = _range(first.value, token.value) if _goes_one_way(first, token, text) else None
            if both is not None:
                result[-2:] = [noun]
                token = token._replace(start=first.start, value=both)
        result.append(token)
    return result


def _signed(first: Token, text: str) -> Token:
    """The first limit with the minus sign that stands right before it: "-2 <= z-score < 1"."""
    negative = text[: first.start].endswith("-") and not text[: first.start - 1].rstrip(" (")[-1:].isdigit()
    ends = {name: getattr(first.value, name) for name in ("low", "high")}
    if not negative or any(end is not None and end.number is None for end in ends.values()):
        return first
    turned = {name: end and end.model_copy(update={"number": -end.number}) for name, end in ends.items()}
    return first._replace(start=first.start - 1, value=first.value.model_copy(update=turned))


def _goes_one_way(first: Token, second: Token, text: str) -> bool:
    """Whether the sign that ends the first limit points as the one that begins the second does."""
    sign = _SIGN.match(text, second.start, second.end)
    if sign is None:
        return False
    said, begins = text[first.start : first.end], sign[0].strip()
    return any(way.search(said) and way.search(begins) for way in (_BELOW, _ABOVE))


def _range(first: Value, second: Value) -> Value | None:
    """The range between two limits, the first of which may leave the unit to the second."""
    low, high = (first.low, second.high) if first.high is None else (second.low, first.high)
    if low is None or high is None or (second.low is not None and second.high is not None):
        return None
    unit = low.unit or high.unit
    if low.number is None or high.number is None or (low.unit in (None, high.unit) and low.number > high.number):
        return None
    return second.model_copy(
        update={"low": low.model_copy(update={"unit": unit}), "high": high.model_copy(update={"unit": unit})}
    )
