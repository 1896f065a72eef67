"""What a scale behind it names in full: "performance status: ECOG 0-2" is the one score, and no other measurement.

So is "performance status <= 2 (ECOG)", which tells the scale behind the limit, or its other name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import is_same_measurement
from ...vocabulary import column
from ..needing import needing
from ..token import Token

_BETWEEN = frozenset({"SKIP", "COLON", "DASH"})
#: An abbreviation behind a name: the "(PS)" of "performance status (PS)".
_BRACKET = re.compile(r"\s*\([^()]*\)$")


@needing("SCORED")
def named_by_scales(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such a name, and what stands between it and the scale, says nothing."""
    result = _scales_behind(tokens)
    for i, token in enumerate(tokens):
        if token.type != "NOUN" or token.value.text.lower() not in column("named_by_scales"):
            continue
        end = i + 1
        while end < len(tokens) and tokens[end].type in _BETWEEN:
            end += 1
        if end < len(tokens) and tokens[end].type == "SCORED":
            result[i:end] = [each.retyped("SKIP") for each in tokens[i:end]]
    return result


def _scales_behind(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which a score is of the scale that a bracket behind its limit tells."""
    result: list[Token] = []
    for token in tokens:
        result.append(token)
        if [each.type for each in result[-4:]] != ["SCORED", "LPAR", "NOUN", "RPAR"]:
            continue
        score, scale = result[-4], result[-2]
        told = _BRACKET.sub("", score.value.concept)
        if told.lower() in column("named_by_scales") and scale.value.domain == "measurement":
            score = score._replace(value=score.value._replace(concept=scale.value.text))
        elif not is_same_measurement(told, scale.value.text):
            continue
        result[-4:] = [score, *(each.retyped("SKIP") for each in result[-3:])]
    return result
