"""Stages on both sides of an aside: "stage IIIB (with pleural effusion) or IV lung cancer" names two.

Alone, the second would be a word, or how a drug is given; and the aside says what comes with the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term
from ...rules.model import Qualifier, Value
from ..needing import needing

_STAGE = re.compile(r"(?:I{1,3}|IV|V)[A-Da-d]?\d?")
_JOINS = frozenset({"OR", "AND", "ANDOR", "SLASH", "COMMA"})


@needing("GRADED")
def stages_past_asides(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a bare stage behind such an aside is one as well."""
    result = list(terms)
    for i, term in enumerate(terms):
        end = _closing(terms, i + 1) if _is_staged(term) else 0
        if not end:
            continue
        if terms[i + 2].type == "WITH" and text.startswith("with", terms[i + 2].start):
            result[i + 2] = Term("LINK", *terms[i + 2][1:3], "with")
        k = end + 1
        while k < len(terms) and terms[k].type in _JOINS:
            k += 1
        if end + 1 < k < len(terms) and _STAGE.fullmatch(text, terms[k].start, terms[k].end):
            written = text[terms[k].start : terms[k].end]
            stage = Qualifier(key=term.value.key, value=Value(categories=(written,)))
            result[k] = Term("GRADED", terms[k].start, terms[k].end, stage)
    return result


def _is_staged(term: Term) -> bool:
    """Whether a term is a stage that is named, and not one of a range."""
    return term.type == "GRADED" and term.value.key == "stage" and bool(term.value.value.categories)


def _closing(terms: Sequence[Term], i: int) -> int:
    """The index of the bracket that closes the one at `i`; 0 where none stands there."""
    if i + 1 >= len(terms) or terms[i].type != "LPAR":
        return 0
    return next((k for k in range(i + 1, len(terms)) if terms[k].type == "RPAR"), 0)
