"""Scales of one kind that share a score: "ECOG or WHO performance status 0-1", "Karnofsky or Lansky score >= 60"."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.ordinal import kind_of_scale
from ..needing import needing
from ..token import Token

_JOINS = frozenset({"OR", "AND", "ANDOR", "SLASH"})


@needing("SCORED")
def scored_together(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which a scale before the other has its score, too."""
    result = list(tokens)
    for i in range(2, len(result)):
        first, join, scored = result[i - 2 : i + 1]
        if scored.type == "SCORED" and join.type in _JOINS and first.type == "NOUN":
            kind = kind_of_scale(first.value.text)
            if kind is not None and kind == kind_of_scale(scored.value.concept):
                result[i - 2] = first._replace(type="SCORED", value=scored.value._replace(concept=first.value.text))
                if _is_headed(result, i - 2, kind):
                    result[i - 4 : i - 2] = [each.retyped("SKIP") for each in result[i - 4 : i - 2]]
    return result


def _is_headed(tokens: Sequence[Token], i: int, kind: str) -> bool:
    """Whether a heading before the scale at `i` says what it rates: "Performance status: Karnofsky or Lansky ..."."""
    name, colon = tokens[i - 2 : i] if i > 1 else (None, None)
    named = name is not None and name.type == "NOUN" and name.value.text.lower() == kind
    return named and colon is not None and colon.type == "COLON"
