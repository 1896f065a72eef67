"""A weaker limit beside a stronger one: "BMI >= 30, or >= 27 and hypertension", "aged >= 65, or >= 18 and frail".

Alone the weaker would make the stronger idle, so what "and" joins to it is asked of it alone: it is a statement of its
own, with its own name.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Length, Limit, Value
from ..names.heads import CONNECTIVES
from ..needing import needing
from ..token import Token

#: A number of years and months, in the units of lengths and of ages.
_OF_AGES = {"year": "a", "month": "mo"}


@needing("OR")
def weaker_apart(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which a weaker limit behind "or" has its own name before what "and" joins to it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        weaker = _weaker(tokens, i) if token.type in ("VALUE", "LENGTH") else None
        named = _name_before(result) if weaker is not None and _joined(tokens, i + 1) else None
        result += [named] if named is not None else []
        result.append(weaker or token)
    return result


def _weaker(tokens: Sequence[Token], i: int) -> Token | None:
    """The limit at `i`, as what the stronger one before its "or" limits; None where there is none such."""
    k = i - 1 - (i > 1 and tokens[i - 2].type == "COMMA")
    if k < 1 or tokens[i - 1].type != "OR":
        return None
    stronger, weaker = tokens[k - 1], tokens[i]
    if stronger.type == "AGE" and isinstance(weaker.value, Length):
        weaker = weaker._replace(type="AGE", value=_aged(weaker.value))
    if stronger.type != weaker.type or not isinstance(weaker.value, Value):
        return None
    return weaker if _is_weaker(weaker.value, stronger.value) else None


def _aged(length: Length) -> Value | None:
    """A length of at least, or at most, so many years as an age."""
    low, high = (
        Limit(number=end.offset.periods[0].number, unit=_OF_AGES.get(end.offset.periods[0].unit), closed=end.closed)
        if end is not None
        else None
        for end in (length.low, length.high)
    )
    return None if any(limit is not None and limit.unit is None for limit in (low, high)) else Value(low=low, high=high)


def _is_weaker(weaker: Value, stronger: Value) -> bool:
    """Whether two limits have one end, the same, in one unit, and all that the stronger lets in the weaker does."""
    low, lower = stronger.low, weaker.low
    high, higher = stronger.high, weaker.high
    if low and lower and not (high or higher):
        return _comparable(low, lower) and lower.number < low.number  # type: ignore[operator]
    if high and higher and not (low or lower):
        return _comparable(high, higher) and higher.number > high.number  # type: ignore[operator]
    return False


def _comparable(one: Limit, other: Limit) -> bool:
    return None not in (one.number, other.number) and (one.unit, one.reference) == (other.unit, other.reference)


def _joined(tokens: Sequence[Token], i: int) -> bool:
    """Whether "and" joins something to the limit before `i` that is no further limit of the same."""
    i += i < len(tokens) and tokens[i].type == "COMMA"
    return i + 1 < len(tokens) and tokens[i].type == "AND" and tokens[i + 1].type not in ("VALUE", "OUTCOME")


def _name_before(tokens: Sequence[Token]) -> Token | None:
    """The one name of what the limits before the end are of, perhaps with a bracket behind it."""
    k = len(tokens) - 1
    while k >= 0 and tokens[k].type in ("OR", "COMMA", "VALUE"):
        k -= 1
    if k > 2 and [token.type for token in tokens[k - 2 : k + 1]] == ["LPAR", "NOUN", "RPAR"]:
        k -= 3
    # Two names share their limits in "AST or ALT > 5 x ULN, or > 3 x ULN and ...".
    shared = k > 1 and tokens[k - 1].type in CONNECTIVES and _is_measured(tokens[k - 2])
    return tokens[k] if k >= 0 and tokens[k].type == "NOUN" and not shared else None


def _is_measured(token: Token) -> bool:
    return token.type == "NOUN" and bool(token.value.domain == "measurement")
