"""Lengths that head a list as the time of what it asks: "Obtained <= 7 days prior to registration: hemoglobin ..."."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Length
from ..needing import needing
from ..token import Token

_BEGINS = frozenset({"START", "STOP", "SEMI"})
_TIME = ["BEFORE", "ANCHOR", "COLON"]


@needing("COLON")
def with_times_ahead(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such a length opens a phrase of time, as "within" does."""
    result: list[Token] = []
    before = "START"
    for i, token in enumerate(tokens):
        behind = [each.type for each in tokens[i + 1 : i + 5] if each.type != "SKIP"][:3]
        if before in _BEGINS and behind == _TIME and isinstance(token.value, Length) and token.value.low is None:
            result.append(Token("WITHIN", token.start, token.start, "plain"))
        if token.type != "SKIP":
            before = token.type
        result.append(token)
    return result
