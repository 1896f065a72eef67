"""Whether a record is of a concept: by codes where both have them, else by names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ..link.hierarchy import is_a
from ..link.systems import ATC, to_omop
from ..rules.model import Code, Concept
from ..rules.normal import fold
from .logic import Truth, and_, not_, or_

#: What a record is of that denies everything of its domain.
ANYTHING = "anything"


#: A code system, by OMOP's name in lower case where OMOP has it, and a code.
Coded = tuple[str, str]


def coded(system: str, code: str) -> Coded:
    """A code with the one name of its system.

    >>> coded("http://hl7.org/fhir/sid/icd-10-cm", "E11"), coded("ICD-10-CM", "E11"), coded("urn:own/", "1")
    (('icd10cm', 'E11'), ('icd10cm', 'E11'), ('urn:own', '1'))
    """
    return to_omop(system).rstrip("/").casefold(), code.strip()


class Hierarchy(Protocol):
    """Which codes lie below which, in one system or across systems: what a terminology knows."""

    def below(self, code: Coded, ancestor: Coded) -> Truth:
        """Whether `code` is `ancestor` or lies below it; None where the terminology does not know them."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """What a record is of: the names that it goes by, folded, and its codes as (system, code)."""

    names: frozenset[str]
    codes: tuple[Coded, ...]


def term(text: str, also: tuple[str, ...], codes: tuple[Code, ...]) -> Term:
    """The term of a record; the displays of its codes are names too."""
    return _term(text, also, tuple([(code.system, code.code, code.display) for code in codes]))


@lru_cache(maxsize=200_000)
def _term(text: str, also: tuple[str, ...], codes: tuple[tuple[str, str, str | None], ...]) -> Term:
    names = (text, *also, *(display for _, _, display in codes if display))
    return Term(
        frozenset(fold(name) for name in names if name.strip()),
        tuple(coded(system, code) for system, code, _ in codes),
    )


# ------------------------------------------------------------------ codes


def _below(code: Coded, ancestor: Coded, hierarchy: Hierarchy | None) -> Truth:
    """Whether `code` is `ancestor` or below it; None where nobody knows how they lie."""
    if code == ancestor:
        return True
    if hierarchy is not None:
        found = hierarchy.below(code, ancestor)
        if found is not None:
            return found
    if code[0] != ancestor[0]:
        return None
    if code[0] in ("icd10cm", "icd10"):
        return is_a(code[1].upper(), ancestor[1].upper())
    if code[0] == "atc":
        return is_a(code[1].upper(), ancestor[1].upper(), ATC)
    return False if code[0] == "loinc" else None


class _Pattern:
    """One code of a concept."""

    def __init__(self, code: Code, hierarchy: Hierarchy | None) -> None:
        self.coded = coded(code.system, code.code)
        self.excluded = code.excluded
        self._alone = not code.descendants
        self._hierarchy = hierarchy

    def compares(self, code: Coded) -> bool:
        """Whether anything is known of how a code lies to this one."""
        if code[0] == self.coded[0]:
            return True
        return self._hierarchy is not None and self._hierarchy.below(code, self.coded) is not None

    def has(self, code: Coded) -> Truth:
        """Whether a code is one that this one stands for; None where nobody knows how they lie."""
        down = _below(code, self.coded, self._hierarchy)
        if down and self._alone and code != self.coded:
            # another system's code of the same thing is this one; a narrower one is not
            return _below(self.coded, code, self._hierarchy)
        return down

    def may_be(self, code: Coded) -> Truth:
        """As `has`, but None of a code above this one too: what it says may be it."""
        down = self.has(code)
        return None if down is False and code != self.coded and self.is_below(code) is not False else down

    def is_below(self, code: Coded) -> Truth:
        """Whether this code is another or below it."""
        return _below(self.coded, code, self._hierarchy)


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
        self._all_names = self.names | self.examples
        self._patterns = tuple(_Pattern(code, hierarchy) for code in concept.codes)
        self._systems = frozenset(one.coded[0] for one in self._patterns if not one.excluded)
        #: Whether a hierarchy may compare codes of any system with those of the concept.
        self._wide = hierarchy is not None and bool(self._systems)
        self._seen: tuple[dict[Term, Truth], dict[Term, Truth]] = ({}, {})

    def is_strange(self, names: frozenset[str], systems: frozenset[str]) -> bool:
        """Whether nothing tells if records with these names and systems of codes are of the concept."""
        if not self._all_names.isdisjoint(names):
            return False
        return not systems if self._wide else self._systems.isdisjoint(systems)

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
        compared, found = self._by_codes(term.codes)
        if found is not None:
            return found
        if not self.names.isdisjoint(term.names):
            return True
        return None if compared or not closed else False

    def _by_codes(self, codes: Iterable[Coded]) -> tuple[bool, Truth]:
        """Whether codes can be compared; and whether one is among those that the concept stands for, none taken out."""
        within: list[Truth] = []
        without: list[Truth] = []
        for code in codes:
            for pattern in self._patterns:
                if pattern.compares(code):
                    (without if pattern.excluded else within).append(
                        pattern.has(code) if pattern.excluded else pattern.may_be(code)
                    )
        return bool(within), and_((or_(within), not_(or_(without)))) if within else None

    def covers(self, wider: Term) -> bool:
        """Whether `wider` is surely this concept or one above it, so that its absence is this one's too."""
        if ANYTHING in wider.names or not self.names.isdisjoint(wider.names):
            return True
        return any(
            pattern.is_below(code) is True
            for code in wider.codes
            for pattern in self._patterns
            if not pattern.excluded and pattern.compares(code)
        )
