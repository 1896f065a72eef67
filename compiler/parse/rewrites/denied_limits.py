"""Limits that a verb denies of what stands before it: "IOP must not be greater than 30 mmHg" is at most 30 mmHg.

Among exclusions it says what nobody must have: greater than 30 mmHg excludes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...rules.model import Limit, Value
from ...rules.trial import Section
from ..needing import needing
from ..token import Token

_DENIES = re.compile(r"(?:must|should|shall|may|can|could|will)\s*not(?:\s+have)?\s+be(?:en)?", re.IGNORECASE)
#: What may stand between a measurement and the verb: its time, its place, a bracket.
_SAID = frozenset({"NOUN", "RPAR", "MOD", "ANCHOR", "PERIOD"})


@needing("NEG")
def denied_limits(tokens: Sequence[Token], text: str, section: Section) -> list[Token]:
    """Tokens in which every such limit is the one that is left, or among exclusions the one that excludes."""
    result: list[Token] = []
    for token in tokens:
        if len(result) > 1 and _is_denied(result[-1], text) and result[-2].type in _SAID:
            left = _left(token)
            if left is not None:
                result[-1] = result[-1].retyped("SKIP")
                token = token if section == "exclusion" else token._replace(value=left)
        result.append(token)
    return result


def _is_denied(before: Token, text: str) -> bool:
    return before.type == "NEG" and _DENIES.fullmatch(text, before.start, before.end) is not None


def _left(token: Token) -> Any:
    """What a denied limit leaves; None of a range, whose opposite is no limit, and of other tokens."""
    if token.type == "PRESSURE":
        values = tuple(_opposite(value) for value in token.value)
        return values if all(values) else None
    return _opposite(token.value) if token.type == "VALUE" and isinstance(token.value, Value) else None


def _opposite(value: Value) -> Value | None:
    if value.categories or (value.low is None) == (value.high is None):
        return None
    return value.model_copy(update={"low": _turned(value.high), "high": _turned(value.low)})


def _turned(limit: Limit | None) -> Limit | None:
    return None if limit is None else limit.model_copy(update={"closed": not limit.closed})
