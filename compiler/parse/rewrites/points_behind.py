"""Points of time that are said once, behind the last of several times: "before, during or 14 days after treatment"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..token import Token

_JOINS = frozenset({"COMMA", "OR", "ANDOR", "AND", "SLASH"})
_SPANS = frozenset({"PERIOD", "LENGTH"})
_BEFORE = re.compile(r"(?:before|prior to)\Z", re.IGNORECASE)
#: How the last time begins, before its point: "after", "within 14 days after", "within 6 months of".
_TIMES = (["AFTER"], *(["WITHIN", span, side] for span in sorted(_SPANS) for side in ("AFTER", "OF")))


def with_points(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "during", or "on", has the point or event of its own; alone, it would say of no time at all."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        during = token.type in ("SKIP", "MOD") and text[token.start : token.end].lower() in ("during", "on")
        point = _point(tokens, i + 1) if during else []
        if token.type == "DURING" and i + 1 < len(tokens) and tokens[i + 1].type == "ANCHOR":
            result = [*_pointed(result, [tokens[i + 1]], text), token]
        elif point:
            result = [*_pointed(result, point, text), Token("DURING", token.start, token.end, ""), *point]
        elif token.type == "SLASH" and result and result[-1].start > token.start:
            result.append(token.retyped("OR"))  # "on/after surgery": the event was said again before it
        else:
            result.append(token)
    return result


def _pointed(tokens: list[Token], point: Sequence[Token], text: str) -> list[Token]:
    """Tokens of which a last "before", ahead of a connective, has the point as well."""
    end = len(tokens)
    while end and tokens[end - 1].type in _JOINS:
        end -= 1
    said = _BEFORE.search(text, 0, tokens[end - 1].end) if 0 < end < len(tokens) else None
    if said is None or tokens[end - 1].type == "BEFORE":
        return tokens
    kept = [token for token in tokens[:end] if token.end <= said.start()]
    return [*kept, Token("BEFORE", *said.span(), ""), *point, *tokens[end:]]


def _point(tokens: Sequence[Token], i: int) -> list[Token]:
    """The point of the trial, or the event, behind a time after it, where a connective and that time come at `i`."""
    begun = i
    while i < len(tokens) and tokens[i].type in _JOINS:
        i += 1
    said = [token for token in tokens[i : i + 8] if token.type != "SKIP"]
    kinds = [token.type for token in said]
    start = next((len(time) for time in _TIMES if kinds[: len(time)] == time), 0)
    if i == begun or not start:
        return []
    end = next((k for k in range(start, len(said)) if kinds[k] != "MOD"), start)
    named = end < len(said) and (kinds[end] == "NOUN" or (kinds[end] == "ANCHOR" and end == start))
    return said[start : _past_purpose(said, end + 1)] if named else []


def _past_purpose(said: Sequence[Token], i: int) -> int:
    """Behind what an event that ends at `i` was for: "chemotherapy | for melanoma"."""
    if i >= len(said) or (said[i].type, said[i].value) != ("LINK", "for"):
        return i
    end = next((k for k in range(i + 1, len(said)) if said[k].type != "MOD"), len(said))
    return end + 1 if end < len(said) and said[end].type == "NOUN" else i
