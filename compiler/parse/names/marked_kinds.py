"""Results that tell kinds of an illness apart: "ER-positive breast cancer" is one thing, of a kind.

An illness that is itself positive ("HIV-positive tuberculosis") stays a finding of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import domain_of
from ..needing import needing
from ..token import Token
from .lists import CONNECTIVES

_RESULT = re.compile(r"-?\s?(?:sero)?-?(?:positive|negative)|\+", re.IGNORECASE)
_KIND = "type=*"


@needing("MOD", "OUTCOME")
def with_marked_kinds(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which a marker and its result, before the illness they are of, are a quality of it."""
    result = list(tokens)
    i = len(result) - 1
    while i > 0:
        i -= 1
        token = result[i]
        if token.type not in ("MOD", "OUTCOME") or not _RESULT.fullmatch(text, token.start, token.end):
            continue
        start = _marker(result, i, text)
        told = start < i or text[token.start : token.end].lower().startswith("sero")
        if told and _is_of_illness(result, i + 1):
            result[start : i + 1] = [Token("MOD", result[start].start, token.end, _KIND)]
            i = start
    return result


def _marker(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index at which the marker begins whose result stands at `i`; `i` where there is none."""
    j = i - (i > 0 and tokens[i - 1].type == "DASH")
    if [token.type for token in tokens[max(j - 4, 0) : j]] == ["NOUN", "LPAR", "NOUN", "RPAR"]:
        j -= 3  # "hormone receptor (HR)-positive"
    noun = tokens[j - 1] if j else None
    if noun is None or noun.type != "NOUN" or noun.value.domain not in ("measurement", "condition", "observation"):
        return i
    return i if domain_of(text[noun.start : noun.end]) == "condition" else j - 1


def _is_of_illness(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name of an illness comes at `i`, behind its qualities; "ER-positive, HER2-negative" are two."""
    while i < len(tokens) and (
        tokens[i].type == "MOD" or (tokens[i].type in CONNECTIVES and tokens[i + 1 : i + 2] and _is_kind(tokens[i + 1]))
    ):
        i += 1
    return i < len(tokens) and tokens[i].type == "NOUN" and tokens[i].value.domain == "condition"


def _is_kind(token: Token) -> bool:
    return token.type == "MOD" and token.value == _KIND
