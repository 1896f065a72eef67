"""Names that go on behind the abbreviation of their first words: "growth factor receptor (EGFR) mutation"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .token import Token

_SHORT = re.compile(r"[A-Za-zβα][\w/β-]{1,9}")
#: Nouns that mean little by themselves, and go on with the name before them.
_HEADS = re.compile(
    r"(?:.*\s)?(?:tests?|scans?|imaging|assays?|levels?|counts?|scores?|index|scale|questionnaire|mutations?|"
    r"inhibitors?|agonists?|antagonists?|blockers?|antibod(?:y|ies)|antigens?|receptors?|positivity|infection)$",
    re.IGNORECASE,
)


def continued(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a name is one."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        five = tokens[i : i + 5]
        kinds = [token.type for token in five]
        if kinds in (["NOUN", "LPAR", "NOUN", "RPAR", "NOUN"], ["NOUN", "LPAR", "JUNK", "RPAR", "NOUN"]) and _goes_on(
            five, text
        ):
            name = replace(five[4].value, text=text[five[0].start : five[4].end])
            result.append(Token("NOUN", five[0].start, five[4].end, name))
            i += 5
        else:
            result.append(tokens[i])
            i += 1
    return result


def _goes_on(tokens: Sequence[Token], text: str) -> bool:
    """Whether an abbreviation stands in the bracket, and right behind it a noun that needs what stands before it."""
    _, opens, inside, closes, head = tokens
    short = text[inside.start : inside.end]
    formed = _SHORT.fullmatch(short) is not None and any(sign.isupper() for sign in short)
    beside = text[closes.end : head.start] == " " and text[opens.end : closes.start].strip() == short
    return formed and beside and _HEADS.fullmatch(text, head.start, head.end) is not None
