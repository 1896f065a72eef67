"""Women of childbearing potential by their letters: WOCBP, WCBP, FCBP, FOCBP are two words, for whom and for what.

Behind the words themselves the letters only name them again: "women of childbearing potential (WOCBP)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term
from ..needing import saying

_LETTERS = re.compile(r"(?P<women>WO?|FO?)(?P<potential>CBP)s?\Z", re.IGNORECASE)


@saying(r"\b[wf]o?cbps?\b")
def women_by_letters(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such letters are a person of her sex and an observation."""
    result: list[Term] = []
    for term in terms:
        letters = _LETTERS.match(text[term.start : term.end]) if term.type in ("ENTITY", "WORD") else None
        if letters is None or (result and result[-1].type == "LPAR"):
            result.append(term)
            continue
        middle = term.start + letters.start("potential")
        result.append(Term("PHRASE", term.start, middle, (("PERSON", "female"),)))
        result.append(Term("ENTITY", middle, term.end, Entity("observation", text[middle : term.end])))
    return result
