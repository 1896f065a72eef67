"""Units of alcohol that are called units alone: "alcohol intake > 14 units/week", which are no enzyme units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Limit, Value
from ..needing import saying
from ..token import Token

_RATES = {f"U/{period}": f"{{alcohol_units}}/{period}" for period in ("d", "wk", "mo")}
_OTHERS = re.compile(r"\b(?:insulin|heparin|blood|platelets?|plasma|transfus\w+)\b", re.IGNORECASE)


@saying(r"\b(?:alcohol|ethanol|drink)")
def units_of_alcohol(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which so many units a day or a week are units of alcohol, where nothing else is counted in units."""
    if _OTHERS.search(text):
        return list(tokens)
    return [
        token._replace(value=_of_alcohol(token.value))
        if token.type in ("VALUE", "AMOUNT") and isinstance(token.value, Value)
        else token
        for token in tokens
    ]


def _of_alcohol(value: Value) -> Value:
    return value.model_copy(update={"low": _end(value.low), "high": _end(value.high)})


def _end(limit: Limit | None) -> Limit | None:
    if limit is None or limit.unit not in _RATES:
        return limit
    return limit.model_copy(update={"unit": _RATES[limit.unit]})
