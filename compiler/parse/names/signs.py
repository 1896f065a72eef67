"""A plus behind a name: "CD4+" is a name of cells, "HBsAg+" a result of a test, "metformin + insulin" are two drugs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term
from ..needing import saying

#: Marks on cells, which the cells that bear them are named by: "CD4+", "cluster of differentiation 4+".
_MARK = re.compile(r"(?:.*\s)?(?:CD\d+[a-z]?|differentiation \d+)", re.IGNORECASE)
_TESTED = frozenset({"measurement", "condition"})

#: What may stand behind a plus that is a result.
_CLOSING = frozenset({"COMMA", "DOT", "SEMI", "RPAR", "AND", "OR", "ANDOR", "WITH", "AT", "WITHIN"})
#: What a plus may stand between.
_NAMES = frozenset({"ENTITY", "RPAR", "WORD"})


@saying(r"\+")
def signed(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a plus right behind a name is part of it, or its result."""
    terms = _unbracketed(terms, text)
    result: list[Term] = []
    for i, term in enumerate(terms):
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
        elif before is not None and before.type in _NAMES and _joins(terms, i, text):
            term = Term("AND", term.start, term.end, "")
        elif before is not None and text[before.start : term.end].lower() == "positive (+)":
            term = Term("SKIP", term.start, term.end)
        elif before is not None and _is_tested(result) and _ends(terms, i, text):
            term = Term("MOD", term.start, term.end, "outcome=positive")
        result.append(term)
    return result


def _unbracketed(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms with a plus in brackets as one: "HIV (+)"."""
    result: list[Term] = []
    for term in terms:
        if [each.type for each in result[-2:]][:1] == ["LPAR"] and term.type == "RPAR":
            start = result[-2].start
            if text[start : term.end].replace(" ", "") == "(+)":
                result[-2:] = [Term("WORD", start, term.end)]
                continue
        result.append(term)
    return result


def _is_tested(before: Sequence[Term]) -> bool:
    """Whether the terms end in what may be positive, perhaps with its abbreviation: "anti-HCV", "antigen (HBsAg)"."""
    if before[-1].type == "RPAR" and [term.type for term in before[-4:-2]] == ["ENTITY", "LPAR"]:
        before = before[:-3]
    return before[-1].type == "ENTITY" and before[-1].value.domain in _TESTED


def _ends(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether the term at `i` is a plus, which nothing goes on behind that it could be added to."""

    def closes(k: int) -> bool:
        return k + 1 == len(terms) or terms[k + 1].type in _CLOSING

    signs = [k for k in range(i, len(terms)) if text[terms[k].start : terms[k].end].replace(" ", "") in ("+", "(+)")]
    return signs[:1] == [i] and all(closes(k) for k in signs)  # not "EBV(+) or KSHV(+) | malignancy"


def _joins(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether the term at `i` is a plus between two names, with a space on either side."""
    if text[terms[i].start : terms[i].end] != "+" or i + 1 >= len(terms):
        return False
    apart = terms[i - 1].end < terms[i].start and terms[i].end < terms[i + 1].start
    return apart and terms[i + 1].type in ("ENTITY", "WORD") and "ENTITY" in (terms[i - 1].type, terms[i + 1].type)
