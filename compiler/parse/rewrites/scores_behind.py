"""Scores beside the scale that they are on: "Bowel Prep Scale, total score <= 2", "a score of > 10 on the Epworth"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER"})
_SCORE = re.compile(r"(?:.*\s)?scores?(?: of)?", re.IGNORECASE)
_ON = re.compile(r"on(?: the| a)?", re.IGNORECASE)


@needing(*_LIMITS)
def with_scores(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens without commas between a scale and its score, in which the scale that a score is on is measured."""
    result = [token for i, token in enumerate(tokens) if not _parts_score(tokens, i, text)]
    for i in range(1, len(result) - 2):
        scored = result[i].type in _LIMITS and _SCORE.fullmatch(_said(result[i - 1], text)) is not None
        if scored and result[i + 2].type == "NOUN" and _ON.fullmatch(_said(result[i + 1], text)):
            noun = result[i + 2].value
            result[i + 2] = result[i + 2]._replace(value=replace(noun, domain="measurement"))
    return result


def _said(token: Token, text: str) -> str:
    return text[token.start : token.end]


def _parts_score(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the token at `i` is a comma between a measurement and "score" with its limit."""
    if tokens[i].type != "COMMA" or not i or tokens[i - 1].type not in ("NOUN", "RPAR"):
        return False
    named = next((token for token in reversed(tokens[:i]) if token.type == "NOUN"), None)
    small = list(takewhile(lambda token: token.type == "SKIP", tokens[i + 1 :]))
    behind = i + 1 + len(small)
    limited = behind < len(tokens) and tokens[behind].type in _LIMITS
    measured = named is not None and named.value.domain == "measurement"
    return limited and measured and any(_SCORE.fullmatch(_said(token, text)) for token in small)
