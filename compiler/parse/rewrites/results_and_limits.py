"""Results with a limit beside them: "HBsAg positive and < 1000 IU/mL" asks for both of one measurement."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_JOINS = frozenset({"AND", "BUT"})
_GOES_ON = frozenset({"NOUN", "MOD", "JUNK", "FOR", "IF"})


@needing("VALUE")
def measured_again(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which the limit behind such a result has the name of the measurement before it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        named = _name_before(tokens, i - 1) if token.type in _JOINS else None
        limited = i + 1 < len(tokens) and tokens[i + 1].type == "VALUE"
        if named is not None and limited and not (tokens[i + 2 : i + 3] and tokens[i + 2].type in _GOES_ON):
            result.append(named)
    return result


def _name_before(tokens: Sequence[Token], i: int) -> Token | None:
    """The measurement whose result stands at `i`, perhaps with its abbreviation in brackets between."""
    if i < 1 or not (tokens[i].type == "OUTCOME" or str(tokens[i].value).startswith("outcome=")):
        return None
    k = before_bracket(tokens, i - 1)
    return tokens[k] if is_measurement(tokens[k]) else None


def before_bracket(tokens: Sequence[Token], k: int) -> int:
    """The index of the token before the abbreviation in brackets that ends at `k`; `k` where none does."""
    return k - 3 if k > 2 and [token.type for token in tokens[k - 2 : k + 1]] == ["LPAR", "NOUN", "RPAR"] else k


def is_measurement(token: Token) -> bool:
    """Whether a token names what is measured."""
    return token.type == "NOUN" and bool(token.value.domain == "measurement")
