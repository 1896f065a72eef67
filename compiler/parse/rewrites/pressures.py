"""Pressures that are named behind their limits: "blood pressure > 160 systolic or > 100 diastolic"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..building.limits import compared_like
from ..needing import needing
from ..token import Noun, Token

_PRESSURE = re.compile(r"(?:.*\s)?(?:blood pressures?|BP)(?: readings?)?", re.IGNORECASE)
#: The pressure's other name: "blood pressure (BP)".
_OTHER_NAME = ["LPAR", "NOUN", "RPAR"]
_LIMITS = ("VALUE", "OUTSIDE")
_CONNECTIVES = frozenset({"AND", "OR", "ANDOR", "COMMA"})


@needing(*_LIMITS)
def pressures_first(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each of the two limits stands behind the name of its pressure."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        named = tokens[i].type == "NOUN" and _PRESSURE.fullmatch(tokens[i].value.text) is not None
        begins = i + 1
        if [token.type for token in tokens[begins : begins + len(_OTHER_NAME)]] == _OTHER_NAME:
            begins += len(_OTHER_NAME)
        first = _limit(tokens, begins, text, "systolic") if named else []
        k = begins + len(first)
        joined = bool(first) and k < len(tokens) and tokens[k].type in _CONNECTIVES
        last = _limit(tokens, k + 1, text, "diastolic", like=first) if joined else []
        if last:
            result += [_pressure(tokens[i], "systolic"), *tokens[i + 1 : begins], *_plain(first), tokens[k]]
            result += [_pressure(last[-1], "diastolic"), *_plain(last[:-1])]
            i = k + 1 + len(last)
        else:
            result.append(tokens[i])
            i += 1
    return result


def _limit(tokens: Sequence[Token], i: int, text: str, which: str, like: Sequence[Token] = ()) -> list[Token]:
    """The tokens at `i` that are a limit with the pressure it is for, perhaps in brackets; none where none is.

    A bare amount compares as the limit of the other pressure, `like`: "> 150 mmHg systolic and 90 mmHg diastolic".
    """
    value = i + (i < len(tokens) and tokens[i].type == "SKIP")
    tokens = [*tokens[:value], *_compared(tokens[value : value + 1], like), *tokens[value + 1 :]]
    if value >= len(tokens) or tokens[value].type not in _LIMITS:
        return []
    bracket = [token.type for token in tokens[value + 1 : value + 4 : 2]] == ["LPAR", "RPAR"]
    led = [token.type for token in tokens[value + 1 : value + 2]] in (["FOR"], ["LINK"])
    at = value + 1 + (bracket or led)
    named = at < len(tokens) and text[tokens[at].start : tokens[at].end].lower() == which
    return list(tokens[i : at + 1 + bracket]) if named else []


def _compared(tokens: Sequence[Token], like: Sequence[Token]) -> list[Token]:
    """Tokens of which the amounts compare as the limit in `like`."""
    limit = next((token.value for token in like if token.type == "VALUE"), None)
    return [
        token._replace(type="VALUE", value=compared_like(limit, token.value))
        if limit and token.type == "AMOUNT"
        else token
        for token in tokens
    ]


def _pressure(token: Token, which: str) -> Token:
    return token._replace(type="NOUN", value=Noun(f"{which} blood pressure", "measurement"))


def _plain(limit: Sequence[Token]) -> list[Token]:
    """A limit in which all but its value says nothing more."""
    return [token if token.type in _LIMITS else token._replace(type="SKIP", value=None) for token in limit]
