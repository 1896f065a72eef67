"""Points of time beside which a bracket says what is given, or how it is written short: "first dose of study drug (X)".

The bracket belongs to the point, and is no other name of what the time is of.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..names.name_bounds import is_abbreviation
from ..needing import needing
from ..token import Token

_BRACKETED = ("LPAR", "NOUN", "RPAR")


@needing("ANCHOR", "LINK")
def named_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a bracket is part of its point; and "at admission" is a time, and shows nothing."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        behind = tokens[i + 1 : i + 4]
        if (
            tokens[i].type == "ANCHOR"
            and tuple(token.type for token in behind) == _BRACKETED
            and _names(behind[1], text)
        ):
            result.append(tokens[i]._replace(end=behind[2].end))
            i += 4
            continue
        result.append(Token("AT", *tokens[i][1:3], "") if _is_visit(tokens, i, text) else tokens[i])
        i += 1
    return result


def _names(token: Token, text: str) -> bool:
    """Whether a name in a bracket is that of a drug, or an abbreviation."""
    return token.value.domain == "drug" or is_abbreviation(text[token.start : token.end])


def _is_visit(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether "at" stands before a visit: "fever at hospital admission"."""
    at = tokens[i].type == "LINK" and text[tokens[i].start : tokens[i].end].lower() == "at"
    return at and i + 1 < len(tokens) and tokens[i + 1].type == "NOUN" and tokens[i + 1].value.domain == "visit"
