"""One measurement by two names with a slash between them: "AST/SGOT" is AST, also called SGOT.

So it is where the first has an abbreviation: "alanine aminotransferase (ALT)/serum glutamic pyruvic transaminase".
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.lexicon import is_same_measurement
from ..needing import needing
from ..token import Token

_ABBREVIATED = ("NOUN", "LPAR", "NOUN", "RPAR")


@needing("SLASH")
def other_names_aside(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the second name stands in a bracket behind the first."""
    result: list[Token] = []
    for token in tokens:
        named = _named_before(result) if token.type == "NOUN" else None
        if named is not None and is_same_measurement(*(text[each.start : each.end] for each in (named, token))):
            slash = result.pop()
            ends = Token("LPAR", slash.start, slash.end, None), Token("RPAR", token.end, token.end, None)
            result += [ends[0], token, ends[1]]
        else:
            result.append(token)
    return result


def _named_before(tokens: Sequence[Token]) -> Token | None:
    """The name before a slash that ends the tokens, its abbreviation in a bracket aside."""
    if not tokens or tokens[-1].type != "SLASH":
        return None
    kinds = tuple(token.type for token in tokens[-5:-1])
    if kinds == _ABBREVIATED:
        return tokens[-5]
    return tokens[-2] if kinds[-1:] == ("NOUN",) else None
