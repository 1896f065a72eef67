"""What a text says once though it means it twice: "since prior and no concurrent radiotherapy"."""

from __future__ import annotations

from collections.abc import Sequence

from .token import Token

_JOINS = frozenset({"AND", "BUT", "COMMA", "SKIP"})
_LISTED = frozenset({"NOUN", "MOD", "COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP", "JUNK"})
_EARLIER, _NOW = "when=ever", "when=current"


def completed(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "prior", where "and no concurrent" follows, has the names that stand behind "concurrent"."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if _says_earlier(token, text) and (start := _names_after(tokens, i + 1)):
            end = start
            while end < len(tokens) and tokens[end].type in _LISTED:
                end += 1
            while end > start and tokens[end - 1].type != "NOUN":
                end -= 1
            result.extend(tokens[start:end])
    return result


def _says_earlier(token: Token, text: str) -> bool:
    """Whether a token is "prior", or ends with it: "since prior"."""
    if token.type == "AFTER":
        return text[token.start : token.end].lower().endswith(("prior", "previous", "last"))
    return token.type == "MOD" and token.value == _EARLIER


def _names_after(tokens: Sequence[Token], i: int) -> int:
    """Where the names behind "and no concurrent" begin, if that is what stands at `i`; else 0."""
    joined = i
    while i < len(tokens) and tokens[i].type in _JOINS:
        i += 1
    if i == joined or i + 1 >= len(tokens) or tokens[i].type != "NEG":
        return 0
    i += 1
    while i < len(tokens) and tokens[i].type == "SKIP":
        i += 1
    found = i + 1 < len(tokens) and tokens[i].type == "MOD" and tokens[i].value == _NOW
    return i + 1 if found else 0
