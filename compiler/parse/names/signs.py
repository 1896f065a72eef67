"""A plus behind a name: "CD4+" is a name of cells, "HBsAg+" a result of a test."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term

#: Marks on cells, which the cells that bear them are named by: "CD4+", "cluster of differentiation 4+".
_MARK = re.compile(r"(?:.*\s)?(?:CD\d+[a-z]?|differentiation \d+)", re.IGNORECASE)
_TESTED = frozenset({"measurement", "condition"})


def signed(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a plus right behind a name is part of it, or its result."""
    result: list[Term] = []
    for term in terms:
        before = result[-1] if result else None
        if (
            before is not None
            and before.type == "ENTITY"
            and before.end == term.start
            and text[term.start : term.end] == "+"
        ):
            if _MARK.fullmatch(text[before.start : before.end]):
                named = Entity(before.value.domain, text[before.start : term.end])
                result[-1] = Term("ENTITY", before.start, term.end, named)
                continue
            if before.value.domain in _TESTED:
                term = Term("MOD", term.start, term.end, "outcome=positive")
        result.append(term)
    return result
