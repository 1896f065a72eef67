"""Ages whose word stands apart from them: "age at screening: 6 to 12 years", "age of patient < 45 years".

The word names no record of its own; when the patient is so old stands behind the age, as the grammar reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import saying
from ..token import Token

_AGE = re.compile(r"(?:patient |subject |participant )?ages?", re.IGNORECASE)
#: What says when, and what says nothing, between the word and the age.
_TIMES = frozenset({"AT", "ANCHOR"})
_SMALL = frozenset({"SKIP", "OF", "SUBJ", "COLON", "DASH"})
_PEOPLE = frozenset({"PERSON"})


@saying("ages?")
def ages_announced(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a word says nothing, and the time behind it stands behind its age."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        k = i + 1
        if token.type == "NOUN" and _AGE.fullmatch(token.value.text):
            while k < len(tokens) and tokens[k].type in _TIMES | _SMALL | _PEOPLE:
                k += 1
        if k == i + 1 or k >= len(tokens) or tokens[k].type != "AGE":
            result.append(token)
            i += 1
            continue
        between = tokens[i + 1 : k]
        quiet = [
            each._replace(type="SKIP", value=None) for each in (token, *between) if each is token or each.type in _SMALL
        ]
        people = [each for each in between if each.type in _PEOPLE]
        result += [*quiet, *people, tokens[k], *(each for each in between if each.type in _TIMES)]
        i = k + 1
    return result
