"""The recogniser's network run over texts, and how its two schemes of annotation make one.

The scheme of the Leaf Clinical Trials corpus ("leaf") has our domains; that of Chia ("chia") marks more, also what
the other leaves out on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy

from ..tokens import tokens
from .network import Network
from .tags import Found, best, entities

#: How many texts go through the network at once, and how many are decoded at once.
_BATCH = 64
_DECODED = 16 * _BATCH
#: Types of Chia that are clear enough to add where the other scheme sees nothing ...
_ADDED = {"Condition", "Drug", "Procedure", "Measurement", "Device"}
#: ... and to say what an observation really is, which the other calls much that it has no type for.
_CLEARER = {"Drug", "Procedure", "Device"}
#: Labels of the Leaf corpus for what is no entity of ours.
_BESIDE = {"modifier", "study", "family"}


def shipped() -> Path:
    """The file of the model that ships with trialc."""
    return Path(str(files("trialc.grammar").joinpath("models", "entities.npz")))


class Tagger:
    """A network and how its tags are read; the file is read when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _network(self) -> Network:
        return Network(self._path)

    def __call__(self, texts: Sequence[Sequence[str]], schemes: Sequence[str]) -> Iterator[list[list[Found]]]:
        """The entities of each text, given as its words, in each of the schemes."""
        labels = [self._network.schemes[scheme] for scheme in schemes]
        for at in range(0, len(texts), _DECODED):
            batch = texts[at : at + _DECODED]
            words = [text for text in batch if text]
            tags = [iter(each) for each in self._tags(words, schemes)]
            for text in batch:
                if text:
                    yield [list(entities(next(each), names)) for each, names in zip(tags, labels, strict=True)]
                else:
                    yield [[] for _ in schemes]

    def _tags(self, texts: Sequence[Sequence[str]], schemes: Sequence[str]) -> Iterator[list[list[int]]]:
        """By scheme the tags of texts that have words."""
        if not texts:
            return
        scores = [self._network(texts[at : at + _BATCH], schemes) for at in range(0, len(texts), _BATCH)]
        for each in zip(*scores, strict=True):
            yield best(numpy.concatenate(each), [len(text) for text in texts])


class TrainedModel:
    """A network over characters of plain texts."""

    def __init__(self, path: Path) -> None:
        self._tagger = Tagger(path)

    def __call__(self, texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
        """For each entity of each text its first character, the one behind its last, and its label."""
        extents = [tokens(text) for text in texts]
        words = [[text[start:end] for start, end in each] for text, each in zip(texts, extents, strict=True)]
        for each, (leaf, chia) in zip(extents, self._tagger(words, ("leaf", "chia")), strict=True):
            yield [(each[a][0], each[b - 1][1], label) for a, b, label in combined(leaf, chia)]


def combined(leaf: Sequence[Found], chia: Sequence[Found]) -> list[Found]:
    """The entities of one text as "leaf" has them, mended and filled up by "chia".

    "leaf" leaves out what only modifies a name; the name takes it in where "chia" does.

    >>> combined([(0, 2, "observation")], [(1, 2, "Drug"), (3, 4, "Condition"), (5, 6, "Mood")])
    [(0, 2, 'Drug'), (3, 4, 'Condition')]
    >>> combined([(0, 2, "modifier"), (2, 3, "condition")], [(0, 3, "Condition")])
    [(0, 3, 'condition')]
    """
    named = [each for each in leaf if each[2] not in _BESIDE]
    found = []
    for start, end, label in named:
        clearer = [other for a, b, other in chia if a < end and start < b and other in _CLEARER]
        whole = [a for a, b, other in chia if a < start and b == end and other.lower() == label]
        first = whole[0] if whole and all(b <= whole[0] or start <= a for a, b, _ in named) else start
        found.append((first, end, clearer[-1] if clearer and label == "observation" else label))
    free = [(a, b, label) for a, b, label in chia if all(b <= start or end <= a for start, end, _ in named)]
    return sorted(found + [each for each in free if each[2] in _ADDED])
