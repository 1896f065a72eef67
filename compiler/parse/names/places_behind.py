"""Places behind the abbreviation of a name: "osteoarthritis (OA) of the knee" is "osteoarthritis of the knee"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..needing import needing
from ..token import Token
from .name_bounds import is_abbreviation
from .places import is_body_part

_TIE = re.compile(r"(?:of|in|at)(?: the| an?| one| their| his or her)?", re.IGNORECASE)
_OR = frozenset({"OR", "ANDOR", "COMMA"})
_PAIR = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_HOSTS = frozenset({"condition", "procedure", "observation"})
#: The most words of one place: "distal | left | femur".
_LONGEST = 3


@needing("RPAR")
def with_places_behind(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such names have their place; of several places, each makes a name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        host = _host(result, text) if tokens[i].type in ("SKIP", "OF") else None
        places = _places(tokens, i + 1, text) if host is not None and _TIE.fullmatch(_said(tokens[i], text)) else []
        if host is None or not places:
            result.append(tokens[i])
            i += 1
            continue
        (start, end), *others = places
        result[-4] = _at(host, host, text[tokens[i].start : tokens[end - 1].end])
        for start, end in others:
            tie = _said(tokens[i], text)
            named = Token("NOUN", tokens[start].start, tokens[end - 1].end)
            result += [tokens[start - 1], _at(host, named, f"{tie} {text[named.start : named.end]}")]
        i = end
    return result


def _at(host: Token, token: Token, place: str) -> Token:
    """A token that stands for the host at a place."""
    return token._replace(value=replace(host.value, text=f"{host.value.text} {place}"))


def _said(token: Token, text: str) -> str:
    return text[token.start : token.end]


def _host(before: Sequence[Token], text: str) -> Token | None:
    """The name that ends the tokens, with its abbreviation in brackets."""
    if [token.type for token in before[-4:]] not in (["NOUN", "LPAR", each, "RPAR"] for each in ("NOUN", "JUNK")):
        return None
    abbreviated = is_abbreviation(_said(before[-2], text))
    return before[-4] if abbreviated and before[-4].value.domain in _HOSTS else None


def _places(tokens: Sequence[Token], i: int, text: str) -> list[tuple[int, int]]:
    """Where the places that begin at `i` begin and end, joined by "or"; none where a name goes on."""
    places: list[tuple[int, int]] = []
    end = _end(tokens, i, text)
    while end:
        places.append((i, end))
        joined = end + 1 < len(tokens) and tokens[end].type in _OR
        i = end + 1
        end = _end(tokens, i, text) if joined else 0
    return places


def _end(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index after the place at `i`, whose last word is a part of the body; 0 where none stands there."""
    for j in range(i, min(i + _LONGEST, len(tokens))):
        if tokens[j].type == "JUNK" and _is_place(_said(tokens[j], text)):
            pair = j + 2 < len(tokens) and _PAIR.fullmatch(text, tokens[j].end, tokens[j + 2].start)
            other = _end(tokens, j + 2, text) if pair and tokens[j + 1].type == "AND" else 0
            end = other or j + 1  # "of the head and neck" is one place
            goes_on = end < len(tokens) and tokens[end].type in ("JUNK", "NOUN", "DASH")
            return 0 if goes_on else end
        if tokens[j].type not in ("JUNK", "MOD"):
            return 0
    return 0


def _is_place(words: str) -> bool:
    """Whether words name a part of the body: "knee", "lower limbs"."""
    return is_body_part(words) or is_body_part(words.rpartition(" ")[2])
