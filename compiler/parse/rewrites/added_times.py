"""Times that a text adds to another: "during the study, including 14 days following the last dose".

"Up to" adds one behind "and": "during the study and up to 30 days after it".

"Through" and "until" add one only to a time that lasts; behind a point ("from screening through day 5") they end a
span that the model cannot hold, and are unread.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_SPANS = frozenset({"PERIOD", "LENGTH"})


@needing("EG", "THROUGH", "LENGTH")
def with_added_times(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which "and for" adds such a time; a time is no example of what it is said of."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type in ("AND", "OR") and _is_during(result) and _is_limited(tokens, i + 1):
            result += [token, Token("FORLEN", token.end, token.end, "")]
            continue
        lasts = token.type != "THROUGH" or _is_during(result)
        if token.type not in ("EG", "THROUGH") or not lasts or not _is_time_after(tokens, i + 1):
            result.append(token.retyped("JUNK") if token.type == "THROUGH" else token)
            continue
        while result and result[-1].type in ("COMMA", "SKIP"):
            result.pop()
        joined = Token("AND", token.start, token.start, "")
        result += [joined, token._replace(type="FORLEN", value="")]
    return result


def _is_time_after(tokens: Sequence[Token], i: int) -> bool:
    """Whether a length of time after something comes at `i`."""
    said = [token.type for token in tokens[i : i + 5] if token.type != "SKIP"]
    return said[:1] != [] and said[0] in _SPANS and said[1:2] == ["AFTER"]


def _is_limited(tokens: Sequence[Token], i: int) -> bool:
    """Whether "up to" so long after something comes at `i`."""
    length = tokens[i].value if i < len(tokens) and tokens[i].type == "LENGTH" else None
    return length is not None and length.low is None and _is_time_after(tokens, i)


def _is_during(before: Sequence[Token]) -> bool:
    """Whether a time that lasts stands right before: "during the study"."""
    said = [token.type for token in before[-4:] if token.type not in ("SKIP", "COMMA")]
    return said[-2:] == ["DURING", "ANCHOR"]
