"""Limits of those who lack something: "<= 2.5 x ULN for patients without liver metastases" is a limit in this case.

"In patients" is no stay in hospital there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT"})
_SMALL = frozenset({"SKIP", "SUBJ"})
_SIGNS = ("without", "with no", "not ", "who do not", "who did not")


@needing("NEG")
def cases_of_lack(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a limit has a case behind it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        behind = next((each for each in tokens[i + 1 :] if each.type not in _SMALL), None)
        lacks = behind is not None and behind.type == "NEG" and text.lower().startswith(_SIGNS, behind.start)
        before = next((each.type for each in reversed(result) if each.type not in _SMALL), "")
        if lacks and before in _LIMITS and (_is_for(token) or _are_patients(token)):
            token = Token("IF", token.start, token.end, "")
        result.append(token)
    return result


def _is_for(token: Token) -> bool:
    return token.type == "LINK" and token.value == "for"


def _are_patients(token: Token) -> bool:
    """Whether a name is the "in patients" that may be inpatients elsewhere."""
    return token.type == "NOUN" and token.value.domain == "visit" and token.value.text.lower() == "patients"
