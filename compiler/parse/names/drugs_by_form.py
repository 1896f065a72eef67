"""Names that by their form are drugs: one that is still called by a number ("SL-701"), a salt ("pegaptanib sodium").

Of a word that nobody knows, and of the element that ends the name of a salt, another domain would be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..needing import saying
from ..token import Token

#: Letters of a company and a number of three digits at least; not the registry's numbers of trials, nor marks on cells.
_NUMBERED = re.compile(r"(?!NCT|CD|CA|ISRCTN)[A-Z]{2,5}-?\d{3,7}[A-Z]?")
#: An acid, or another drug, with its metal: not "serum sodium", "corrected calcium".
_SALT = re.compile(
    r"(?:.* )?[a-z]{4,}(?:ate|ide|nib|mil|rin|nam|one|ose|ex|ic|in) (?:sodium|potassium|calcium|magnesium)", re.I
)
_UNTOLD = frozenset({"observation", "condition"})


@saying(r"[a-z]{2}-?\d{3}|\w (?:sodium|potassium|calcium|magnesium)")
def with_drugs_by_form(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such names are of drugs."""
    return [
        token._replace(value=replace(token.value, domain="drug", guessed=False))
        if token.type == "NOUN" and _is_drug(token)
        else token
        for token in tokens
    ]


def _is_drug(token: Token) -> bool:
    named = token.value
    if named.domain in _UNTOLD:
        return _NUMBERED.fullmatch(named.text) is not None
    return named.domain == "measurement" and _SALT.fullmatch(named.text) is not None
