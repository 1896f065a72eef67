"""Shares of cells in which something is found: "PD-L1 expression in >= 50 % of tumor cells" is measured in them."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Qualifier, Value
from ...vocabulary import column
from ..needing import saying
from ..token import Token

_OF = ("of", "of the")
#: How the preposition before a share is marked: "on >= 20 % of blasts".
_ON = "domain=drug"


@saying(r"(?:%|percent) of\b")
def found_in_cells(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the cells are the specimen of what is found in a share of them."""
    result: list[Token] = []
    again = False  # whether another share may be of the same: "in >= 50 % of tumor cells or >= 10 % of immune cells"
    for token in tokens:
        behind = [each for each in result if each.type != "SKIP"] if _are_cells(token) else []
        if len(behind) > 1 and _is_share(behind[-1]) and _of(behind[-1], token, text):
            on = behind[-2] if (behind[-2].type, behind[-2].value) == ("MOD", _ON) else None
            found = behind[-3] if on is not None and len(behind) > 2 else behind[-2]
            again = again and found.type in ("OR", "AND")
            if again or (found.type == "NOUN" and found.value.domain == "measurement"):
                result = [each for each in result if each is not on]
                written = " ".join(text[token.start : token.end].split())
                cells = Qualifier(key="specimen", value=Value(categories=(written,)))
                token, again = Token("MOD", token.start, token.end, cells), True
        result.append(token)
    return result


def _are_cells(token: Token) -> bool:
    return token.type == "NOUN" and token.value.text.lower().split()[-1] in column("cells")


def _is_share(token: Token) -> bool:
    if token.type != "VALUE" or not isinstance(token.value, Value):
        return False
    return any(end is not None and end.unit == "%" for end in (token.value.low, token.value.high))


def _of(share: Token, cells: Token, text: str) -> bool:
    return text[share.end : cells.start].strip().lower() in _OF
