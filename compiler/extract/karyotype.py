"""Chromosome changes as cytogeneticists write them: "t(9;22)(q34;q11)", "inv(16)", "del(17p)".

Their numbers are chromosomes and bands and limit nothing (International System for Human Cytogenomic Nomenclature).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entity import Entity
from .term import Term

_CHROMOSOME = r"(?:\d{1,2}|X|Y)(?:\s?[pq]\s?\d{0,2}(?:\.\d{1,2})?)?"
_BAND = r"[pq]\s?\d{1,2}(?:\.\d{1,2})?(?:-?[pq]\s?\d{1,2}(?:\.\d{1,2})?)?"
_CHANGE = re.compile(
    r"(?:\b(?:[Tt]ranslocations?|[Dd]eletions?|[Ii]nversions?)\s+)?"
    rf"\b(?:t|inv|del|ins|dup|der|add|dic|i)\s?\(\s?{_CHROMOSOME}(?:\s?[;:,]\s?{_CHROMOSOME})*\s?\)"
    rf"(?:\s?\(\s?{_BAND}(?:\s?[;:,]\s?{_BAND})*\s?\))?"
)


def karyotypes(text: str) -> Iterator[Term]:
    """The chromosome changes that a text names, as entities."""
    if "(" not in text:
        return
    for found in _CHANGE.finditer(text):
        yield Term("ENTITY", found.start(), found.end(), Entity("condition", found[0]))
