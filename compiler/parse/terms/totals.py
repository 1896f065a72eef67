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
    for i in range(1, len(terms) - 1):
        count = next((term for term in reversed(terms[:i]) if term.type not in ("SKIP", "PHRASE")), None)
        if terms[i].type != "NUMBER" or count is None or terms[i + 1].type not in _COUNTED:
            continue
        least = _least(count)
        if least is not None and least <= terms[i].value and _OF.fullmatch(text, count.end, terms[i].start):
            result[i] = Term("SKIP", terms[i].start, terms[i].end)
    return result


def _least(count: Term) -> Decimal | None:
    """The number that a count has at least; None of what counts nothing."""
    if count.type == "NUMBER" and isinstance(count.value, Decimal):
        return count.value
    if isinstance(count.value, Times) and count.value.low is not None:
        return Decimal(count.value.low)
    if count.type == "VALUE" and isinstance(count.value, Value) and count.value.low is not None:
        low = count.value.low
        return low.number if low.unit is None and low.reference is None else None
    return None
