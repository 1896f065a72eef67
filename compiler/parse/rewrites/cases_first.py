"""Limits in brackets whose case stands before them: "<= 3 x ULN (if liver metastases, <= 5 x ULN)".

They are put before it, as the grammar reads a case: "(<= 5 x ULN if liver metastases)".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTSIDE"})
#: What a case may consist of: names with their qualities, and what they are due to.
_CASE = frozenset({"NOUN", "MOD", "SKIP", "PERSON", "LINK", "HAVE", "WITH", "SUBJ", "AND", "OR"})
_SMALL = frozenset({"SKIP", "COMMA", "COLON", "THEN"})


@needing("IF")
def cases_last(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which every such limit stands before its case."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        limit = _limit(tokens, i)
        if limit:
            case = [token for token in tokens[i + 1 : limit] if token.type not in ("COMMA", "COLON", "THEN")]
            result += [tokens[i], tokens[limit], *case]
            i = limit + 1
        else:
            result.append(tokens[i])
            i += 1
    return result


def _limit(tokens: Sequence[Token], i: int) -> int:
    """The index of the limit that ends the bracket at `i`, behind the case that begins it; 0 where none does."""
    if tokens[i].type != "LPAR" or i + 1 == len(tokens) or tokens[i + 1].type != "IF":
        return 0
    j = i + 2
    while j < len(tokens) and tokens[j].type in _CASE:
        j += 1
    named = any(token.type in ("NOUN", "PERSON") for token in tokens[i + 2 : j])
    while j < len(tokens) and tokens[j].type in _SMALL:
        j += 1
    ends = j + 1 < len(tokens) and tokens[j].type in _LIMITS and tokens[j + 1].type == "RPAR"
    return j if named and ends else 0
