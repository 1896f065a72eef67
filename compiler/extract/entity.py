"""Clinical entities: typed spans of conditions, drugs, procedures, measurements and the like.

A recogniser takes texts and gives terms of type "ENTITY". The default one joins the vocabulary, which is sure of what
it has, with the trained model, which knows the rest; `recogniser` makes others by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from ..rules.model import Domain
from ..tokens import without_runs
from ..vocabulary import column
from . import lexicon
from .spacy_model import SpacyModel
from .term import Term
from .trained import TrainedModel, shipped

TYPE = "ENTITY"
_UNBRACKETED = re.compile(r"[^\s()\[\]](?:[^()\[\]]*[^\s()\[\]-])?")


@dataclass(frozen=True, slots=True)
class Entity:
    """What an ENTITY term holds: its domain, and its text as written."""

    domain: Domain
    text: str


class Recogniser(Protocol):
    """Finds the entities of each text, in order of their place, none overlapping another."""

    def __call__(self, texts: Sequence[str]) -> list[list[Term]]: ...


class _Found(NamedTuple):
    start: int
    end: int
    domain: Domain


class VocabularyRecogniser:
    """Entities by the tables of `grammar/vocabulary/`, and by how names end ("-itis", "... syndrome")."""

    def __call__(self, texts: Sequence[str]) -> list[list[Term]]:
        return [[_term(text, name.start, name.end, name.domain) for name in lexicon.find(text)] for text in texts]


class Model(Protocol):
    """Labels spans of texts: for each entity its first character, the one behind its last, and its label."""

    def __call__(self, texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]: ...


class ModelRecogniser:
    """Entities by a model.

    Its labels become domains through `grammar/vocabulary/labels.tsv`; labels that are not there are left out. Where
    a model has one label for everything, the vocabulary tells the domain, and else the table.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, texts: Sequence[str]) -> list[list[Term]]:
        return [
            [_term(text, found.start, found.end, found.domain) for found in each]
            for text, each in zip(texts, self.find(texts), strict=True)
        ]

    def find(self, texts: Sequence[str]) -> list[list[_Found]]:
        """The spans and domains of the entities of each text."""
        plain = [without_runs(text) for text in texts]
        return [
            [
                _Found(lexicon.skip_frame(text, start, end), end, domain)
                for first, last, label in spans
                for start, end in _parts(text, first, last)
                if (domain := _domain(label, text[start:end])) is not None
            ]
            for text, spans in zip(plain, self._model(plain), strict=True)
        ]


class JoinedRecogniser:
    """The vocabulary and a model together; see `join` for who wins."""

    def __init__(self, model: ModelRecogniser) -> None:
        self._model = model

    def __call__(self, texts: Sequence[str]) -> list[list[Term]]:
        return [
            [_term(text, found.start, found.end, found.domain) for found in join(text, lexicon.find(text), each)]
            for text, each in zip(texts, self._model.find(texts), strict=True)
        ]


def join(text: str, names: Sequence[lexicon.Name], found: Sequence[_Found]) -> list[_Found]:
    """What the vocabulary and a model found in one text, made one.

    - A span of the model stands unless a sure name overlaps it; a guessed name never displaces the model's span.
    - A sure name inside a longer span of the model: the span stands. It takes the domain of the name that ends it, for
      English puts the head last: "liver biopsy" is what a biopsy is.
    - Any other overlap: the sure name stands.
    """
    kept: list[_Found] = []
    for span in found:
        inside = [name for name in names if name.sure and name.core < span.end and span.start < name.end]
        within = [name for name in inside if span.start <= name.core and name.end <= span.end]
        if len(inside) == len(within) and not (len(within) > 1 and _lists(text, within)):
            head = next((name for name in names if name.end == span.end), None)
            kept.append(_Found(span.start, span.end, head.domain if head else span.domain))
    for name in names:
        if all(name.end <= span.start or span.end <= name.start for span in kept):
            kept.append(_Found(name.start, name.end, name.domain))
    return sorted(kept, key=lambda each: each.start)


def _lists(text: str, names: Sequence[lexicon.Name]) -> bool:
    """Whether names stand in a list ("AST or ALT"), so that the span around them is too long."""
    gaps = (text[left.end : right.start].strip() for left, right in pairwise(names))
    return any(gap in {"or", "and", "and/or", "/", ",", ", or", ", and"} for gap in gaps)


def _term(text: str, start: int, end: int, domain: Domain) -> Term:
    return Term(TYPE, start, end, Entity(domain, text[start:end]))


# --------------------------------------------------------------------------- models


@cache
def recogniser(name: str = "default") -> Recogniser:
    """The recogniser of this name: "default", "vocabulary", a model's folder, or an installed spaCy model's name.

    "default" is the vocabulary joined with the model that ships with trialc.

    Raises:
        TrialcError: no such recogniser; the message lists those that there are.
    """
    if name == "vocabulary":
        return VocabularyRecogniser()
    return JoinedRecogniser(ModelRecogniser(TrainedModel(shipped()) if name == "default" else SpacyModel(name)))


def _domain(label: str, text: str) -> Domain | None:
    """The domain of a span of a model; none for what is no name: "history of" (an observation to Chia), "can", "2"."""
    if _is_organisation(text):
        return None
    told = lexicon.domain_of(text) if label == "ENTITY" else None
    domain = told or lexicon.domain_by_label(label)
    if not any(map(str.isalpha, text)):
        return None
    return None if domain not in {"person", "procedure"} and lexicon.is_frame(text) else domain


def _is_organisation(text: str) -> bool:
    """Whether a span is the name of an organisation or a place: "American Thoracic Society"."""
    words = text.split()
    return len(words) > 1 and words[-1][:1].isupper() and words[-1].lower() in column("organisations")


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span without brackets: "aspartate transaminase (AST)" is two names, and the grammar says how they relate."""
    parts = (match.span() for match in _UNBRACKETED.finditer(text, start, end))
    return [(a, b) for a, b in parts if any(map(str.isalnum, text[a:b]))]
