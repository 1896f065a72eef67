"""Points of time that are said once, behind the last of several times: "before, during or 14 days after treatment"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..token import Token

_JOINS = frozenset({"COMMA", "OR", "ANDOR", "AND"})
_SPANS = frozenset({"PERIOD", "LENGTH"})
_BEFORE = re.compile(r"(?:before|prior to)\Z", re.IGNORECASE)


def with_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "during" has the point of its own; without one, it would say of no time at all."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        during = token.type == "SKIP" and text[token.start : token.end].lower() == "during"
        point = _point(tokens, i + 1) if during else None
        if point is None:
            result.append(token)
        else:
            result = [*_pointed(result, point, text), Token("DURING", token.start, token.end, ""), point]
    return result


def _pointed(tokens: list[Token], point: Token, text: str) -> list[Token]:
    """Tokens of which a last "before", ahead of a connective, has the point as well."""
    end = len(tokens)
    while end and tokens[end - 1].type in _JOINS:
        end -= 1
    said = _BEFORE.search(text, 0, tokens[end - 1].end) if 0 < end < len(tokens) else None
    if said is None or tokens[end - 1].type == "BEFORE":
        return tokens
    kept = [token for token in tokens[:end] if token.end <= said.start()]
    return [*kept, Token("BEFORE", *said.span(), ""), point, *tokens[end:]]


def _point(tokens: Sequence[Token], i: int) -> Token | None:
    """The point of the trial behind a time after it, where a connective and that time come at `i`."""
    begun = i
    while i < len(tokens) and tokens[i].type in _JOINS:
        i += 1
    said = [token for token in tokens[i : i + 6] if token.type != "SKIP"]
    kinds = [token.type for token in said[:4]]
    timed = len(kinds) > 3 and kinds[0] == "WITHIN" and kinds[1] in _SPANS and kinds[2:] == ["AFTER", "ANCHOR"]
    return said[3] if i > begun and timed else None
