"""Of how many something is counted: "at least 8 of 68 tender joints", "3 or more of the 5 signs".

The total is no count of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ...extract.term import Term
from ...rules.model import Times, Value
from ..needing import needing

_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|a\s+total\s+of\s+)?\Z", re.IGNORECASE)
#: What the total may stand before.
_COUNTED = frozenset({"ENTITY", "WORD", "MOD", "SKIP"})


@needing("NUMBER")
def without_totals(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which every such total is a small word."""
    result = list(terms)
    count: Term | None = None  # what may be a count, right before small words
    for i, term in enumerate(terms[:-1]):
        if term.type == "NUMBER" and count is not None and terms[i + 1].type in _COUNTED:
            low = least(count)
            if low is not None and low <= term.value and _OF.fullmatch(text, count.end, term.start):
                result[i] = Term("SKIP", term.start, term.end)
        count = term if term.type != "SKIP" else count
    return result


def least(count: Term) -> Decimal | None:
    """The number that a count has at least; None of what counts nothing."""
    if count.type == "NUMBER" and isinstance(count.value, Decimal):
        return count.value
    if isinstance(count.value, Times) and count.value.low is not None:
        return Decimal(count.value.low)
    if count.type == "VALUE" and isinstance(count.value, Value) and count.value.low is not None:
        low = count.value.low
        return low.number if low.unit is None and low.reference is None else None
    return None
