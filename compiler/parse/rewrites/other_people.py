"""Limits for other people in brackets: "QTc < 450 ms for men (470 ms for women)" has one for each.

The bracket is opened, and a number alone in it is bounded as the limit before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Value
from ..needing import needing
from ..token import Token

_FIRST = ("VALUE", "FOR", "PERSON", "LPAR")
_SECOND = (("VALUE", "AMOUNT"), ("FOR",), ("PERSON",), ("RPAR",))


@needing("LPAR")
def unbracketed_cases(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which every such limit stands behind an "or"."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        run = tokens[i : i + len(_FIRST) + len(_SECOND)]
        if _are_cases(run):
            limit, for_, person, bracket, second, for_other, other, _ = run
            again = second._replace(type="VALUE", value=_bounded_as(limit.value, second.value))
            result += [limit, for_, person, bracket.retyped("OR"), again, for_other, other]
            i += len(run)
        else:
            result.append(tokens[i])
            i += 1
    return result


def _are_cases(run: Sequence[Token]) -> bool:
    if len(run) < len(_FIRST) + len(_SECOND):
        return False
    first = all(token.type == kind for token, kind in zip(run, _FIRST, strict=False))
    return first and all(token.type in kinds for token, kinds in zip(run[len(_FIRST) :], _SECOND, strict=True))


def _bounded_as(first: Value, second: Value) -> Value:
    """A value that is no more than a number as a limit of the same kind as the first."""
    if second.low is None or second.low != second.high:
        return second
    if (first.low is None) == (first.high is None):
        return second  # the first has two ends, or none
    name, end = ("low", first.low) if first.low is not None else ("high", first.high)
    closed = end.closed if end is not None else True
    limits = {"low": None, "high": None, name: second.low.model_copy(update={"closed": closed})}
    return second.model_copy(update=limits)
