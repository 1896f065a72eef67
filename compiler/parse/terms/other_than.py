"""Exceptions whose "other" stands before the name: "other diseases than asthma" is "diseases other than asthma".

So is "other diseases in addition to asthma".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.term import Term
from ..needing import saying

_OTHER = re.compile(r"\b(?:an)?other\Z", re.IGNORECASE)
#: What is meant beside the one that is named: "another bleeding disorder in addition to hemophilia".
_BESIDE = re.compile(r"\b(?:(?:an)?other|additional|second)\Z", re.IGNORECASE)
_IN_ADDITION = "in addition to"
#: What makes "than" compare: "any other pain more severe than ...".
_MORE = re.compile(r"\b(?:more|less|fewer|greater|higher|lower|rather|\w{3,}er)\b(?<!other)(?<!cancer)", re.IGNORECASE)
#: How many terms the "other" may stand ahead, and what ends the search.
_NEAR = 5
_PARTS = frozenset({"COMMA", "SEMI", "DOT", "LPAR", "RPAR", "COLON"})


@saying(r"\bother\b.*\bthan\b|\b(?:other|additional|second)\b.*\bin addition to\b")
def with_exceptions(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each such "than", or "in addition to", opens an exception."""
    result = list(terms)
    for i, term in enumerate(result):
        said = text[term.start : term.end].lower() if term.type in ("WORD", "PHRASE") else ""
        than = said == "than" and term.type == "WORD" and _is_of_others(result, i, text, _OTHER)
        if than or (said == _IN_ADDITION and _is_of_others(result, i, text, _BESIDE)):
            result[i] = Term("PHRASE", term.start, term.end, (("EXCEPT", ""),))
    return result


def _is_of_others(terms: Sequence[Term], i: int, text: str, other: re.Pattern[str]) -> bool:
    """Whether `other` and a name stand before what is at `i`."""
    before = list(takewhile(lambda term: term.type not in _PARTS, reversed(terms[max(i - _NEAR, 0) : i])))
    others = next((term for term in before if other.search(text, term.start, term.end)), None)
    return others is not None and others is not before[0] and not _MORE.search(text, others.end, terms[i].start)
