"""Qualities whose key is told by what they stand before: "oral steroids" have a route, "oral ulcers" a place."""

from __future__ import annotations

from functools import cache

from ...vocabulary import rows
from ..needing import needing
from ..token import Token
from .lists import CONNECTIVES

_BETWEEN = CONNECTIVES | {"SKIP", "MOD"}


@needing("MOD")
def keyed(tokens: list[Token], text: str) -> list[Token]:
    """Tokens in which such a quality has the key that it has before a name of that domain."""
    return [
        token._replace(value=f"{key}=*") if token.type == "MOD" and (key := _key(tokens, i, text)) else token
        for i, token in enumerate(tokens)
    ]


def _key(tokens: list[Token], i: int, text: str) -> str:
    """The key of the quality at `i` by the first name behind it; empty where none is known."""
    token = tokens[i]
    known = _keys().get(text[token.start : token.end].lower()) if _says_itself(token) else None
    if known is None:
        return ""
    named = next((each for each in tokens[i + 1 :] if each.type not in _BETWEEN), None)
    return known.get(named.value.domain, "") if named is not None and named.type == "NOUN" else ""


def _says_itself(token: Token) -> bool:
    """Whether a quality is kept in the words as they are written."""
    return isinstance(token.value, str) and token.value.endswith("=*")


@cache
def _keys() -> dict[str, dict[str, str]]:
    """The key of each word by domain."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("keys_of_domains"):
        found.setdefault(row["word"], {})[row["domain"]] = row["key"]
    return found
