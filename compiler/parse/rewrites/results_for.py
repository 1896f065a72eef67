"""What a test was positive for: "drug screen positive for cocaine or opiates" asks for no use of these beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_FOR = re.compile(r"\s(?:for|to)\Z", re.IGNORECASE)


@needing("OUTCOME")
def with_targets(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which what a test tells is tied to its result."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        told = _FOR.search(text, token.start, token.end) if token.type == "OUTCOME" and _is_test(result) else None
        if told is None or not _names_found(tokens, i + 1):
            result.append(token)
        else:
            result += [token._replace(end=told.start()), Token("LINK", told.start() + 1, token.end, "for")]
    return result


def _is_test(before: Sequence[Token]) -> bool:
    """Whether a measurement or an examination ends the tokens, perhaps with its abbreviation in brackets."""
    end = len(before)
    if [token.type for token in before[-3:]] == ["LPAR", "NOUN", "RPAR"]:
        end -= 3
    while end and before[end - 1].type == "SKIP":
        end -= 1
    return end > 0 and before[end - 1].type == "NOUN" and before[end - 1].value.domain in ("measurement", "procedure")


def _names_found(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name of what a test finds comes at `i`, behind its qualities; what is measured is a test itself."""
    found = next((token for token in tokens[i:] if token.type != "MOD"), None)
    return found is not None and found.type == "NOUN" and found.value.domain != "measurement"
