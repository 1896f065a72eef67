"""How much of something an illness takes: "psoriasis involving more than 10% of the body surface area"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Value
from ..needing import saying
from ..token import Token

_TAKES = re.compile(r"(?:that )?(?:involv|cover|encompass|occupy)(?:ing|es|s)", re.IGNORECASE)
_UNKNOWN = frozenset({"WORD", "UNFIT"})


@saying(r"\b(?:involv|cover|encompass|occupy)")
def with_extents(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the word before such a share links it: the share is measured with the illness."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        takes = token.type in _UNKNOWN and _TAKES.fullmatch(text[token.start : token.end]) is not None
        host = result[-1].value if result and result[-1].type == "NOUN" else None
        ill = host is not None and host.domain == "condition"
        if takes and ill and i + 1 < len(tokens) and _is_share(tokens[i + 1]):
            token = Token("LINK", token.start, token.end, "with")
        result.append(token)
    return result


def _is_share(token: Token) -> bool:
    ends = (token.value.low, token.value.high) if isinstance(token.value, Value) else ()
    return any(end is not None and end.unit == "%" for end in ends)
