"""Causes other than one, of which examples are told: "atrophy due to causes other than AMD, such as Stargardt disease".

The examples are of the other causes, which need a name of their own for that; else the link alone denies the one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing
from ..token import Noun, Token

_DENIED = "not because of"
#: A link that names causes in general: how it links, what it links, and what it leaves out.
_LINK = re.compile(r"(?P<link>.*\S)\s+(?P<causes>\w+)\s+(?P<other>other than)", re.IGNORECASE)
_NAMES = frozenset({"NOUN", "MOD", "SKIP", "OR", "AND", "COMMA", "LPAR"})


@needing("EG")
def other_causes(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a link is three: the link, the causes, and "other than"."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        said = _LINK.fullmatch(text, token.start, token.end) if (token.type, token.value) == ("LINK", _DENIED) else None
        if said is None or not _exemplified(tokens, i):
            result.append(token)
            continue
        result += [
            Token("LINK", *said.span("link"), "because of"),
            Token("NOUN", *said.span("causes"), Noun(said["causes"], "condition")),
            Token("EXCEPT", *said.span("other"), ""),
        ]
    return result


def _exemplified(tokens: Sequence[Token], i: int) -> bool:
    """Whether examples come behind the names that the link at `i` links."""
    behind = next((j for j in range(i + 1, len(tokens)) if tokens[j].type not in _NAMES), len(tokens))
    return behind < len(tokens) and tokens[behind].type == "EG"
