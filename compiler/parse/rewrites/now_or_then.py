"""Two times of one thing behind a comma: "immunosuppressants, currently or within past 6 months".

The comma parts nothing: both times are of what stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_NOW = "when=current"
_OPENED = frozenset({"EXCEPT", "EG", "UNLESS"})
_ENDS = frozenset({"STOP", "SEMI", "DOT"})


@needing("WITHIN")
def now_or_then(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without such a comma; where an exception or examples are open it closes them, and stays."""
    result: list[Token] = []
    opened = False
    for i, token in enumerate(tokens):
        opened = token.type in _OPENED or (opened and token.type not in _ENDS)
        behind = tokens[i + 1 : i + 4]
        times = [each.type for each in behind] == ["MOD", "OR", "WITHIN"] and behind[0].value == _NOW
        named = bool(result) and result[-1].type == "NOUN"
        result.append(token.retyped("SKIP") if token.type == "COMMA" and times and named and not opened else token)
    return result
