"""Shares of what is named again behind them: "weight loss > 10 % of body weight" tells of one weight."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Value
from ..needing import needing
from ..token import Token

_SHARED = ["NOUN", "INCREASE", "VALUE", "NOUN"]


@needing("INCREASE")
def with_shares(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which the name of the whole belongs to the share of it."""
    result: list[Token] = []
    for token in tokens:
        behind = len(result)
        while behind and result[behind - 1].type == "SKIP":
            behind -= 1
        run = [*result[max(behind - 3, 0) : behind], token]
        if [each.type for each in run] == _SHARED and _is_share(run[2].value) and _is_one(run[0], token):
            result[behind - 1 :] = [run[2]._replace(end=token.end)]
            continue
        result.append(token)
    return result


def _is_share(value: Value) -> bool:
    return any(end is not None and end.unit == "%" for end in (value.low, value.high))


def _is_one(part: Token, whole: Token) -> bool:
    """Whether two measurements end with the same word."""
    measured = all(token.value.domain == "measurement" for token in (part, whole))
    return measured and part.value.text.lower().split()[-1] == whole.value.text.lower().split()[-1]
