"""Drugs, hormones and names unknown whose level is told: the "progesterone" of "progesterone > 3 ng/mL" is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..building.facts import of_test
from ..needing import needing
from ..token import Token

_SMALL = frozenset({"SKIP"})


@needing("VALUE")
def measured_levels(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such names are measurements."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "NOUN" or token.value.domain not in ("drug", "observation"):
            continue
        following = next((each for each in tokens[i + 1 :] if each.type not in _SMALL), None)
        if following is not None and following.type == "VALUE" and of_test(following.value):
            result[i] = token._replace(value=replace(token.value, domain="measurement"))
    return result
