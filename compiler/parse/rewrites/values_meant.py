"""Values that a bracket gives with "i.e.": "blood loss (i.e., > 500 mL)" is so much blood loss, and no definition."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_SMALL = frozenset({"SKIP", "COMMA", "COLON"})
_VALUES = ("VALUE", "AMOUNT")


@needing("DEF")
def values_meant(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which an "i.e." between a bracket and a value that fills it says nothing."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "DEF" or not i or tokens[i - 1].type != "LPAR":
            continue
        value = next((j for j in range(i + 1, len(tokens)) if tokens[j].type not in _SMALL), len(tokens))
        if value + 1 < len(tokens) and tokens[value].type in _VALUES and tokens[value + 1].type == "RPAR":
            result[i:value] = [each.retyped("SKIP") for each in tokens[i:value]]
    return result
