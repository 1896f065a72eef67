"""Numbers that a dash ties to an abbreviation in brackets, or to the name before "or": "(HIV)-1", "HIV-1 and -2".

Without a dash, the number that comes next is of the abbreviation as well: "HIV 1 and 2".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import as_domain
from ...rules.model import Domain
from ...vocabulary import pairs
from ..needing import needing
from ..token import Noun, Token
from .lists import CONNECTIVES
from .name_bounds import is_abbreviation

_DASHES = frozenset({"DASH", "SIGN"})
_ENDS_IN_NUMBER = re.compile(r"(.+-)\d{1,2}")
_COUNTED = re.compile(r"([A-Z]{2,6}[- ])(\d{1,2})")


@needing("NUMBER")
def with_numbered_abbreviations(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a number is part of the name: "interleukin (IL)-17", and "HIV-2" of "HIV-1 and -2"."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        dashed = text[token.start - 1 : token.start] == "-"
        if token.type == "NUMBER" and (dashed or _counts_on(result, token, text)):
            before = len(result) - (dashed and bool(result) and result[-1].type in _DASHES)
            if _is_bracketed(result[:before], token, text):
                named = result[before - 4]
                whole = Noun(text[named.start : token.end], named.value.domain)
                result[before - 4 :] = [named._replace(end=token.end, value=whole)]
                i += 1
                continue
            if found := _listed(result[:before], text):
                following = tokens[i + 1] if i + 1 < len(tokens) else None
                number = text[token.start : token.end]
                del result[before:]
                if following is not None and (shared := _shared(following, text)):
                    token = Token("NOUN", token.start, following.end, Noun(f"{number} {shared.text}", shared.domain))
                    i += 1
                else:
                    token = Token("NOUN", token.start, token.end, Noun(f"{found[0]}{number}", found[1]))
        result.append(token)
        i += 1
    return result


def _is_bracketed(before: Sequence[Token], number: Token, text: str) -> bool:
    """Whether a name and its abbreviation in brackets stand right before the dash of a number."""
    kinds = [token.type for token in before[-4:]]
    if kinds[:2] != ["NOUN", "LPAR"] or kinds[3:] != ["RPAR"] or before[-1].end + 1 != number.start:
        return False
    return is_abbreviation(text[before[-2].start : before[-2].end])


def _shared(token: Token, text: str) -> Noun | None:
    """The noun that numbers share, at a token behind the last: "HIV-1 or -2 | antibody"."""
    if token.type == "NOUN":
        return Noun(token.value.text, token.value.domain)
    word = text[token.start : token.end].lower()
    act = pairs("acts").get(word) if token.type == "WORD" else None
    return Noun(word, as_domain(act)) if act is not None else None


def _listed(before: Sequence[Token], text: str) -> tuple[str, Domain] | None:
    """The name, up to its number, and the domain of the member before a connective; None where it has no number."""
    if len(before) < 2 or before[-1].type not in CONNECTIVES or before[-2].type != "NOUN":
        return None
    found = _ENDS_IN_NUMBER.fullmatch(before[-2].value.text) or _COUNTED.fullmatch(before[-2].value.text)
    return (found[1], before[-2].value.domain) if found else None


def _counts_on(before: Sequence[Token], number: Token, text: str) -> bool:
    """Whether the number comes next to that of an abbreviation before a connective: the 2 of "HIV 1 and 2"."""
    if len(before) < 2 or before[-1].type not in CONNECTIVES - {"COMMA"} or before[-2].type != "NOUN":
        return False
    found = _COUNTED.fullmatch(before[-2].value.text)
    return found is not None and text[number.start : number.end] == str(int(found[2]) + 1)
