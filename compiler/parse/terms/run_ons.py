"""Sentences that run on: lists whose line breaks were lost, told by the capitals of their first words.

"Known allergy to aspirin Uncontrolled hypertension No prior surgery" is three statements. Names may begin with a
capital anywhere ("Hodgkin lymphoma"), phrases of the vocabulary ("Known", "No") only where a statement begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise

from ...extract.entity import Entity
from ...extract.lexicon import domain_of
from ...extract.term import Term

#: What begins a statement where its first letter, and no other, is a capital.
_OPENERS = frozenset({"SUBJ", "NEG", "NEVER", "UNDERTAKE", "PERSON", "FOR", "IF"})
_QUALITIES = ("when=", "domain=", "light=", "status=", "severity=", "course=", "control=", "certainty=")
#: What ends one.
_ENDS = frozenset({"ENTITY", "WORD", "VALUE", "AMOUNT", "UNDERTAKE", "ANCHOR", "OUTCOME"})
#: A word in small letters or a bracket, and a word with a capital after it.
_BOUNDARY = re.compile(r"(?:(?<![\w-])[a-z][a-z-]{3,}|\)) (?=[A-Z][a-z])")


def parted(terms: Sequence[Term], text: str) -> tuple[list[Term], list[int]]:
    """The terms with a full stop where a statement begins without one, and the places of these.

    Names begin one only where phrases show that line breaks were lost.
    """
    starts = {found.end() for found in _BOUNDARY.finditer(text)}
    if not starts:
        return list(terms), []
    begun = {
        term.start
        for before, term in pairwise(terms)
        if term.start in starts and _follows(before, term) and before.end + 1 == term.start
    }
    if not begun:
        return list(terms), []
    result = [part for term in terms for part in _split(term, text, starts)]
    begun |= {
        term.start
        for before, term in pairwise(result)
        if term.start in starts and term.type == before.type == "ENTITY" and before.end + 1 == term.start
    }
    stopped = ((Term("DOT", term.start, term.start), term) if term.start in begun else (term,) for term in result)
    return list(chain.from_iterable(stopped)), sorted(begun)


def _follows(before: Term, term: Term) -> bool:
    """Whether a statement may end with one term, and the next begin with the other; behind a bracket, of patients."""
    return (_opens(term) and before.type in _ENDS) or (before.type == "RPAR" and term.type == "SUBJ")


def _opens(term: Term) -> bool:
    return term.type in _OPENERS or (term.type == "MOD" and str(term.value).startswith(_QUALITIES))


def _split(term: Term, text: str, starts: set[int]) -> list[Term]:
    """A name that the recogniser found across the end of a statement, as its parts."""
    cuts = sorted(start for start in starts if term.start < start < term.end)
    if term.type != "ENTITY" or not cuts:
        return [term]
    parts = []
    for start, end in zip([term.start, *cuts], [*(cut - 1 for cut in cuts), term.end], strict=True):
        said = text[start:end]
        parts.append(Term("ENTITY", start, end, Entity(domain_of(said) or term.value.domain, said)))
    return parts
