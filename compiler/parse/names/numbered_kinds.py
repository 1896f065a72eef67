"""Numbered kinds inside a name: "HCV genotype 1 or 4 infection" is an infection with HCV, of one kind or the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...rules.model import Qualifier
from ...vocabulary import column
from ..needing import needing
from ..token import Token

_OTHER_NAME = ["NOUN", "LPAR", "NOUN", "RPAR"]


@needing("MOD")
def with_numbered_kinds(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a kind stands before the whole name."""
    result: list[Token] = []
    for head in tokens:
        name = _named(result, head, text)
        if name is None:
            result.append(head)
            continue
        kind, whole = result.pop(), f"{result[name].value.text} {head.value.text}"
        result[name] = result[name]._replace(value=replace(result[name].value, text=whole))
        result.insert(name, kind)
        result.append(Token("SKIP", head.start, head.end))
    return result


def _named(before: Sequence[Token], head: Token, text: str) -> int | None:
    """The index of the name that a kind at the end of `before` parts from its head."""
    if head.type != "NOUN" or head.value.text.lower() not in column("shared_heads") or not before:
        return None
    kind = before[-1]
    if kind.type != "MOD" or not isinstance(kind.value, Qualifier) or kind.value.key != "type":
        return None
    bracketed = [token.type for token in before[-5:-1]] == _OTHER_NAME
    name = len(before) - (5 if bracketed else 2)
    if name < 0 or before[name].type != "NOUN" or before[name].value.domain != "condition":
        return None
    beside = all(text[a.end : b.start].strip(" -") == "" for a, b in pairwise([*before[name:], head]))
    return name if beside else None
