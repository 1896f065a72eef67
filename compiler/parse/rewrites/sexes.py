"""Men and women of whom something is said that only women can be: "men or women of childbearing potential"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.trial import Section
from ...vocabulary import column
from ..needing import needing
from ..token import Token

_BOTH = re.compile(r"\b(?P<men>males?|men|man)\b(?P<join>.*)\b(?P<women>females?|women|woman)\b.*", re.IGNORECASE)
#: What may stand between people and what they have.
_BETWEEN = frozenset({"SKIP", "WITH", "HAVE", "NEG", "SUBJ", "DASH", "LPAR"})


def of_women_next(tokens: Sequence[Token], i: int) -> bool:
    """Whether what only women can have or be is said of the people who are named before `i`."""
    while i < len(tokens) and tokens[i].type in _BETWEEN:
        i += 1
    named = tokens[i].value.text.lower() if i < len(tokens) and tokens[i].type == "NOUN" else ""
    return named.removeprefix("non-").removeprefix("non") in column("of_women")


@needing("PERSON")
def told_apart(tokens: Sequence[Token], text: str, section: Section) -> list[Token]:
    """Tokens in which such men and women are two among inclusions: all men, or those women."""
    if section == "exclusion":
        return list(tokens)
    result: list[Token] = []
    for i, token in enumerate(tokens):
        both = _BOTH.search(text, token.start, token.end) if (token.type, token.value) == ("PERSON", "any") else None
        if both is None or not of_women_next(tokens, i + 1):
            result.append(token)
            continue
        result.append(Token("PERSON", token.start, both.end("men"), "male"))
        result.append(Token("OR", both.end("men"), both.start("women")))
        result.append(Token("PERSON", both.start("women"), token.end, "female"))
    return result
