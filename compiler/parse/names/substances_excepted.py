"""Substances that are excepted from abuse: "substance abuse, excluding nicotine and caffeine" is none of nicotine.

An abuse is no drug, so that what is excepted from it is the abuse of that substance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing, saying
from ..token import Noun, Token
from .lists import BETWEEN
from .substances import MISUSE

_OF_SUBSTANCES = re.compile(
    rf"(?:.*\b(?:substances?|drugs?|alcohol|chemicals?) )?({MISUSE.pattern})(?: (?:of|on|to) .*)?", re.IGNORECASE
)
_TAKEN = frozenset({"drug", "observation"})
_ENDS = frozenset({"STOP", "SEMI", "NEG"})


@needing("EXCEPT")
@saying(MISUSE.pattern)
def abuse_excepted(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each substance behind such an exception is its abuse."""
    result = list(tokens)
    abuse = ""
    for i, token in enumerate(result):
        if token.type == "NOUN":
            found = _OF_SUBSTANCES.fullmatch(token.value.text)
            abuse = found[1] if found else ""
        elif token.type in _ENDS:
            abuse = ""
        elif token.type == "EXCEPT" and abuse:
            _name_abuse(result, i + 1, abuse)
    return result


def _name_abuse(tokens: list[Token], i: int, abuse: str) -> None:
    """Name the abuse of each substance in the list that begins at `i`."""
    while i < len(tokens) and (tokens[i].type in BETWEEN or _is_taken(tokens[i])):
        if tokens[i].type == "NOUN":
            tokens[i] = tokens[i]._replace(value=Noun(f"{tokens[i].value.text} {abuse}", "condition"))
        i += 1


def _is_taken(token: Token) -> bool:
    return token.type == "NOUN" and token.value.domain in _TAKEN
