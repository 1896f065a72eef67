"""Exceptions whose "other" stands before the name: "other diseases than asthma" is "diseases other than asthma"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.term import Term
from ..needing import saying

_OTHER = re.compile(r"\b(?:an)?other\Z", re.IGNORECASE)
#: What makes "than" compare: "any other pain more severe than ...".
_MORE = re.compile(r"\b(?:more|less|fewer|greater|higher|lower|rather|\w{3,}er)\b(?<!other)(?<!cancer)", re.IGNORECASE)
#: How many terms the "other" may stand ahead, and what ends the search.
_NEAR = 5
_PARTS = frozenset({"COMMA", "SEMI", "DOT", "LPAR", "RPAR", "COLON"})


@saying(r"\bother\b.*\bthan\b")
def with_exceptions(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each such "than" opens an exception."""
    result = list(terms)
    for i, term in enumerate(result):
        if term.type == "WORD" and text[term.start : term.end].lower() == "than" and _is_of_others(result, i, text):
            result[i] = Term("PHRASE", term.start, term.end, (("EXCEPT", ""),))
    return result


def _is_of_others(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether "other" and a name stand before the "than" at `i`."""
    before = list(takewhile(lambda term: term.type not in _PARTS, reversed(terms[max(i - _NEAR, 0) : i])))
    others = next((term for term in before if _OTHER.search(text, term.start, term.end)), None)
    return others is not None and others is not before[0] and not _MORE.search(text, others.end, terms[i].start)
