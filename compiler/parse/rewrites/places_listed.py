"""Places that something involves, in a list with commas: "disease involving the heart, kidney, or liver".

A comma would end what is involved; where each member is a part of the body, "or" is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..names.lists import ORGAN
from ..names.places import is_body_part
from ..needing import needing
from ..token import Noun, Token

_JOINED = frozenset({"COMMA", "OR", "AND", "ANDOR", "SLASH", "SKIP"})
_NAMES = frozenset({"NOUN", "JUNK", "MOD"})


@needing("COMMA")
def places_listed(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a list is one of names joined by "or"."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "LINK" or token.value != "site":
            continue
        places = _places(tokens, i + 1, text)
        signs = range(places[0], places[-1]) if places else ()
        if not any(tokens[k].type == "COMMA" for k in signs):
            continue
        for k in places:
            said = text[tokens[k].start : tokens[k].end]
            result[k] = tokens[k]._replace(type="NOUN", value=Noun(said, "observation"))
        for k in signs:
            if tokens[k].type == "COMMA":
                joined = tokens[k + 1].type in ("OR", "AND", "ANDOR")
                result[k] = tokens[k].retyped("SKIP") if joined else tokens[k]._replace(type="OR", value=None)
    return result


def _places(tokens: Sequence[Token], i: int, text: str) -> list[int]:
    """The indexes of the places that are joined from `i` on; none of what begins a name: "head trauma".

    Behind the last, "or" or nothing joins what comes next: "heart, lungs, or chromosomal abnormalities".
    """
    found: list[int] = []
    while i < len(tokens) and (tokens[i].type in _JOINED or tokens[i].type in _NAMES):
        if tokens[i].type in _NAMES:
            goes_on = i + 1 < len(tokens) and tokens[i + 1].type in _NAMES
            unknown = bool(found) and tokens[i].type == "JUNK"  # "liver or other organ system"
            if goes_on or not (unknown or _is_place(tokens[i], text)):
                break
            found.append(i)
        i += 1
    signs = {token.type for token in tokens[found[-1] + 1 : i]} if found else set()
    return [] if "COMMA" in signs and signs.isdisjoint(("OR", "AND", "ANDOR")) and i < len(tokens) else found


def _is_place(token: Token, text: str) -> bool:
    said = text[token.start : token.end].lower()
    return is_body_part(said) or (token.type == "MOD" and token.value == ORGAN)
