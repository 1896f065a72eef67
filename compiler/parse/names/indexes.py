"""Names of measures that end in "index": "toe-brachial index", "left atrial volume index".

Before a name, the word says which of several is meant: the "index ulcer".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import saying
from ..token import Noun, Token

_INDEX = re.compile(r" ind(?:ex|exes|ices)", re.IGNORECASE)
#: What shows that "index" is of what comes next.
_NAMES = frozenset({"NOUN", "MOD", "WORD", "ENTITY", "ANCHOR", "JUNK"})


@saying("ind(?:ex|ices)")
def with_indexes(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a word is part of the name before it, which is that of a measurement."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        before = result[-1] if result else None
        if (
            before is not None
            and before.type == "NOUN"
            and _is_index(before, token, text)
            and not _names_next(tokens, i + 1)
        ):
            named = Noun(text[before.start : token.end], "measurement", before.value.guessed)
            result[-1] = Token("NOUN", before.start, token.end, named)
        else:
            result.append(token)
    return result


def _is_index(before: Token, token: Token, text: str) -> bool:
    return token.type in ("MOD", "WORD", "UNFIT") and _INDEX.fullmatch(text, before.end, token.end) is not None


def _names_next(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].type in _NAMES
