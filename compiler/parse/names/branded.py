"""What is done with a branded thing is named with it: "Botox® injections", "Lucentis® treatment".

A mark of trade stands between the two words, and parts no name.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term
from ...vocabulary import pairs
from ..needing import saying

_MARKS = frozenset({"®", "™"})


@saying("[®™] ")
def branded(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which an act behind a mark of trade is part of the name before it, and changes nothing of its kind."""
    result: list[Term] = []
    for term in terms:
        if _is_act(term, text) and _is_marked(result, term, text):
            result.pop()
            first = result.pop()
            named = Entity(first.value.domain, text[first.start : term.end])
            term = Term("ENTITY", first.start, term.end, named)
        result.append(term)
    return result


def _is_act(term: Term, text: str) -> bool:
    return term.type in ("WORD", "ENTITY") and text[term.start : term.end] in pairs("acts")


def _is_marked(before: Sequence[Term], term: Term, text: str) -> bool:
    """Whether a name with a mark of trade stands right before a term."""
    if len(before) < 2 or before[-2].type != "ENTITY" or before[-2].end != before[-1].start:
        return False
    return text[before[-1].start : before[-1].end] in _MARKS and before[-1].end + 1 == term.start
