"""Visual acuity that is said again: "worse than 55 letters (equivalent to 20/80 Snellen, 0.60 logMAR)".

Behind a limit, "Snellen equivalent" says only on which chart it is told: "20/40 to 20/320 Snellen equivalent".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import saying
from ..token import Token

#: On which charts and scales acuity is told, and that it is the same.
_CHARTS = re.compile(
    r"(?:equivalent|approximate(?:ly)?|approx\.?|about|corresponding|snellen|etdrs|logmar|decimal|letters?|line|vision"
    r"|chart|between|and|to|of|or|by|the|on|a|\W|\d)*",
    re.IGNORECASE,
)
_SNELLEN = re.compile(r"\bsnellen\b", re.IGNORECASE)
_LIMITS = frozenset({"VALUE", "AMOUNT", "SCORED"})
#: What may stand between a limit and the bracket: on which charts, of which eye.
_BETWEEN = frozenset({"MOD", "SKIP", "LINK", "SHOWN", "NOUN", "JUNK", "WITH", "AT"})
_LETTERS = re.compile(r"\bletters?\b|\bETDRS\b|\blogMAR\b", re.IGNORECASE)
_EQUIVALENT = re.compile(r"(?:approximate )?snellen(?: chart)?(?: equivalents?)?", re.IGNORECASE)


@saying(r"\bsnellen\b")
def acuity_once(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a bracket, or such a word, says nothing."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _end(tokens, i) if tokens[i].type == "LPAR" and _is_behind_limit(tokens, i, text) else 0
        inside = text[tokens[i].end : tokens[end].start] if end else ""
        if _SNELLEN.search(inside) and _CHARTS.fullmatch(inside):
            result.append(Token("SKIP", tokens[i].start, tokens[end].end, ""))
            i = end
        elif _is_equivalent(tokens, i, text):
            result.append(Token("SKIP", tokens[i].start, tokens[i].end, ""))
        else:
            result.append(tokens[i])
        i += 1
    return result


def _is_behind_limit(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a limit stands before the bracket at `i`; of letters, where charts or an eye are told between."""
    at = i - 1
    while at >= 0 and tokens[at].type in _BETWEEN:
        at -= 1
    if at < 0 or tokens[at].type not in _LIMITS:
        return False
    return at == i - 1 or _LETTERS.search(text, tokens[at].start, tokens[i].start) is not None


def _is_equivalent(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the token at `i` names the chart of the limit before it."""
    behind = i > 0 and tokens[i - 1].type in _LIMITS and tokens[i].type in ("NOUN", "JUNK")
    return behind and _EQUIVALENT.fullmatch(text, tokens[i].start, tokens[i].end) is not None


def _end(tokens: Sequence[Token], i: int) -> int:
    """The index of what closes the bracket that opens at `i`; 0 where another opens first."""
    for k in range(i + 1, len(tokens)):
        if tokens[k].type in ("LPAR", "RPAR"):
            return k if tokens[k].type == "RPAR" else 0
    return 0
