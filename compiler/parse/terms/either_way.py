"""What holds either way: "glaucoma, whether suspected or confirmed", "burn wound (grafted or not)".

What follows a "whether" that closes no gap in the sentence restricts nothing: it opens the same link as "with or
without", and all of it is a note. "Or not" at its end says no more, and a quality with "or not" in brackets is a note.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term
from .permissions import note

_BESIDE = frozenset({"COMMA", "LPAR", "DASH", "ENTITY"})
_ENDS = frozenset({"COMMA", "SEMI", "DOT", "RPAR", "STOP"})
#: What a bracket that a quality and "or not" fill may hold beside them.
_PLAIN = frozenset({"MOD", "WORD", "UNFIT", "SKIP", "ENTITY"})


def either_way(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which "whether" opens a link where it stands beside the sentence, and "or not" ends it."""
    result: list[Term] = []
    opened = False
    i = 0
    while i < len(terms):
        term = terms[i]
        if term.type == "SKIP" and _is(term, text, "whether") and i and terms[i - 1].type in _BESIDE:
            term = Term("WITHOR", term.start, term.end, "")
        opened = (opened or term.type == "WITHOR") and term.type not in ("SEMI", "DOT")
        if end := _or_not_in_brackets(terms, i, text):
            result.append(note(terms[i:end], text))
            i = end
        elif opened and _is_or_not(terms, i, text):
            result.append(Term("SKIP", term.start, terms[i + 1].end))
            opened = False
            i += 2
        else:
            result.append(term)
            i += 1
    return result


def _is(term: Term, text: str, word: str) -> bool:
    return text[term.start : term.end].lower() == word


def _is_or_not(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether "or not" stands at `i` and nothing that it denies behind it."""
    if i + 1 >= len(terms) or terms[i].type != "OR" or not _is(terms[i + 1], text, "not"):
        return False
    return i + 2 == len(terms) or terms[i + 2].type in _ENDS


def _or_not_in_brackets(terms: Sequence[Term], i: int, text: str) -> int:
    """Where the bracket that opens at `i` ends, when all that it says is "<quality> or not"; else 0."""
    if terms[i].type != "LPAR" or not i:
        return 0
    j = i + 1
    while j < len(terms) and terms[j].type in _PLAIN:
        j += 1
    ends = j > i + 1 and _is_or_not(terms, j, text) and j + 2 < len(terms) and terms[j + 2].type == "RPAR"
    return j + 3 if ends else 0
