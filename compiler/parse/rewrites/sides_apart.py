"""Sides of the body that a comma sets apart: "In the study eye, AMD", "cataract or uveitis, in the study eye"."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

#: What stands before the first word of a statement, and behind the last of one.
_BEGINS = frozenset({"STOP", "DOT", "SEMI"})
_ENDS = frozenset({"STOP", "DOT", "SEMI", "RPAR"})


@needing("COMMA")
def sides_joined(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the comma between a side, at the start or the end of a statement, and what is said of it."""
    return [token for i, token in enumerate(tokens) if not (token.type == "COMMA" and _sets_side_apart(tokens, i))]


def _sets_side_apart(tokens: Sequence[Token], i: int) -> bool:
    first = i > 0 and _is_side(tokens[i - 1]) and (i == 1 or tokens[i - 2].type in _BEGINS)
    behind = i + 1 < len(tokens) and _is_side(tokens[i + 1]) and (i + 2 == len(tokens) or tokens[i + 2].type in _ENDS)
    return first or (behind and not _is_at_site(tokens[:i]))


def _is_side(token: Token) -> bool:
    return token.type == "MOD" and str(token.value).startswith("side=")


def _is_at_site(tokens: Sequence[Token]) -> bool:
    """Whether a place that is told stands between a name and its side: "scarring that involves the fovea"."""
    return any(token.type == "LINK" and token.value == "site" for token in tokens)
