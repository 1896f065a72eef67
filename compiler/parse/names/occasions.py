"""Nouns that belong to the point of the trial before them: "study drug infusion", "time of consent signing".

Behind "after the last" a dose is such a point itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term
from ...vocabulary import pairs
from ..needing import needing

#: What a noun may be read as that nobody else has claimed.
_UNKNOWN = frozenset({"WORD", "UNFIT"})
#: Parts of a trial in which something is given, which is then the treatment of the trial.
_PARTS = frozenset({"study"})


@needing("ANCHOR", "AFTER")
def with_occasions(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each point of the trial has taken in the noun of its occasion."""
    result: list[Term] = []
    for term in terms:
        said = _occasion(result, term, text)
        if _is_last(result, term, text):
            result.append(Term("ANCHOR", term.start, term.end, "treatment"))
        elif said is None:
            result.append(term)
        else:
            point = result[-1]
            named = said if said and point.value in _PARTS else point.value
            result[-1] = point._replace(end=term.end, value=named)
    return result


def _is_last(before: Sequence[Term], term: Term, text: str) -> bool:
    """Whether the last time that something is given stands at a term: "after the last | dose"."""
    counted = bool(before) and before[-1].type == "AFTER" and text[before[-1].start : before[-1].end].endswith("last")
    given = term.type in _UNKNOWN and pairs("occasions").get(text[term.start : term.end].lower()) == "treatment"
    return counted and given


def _occasion(before: Sequence[Term], term: Term, text: str) -> str | None:
    """The anchor that a noun makes of the point right before it; None where it belongs to none."""
    known = term.type in _UNKNOWN and bool(before) and before[-1].type == "ANCHOR"
    if not known or before[-1].end + 1 != term.start:
        return None
    return pairs("occasions").get(text[term.start : term.end].lower())
