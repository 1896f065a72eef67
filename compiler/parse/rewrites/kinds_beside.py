"""Names of whole kinds beside a name: the "agent" of "investigational device or agent", of "illness or problem".

Alone such a word names nothing, and nobody knows it; beside a name it is of its kind, and has the adjective before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import column
from ..names.heads import is_adjectival
from ..names.lists import CONNECTIVES
from ..needing import needing
from ..token import Noun, Token

#: What speaks of a name again: "or such treatment", "cancer or its treatment".
_AGAIN = re.compile(r"\b(?:such|its|their|his|her|the|this|that|these|those|same)\b", re.IGNORECASE)
_BETWEEN = CONNECTIVES | {"SKIP"}
#: What is given, whatever stands beside it.
_GIVEN = frozenset({"agent", "agents", "compound", "compounds"})


@needing("JUNK")
def kinds_beside(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every such word behind "or" is a name."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "JUNK" or text[token.start : token.end].lower() not in column("unspecific"):
            continue
        k = i - 1
        while k > 0 and tokens[k].type in _BETWEEN:
            k -= 1
        signs = {each.type for each in [*tokens[k + 1 : i], *tokens[i + 1 : i + 2]]} & CONNECTIVES
        again = _AGAIN.search(text, tokens[k].end, token.start)
        listed = signs - {"COMMA"} and tokens[i - 1].type in _BETWEEN and not again  # "A, product or B"
        if listed and k >= 0 and result[k].type == "NOUN" and not _goes_on(tokens[i + 1 : i + 2]):
            result[i] = Token("NOUN", token.start, token.end, _named(text[token.start : token.end], result[k].value))
    return result


def _goes_on(behind: Sequence[Token]) -> bool:
    """Whether the word only begins a name: "drug or product information"."""
    return any(token.type in ("NOUN", "JUNK", "MOD") for token in behind)


def _named(word: str, beside: Noun) -> Noun:
    """The word as a name of the kind of the one beside it: "investigational agent"."""
    words = beside.text.split()
    shared = words[0] if len(words) > 1 and is_adjectival(words[0].lower()) else ""
    return Noun(f"{shared} {word}".strip(), "drug" if word.lower() in _GIVEN else beside.domain)
