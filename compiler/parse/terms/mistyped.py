""" "With" that was meant as "within": "other drugs with 14 days before enrollment", "with 7 days of screening".

It stands before a length of time that is counted from a point of the trial; "with 3 months of treatment" tells how long
something has been.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term
from ..needing import saying

_WITH = re.compile(r"with(?: the)?", re.IGNORECASE)
#: Points that last: what is "of" them may be how long they have been.
_LASTING = frozenset({"treatment", "study"})
_POINT = re.compile(r"\b(?:first|1st|start|initiat|begin|day|dose|receiving)", re.IGNORECASE)


@saying(r"\bwith (?:the )?[\w() -]{1,12}(?:hour|day|week|month|year)s?\b")
def within_meant(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such a "with" is "within"."""
    result = list(terms)
    for i, (term, span, tie) in enumerate(zip(terms, terms[1:], terms[2:], strict=False)):
        said = term.type == "PHRASE" and _WITH.fullmatch(text, term.start, term.end) is not None
        if said and span.type == "PERIOD" and _counts(terms[i + 3 : i + 4], tie, text):
            result[i] = term._replace(value=(("WITHIN", "plain"),))
    return result


def _counts(following: Sequence[Term], tie: Term, text: str) -> bool:
    """Whether time is counted from what follows: back from anything, "of" a point alone."""
    said = {terminal for terminal, _ in tie.value} if tie.type == "PHRASE" else set()
    if "BEFORE" in said or "AGO" in said:
        return True
    return "OF" in said and bool(following) and _is_point(following[0], text)


def _is_point(term: Term, text: str) -> bool:
    names = {value for terminal, value in term.value if terminal == "ANCHOR"} if term.type == "PHRASE" else set()
    return bool(names) and (names.isdisjoint(_LASTING) or bool(_POINT.search(text, term.start, term.end)))
