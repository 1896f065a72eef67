"""Ranges that an "outside" before them is said of too: "outside 18-30 for men or 17-32 for women"."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Limit, Value
from ..needing import needing
from ..token import Token

#: What ends the reach of the word.
_ENDS = frozenset({"STOP", "SEMI", "VALUE", "AMOUNT", "OUTSIDE", "AGE", "SCORED"})
_JOINS = frozenset({"OR", "AND", "ANDOR", "COMMA"})


@needing("OUTSIDE")
def outside_again(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the range behind one that is left is left too, where both have one unit."""
    result = list(tokens)
    for i, token in enumerate(result):
        if token.type == "OUTSIDE":
            at = next((j for j in range(i + 1, len(result)) if result[j].type in _ENDS), i)
            joined = any(each.type in _JOINS for each in result[i + 1 : at])
            if joined and _is_range(result[at], text) and _unit(result[at].value.low) == _unit(token.value[0].high):
                result[at] = result[at]._replace(type="OUTSIDE", value=_without(result[at].value))
    return result


def _is_range(token: Token, text: str) -> bool:
    """Whether a token is a range that is written with its two ends and nothing that compares."""
    ranged = token.type in ("VALUE", "AMOUNT") and token.value.low is not None and token.value.high is not None
    return ranged and token.value.low != token.value.high and text[token.start].isdigit()


def _unit(end: Limit | None) -> tuple[str | None, str | None]:
    return (end.unit, end.reference) if end is not None else (None, None)


def _without(value: Value) -> tuple[Value, Value]:
    """What lies below a range, and what above it."""
    low, high = (
        end.model_copy(update={"closed": False}) if end is not None else None for end in (value.low, value.high)
    )
    return Value(high=low), Value(low=high)
