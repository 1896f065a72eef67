"""Relative clauses whose verb nobody knows: "drugs that augment adrenergic response".

What such a clause says of the name before it is not understood, so that a name inside it is no fact of the patient:
the clause is kept as one run of unknown words.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term
from ..needing import saying

_PRONOUNS = frozenset({"that", "which"})
#: What may stand inside such a clause; anything else ends it.
_INSIDE = frozenset({"WORD", "ENTITY", "SKIP", "MOD", "DASH", "UNFIT", "WITH", "LINK"})
_NAMES = frozenset({"ENTITY", "RPAR"})


@saying("that|which")
def without_relatives(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a relative clause that begins with an unknown verb is one unknown word."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        end = _end(terms, i, text) if result and result[-1].type in _NAMES else i
        if end > i:
            start, stop = terms[i + 1].start, terms[end - 1].end
            result.append(Term("JUNK", start, stop, text[start:stop]))
            i = end
        else:
            result.append(terms[i])
            i += 1
    return result


def _end(terms: Sequence[Term], i: int, text: str) -> int:
    """Where the clause that begins at `i` with its pronoun ends; `i` where none begins."""
    if i + 1 >= len(terms) or not (terms[i + 1].type in ("WORD", "ENTITY") or _changes(terms, i)):
        return i
    if text[terms[i].start : terms[i].end].lower() not in _PRONOUNS:
        return i
    end = i + 1 + (terms[i + 1].type == "INCREASE")
    while end < len(terms) and terms[end].type in _INSIDE:
        end += 1
    return end


def _changes(terms: Sequence[Term], i: int) -> bool:
    """Whether a drug before the pronoun at `i` is told by what it changes: "a medication that changes gastric pH"."""
    given = i and terms[i - 1].type == "ENTITY" and terms[i - 1].value.domain == "drug"
    changed = [term.type for term in terms[i + 1 : i + 3]]
    return bool(given) and changed[:1] == ["INCREASE"] and changed[-1] in ("MOD", "ENTITY", "WORD")
