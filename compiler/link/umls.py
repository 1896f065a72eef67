"""Linking to UMLS with scispaCy's linker, if the user has it: its knowledge base is large, and scispaCy downloads it.

The linker is asked for names that are like the text. Only a name that is the same as the text counts, and only if all
such names are of one concept of a fitting semantic type; how similar others are says nothing about what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ..diagnostics import TrialcError
from ..rules.model import Code, Domain
from ..vocabulary import pairs
from . import tables
from .linker import Embedded
from .names import key
from .systems import UMLS
from .variants import CONDITION, DRUG, MEASUREMENT, Frame, variants

_FRAMES: dict[Domain, Frame] = {"drug": DRUG, "allergy": DRUG, "measurement": MEASUREMENT}

#: How many similar names are looked at.
NEIGHBOURS = 10


class Entity(Protocol):
    """What the knowledge base says of a concept."""

    canonical_name: str
    types: list[str]


class Candidate(Protocol):
    """A concept with names that are like the text."""

    concept_id: str
    aliases: list[str]


class KnowledgeBase(Protocol):
    """The concepts by their ids."""

    cui_to_entity: dict[str, Entity]


class Generator(Protocol):
    """scispaCy's `CandidateGenerator`."""

    kb: KnowledgeBase

    def __call__(self, mention_texts: list[str], k: int) -> list[list[Candidate]]:
        """For each text, the concepts with names like it."""


class Umls:
    """Links to UMLS concepts, and to the embedded tables where UMLS has none that is sure."""

    def __init__(self, generator: Generator | None = None) -> None:
        self._generator = generator or _load()
        self._embedded = Embedded()

    def codes(self, text: str, domain: Domain) -> tuple[Code, ...]:
        """The UMLS concept of a name."""
        types = pairs("codes/semantic_types").get(domain)
        if types and not tables.says_nothing(text):
            names = list(dict.fromkeys(variants(text, _FRAMES.get(domain, CONDITION))))
            for name, candidates in zip(names, self._generator(names, NEIGHBOURS), strict=True):
                found = set(self._same(name, candidates, frozenset(types.split("|"))))
                if len(found) == 1:
                    concept = found.pop()
                    title = self._generator.kb.cui_to_entity[concept].canonical_name
                    return (Code(system=UMLS, code=concept, display=title),)
        return self._embedded.codes(text, domain)

    def _same(self, name: str, candidates: Iterable[Candidate], types: frozenset[str]) -> Iterator[str]:
        entities = self._generator.kb.cui_to_entity
        for candidate in candidates:
            named = any(key(alias) == key(name) for alias in candidate.aliases)
            if named and not types.isdisjoint(entities[candidate.concept_id].types):
                yield candidate.concept_id


def _load() -> Generator:
    try:
        from scispacy.candidate_generation import CandidateGenerator

        loaded: Generator = CandidateGenerator(name="umls")
    except Exception as problem:  # whatever a download or a native index may raise
        reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise TrialcError(f"scispaCy's UMLS linker cannot be loaded ({reason}); see scispacy's README for it") from None
    return loaded
