"""Points of time that are said once, behind the last of two times: "during or within 14 days after treatment"."""

from __future__ import annotations

from collections.abc import Sequence

from ..token import Token

_JOINS = frozenset({"COMMA", "OR", "ANDOR", "AND"})
_SPANS = frozenset({"PERIOD", "LENGTH"})


def with_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "during" has the point of its own; without one, it would say of no time at all."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        during = token.type == "SKIP" and text[token.start : token.end].lower() == "during"
        point = _point(tokens, i + 1) if during else None
        result += [token] if point is None else [Token("DURING", token.start, token.end, ""), point]
    return result


def _point(tokens: Sequence[Token], i: int) -> Token | None:
    """The point of the trial behind a time after it, where a connective and that time come at `i`."""
    begun = i
    while i < len(tokens) and tokens[i].type in _JOINS:
        i += 1
    said = [token for token in tokens[i : i + 6] if token.type != "SKIP"]
    kinds = [token.type for token in said[:4]]
    timed = len(kinds) > 3 and kinds[0] == "WITHIN" and kinds[1] in _SPANS and kinds[2:] == ["AFTER", "ANCHOR"]
    return said[3] if i > begun and timed else None
