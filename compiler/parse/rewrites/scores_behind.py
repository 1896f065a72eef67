"""Scores that a comma parts from the scale that they are on: "Boston Bowel Prep Scale, total score <= 2"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER"})


def with_scores(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens without such commas."""
    return [token for i, token in enumerate(tokens) if not _parts_score(tokens, i, text)]


def _parts_score(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the token at `i` is a comma between a measurement and "score" with its limit."""
    if tokens[i].type != "COMMA" or not i or tokens[i - 1].type not in ("NOUN", "RPAR"):
        return False
    named = next((token for token in reversed(tokens[:i]) if token.type == "NOUN"), None)
    small = list(takewhile(lambda token: token.type == "SKIP", tokens[i + 1 :]))
    said = [text[token.start : token.end].lower() for token in small]
    behind = i + 1 + len(small)
    limited = behind < len(tokens) and tokens[behind].type in _LIMITS
    measured = named is not None and named.value.domain == "measurement"
    return limited and measured and any(each.endswith(("score", "scores")) for each in said)
