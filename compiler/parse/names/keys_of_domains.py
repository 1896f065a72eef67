"""Words that are the route of a drug and the place of an illness: "oral steroids", "oral or genital ulcers"."""

from __future__ import annotations

from ...vocabulary import column
from ..needing import needing
from ..token import Token
from .heads import CONNECTIVES, ORGAN

_BETWEEN = CONNECTIVES | {"SKIP", "MOD"}


@needing("MOD")
def places(tokens: list[Token], text: str) -> list[Token]:
    """Tokens in which a route before the name of an illness is the organ that is ill."""
    return [
        Token("MOD", token.start, token.end, ORGAN)
        if token.type == "MOD" and token.value == "route=*" and _is_place(token, text) and _is_ill(tokens, i + 1)
        else token
        for i, token in enumerate(tokens)
    ]


def _is_place(token: Token, text: str) -> bool:
    return text[token.start : token.end].lower() in column("places_of_routes")


def _is_ill(tokens: list[Token], i: int) -> bool:
    """Whether the first name from `i` on is that of a condition."""
    named = next((token for token in tokens[i:] if token.type not in _BETWEEN), None)
    return named is not None and named.type == "NOUN" and named.value.domain == "condition"
