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
#: What "other" may be than, where it stands before.
_NAMED = _UNDER_STUDY | {"procedure", "allergy"}


def others(tokens: Sequence[Token], text: str) -> list[Token]:
    """The word "other", where nothing before it says other than what."""
    if _OTHER.search(text) is None:
        return []
    for i, token in enumerate(tokens):
        if _is_of(token, _NAMED) or _goes_on(tokens, i):
            break
        said = _OTHER.search(text, token.start, token.end) if token.type in _SAYS else None
        named = next((each for each in tokens[i + 1 :] if each.type not in _QUALITIES), None)
        if said is not None and named is not None and _is_of(named, _UNDER_STUDY):
            return [Token("SKIP", *said.span())]
    return []


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` joins the next name to one before: "lactose or to any other component"."""
    return tokens[i].type in ("OR", "ANDOR") and i > 0 and tokens[i - 1].type in ("NOUN", "RPAR")


def _is_of(token: Token, domains: frozenset[str]) -> bool:
    """Whether a token names something of one of these domains."""
    return isinstance(token.value, Noun) and token.value.domain in domains
