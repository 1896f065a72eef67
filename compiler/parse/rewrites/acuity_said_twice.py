"""Visual acuity that a bracket says again: "worse than 55 letters (equivalent to 20/80 Snellen, 0.60 logMAR)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing
from ..token import Token

#: On which charts and scales acuity is told, and that it is the same.
_CHARTS = re.compile(
    r"(?:equivalent|approximate(?:ly)?|approx\.?|about|snellen|etdrs|logmar|decimal|letters?|line|vision|chart"
    r"|to|of|or|by|the|on|a|\W|\d)*",
    re.IGNORECASE,
)
_SNELLEN = re.compile(r"\bsnellen\b", re.IGNORECASE)
_LIMITS = frozenset({"VALUE", "AMOUNT", "SCORED"})


@needing("LPAR")
def acuity_once(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a bracket says nothing."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end(tokens, i) if tokens[i].type == "LPAR" and i and tokens[i - 1].type in _LIMITS else 0
        inside = text[tokens[i].end : tokens[end].start] if end else ""
        if _SNELLEN.search(inside) and _CHARTS.fullmatch(inside):
            result.append(Token("SKIP", tokens[i].start, tokens[end].end, ""))
            i = end
        else:
            result.append(tokens[i])
        i += 1
    return result


def _end(tokens: Sequence[Token], i: int) -> int:
    """The index of what closes the bracket that opens at `i`; 0 where another opens first."""
    for k in range(i + 1, len(tokens)):
        if tokens[k].type in ("LPAR", "RPAR"):
            return k if tokens[k].type == "RPAR" else 0
    return 0
