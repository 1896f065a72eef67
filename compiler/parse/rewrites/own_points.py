"""Points of time that the trial has of its own: "after the second visit", "prior to the milk sample collection".

Nobody knows their names, but a time word stands before them, and their last word says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token

#: Time words that say nothing where no point is known behind them, and what they are before one.
_SILENT = re.compile(r"(?:at|during)(?: the)?", re.IGNORECASE)
_DIRECTIONS = frozenset({"BEFORE", "AFTER", "DURING", "AT"})
_ARTICLE = re.compile(r"(?:(?:the|their|a|an|each|any)\b\s*)?(?:course of\s+(?:the\s+)?)?", re.IGNORECASE)
#: Words of names that only point at what was named before, or at any time.
_POINTS_BACK = re.compile(r"(?:this|that|same|time|entire|whole)\b", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+(?: [\w-]+){1,4}")


@needing("JUNK", "NOUN")
def own_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a name behind a time word is a point."""
    result: list[Token] = []
    for token in tokens:
        at = _time_word(result, text) if _is_unknown(token) else None
        behind = text[result[at].end : token.end].strip() if at is not None else ""
        name = _ARTICLE.sub("", behind, count=1)
        last = name.rpartition(" ")[2].lower()
        known = last in column("own_points") and _NAME.fullmatch(name) and not _POINTS_BACK.match(name)
        if at is None or not known:
            result.append(token)
            continue
        before, start = result[at], token.end - len(name)
        if before.type == "SKIP":
            during = text[before.start : before.end].lower().startswith("during")
            before = before._replace(type="DURING" if during else "AT", value="")
        result[at:] = [before, Token("ANCHOR", start, token.end, name)]
    return result


def _is_unknown(token: Token) -> bool:
    return token.type == "JUNK" or (isinstance(token.value, Noun) and token.value.guessed)


def _time_word(before: Sequence[Token], text: str) -> int | None:
    """The index of the time word right before a name, its article and its qualities."""
    for i in range(len(before) - 1, max(len(before) - 4, -1), -1):
        token = before[i]
        silent = token.type == "SKIP" and _SILENT.fullmatch(text, token.start, token.end)
        if silent or token.type in _DIRECTIONS:
            return i
        if token.type not in ("SKIP", "MOD"):
            return None
    return None
