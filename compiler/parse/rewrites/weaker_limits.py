"""A weaker limit beside a stronger one: "BMI >= 30, or >= 27 and hypertension", "aged >= 65, or >= 18 and frail".

Alone the weaker would make the stronger idle, so what "and" joins to it is asked of it alone: it is a statement of its
own, with its own name.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Length, Limit, Value
from ..building.facts import as_value
from ..names.lists import CONNECTIVES
from ..needing import needing
from ..token import Token
from .results_and_limits import before_bracket, is_measurement


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
        weaker = weaker._replace(type="AGE", value=as_value(weaker.value))
    if stronger.type != weaker.type or not isinstance(weaker.value, Value):
        return None
    return weaker if is_weaker(weaker.value, stronger.value) else None


def is_weaker(weaker: Value, stronger: Value) -> bool:
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
    k = before_bracket(tokens, k)
    # Two names share their limits in "AST or ALT > 5 x ULN, or > 3 x ULN and ...".
    shared = k > 1 and tokens[k - 1].type in CONNECTIVES and is_measurement(tokens[k - 2])
    return tokens[k] if k >= 0 and tokens[k].type == "NOUN" and not shared else None
