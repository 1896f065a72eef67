"""Names that hold their cause: "treatment-related myelodysplasia", "drug-induced liver injury".

The tokenizer parts them at the hyphen, since "biopsy-proven sarcoidosis" names sarcoidosis; with a cause they are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..extract.entity import Entity
from ..extract.term import Term

_CAUSES = frozenset({"ENTITY", "WORD", "MOD", "UNFIT"})
_CAUSING = re.compile(r"-(?:induced|related|associated) ?", re.IGNORECASE)
#: The terms of a hyphen and the word behind it, if they are no part of the name already.
_MOST = 2


def with_causes(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a cause, its hyphen and the name behind it are one entity."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        last = _end(terms, i, text)
        if last:
            start, end = terms[i].start, terms[last].end
            result.append(Term("ENTITY", start, end, Entity(terms[last].value.domain, text[start:end])))
        else:
            result.append(terms[i])
        i = (last or i) + 1
    return result


def _end(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of the name that goes on from its cause at `i`, or 0."""
    if terms[i].type not in _CAUSES:
        return 0
    for last in range(i + 1, min(i + 2 + _MOST, len(terms))):
        if terms[last].type == "ENTITY":
            tie = _CAUSING.match(text, terms[i].end)
            return last if tie and tie.end() >= terms[last].start else 0
    return 0
