"""Names that end in an adjective and wait for the noun of a list: "epithelial ovarian, tubal or peritoneal cancer"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...vocabulary import column
from ..needing import needing
from ..terms.phrases import organs
from ..token import Token
from .heads import BETWEEN, CONNECTIVES, is_adjectival, is_body_part


@needing(*CONNECTIVES)
def with_last_noun(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such a name has the noun that the organs behind it share."""
    return [_completed(token, tokens[i + 1 :]) if _is_open(token) else token for i, token in enumerate(tokens)]


def _is_open(token: Token) -> bool:
    if token.type != "NOUN" or token.value.domain != "condition":
        return False
    *before, last = token.value.text.lower().split()
    adjective = is_adjectival(last) or last in column("adjectives")
    return bool(before) and adjective and (last in organs() or is_body_part(last))


def _completed(token: Token, behind: Sequence[Token]) -> Token:
    """A name with the noun that ends the list of organs behind it; as it is where none does."""
    if not behind or behind[0].type not in CONNECTIVES:
        return token
    following = next((each for each in behind if each.type not in BETWEEN | {"MOD"}), None)
    if following is None or following.type != "NOUN":
        return token
    noun = following.value.text.split()[-1]
    if noun.lower() not in column("shared_heads"):
        return token
    return token._replace(value=replace(token.value, text=f"{token.value.text} {noun}"))
