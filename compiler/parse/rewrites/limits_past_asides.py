"""Limits behind an aside: "LVEF, as measured by echocardiography, of at least 50%" is at least 50 %, so measured."""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token
from .limits_of_people import is_measured

_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTSIDE"})
#: What an aside begins with: by what was measured, and when.
_BEGINS = frozenset({"LINK", "AT", "WITHIN", "DURING"})
#: What it may hold; another name that is measured has its own limit.
_HOLDS = _BEGINS | {"NOUN", "MOD", "OR", "AND", "SKIP", "ANCHOR", "PERIOD", "BEFORE", "AFTER", "OF"}


@needing("COMMA")
def limits_past_asides(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which such a limit stands before the aside, right behind what it limits."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        limit = _limit(tokens, i) if is_measured(result) else 0
        if not limit:
            result.append(tokens[i])
            i += 1
            continue
        aside = [token for token in tokens[i:limit] if token.type != "COMMA"]
        end = limit + 1
        while end < len(tokens) and tokens[end].type == "MOD" and str(tokens[end].value).startswith("side="):
            end += 1  # "of 20/40 in the study eye"
        result += [*tokens[limit:end], *aside]
        i = end
    return result


def _limit(tokens: Sequence[Token], i: int) -> int:
    """The index of the limit behind the aside that begins with the comma at `i`; 0 where none does.

    An aside without its first comma is one quality: "creatinine clearance | using the Cockcroft-Gault formula, > 60".
    """
    begins = i + (tokens[i].type == "COMMA")
    if begins >= len(tokens) or not (_is_method(tokens[begins]) or (begins > i and tokens[begins].type in _BEGINS)):
        return 0
    end = begins + 1
    while end < len(tokens) and tokens[end].type in _HOLDS:
        end += 1
    if end >= len(tokens) or tokens[end].type != "COMMA":
        return 0
    behind = end + 1
    while behind < len(tokens) and tokens[behind].type == "SKIP":
        behind += 1
    measured = any(token.type == "NOUN" and token.value.domain == "measurement" for token in tokens[begins:end])
    return behind if behind < len(tokens) and tokens[behind].type in _LIMITS and not measured else 0


def _is_method(token: Token) -> bool:
    return token.type == "MOD" and str(token.value).startswith("method=")
