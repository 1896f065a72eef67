"""Examinations that are named by their point of time: "lesions on the screening MRI", "seen on baseline CT or MRI".

They show what stands before them, at that point: the grammar reads "lesions by MRI at screening".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..token import Token

#: How an examination is brought in that shows something.
_SHOWN = re.compile(r"(?:by|on|in|per|via)(?: an?| the)?", re.IGNORECASE)
_JOINS = frozenset({"OR", "AND", "ANDOR", "SLASH"})
_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER", "OUTCOME", "INCREASE"})


@needing("ANCHOR")
def shown_by(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such an examination stands behind a link, and its point of time behind it."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _examined(tokens, i + 2) if _is_brought_in(tokens, i, text) else 0
        if not end:
            result.append(tokens[i])
            i += 1
            continue
        sign, point = tokens[i], tokens[i + 1]
        result += [sign._replace(type="LINK", value="by"), *tokens[i + 2 : end]]
        result += [Token("AT", point.start, point.start, ""), point]
        i = end
    return result


def _is_brought_in(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether "on" or the like, behind a name or a limit, and a point of the trial stand at `i`."""
    if i == 0 or i + 2 >= len(tokens) or tokens[i + 1].type != "ANCHOR" or tokens[i].type not in ("AT", "SKIP"):
        return False
    behind = tokens[i - 1].type in _LIMITS | {"NOUN", "RPAR"}
    return behind and _SHOWN.fullmatch(text, tokens[i].start, tokens[i].end) is not None


def _examined(tokens: Sequence[Token], i: int) -> int:
    """The index behind the examinations that are named from `i` on; 0 where none is, or where it is measured."""
    end = 0
    while i < len(tokens) and _is_examination(tokens[i]):
        i = end = i + 1
        if i < len(tokens) and tokens[i].type in _JOINS:
            i += 1
    return 0 if end < len(tokens) and tokens[end].type in _LIMITS else end


def _is_examination(token: Token) -> bool:
    """Whether a name is of an examination, and says which: "MRI", not "evaluation"."""
    if token.type != "NOUN" or token.value.domain not in ("procedure", "measurement"):
        return False
    return token.value.text.lower() not in column("occasions")
