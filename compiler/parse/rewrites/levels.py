"""Drugs, hormones and names unknown whose level is told: the "progesterone" of "progesterone > 3 ng/mL" is measured.

So is the "thyroxine" of "abnormal thyroxine (T4) levels".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..building.facts import of_test
from ..needing import needing
from ..token import Token

_LEVEL = re.compile(r"(?:levels?|concentrations?)\b", re.IGNORECASE)
_BRACKET = ["LPAR", "NOUN", "RPAR"]


@needing("NOUN")
def measured_levels(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such names are measurements."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type == "NOUN" and token.value.domain in ("drug", "observation") and _is_told(tokens, i + 1, text):
            result[i] = token._replace(value=replace(token.value, domain="measurement"))
    return result


def _is_told(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a level, or the value of one, comes at `i`, be it behind another name in brackets."""
    if i < len(tokens) and tokens[i].type == "SKIP" and _LEVEL.match(text, tokens[i].start):
        return True
    following = next((each for each in tokens[i:] if each.type != "SKIP"), None)
    if following is not None and following.type == "VALUE":
        return of_test(following.value)
    return [each.type for each in tokens[i : i + 3]] == _BRACKET and _is_told(tokens, i + 3, text)
