"""What "other" leaves open: "other malignancy within 5 years" means one besides the illness under study.

A rule knows of no trial's own illness or drug, so it holds of that as well. Where a name stands before, "other" is than
that: "asthma, eczema or other skin disease".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..token import Noun, Token

_OTHER = re.compile(r"\b(?:other|another)\b", re.IGNORECASE)
#: Terminals that may say "other".
_SAYS = frozenset({"SKIP", "NEG", "NEVER"})
#: What may stand between "other" and the name that it is said of.
_QUALITIES = frozenset({"SKIP", "MOD", "MCON"})
#: The illness, or what is tried.
_UNDER_STUDY = frozenset({"condition", "drug", "device"})


def others(tokens: Sequence[Token], text: str) -> list[Token]:
    """The word "other", where nothing before it says other than what."""
    if _OTHER.search(text) is None:
        return []
    for i, token in enumerate(tokens):
        if _is_under_study(token):
            break
        said = _OTHER.search(text, token.start, token.end) if token.type in _SAYS else None
        named = next((each for each in tokens[i + 1 :] if each.type not in _QUALITIES), None)
        if said is not None and named is not None and _is_under_study(named):
            return [Token("SKIP", *said.span())]
    return []


def _is_under_study(token: Token) -> bool:
    """Whether a token names what may be what is studied."""
    return isinstance(token.value, Noun) and token.value.domain in _UNDER_STUDY
