"""Both sides of one part of the body: "infection of the upper or lower respiratory tract" is of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..needing import saying
from ..token import Noun, Token

_JOINED = frozenset({"OR", "AND", "ANDOR", "SLASH"})
#: A name that ends in one side, and a place that begins with the other.
_ONE = re.compile(r"(.+ (?:of|in|to) (?:the )?)(upper|lower|left|right)", re.IGNORECASE)
_OTHER = re.compile(r"(upper|lower|left|right) (.+)", re.IGNORECASE)


@saying(r"\b(?:upper|lower|left|right)\b.*\b(?:upper|lower|left|right)\b")
def with_both_sides(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the name of one side has the place, and the place of the other side the name."""
    result = list(tokens)
    for i in range(len(result) - 2):
        one, other = result[i], result[i + 2]
        if result[i + 1].type not in _JOINED or one.type != "NOUN" or other.type not in ("NOUN", "JUNK", "MOD"):
            continue
        first = _ONE.fullmatch(one.value.text)
        second = _OTHER.fullmatch(text[other.start : other.end])
        if first is None or second is None or first[2].lower() == second[1].lower():
            continue
        result[i] = one._replace(value=replace(one.value, text=f"{one.value.text} {second[2]}"))
        whole = Noun(first[1] + second[0], one.value.domain, one.value.guessed)
        result[i + 2] = Token("NOUN", other.start, other.end, whole)
    return result
