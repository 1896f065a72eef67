"""Counts in "or": "1 or 2 antiepileptic drugs" are between one and two of them.

Each of two kinds may have its own: "at least 1 severe or 2 moderate exacerbations" are one of these or two of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...rules.model import Limit, Times, Value
from ..needing import needing
from ..token import Token

#: What a count cannot stand right behind: names that a number belongs to.
_NAMES = frozenset({"NOUN", "JUNK", "WORD", "UNFIT", "NUMBER", "COMMA"})
_BETWEEN = frozenset({"MOD", "SKIP"})
#: What is counted: treatments and visits; a number beside an illness or a measurement may be its kind or its value.
_COUNTS = frozenset({"NUMBER", "VALUE", "TIMES"})
_COUNTED = frozenset({"drug", "procedure", "device", "visit"})


@needing("NUMBER")
def with_counts(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such numbers are one count."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        if _is_count(tokens, i, result[-1].type if result else "START"):
            low, high = (int(tokens[k].value) for k in (i, i + 2))
            result.append(Token("TIMES", tokens[i].start, tokens[i + 2].end, Times(low=low, high=high)))
            i += 3
            continue
        result.append(tokens[i])
        i += 1
    return result


@needing("MOD")
def with_counts_of_kinds(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which the name that two counted kinds share stands behind each of them."""
    result = list(tokens)
    for i in range(len(tokens) - 6, -1, -1):
        kinds = [token.type for token in result[i : i + 6]]
        counts = kinds[0] in _COUNTS and kinds[3] in _COUNTS
        if not counts or kinds[1:3] != ["MOD", "OR"] or kinds[4:] != ["MOD", "NOUN"]:
            continue
        low, other, noun = result[i].value, result[i + 3], result[i + 5]
        if kinds[3] == "NUMBER" and isinstance(low, Value) and low.low is not None and low.high is None:
            result[i + 3] = other._replace(type="VALUE", value=Value(low=Limit(number=other.value)))
        result.insert(i + 2, Token("NOUN", result[i + 1].end, result[i + 1].end, noun.value))
    return result


def _is_count(tokens: Sequence[Token], i: int, before: str) -> bool:
    kinds = [token.type for token in tokens[i : i + 3]]
    if kinds not in (["NUMBER", "OR", "NUMBER"], ["NUMBER", "ANDOR", "NUMBER"]) or before in _NAMES:
        return False
    low, high = tokens[i].value, tokens[i + 2].value
    if not all(isinstance(each, Decimal) and each % 1 == 0 for each in (low, high)) or low >= high:
        return False
    named = next((token for token in tokens[i + 3 :] if token.type not in _BETWEEN), None)
    return named is not None and named.type == "NOUN" and named.value.domain in _COUNTED
