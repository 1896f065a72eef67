"""Pressures that are named behind their limits: "blood pressure > 160 systolic or > 100 diastolic"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing
from ..token import Noun, Token

_PRESSURE = re.compile(r"(?:.*\s)?(?:blood pressure|BP)", re.IGNORECASE)
_LIMITS = ("VALUE", "OUTSIDE")
_CONNECTIVES = frozenset({"AND", "OR", "ANDOR", "COMMA"})


@needing(*_LIMITS)
def pressures_first(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each of the two limits stands behind the name of its pressure."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        named = tokens[i].type == "NOUN" and _PRESSURE.fullmatch(tokens[i].value.text)
        first = _limit(tokens, i + 1, text, "systolic") if named else []
        k = i + 1 + len(first)
        joined = bool(first) and k < len(tokens) and tokens[k].type in _CONNECTIVES
        last = _limit(tokens, k + 1, text, "diastolic") if joined else []
        if last:
            result += [_pressure(tokens[i], "systolic"), *_plain(first), tokens[k]]
            result += [_pressure(last[-1], "diastolic"), *_plain(last[:-1])]
            i = k + 1 + len(last)
        else:
            result.append(tokens[i])
            i += 1
    return result


def _limit(tokens: Sequence[Token], i: int, text: str, which: str) -> list[Token]:
    """The tokens at `i` that are a limit with the pressure it is for, perhaps in brackets; none where none is."""
    value = i + (i < len(tokens) and tokens[i].type == "SKIP")
    if value >= len(tokens) or tokens[value].type not in _LIMITS:
        return []
    bracket = [token.type for token in tokens[value + 1 : value + 4 : 2]] == ["LPAR", "RPAR"]
    led = [token.type for token in tokens[value + 1 : value + 2]] in (["FOR"], ["LINK"])
    at = value + 1 + (bracket or led)
    named = at < len(tokens) and text[tokens[at].start : tokens[at].end].lower() == which
    return list(tokens[i : at + 1 + bracket]) if named else []


def _pressure(token: Token, which: str) -> Token:
    return token._replace(type="NOUN", value=Noun(f"{which} blood pressure", "measurement"))


def _plain(limit: Sequence[Token]) -> list[Token]:
    """A limit in which all but its value says nothing more."""
    return [token if token.type in _LIMITS else token._replace(type="SKIP", value=None) for token in limit]
