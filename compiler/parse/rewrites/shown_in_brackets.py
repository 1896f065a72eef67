"""Results in brackets that show the illness before them: "pregnancy (positive pregnancy test)"."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

#: A name that has no result itself, and the bracket behind it.
_SHOWN = frozenset({"condition", "observation"})


@needing("LPAR")
def shown_in_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which what shows an illness is linked to it by "by"."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if token.type == "LPAR" and i and _is_result(tokens[i - 1 : i + 4]):
            result.append(Token("LINK", token.end, token.end, "by"))
    return result


def _is_result(tokens: Sequence[Token]) -> bool:
    """Whether an illness and a bracket that only holds a measurement with its result stand there."""
    if len(tokens) < 5 or tokens[4].type != "RPAR" or tokens[0].type != "NOUN":
        return False
    if tokens[0].value.domain not in _SHOWN:
        return False
    found, named = sorted(tokens[2:4], key=lambda token: token.type == "NOUN")
    told = found.type == "OUTCOME" or (found.type == "MOD" and found.value == "outcome=*")
    return told and named.type == "NOUN" and named.value.domain == "measurement"
