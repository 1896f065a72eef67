"""Ratios, which two names and a sign name together: "protein:creatinine ratio", "FEV1/forced vital capacity (FVC)"."""

from __future__ import annotations

from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token

_SIGNS = frozenset({"SLASH", "COLON"})


@needing(*_SIGNS)
def with_ratios(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each ratio is one name."""
    result: list[Token] = []
    denominators = tuple(column("denominators"))
    i = 0
    while i < len(tokens):
        token, end = tokens[i], i + 1
        begins = _numerator(result) if token.type == "NOUN" else None
        named = token.value.text.lower() if begins is not None else ""
        if named.startswith(denominators):
            end += 3 * _is_short(tokens[i + 1 : i + 4])
        elif not (named.endswith((" ratio", " ratios")) and _touch(result[-2:])):
            begins = None
        if begins is not None:
            start, stop = result[begins].start, tokens[end - 1].end
            del result[begins:]
            token = Token("NOUN", start, stop, Noun(text[start:stop], "measurement"))
        result.append(token)
        i = end
    return result


def _touch(before: Sequence[Token]) -> bool:
    """Whether a name and a sign stand close together."""
    return before[0].type == "NOUN" and before[0].end == before[1].start


def _numerator(before: Sequence[Token]) -> int | None:
    """Where the name before a sign begins, perhaps with its abbreviation behind it; None where there is none."""
    if len(before) < len("A/") or before[-1].type not in _SIGNS:
        return None
    end = len(before) - 1
    end -= 3 * _is_short(before[max(end - 3, 0) : end])
    return end - 1 if end > 0 and before[end - 1].type == "NOUN" else None


def _is_short(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a name in brackets."""
    return [token.type for token in tokens] == ["LPAR", "NOUN", "RPAR"]
