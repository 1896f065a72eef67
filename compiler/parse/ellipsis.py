"""What a text says once though it means it twice: "since prior and no concurrent radiotherapy", "age < 2 or > 21"."""

from __future__ import annotations

from collections.abc import Sequence

from ..rules.model import Limit, Value
from .token import Token

_JOINS = frozenset({"AND", "BUT", "COMMA", "SKIP"})
_LISTED = frozenset({"NOUN", "MOD", "COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP", "JUNK"})
#: Units that the limit of an age may have; years where it has none.
_AGES = frozenset({None, "a", "mo", "wk", "d"})
_EARLIER, _NOW = "when=ever", "when=current"


def completed(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "prior", where "and no concurrent" follows, has the names that stand behind "concurrent".

    A limit that "or" ties to an age is an age.
    """
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(_other_age(result, token))
        if _says_earlier(token, text) and (start := _names_after(tokens, i + 1)):
            end = start
            while end < len(tokens) and tokens[end].type in _LISTED:
                end += 1
            while end > start and tokens[end - 1].type != "NOUN":
                end -= 1
            result.extend(tokens[start:end])
    return result


def _other_age(before: Sequence[Token], token: Token) -> Token:
    """The second age of "age > 21 or less than 2"; any other token as it is."""
    joined = [each.type for each in before[-2:]] in (["AGE", "OR"], ["AGE", "ANDOR"])
    value = token.value
    if not joined or token.type != "VALUE" or not isinstance(value, Value):
        return token
    ends = [end for end in (value.low, value.high) if end is not None]
    if not ends or any(end.number is None or end.reference or end.unit not in _AGES for end in ends):
        return token
    return Token("AGE", token.start, token.end, Value(low=_in_years(value.low), high=_in_years(value.high)))


def _in_years(end: Limit | None) -> Limit | None:
    return end.model_copy(update={"unit": end.unit or "a"}) if end is not None else None


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
