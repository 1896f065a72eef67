"""Examples that semicolons part: "infections, including: hepatitis B; hepatitis C; tuberculosis" has three of them.

Elsewhere a semicolon ends the examples before it: "heart disease, including angina; diabetes; stroke".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from ..needing import needing
from ..terms.lex import ENDS_SENTENCE
from ..token import Token

#: How examples begin that go on to the end of the sentence.
_OPEN = re.compile(r"limited to\W*$", re.IGNORECASE)
#: How many semicolons part a list of them.
_MANY = 2


@needing("SEMI")
def examples_on(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such examples stand in brackets, as lists with semicolons mostly do."""
    result: list[Token] = []
    ends: list[int] = []
    for i, token in enumerate(tokens):
        end = _end(tokens, i + 1, text) if token.type == "EG" and _announces(tokens, i, text) else None
        if end is not None and (not i or tokens[i - 1].type != "LPAR"):
            result.append(Token("LPAR", token.start, token.start))
            ends.append(end)
        result.append(token)
        while ends and ends[-1] == i + 1:
            result.append(Token("RPAR", token.end, token.end))
            ends.pop()
    return result


def _announces(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the words at `i` announce a list to the end: "including:", "including, but not limited to, ...".

    Without a colon, commas before the first semicolon part the examples, and semicolons what stands beside them.
    """
    said = text[tokens[i].start : tokens[i].end]
    if said.endswith(":") or (i + 1 < len(tokens) and tokens[i + 1].type == "COLON"):
        return True
    first = takewhile(lambda token: token.type != "SEMI", islice(tokens, i + 2, None))
    return _OPEN.search(said) is not None and not any(token.type == "COMMA" for token in first)


def _end(tokens: Sequence[Token], start: int, text: str) -> int | None:
    """Where the sentence, or the bracket, ends that has many semicolons from `start` on; None where it has not."""
    parts = depth = 0
    for at in range(start, len(tokens)):
        kind = tokens[at].type
        stops = kind == "STOP" or (kind == "DOT" and ENDS_SENTENCE.match(text, tokens[at].end) is not None)
        if stops or (kind == "RPAR" and not depth):
            return at if parts >= _MANY else None
        depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
        parts += kind == "SEMI" and not depth
    return len(tokens) if parts >= _MANY else None
