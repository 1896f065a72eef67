"""What lies below what in a user's own OMOP vocabulary (the file of `trialc link build`), across code systems too.

A code stands for its own concept and for the standard concepts that it maps to, as in a query over the CDM.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..diagnostics import TrialcError
from .vocabulary import connected

Coded = tuple[str, str]

_CONCEPTS = """
    WITH own AS (
        SELECT concept_id FROM concept WHERE lower(vocabulary_id) = ? AND concept_code = ?
    )
    SELECT concept_id FROM own
    UNION
    SELECT r.concept_id_2 FROM own JOIN concept_relationship AS r ON r.concept_id_1 = own.concept_id
    WHERE r.relationship_id = 'Maps to' AND coalesce(r.invalid_reason, '') = ''
"""
_ABOVE = """
    SELECT DISTINCT ancestor_concept_id FROM concept_ancestor
    WHERE descendant_concept_id IN (SELECT unnest(?::BIGINT[]))
"""


class Subsumption:
    """Which codes lie below which. Raises TrialcError where the file is none that `trialc link build` made."""

    def __init__(self, path: Path) -> None:
        self._database = connected(path)
        there = {row[0] for row in self._database.execute("SHOW TABLES").fetchall()}
        if not {"concept", "concept_ancestor", "concept_relationship"} <= there:
            raise TrialcError(f"{path}: no OMOP vocabulary; make one with: trialc link build ATHENA_DIR -o {path}")
        self._concepts = lru_cache(maxsize=100_000)(self._find_concepts)
        self._above = lru_cache(maxsize=100_000)(self._find_above)
        self._domains = lru_cache(maxsize=100_000)(self._find_domains)

    def below(self, code: Coded, ancestor: Coded) -> bool | None:
        """Whether `code` is `ancestor` or lies below it; None where the vocabulary does not say how they lie.

        It does not of things of different domains: an allergy to penicillin is not below penicillin, but is of it.
        Systems are named by OMOP's ids of vocabularies, in lower case.
        """
        wider = self._concepts(ancestor)
        if not wider or not self._concepts(code):
            return None
        if wider & self._concepts(code):
            return True
        above = self._above(code)
        if wider & above:
            return True
        known = above and self._above(ancestor) and self._domains(code) & self._domains(ancestor)
        return False if known else None

    def _find_concepts(self, code: Coded) -> frozenset[int]:
        return frozenset(row[0] for row in self._database.execute(_CONCEPTS, list(code)).fetchall())

    def _find_above(self, code: Coded) -> frozenset[int]:
        """The concepts above those of a code; empty where they have no place in the hierarchy."""
        ids = sorted(self._concepts(code))
        return frozenset(row[0] for row in self._database.execute(_ABOVE, [ids]).fetchall())

    def _find_domains(self, code: Coded) -> frozenset[str]:
        ids = sorted(self._concepts(code))
        query = "SELECT DISTINCT domain_id FROM concept WHERE concept_id IN (SELECT unnest(?::BIGINT[]))"
        return frozenset(row[0] for row in self._database.execute(query, [ids]).fetchall())
