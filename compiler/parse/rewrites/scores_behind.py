"""Scores beside the scale that they are on: "Bowel Prep Scale, total score <= 2", "a score of > 10 on the Epworth"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from ...rules.model import Limit, Value
from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER"})
_NUMBERS = frozenset({"NUMBER", "OR", "NOTE", "COMMA"})
_SCORE = re.compile(r"(?:.*\s)?scores?(?: of)?", re.IGNORECASE)
_ON = re.compile(r"on(?: the| a)?", re.IGNORECASE)


@needing(*_LIMITS)
def with_scores(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens without commas between a scale and its score, in which the scale that a score is on is measured."""
    result = _numbered([token for i, token in enumerate(tokens) if not _parts_score(tokens, i, text)], text)
    for i in range(1, len(result) - 2):
        scored = result[i].type in _LIMITS and _SCORE.fullmatch(_said(result[i - 1], text)) is not None
        if scored and result[i + 2].type == "NOUN" and _ON.fullmatch(_said(result[i + 1], text)):
            noun = result[i + 2].value
            result[i + 2] = result[i + 2]._replace(value=replace(noun, domain="measurement"))
    return result


def _numbered(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "3" and "3 or 4", between "a score of" and the scale, are values; their labels come last."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        result.append(tokens[i])
        i += 1
        if tokens[i - 1].type != "SKIP" or not _SCORE.fullmatch(_said(tokens[i - 1], text)):
            continue
        end = i
        while end < len(tokens) and tokens[end].type in _NUMBERS:
            end += 1
        numbers = [token for token in tokens[i:end] if token.type == "NUMBER"]
        value = _range([token.value for token in numbers])
        if (
            end + 1 < len(tokens)
            and value
            and tokens[end + 1].type == "NOUN"
            and _ON.fullmatch(_said(tokens[end], text))
        ):
            notes = [token for token in tokens[i:end] if token.type == "NOTE"]
            scored = Token("VALUE", numbers[0].start, numbers[-1].end, value)
            result += [scored, tokens[end], tokens[end + 1], *notes]
            i = end + 2
    return result


def _range(numbers: Sequence[Decimal]) -> Value | None:
    """Numbers that follow one another as one value: 3 or 4."""
    if not numbers or list(numbers) != [numbers[0] + step for step in range(len(numbers))]:
        return None
    return Value(low=Limit(number=numbers[0]), high=Limit(number=numbers[-1]))


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
