"""Lengths of time behind a colon: "within the following time period prior to the first dose: 30 days"."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import saying
from ..token import Token

_LENGTHS = frozenset({"PERIOD", "LENGTH"})
_BETWEEN = frozenset({"BEFORE", "AFTER", "OF", "ANCHOR", "SKIP", "WORD", "NOUN", "JUNK"})


@saying(r"the following\b.*:")
def before_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a length stands before the point of time that it is counted to."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "WITHIN":
            continue
        colon = i + 1
        while colon < len(tokens) and tokens[colon].type in _BETWEEN:
            colon += 1
        announced = [each.type for each in tokens[colon : colon + 2]]
        if announced[:1] == ["COLON"] and announced[1:] and announced[1] in _LENGTHS:
            sign = tokens[colon].retyped("SKIP")
            result[i + 1 : colon + 2] = [tokens[colon + 1], *tokens[i + 1 : colon], sign]
    return result
