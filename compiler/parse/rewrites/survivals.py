"""How long someone will live, told by a verb: "expected to live longer than 12 months", "unlikely to survive 48 hours".

That is the life expectancy, with its limit; a bare length is the least that it must be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Length, LengthLimit, Offset
from ..needing import saying
from ..token import Noun, Token

_LIVES = re.compile(r"(?:live|survive)", re.IGNORECASE)
_EXPECTED = re.compile(r"(?:expected|likely|anticipated|projected|predicted)(?: to)?", re.IGNORECASE)
_UNLIKELY = re.compile(r".*\bunlikely(?: to)?", re.IGNORECASE)
_LENGTHS = frozenset({"PERIOD", "LENGTH"})
_WORDS = frozenset({"NOUN", "JUNK"})


@saying(r"\b(?:un)?(?:expected|likely|anticipated|projected|predicted) to (?:live|survive)\b")
def survivals(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a verb, before a length of time, is the name of what is so long."""
    result: list[Token] = []
    dropped = -1
    for i, token in enumerate(tokens):
        if i <= dropped:
            continue
        after = i + 2 if [each.type for each in tokens[i + 1 : i + 2]] == ["FORLEN"] else i + 1
        span = tokens[after] if after < len(tokens) and tokens[after].type in _LENGTHS else None
        if after + 1 < len(tokens) and tokens[after + 1].type == "AFTER":
            span = None  # "more than 24 hours after surgery": counted from there
        lives = token.type in _WORDS and _LIVES.fullmatch(text, token.start, token.end)
        expected = result[-1] if result and lives and span is not None else None
        if span is None or expected is None or not _is_expected(expected, text):
            result.append(token)
            continue
        start = token.start
        if expected.type == "MOD":
            start = result.pop().start
        result.append(Token("NOUN", start, token.end, Noun("life expectancy", "measurement")))
        result.append(span._replace(type="LENGTH", start=tokens[i + 1].start, value=_at_least(span.value)))
        dropped = after
    return result


def _is_expected(token: Token, text: str) -> bool:
    """Whether a token says that what follows is expected, or denies it."""
    said = _EXPECTED if token.type == "MOD" else _UNLIKELY
    return token.type in ("MOD", "NEG") and said.fullmatch(text, token.start, token.end) is not None


def _at_least(value: Offset | Length) -> Length:
    return value if isinstance(value, Length) else Length(low=LengthLimit(offset=value))
