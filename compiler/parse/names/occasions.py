"""Nouns that belong to the point of the trial before them: "study drug infusion", "time of consent signing"."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term
from ...vocabulary import pairs
from ..needing import needing

#: What a noun may be read as that nobody else has claimed.
_UNKNOWN = frozenset({"WORD", "UNFIT"})
#: Parts of a trial in which something is given, which is then the treatment of the trial.
_PARTS = frozenset({"study"})


@needing("ANCHOR")
def with_occasions(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each point of the trial has taken in the noun of its occasion."""
    result: list[Term] = []
    for term in terms:
        said = _occasion(result, term, text)
        if said is None:
            result.append(term)
        else:
            point = result[-1]
            named = said if said and point.value in _PARTS else point.value
            result[-1] = point._replace(end=term.end, value=named)
    return result


def _occasion(before: Sequence[Term], term: Term, text: str) -> str | None:
    """The anchor that a noun makes of the point right before it; None where it belongs to none."""
    known = term.type in _UNKNOWN and bool(before) and before[-1].type == "ANCHOR"
    if not known or before[-1].end + 1 != term.start:
        return None
    return pairs("occasions").get(text[term.start : term.end].lower())
