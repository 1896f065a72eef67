"""How often something was measured: "> 160 mmHg on two readings" counts readings, as occasions are counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...extract.term import Term
from ...rules.model import Times
from ...vocabulary import column
from ..needing import saying
from .totals import least

_ON = re.compile(r"\b(?:on|in|at|during|for)\s+(?:the\s+)?\Z", re.IGNORECASE)
_NEAR = 12


@saying(r"\b(?:on|in|at|during|for)\b")
def with_measurings(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such a count behind a preposition, with the word for what it counts, is one TIMES."""
    result: list[Term] = []
    for term in terms:
        if result and term.start < result[-1].end:
            continue
        low = least(term)
        measured = _measuring().match(text, term.end) if low is not None else None
        if low is None or measured is None or not _ON.search(text, max(term.start - _NEAR, 0), term.start):
            result.append(term)
            continue
        counted = term.value if isinstance(term.value, Times) else Times(low=int(low))
        consecutive = counted.consecutive or measured["consecutive"] is not None
        times = counted.model_copy(update={"consecutive": consecutive})
        result.append(Term("TIMES", term.start, measured.end(), times))
    return result


@cache
def _measuring() -> re.Pattern[str]:
    """The word for one measuring; what comes next "of" is part of a name."""
    words = "|".join(sorted(map(re.escape, column("measurings")), key=len, reverse=True))
    kinds = r"(?:separate|different|distinct|repeated|repeat|independent|(?P<consecutive>consecutive|successive))"
    return re.compile(rf"\s+(?:{kinds}\s+)?(?:{words})\b(?!\s+of\b)", re.IGNORECASE)
