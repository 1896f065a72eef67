"""Results whose time stands before what was tested for: "positive test at screening for HIV, HBV or HCV"."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_DATED = ("AT", "ANCHOR", "LINK")
_ENDS_LIST = frozenset({"STOP", "SEMI", "DOT", "EXCEPT", "UNLESS", "IF", "SUBJ"})


@needing("ANCHOR")
def dates_last(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a time stands behind all that was tested for, and "for" belongs to the result."""
    result = list(tokens)
    for i in range(len(tokens) - len(_DATED)):
        told = _told(result[i], text)
        if told is None or not _is_dated(result[i + 1 : i + 1 + len(_DATED)]):
            continue
        at, anchor, sign = result[i + 1 : i + 4]
        end = _end(result, i + 4)
        found = result[i]._replace(type="OUTCOME", value=told, end=sign.end)
        result[i:end] = [found, *result[i + 4 : end], at, anchor]
    return result


def _end(tokens: Sequence[Token], start: int) -> int:
    """Where the list from `start` on ends, brackets inside it looked through."""
    depth = 0
    for k in range(start, len(tokens)):
        depth += {"LPAR": 1, "RPAR": -1}.get(tokens[k].type, 0)
        if depth < 0 or (not depth and tokens[k].type in _ENDS_LIST):
            return k
    return len(tokens)


def _told(token: Token, text: str) -> str | None:
    """The result that a token tells: "positive" or "negative"; None where it tells none."""
    if token.type == "OUTCOME":
        return str(token.value)
    said = text[token.start : token.end].lower()
    return said if token.type == "MOD" and said in ("positive", "negative") else None


def _is_dated(run: Sequence[Token]) -> bool:
    return tuple(token.type for token in run) == _DATED and run[-1].value == "for"
