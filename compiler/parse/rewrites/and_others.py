"""Lists in brackets that are left open, and so are examples: "anticoagulants (warfarin, etc.)"."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

#: What may stand in such a list: names with their qualities.
_LISTED = frozenset({"NOUN", "MOD", "COMMA", "AND", "OR", "ANDOR", "SKIP", "SLASH"})
_CLOSES = ("ETC", "RPAR")


@needing("ETC")
def opened_lists(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such a list begins like any list of examples."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if token.type == "LPAR" and i and tokens[i - 1].type == "NOUN" and _is_open(tokens, i + 1):
            result.append(Token("EG", token.end, token.end, ""))
    return result


def _is_open(tokens: Sequence[Token], i: int) -> bool:
    """Whether names, and at their end "etc.", are all that the bracket holds whose content begins at `i`."""
    while i < len(tokens) and tokens[i].type in _LISTED:
        i += 1
    return tuple(token.type for token in tokens[i : i + 2]) == _CLOSES
