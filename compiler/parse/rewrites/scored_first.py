"""Scores that stand before the name of what they grade: "NYHA class III or IV heart failure, stroke"."""

from __future__ import annotations

from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..token import Token

#: What may stand between a score and the name.
_BETWEEN = frozenset({"MOD", "SKIP"})
#: What names something that a score behind it grades.
_NAMED = frozenset({"NOUN", "RPAR"})


@needing("SCORED")
def scored_first(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with each score behind the condition that follows it at once, so that both are one item of a list."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "SCORED" or (i and tokens[i - 1].type in _NAMED):
            continue
        named = next((j for j in range(i + 1, len(tokens)) if tokens[j].type not in _BETWEEN), None)
        if named is not None and _is_graded(tokens[named]):
            result[i : named + 1] = [*tokens[i + 1 : named + 1], token]
    return result


def _is_graded(token: Token) -> bool:
    """Whether a token names an illness of its own: the "disease" of "stage III disease" is the one named before."""
    if token.type != "NOUN" or token.value.domain != "condition":
        return False
    return token.value.text.lower() not in column("unspecific")
