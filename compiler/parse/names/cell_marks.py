"""Marks that cells are named by: the plus of "CD4+" is part of the name, where that of "HBsAg+" is a result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term

_MARK = re.compile(r"(?:.*\s)?(?:CD\d+[a-z]?|differentiation \d+)", re.IGNORECASE)


def with_marks(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which the plus right behind the mark of a cell is part of its name."""
    result: list[Term] = []
    for term in terms:
        before = result[-1] if result else None
        plus = before is not None and before.end == term.start and text[term.start : term.end] == "+"
        if plus and before and before.type == "ENTITY" and _MARK.fullmatch(text[before.start : before.end]):
            named = Entity(before.value.domain, text[before.start : term.end])
            result[-1] = Term("ENTITY", before.start, term.end, named)
        else:
            result.append(term)
    return result
