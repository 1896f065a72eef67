"""Whether a record is of a concept: by codes where both have them, else by names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ..link.hierarchy import is_a
from ..link.systems import ATC
from ..rules.model import Code, Concept
from ..rules.normal import fold
from .logic import Truth, and_, not_, or_


class Hierarchy(Protocol):
    """Which codes of a system lie below which: what a terminology knows."""

    def knows(self, system: str) -> bool:
        """Whether it has the codes of `system` (a name as `system_name` gives it)."""

    def below(self, system: str, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """What a record is of: the names that it goes by, folded, and its codes as (system, code)."""

    names: frozenset[str]
    codes: tuple[tuple[str, str], ...]


def term(text: str, also: tuple[str, ...], codes: tuple[Code, ...]) -> Term:
    """The term of a record; the displays of its codes are names too."""
    return _term(text, also, tuple([(code.system, code.code, code.display) for code in codes]))


@lru_cache(maxsize=200_000)
def _term(text: str, also: tuple[str, ...], codes: tuple[tuple[str, str, str | None], ...]) -> Term:
    names = (text, *also, *(display for _, _, display in codes if display))
    return Term(
        frozenset(fold(name) for name in names if name.strip()),
        tuple((system_name(system), code.strip()) for system, code, _ in codes),
    )


_SYSTEMS = {
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "http://hl7.org/fhir/sid/icd-10": "icd10",
    "http://www.whocc.no/atc": "atc",
    "http://loinc.org": "loinc",
    "http://snomed.info/sct": "snomed",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "http://www.ama-assn.org/go/cpt": "cpt4",
    "http://id.nlm.nih.gov/mesh": "mesh",
    "http://hl7.org/fhir/sid/cvx": "cvx",
    "http://hl7.org/fhir/sid/ndc": "ndc",
    "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
}


@lru_cache(maxsize=1024)
def system_name(system: str) -> str:
    """One name for a code system, from its FHIR URI or any of its usual names.

    >>> system_name("http://hl7.org/fhir/sid/icd-10-cm"), system_name("ICD-10-CM"), system_name("RxNorm")
    ('icd10cm', 'icd10cm', 'rxnorm')
    """
    plain = system.strip().rstrip("/").casefold().removeprefix("urn:omop:vocabulary:")
    return _SYSTEMS.get(plain) or (plain if ":" in plain else re.sub(r"[^a-z0-9]", "", plain))


# ------------------------------------------------------------------ codes


def _below(system: str, code: str, ancestor: str, hierarchy: Hierarchy | None) -> Truth:
    """Whether `code` is `ancestor` or below it; None where the system's hierarchy is not known."""
    if code == ancestor:
        return True
    if hierarchy is not None and hierarchy.knows(system):
        return hierarchy.below(system, code, ancestor)
    if system in ("icd10cm", "icd10"):
        return is_a(code.upper(), ancestor.upper())
    if system == "atc":
        return is_a(code.upper(), ancestor.upper(), ATC)
    return False if system == "loinc" else None


def _at_or_below(system: str, code: str, pattern: Code, hierarchy: Hierarchy | None) -> Truth:
    """Whether a code is one that a pattern's code stands for; None where nobody knows how they lie."""
    own = pattern.code.strip()
    down = _below(system, code, own, hierarchy)
    return False if down and not pattern.descendants and code != own else down


def _code_truth(system: str, code: str, pattern: Code, hierarchy: Hierarchy | None) -> Truth:
    """As `_at_or_below`, but None of a code above the pattern's too: it may be it."""
    down = _at_or_below(system, code, pattern, hierarchy)
    own = pattern.code.strip()
    return None if down is False and code != own and _is_above(system, code, own, hierarchy) else down


def _is_above(system: str, code: str, below: str, hierarchy: Hierarchy | None) -> bool:
    return _below(system, below, code, hierarchy) is not False


# ------------------------------------------------------------------ concepts


class Matcher:
    """Compares terms with one concept, each term once.

    `examples` are names each of which suffices. `closed`: another name is another thing, where no code says more.
    """

    def __init__(
        self,
        concept: Concept,
        examples: Iterable[str] = (),
        hierarchy: Hierarchy | None = None,
    ) -> None:
        self.names = frozenset(fold(name) for name in (concept.text, *concept.also))
        self.examples = frozenset(fold(name) for name in examples)
        self.codes = tuple((system_name(code.system), code) for code in concept.codes)
        self._systems = frozenset(system for system, code in self.codes if not code.excluded)
        self._hierarchy = hierarchy
        self._seen: tuple[dict[Term, Truth], dict[Term, Truth]] = ({}, {})

    def match(self, term: Term, closed: bool) -> Truth:
        """Whether a record of `term` is one of this concept; None where that is not known."""
        seen = self._seen[closed]
        try:
            return seen[term]
        except KeyError:
            if len(seen) > 100_000:
                seen.clear()
            seen[term] = found = self._match(term, closed)
            return found

    def _match(self, term: Term, closed: bool) -> Truth:
        if not self.examples.isdisjoint(term.names):
            return True
        shared = [(system, code) for system, code in term.codes if system in self._systems]
        if shared:
            found = self._by_codes(shared)
            if found is not None:
                return found
        if not self.names.isdisjoint(term.names):
            return True
        return None if shared or not closed else False

    def _by_codes(self, codes: list[tuple[str, str]]) -> Truth:
        """Whether one of the codes is among those that the concept stands for, and not among those taken out."""
        within, without = (
            or_(
                lies(system, code, pattern, self._hierarchy)
                for system, code in codes
                for own, pattern in self.codes
                if own == system and pattern.excluded is excluded
            )
            for lies, excluded in ((_code_truth, False), (_at_or_below, True))
        )
        return and_((within, not_(without)))

    def covers(self, wider: Term) -> bool:
        """Whether `wider` is surely this concept or one above it, so that its absence is this one's too."""
        if not self.names.isdisjoint(wider.names):
            return True
        return any(
            _below(system, pattern.code.strip(), code, self._hierarchy) is True
            for system, code in wider.codes
            for own, pattern in self.codes
            if own == system and not pattern.excluded
        )
