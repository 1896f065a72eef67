"""Kinds and places that a bracket lists behind a name: "tuberculosis (pulmonary or extrapulmonary)".

Each is a thing of its own, as it is where it stands before the name: pulmonary tuberculosis.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..names.heads import is_adjectival
from ..names.lists import BETWEEN, CONNECTIVES, ORGAN
from ..names.places import is_body_part
from ..needing import needing
from ..token import Noun, Token

#: What has kinds that adjectives tell; of a measurement they may be results.
_HOSTS = frozenset({"condition", "procedure", "drug", "device"})
#: Qualities of one sort, of which a word that nobody knows may be another: "(oral, intravaginal or transdermal)".
_SORTS = frozenset({"route=*", "context=*", ORGAN})


@needing("LPAR")
def kinds_in_brackets(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every word of such a bracket is a quality of the name before it."""
    result = list(tokens)
    for i in range(1, len(result) - 3):
        if result[i].type != "LPAR" or result[i - 1].type != "NOUN" or result[i - 1].value.domain not in _HOSTS:
            continue
        end = next((k for k in range(i + 1, len(result)) if result[k].type in ("RPAR", "LPAR", "STOP")), i)
        if result[end].type == "RPAR" and _are_kinds(result[i + 1 : end], text):
            result[i + 1 : end] = _as_qualities(result[i + 1 : end], result[i - 1].value)
    return result


def _are_kinds(inside: Sequence[Token], text: str) -> bool:
    """Whether a bracket holds nothing but single words that tell kinds or places, in a list, not all of one sort."""
    words = [token for token in inside if token.type not in BETWEEN]
    signs = [token for token in inside if token.type in CONNECTIVES]
    listed = len(words) > 1 and len(signs) >= len(words) - 1 and inside[0] in words and inside[-1] in words
    mixed = len({token.value for token in words if token.type == "MOD"}) > 1
    unknown = any(token.type != "MOD" for token in words)
    return listed and (unknown or mixed) and all(_is_kind(token, text) for token in words)


def _is_kind(token: Token, text: str) -> bool:
    word = text[token.start : token.end].lower()
    if token.type == "MOD":
        return token.value in _SORTS
    alone = token.type in ("NOUN", "JUNK") and word.replace("-", "").isalpha()
    return alone and (is_adjectival(word) or is_body_part(word))


def _as_qualities(inside: Sequence[Token], host: Noun) -> list[Token]:
    known = {token.value for token in inside if token.type == "MOD"}
    sort = known.pop() if len(known) == 1 else "route=*" if known and host.domain == "drug" else ORGAN
    return [token if token.type in BETWEEN else token._replace(type="MOD", value=sort) for token in inside]
