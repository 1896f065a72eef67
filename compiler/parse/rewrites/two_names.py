"""One measurement by two names with a slash between them: "AST/SGOT" is AST, also called SGOT."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.lexicon import is_same_measurement
from ..needing import needing
from ..token import Token


@needing("SLASH")
def other_names_aside(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the second name stands in a bracket behind the first."""
    result: list[Token] = []
    for token in tokens:
        if len(result) > 1 and token.type == "NOUN" and _are_two_names(result[-2], result[-1], token, text):
            slash = result.pop()
            ends = Token("LPAR", slash.start, slash.end, None), Token("RPAR", token.end, token.end, None)
            result += [ends[0], token, ends[1]]
        else:
            result.append(token)
    return result


def _are_two_names(one: Token, slash: Token, other: Token, text: str) -> bool:
    names = [text[each.start : each.end] for each in (one, other)]
    return one.type == "NOUN" and slash.type == "SLASH" and is_same_measurement(*names)
