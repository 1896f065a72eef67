"""Events that lasted so long: "pain after 6 weeks of physical therapy", "despite at least 3 months of treatment".

The length is that of the therapy, and no time after it, nor that of the pain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .token import Token

_AFTER = re.compile(r"after|following|upon", re.IGNORECASE)
_DESPITE = re.compile(r"despite|in spite of", re.IGNORECASE)
_OF = re.compile(r"of\b", re.IGNORECASE)
_SMALL = frozenset({"SKIP", "OF"})


def lasting_events(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the word before such a length opens a phrase that holds the length and its event."""
    result: list[Token] = []
    skipped: set[int] = set()
    for i, token in enumerate(tokens):
        end = _event(tokens, i, text)
        said = text[token.start : token.end]
        if end and _AFTER.fullmatch(said):
            result.append(token._replace(type="AFTER", value="lasting"))
        elif end and _DESPITE.fullmatch(said):
            result.append(token._replace(type="LINK", value="despite"))
        elif i not in skipped:
            result.append(token)
            continue
        skipped.update(range(i + 2, end))
    return result


def _event(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index of what lasted, where its length and "of" stand behind the word at `i`; 0 where they do not."""
    if tokens[i].type not in ("SKIP", "JUNK", "AFTER", "LINK") or i + 3 >= len(tokens):
        return 0
    k = i + 2
    while k < len(tokens) and tokens[k].type in _SMALL:
        k += 1
    timed = tokens[i + 1].type in ("PERIOD", "LENGTH")
    of = k > i + 2 and _OF.match(text, tokens[i + 2].start)
    return k if timed and of and k < len(tokens) and tokens[k].type in ("NOUN", "MOD") else 0
