"""Ages that are announced by their word: "Age at screening: 6 to 12", "age of patient < 45 years".

The range is the age, at that point; a range without a unit is one of years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Limit, Value
from ..needing import saying
from ..token import Token

_AGE = re.compile(r"(?:patient |subject |participant )?ages?", re.IGNORECASE)
_SAYS = frozenset({"SKIP", "SUBJ", "OF"})
#: What may stand before the range besides, where a point is told.
_ANNOUNCES = frozenset({"COLON", "MUST"})


@saying(r"\bages?\b")
def dated_ages(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the range stands before the point, and "age" says nothing more."""
    result: list[Token] = []
    covered = -1
    for i, token in enumerate(tokens):
        if i <= covered:
            continue
        named = token.type == "NOUN" and _AGE.fullmatch(text, token.start, token.end)
        found = _announced(tokens, i + 1) if named else None
        if found is None:
            result.append(token)
            continue
        point, end = found
        frame = [each.retyped("SKIP") for each in tokens[i:end] if each not in point]
        result += [*frame, _aged(tokens[end]), *point]
        covered = end
    return result


def _announced(tokens: Sequence[Token], at: int) -> tuple[Sequence[Token], int] | None:
    """The point of the trial, if there is one, and the index of the range behind it."""
    point: Sequence[Token] = ()
    while at < len(tokens):
        if not point and [token.type for token in tokens[at : at + 2]] == ["AT", "ANCHOR"]:
            point, at = tokens[at : at + 2], at + 2
        elif tokens[at].type in _SAYS or (point and tokens[at].type in _ANNOUNCES):
            at += 1
        elif tokens[at].type == "AGE" or (point and tokens[at].type == "VALUE" and _is_of_years(tokens[at].value)):
            return point, at
        else:
            return None
    return None


def _is_of_years(value: object) -> bool:
    if not isinstance(value, Value):
        return False
    limits = [limit for limit in (value.low, value.high) if limit is not None]
    bare = all(limit.unit in (None, "a") and limit.reference is None and limit.number is not None for limit in limits)
    return bool(limits) and bare


def _aged(token: Token) -> Token:
    if token.type == "AGE":
        return token
    low, high = (_years(limit) for limit in (token.value.low, token.value.high))
    return token._replace(type="AGE", value=Value(low=low, high=high))


def _years(limit: Limit | None) -> Limit | None:
    return limit.model_copy(update={"unit": "a"}) if limit is not None else None
