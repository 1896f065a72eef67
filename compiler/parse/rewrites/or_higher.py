"""Grades that go up from the one named, where the text says so behind the name: "grade 2 neuropathy or higher"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Limit, Qualifier, Value
from ..needing import needing
from ..token import Token

_HIGHER = re.compile(r"higher|greater|above|worse|more(?:\s+severe)?", re.IGNORECASE)
#: What stands between a grade and "or higher": the name of what has it.
_OF_NAME = frozenset({"NOUN", "MOD", "SKIP"})


@needing("OR")
def or_higher(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each such grade has no upper end; "or higher" is used up."""
    result: list[Token] = []
    used = -1
    for i, token in enumerate(tokens):
        if i <= used:
            continue
        if token.type == "OR" and i + 1 < len(tokens) and _is_higher(tokens, i + 1, text):
            graded = _graded(result)
            if graded is not None:
                result[graded] = _open_ended(result[graded])
                used = i + 1
                continue
        result.append(token)
    return result


def _is_higher(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a word alone says "higher", and not of a name behind it."""
    token = tokens[i]
    alone = i + 1 == len(tokens) or tokens[i + 1].type not in ("NOUN", "MOD", "JUNK")
    return alone and _HIGHER.fullmatch(text, token.start, token.end) is not None


def _graded(before: Sequence[Token]) -> int | None:
    """Where the one grade stands that the name at the end of the tokens has."""
    for i in range(len(before) - 1, -1, -1):
        if _is_one_grade(before[i]):
            return i
        if before[i].type not in _OF_NAME:
            return None
    return None


def _is_one_grade(token: Token) -> bool:
    value = _value(token)
    if value is None:
        return False
    exact = value.low is not None and value.low == value.high
    return exact or (len(value.categories) == 1 and value.low is None and value.high is None)


def _value(token: Token) -> Value | None:
    match token.type, token.value:
        case "MOD", Qualifier(key="grade" | "stage", value=Value() as value):
            return value
        case "SCORED", (_, Value() as value):
            return value
    return None


def _open_ended(token: Token) -> Token:
    value = _value(token)
    assert value is not None
    low = value.low if value.low is not None else Limit(category=value.categories[0])
    opened = value.model_copy(update={"low": low, "high": None, "categories": ()})
    if token.type == "SCORED":
        return token._replace(value=token.value._replace(value=opened))
    return token._replace(value=token.value.model_copy(update={"value": opened}))
