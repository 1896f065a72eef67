"""Qualities that an exception asks of what it names, and for how long: "... may take part if stable for 4 weeks"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ..needing import needing
from ..token import Token

_ENDS = frozenset({"STOP", "SEMI", "DOT", "RPAR"})
_LASTING = frozenset({"FORLEN", "PERIOD", "LENGTH", "BEFORE", "ANCHOR"})
_OPENERS = frozenset({"EXCEPT", "UNLESS"})


@needing("IF")
def qualities_asked(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such qualities stand right behind the name; where more than qualities is asked, it is a case."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type == "IF" and _names_exception(result) and _asks_qualities(tokens[i + 1 :]):
            token = Token("SKIP", token.start, token.end)
        result.append(token)
    return result


def _asks_qualities(behind: Sequence[Token]) -> bool:
    """Whether tokens go on with qualities, and how long these have been, to the end of their clause."""
    kinds = [each.type for each in takewhile(lambda each: each.type not in _ENDS, behind) if each.type != "SKIP"]
    lasting = kinds.index("FORLEN") if "FORLEN" in kinds else len(kinds)
    return set(kinds[:lasting]) in ({"MOD"}, {"MOD", "AND"}) and set(kinds[lasting:]) <= _LASTING


def _names_exception(before: Sequence[Token]) -> bool:
    """Whether tokens end in the name of what is excepted."""
    clause = list(takewhile(lambda each: each.type not in _ENDS, reversed(before)))
    named = next((each.type for each in clause if each.type != "SKIP"), None)
    return named == "NOUN" and any(each.type in _OPENERS for each in clause)
