"""Marks that something is tested for: "ER positive", "CD20-negative", "Philadelphia chromosome positive".

What is positive or negative and is no illness that the vocabulary knows is a measurement: "HIV positive" is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...extract.lexicon import domain_of
from ..needing import needing
from ..token import Token

_RESULT = re.compile(r"-?\s?(?:sero-?)?(?:positive|negative|positivity|negativity)|\++|-", re.IGNORECASE)
#: What may be a mark: an abbreviation, or what ends like the name of one.
_MARK = re.compile(
    r"[A-Z][A-Za-z]{0,3}[A-Z\d][\w/-]*|.*\b(?:receptors?|antigens?|antibod(?:y|ies)|chromosome|oncogene|cultures?)",
)
_BESIDE = frozenset({"MOD", "OUTCOME"})
_BETWEEN = frozenset({"DASH", "SKIP"})


@needing("MOD", "OUTCOME")
def with_marks(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which a mark with its result is a measurement."""
    result = list(tokens)
    for i, token in enumerate(result):
        if token.type == "NOUN" and token.value.domain == "condition" and _is_mark(token.value.text):
            j = i + 1
            while j < len(result) and result[j].type in _BETWEEN:
                j += 1
            if any(_is_result(each, text) for each in (*result[j : j + 1], *result[max(i - 1, 0) : i])):
                result[i] = token._replace(value=replace(token.value, domain="measurement"))
    return result


def _is_mark(name: str) -> bool:
    return _MARK.fullmatch(name) is not None and domain_of(name) != "condition"


def _is_result(token: Token, text: str) -> bool:
    return token.type in _BESIDE and _RESULT.fullmatch(text, token.start, token.end) is not None
