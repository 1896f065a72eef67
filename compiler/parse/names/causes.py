"""Names that hold their cause: "treatment-related myelodysplasia", "drug-induced liver injury".

The tokenizer parts them at the hyphen, since "biopsy-proven sarcoidosis" names sarcoidosis; with a cause they are one.
A cause alone in a list qualifies the noun behind it: "HIV-related or vascular dementia".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term
from ...rules.model import Domain
from ..needing import saying
from .lists import CONNECTIVES, ORGAN

_CAUSES = frozenset({"ENTITY", "WORD", "MOD", "UNFIT"})
_CAUSING = re.compile(r"[- ](?:induced|related|associated)(?! (?:to|with|by)\b) ?", re.IGNORECASE)
#: Nouns that the cause before them makes a condition: "diabetes related macro-complications".
_CAUSED = re.compile(
    r"(?:\w+-)?(?:complications?|toxicit(?:y|ies)|symptoms?|damage|sequelae|impairments?)", re.IGNORECASE
)
#: The terms of a hyphen and the word behind it, if they are no part of the name already.
_MOST = 2


@saying(_CAUSING.pattern)
def with_causes(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a cause, its hyphen and the name behind it are one entity."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        last = _end(terms, i, text)
        alone = _alone(terms, i, text)
        if alone:
            result.append(Term("MOD", terms[i].start, terms[alone].end, ORGAN))
            last = alone
        elif last:
            start, end = terms[i].start, terms[last].end
            domain: Domain = terms[last].value.domain if terms[last].type == "ENTITY" else "condition"
            result.append(Term("ENTITY", start, end, Entity(domain, text[start:end])))
        else:
            result.append(terms[i])
        i = (last or i) + 1
    return result


def _end(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of the name that goes on from its cause at `i`, or 0."""
    if terms[i].type not in _CAUSES:
        return 0
    tie = _CAUSING.match(text, terms[i].end)
    if tie is None or (tie[0].startswith(" ") and terms[i].type != "ENTITY"):
        return 0
    for last in range(i + 1, min(i + 3 + _MOST, len(terms))):
        if terms[last].type == "ENTITY" or _CAUSED.fullmatch(text, terms[last].start, terms[last].end):
            return last
        if terms[last].type != "MOD" and terms[last].start >= tie.end():
            return 0
    return 0


def _alone(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of the last term of a cause at `i` that stands alone before a connective, or 0."""
    tie = _CAUSING.match(text, terms[i].end) if terms[i].type in _CAUSES else None
    if tie is None:
        return 0
    end = tie.start() + len(tie[0].rstrip())
    last = next((k for k in range(i + 1, min(i + 2 + _MOST, len(terms))) if terms[k].end >= end), 0)
    joined = last and terms[last].end == end and last + 1 < len(terms) and terms[last + 1].type in CONNECTIVES
    return last if joined else 0
