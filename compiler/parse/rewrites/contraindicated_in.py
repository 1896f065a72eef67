"""Conditions of which only what they speak against is told: "any condition in which lidocaine is contraindicated".

That is a contraindication to it, whatever the condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import domain_of
from ...vocabulary import column
from ..names.lists import ORGAN
from ..needing import needing
from ..token import Noun, Token

_CONTRAINDICATED = "domain=contraindication"
_RELATIVE = re.compile(r"(?:where|in whom|(?:in|for|under) which)(?: (?:the|an?|any))?", re.IGNORECASE)
_SMALL = frozenset({"SKIP", "LINK", "IF"})


@needing("MOD")
def contraindicated_in(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a condition and its relative clause are the contraindication alone."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end(tokens, i, text)
        if end:
            sign = tokens[end - 1]
            result.append(Token("MOD", tokens[i].start, tokens[i].end, sign.value))
            named = [token for token in tokens[i + 1 : end - 1] if token.type not in _SMALL]
            result += [_as_name(token, text) if token is named[-1] else token for token in named]
            result.append(Token("SKIP", sign.start, sign.end, ""))
        else:
            result.append(tokens[i])
        i = end or i + 1
    return result


def _end(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index behind such a clause of the name at `i`, or 0."""
    if tokens[i].type != "NOUN" or tokens[i].value.text.lower() not in column("unspecific"):
        return 0
    k = i + 1
    while k < len(tokens) and tokens[k].type in _SMALL:
        k += 1
    if k == i + 1 or not _RELATIVE.fullmatch(text[tokens[i].end : tokens[k - 1].end].strip()):
        return 0
    while k < len(tokens) and tokens[k].type in ("MOD", "SKIP") and tokens[k].value not in (_CONTRAINDICATED, ORGAN):
        k += 1
    told = [(token.type, token.value) for token in tokens[k + 1 : k + 2]]
    named = k < len(tokens) and (tokens[k].type == "NOUN" or tokens[k].value == ORGAN)
    return k + 2 if named and told == [("MOD", _CONTRAINDICATED)] else 0


def _as_name(token: Token, text: str) -> Token:
    """A substance that qualifies names as a rule as a name: the "opioid" of "an opioid is contraindicated"."""
    said = text[token.start : token.end]
    return (
        token if token.type == "NOUN" else Token("NOUN", token.start, token.end, Noun(said, domain_of(said) or "drug"))
    )
