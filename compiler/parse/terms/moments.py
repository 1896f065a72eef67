"""How long after a beginning something was measured: "Apgar score < 7 at 5 minutes" is a quality of the score.

It lasted no 5 minutes. Where the text says what it was after, a phrase of time does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term
from ...rules.model import Qualifier, Value
from ..needing import saying

_AT = re.compile(r"\bat\s+\Z", re.IGNORECASE)
_NEAR = 5
_OF_LIFE = re.compile(r"\s+of\s+(?:life|age)\b", re.IGNORECASE)
_SHORT = frozenset({"minute", "hour"})
_COUNTED_FROM = frozenset({"BEFORE", "AFTER", "OF", "DURING", "THROUGH", "DURATION", "PERIOD", "LENGTH"})


@saying(r"\bat\s+[\w.]+[ -]?(?:min|h)")
def at_moments(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such a length of time behind "at" is a quality."""
    result: list[Term] = []
    for i, term in enumerate(terms):
        if result and term.start < result[-1].end:
            continue
        following = terms[i + 1].type if i + 1 < len(terms) else ""
        at = _AT.search(text, max(term.start - _NEAR, 0), term.start)
        if at is None or not _is_short(term) or following in _COUNTED_FROM:
            result.append(term)
            continue
        while result and result[-1].start >= at.start():
            result.pop()
        life = _OF_LIFE.match(text, term.end)
        end = life.end() if life else term.end
        written = " ".join(text[at.start() : end].split())
        result.append(Term("MOD", at.start(), end, Qualifier(key="context", value=Value(categories=(written,)))))
    return result


def _is_short(term: Term) -> bool:
    return term.type == "PERIOD" and all(period.unit in _SHORT for period in term.value.periods)
