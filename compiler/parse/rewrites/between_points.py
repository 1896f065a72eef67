"""Times between two points of the trial: "between screening and randomization" is one stretch, named as written."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_STRETCH = ["ANCHOR", "AND", "ANCHOR"]


@needing("BETWEEN")
def between_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a stretch is a point that things are during; a lone "between" with its point is unread."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.type != "BETWEEN":
            result.append(token)
            i += 1
            continue
        points = [k for k in range(i + 1, min(i + 6, len(tokens))) if tokens[k].type != "SKIP"][: len(_STRETCH)]
        if [tokens[k].type for k in points] == _STRETCH:
            last = points[-1]
            named = " ".join(text[token.start : tokens[last].end].split())
            result.append(Token("DURING", token.start, token.start, ""))
            result.append(Token("ANCHOR", token.start, tokens[last].end, named))
        else:
            last = points[0] if points else i
            result.append(Token("JUNK", token.start, tokens[last].end, text[token.start : tokens[last].end]))
        i = last + 1
    return result
