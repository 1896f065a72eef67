"""Counts whose bound is said once: "at least 3 swollen and 3 tender joints" asks for at least 3 of each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...rules.model import Limit, Value
from ..needing import needing
from ..token import Token

_COUNTED_TWICE = ["VALUE", "NOUN", "AND", "NUMBER", "NOUN"]


@needing("NUMBER")
def with_bounds(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which the second count of two things of a kind has the bound of the first."""
    result = list(tokens)
    for i in range(len(result) - len(_COUNTED_TWICE) + 1):
        bound, one, _, number, other = run = result[i : i + len(_COUNTED_TWICE)]
        if [token.type for token in run] == _COUNTED_TWICE and _are_of_a_kind(one, other):
            value = _bounded(bound.value, number.value)
            result[i + 3] = number._replace(type="VALUE", value=value) if value is not None else number
    return result


def _are_of_a_kind(one: Token, other: Token) -> bool:
    """Whether two names end with the same word."""
    first, second = (token.value.text.lower().split()[-1:] for token in (one, other))
    return bool(first == second)


def _bounded(bound: Value, number: Decimal) -> Value | None:
    """The bound with another number; None where it has two ends, a unit or no number."""
    ends = {name: end for name, end in (("low", bound.low), ("high", bound.high)) if end is not None}
    if len(ends) != 1 or not all(_is_bare(end) for end in ends.values()):
        return None
    return bound.model_copy(update={name: end.model_copy(update={"number": number}) for name, end in ends.items()})


def _is_bare(end: Limit) -> bool:
    return end.number is not None and end.unit is None and end.reference is None
