"""Limits behind a case that commas set off: "<= 1.5 x ULN, in case of Gilbert's syndrome, <= 2 x ULN".

The case is that of the limit behind it, as it is behind a semicolon.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTSIDE"})
_CASE = frozenset({"NOUN", "MOD", "SKIP"})


@needing("IF")
def cases_between(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which a semicolon stands before every such case, and a comma behind it."""
    result = list(tokens)
    for i in range(len(tokens) - 1, 0, -1):
        end = _end(tokens, i) if tokens[i].type == "IF" else 0
        if end and tokens[end].type != "COMMA":
            result.insert(end, Token("COMMA", tokens[end].start, tokens[end].start, None))
        if end:
            result[i - 1] = result[i - 1].retyped("SEMI")
    return result


def _end(tokens: Sequence[Token], i: int) -> int:
    """The index of what follows the case at `i` that stands between two limits; 0 where none does."""
    before = next((token.type for token in reversed(tokens[: i - 1]) if token.type != "SKIP"), "")
    if tokens[i - 1].type != "COMMA" or before not in _LIMITS:
        return 0
    j = next((j for j in range(i + 1, len(tokens)) if tokens[j].type not in _CASE), 0)
    ill = any(token.type == "NOUN" and token.value.domain == "condition" for token in tokens[i + 1 : j])
    limit = next((token.type for token in tokens[j : j + 2] if token.type != "COMMA"), "")
    return j if ill and limit in _LIMITS else 0
