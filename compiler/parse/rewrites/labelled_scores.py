"""What a scale calls a score, in brackets behind it: "IGA of 3 (moderate) or 4 (severe)". It is a note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...rules.model import Value
from ..needing import needing
from ..token import Token

_SCORES = frozenset({"SCORED", "VALUE", "NUMBER"})
_BETWEEN = frozenset({"OR", "AND", "SKIP"})
#: The most tokens inside such a bracket.
_LONGEST = 5


@needing("LPAR")
def without_labels(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such labels are notes."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end(tokens, i) if tokens[i].type == "LPAR" and result and _is_score(result[-1]) else 0
        if end and _is_label(tokens[i + 1 : end], text):
            start, stop = tokens[i].end, tokens[end].start
            result.append(Token("NOTE", start, stop, text[start:stop]))
            i = end + 1
        else:
            result.append(tokens[i])
            i += 1
    return result


def _end(tokens: Sequence[Token], i: int) -> int:
    """The index of the bracket that closes the one at `i`; 0 where it holds too much."""
    return next((j for j in range(i + 2, min(i + 2 + _LONGEST, len(tokens))) if tokens[j].type == "RPAR"), 0)


def _is_score(token: Token) -> bool:
    """Whether a token is a score or a number without a unit."""
    if token.type == "NUMBER":
        return isinstance(token.value, Decimal)
    if token.type not in _SCORES:
        return False
    value: Value = token.value if token.type == "VALUE" else token.value.value
    ends = [end for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(end.unit is None and end.reference is None for end in ends)


def _is_label(inside: Sequence[Token], text: str) -> bool:
    """Whether a bracket holds only a degree: "moderate to severe", "moderately ill", "severe depression"."""
    degrees = [token for token in inside if token.type == "MOD" and str(token.value).startswith("severity=")]
    others = [token for token in inside if token not in degrees and token.type not in _BETWEEN]
    if not degrees or len(others) > 1:
        return False
    if not others:
        return True
    adverb = text[degrees[-1].start : degrees[-1].end].lower().endswith("ly")
    ill = others[0].type == "NOUN" and others[0].value.domain == "condition"
    return others[0] is inside[-1] and (ill or (adverb and others[0].type in ("NOUN", "JUNK")))
