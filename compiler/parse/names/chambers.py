"""Parts of the heart, whose side is part of their name: "left ventricular hypertrophy", "right bundle branch block".

Elsewhere a side says which of two is meant: "left knee".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..needing import saying
from ..token import Token
from .lists import CONNECTIVES, ORGAN

_SIDE = re.compile(r"left|right", re.IGNORECASE)
_CHAMBER = re.compile(
    r"(?:ventric(?:le|ular)|atri(?:um|al)|bundle[- ]branch|main (?:coronary|stem)|heart)\b", re.IGNORECASE
)
_SIDED = "side=*"


@saying(r"(?:left|right) (?:ventric|atri|bundle|main|heart)")
def with_chambers(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a side is part of the name behind it; where two sides share one, both stay qualities."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        if before is not None and _is_side(before, text) and not _shares(result) and _is_chamber(token, before, text):
            result.pop()
            value = token.value
            if token.type == "NOUN":
                value = replace(value, text=f"{text[before.start : before.end]} {value.text}")
            token = Token(token.type, before.start, token.end, value)
        result.append(token)
    return result


def _is_side(token: Token, text: str) -> bool:
    return token.type == "MOD" and token.value == _SIDED and _SIDE.fullmatch(text, token.start, token.end) is not None


def _is_chamber(token: Token, side: Token, text: str) -> bool:
    named = token.type == "NOUN" or (token.type == "MOD" and token.value == ORGAN)
    return named and side.end + 1 == token.start and _CHAMBER.match(text, token.start, token.end) is not None


def _shares(tokens: Sequence[Token]) -> bool:
    """Whether the side that ends the tokens is one of two: "left and right ventricular failure"."""
    return (
        len(tokens) > 2 and tokens[-2].type in CONNECTIVES and tokens[-3].type == "MOD" and tokens[-3].value == _SIDED
    )
