"""Events that lasted so long: "pain after 6 weeks of physical therapy", "completed at least 3 months of treatment".

The length is that of the therapy, and no time after it, nor that of the pain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.scene import DIRECTIONS, SPANS
from ..needing import needing
from ..token import Token

_AFTER = re.compile(r"(?:after|following|upon|upon completing|after completing)(?: the)?", re.IGNORECASE)
_DESPITE = re.compile(r"despite|in spite of", re.IGNORECASE)
_COMPLETED = re.compile(r"(?:.*\s)?(?:completed|completing|completion of)(?: the| a)?", re.IGNORECASE)
#: How many tokens ahead the name is looked for.
_FAR = 12
_TIES = frozenset({"of", "of the", "of a", "on", "with", "under"})


@needing(*SPANS)
def lasting_events(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the word before such a length opens a phrase that holds the length and its event."""
    result: list[Token] = []
    dropped = -1
    for i, token in enumerate(tokens):
        if i == dropped:
            continue
        said = text[token.start : token.end] if _is_lasting(tokens, i, text) else ""
        if _AFTER.fullmatch(said):
            result.append(token._replace(type="AFTER", value="lasting"))
            dropped = i + 2
        elif _DESPITE.fullmatch(said):
            result.append(token._replace(type="LINK", value="despite"))
            dropped = i + 2
        elif _completes(tokens, i, text):
            result.append(token._replace(value="when=ever"))  # "completed 6 weeks of X" was 6 weeks on it
            dropped = i + 2
        else:
            result.append(token)
    return result


def _completes(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the token at `i` says that a length of something is done, and not since when it is over."""
    ended = tokens[i].type == "MOD" and tokens[i].value == "edge=end"
    return ended and bool(_COMPLETED.fullmatch(text[tokens[i].start : tokens[i].end])) and _has_length(tokens, i, text)


def _has_length(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a length, and a word that ties it, stand behind the word at `i`."""
    if i + 3 >= len(tokens) or tokens[i + 1].type not in SPANS:
        return False
    return text[tokens[i + 2].start : tokens[i + 2].end].lower() in _TIES


def _is_lasting(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a length, a word that ties it, and the name of what lasted stand behind the word at `i`."""
    if not _has_length(tokens, i, text):
        return False
    named = [token for token in tokens[i + 3 : i + _FAR] if token.type not in ("MOD", "SKIP")]
    ahead = named[1].type if len(named) > 1 else "END"
    return bool(named) and named[0].type == "NOUN" and ahead not in DIRECTIONS
