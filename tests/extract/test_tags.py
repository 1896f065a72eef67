"""Tags spell entities, and the best proper tags are found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy
import pytest
from trialc.extract.tags import best, entities, tag_names

LABELS = ("condition", "drug")
NAMES = tag_names(LABELS)


def tagged(*names: str) -> list[int]:
    return [NAMES.index(name) for name in names]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], []),
        (["O", "O"], []),
        (["U-drug"], [(0, 1, "drug")]),
        (["O", "B-condition", "I-condition", "L-condition"], [(1, 4, "condition")]),
        (["B-drug", "L-drug", "U-condition"], [(0, 2, "drug"), (2, 3, "condition")]),
    ],
)
def test_tags_spell_entities(tags: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert list(entities(tagged(*tags), LABELS)) == expected


def is_proper(tags: Sequence[str]) -> bool:
    """Whether B and I of a label are followed by I or L of it, and nothing else is."""
    for before, after in itertools.pairwise(["O", *tags, "O"]):
        is_open = before[0] in "BI"
        if is_open != (after[0] in "IL") or (is_open and before[2:] != after[2:]):
            return False
    return True


def test_of_all_proper_tags_the_best_are_found_for_each_text() -> None:
    random = numpy.random.default_rng(0)
    for _ in range(40):
        lengths = [int(n) for n in random.integers(1, 4, size=5)]
        scores = random.normal(size=(sum(lengths), len(NAMES)))
        texts = numpy.split(scores, numpy.cumsum(lengths)[:-1])
        for text, found in zip(texts, best(scores, lengths), strict=True):
            choices = itertools.product(range(len(NAMES)), repeat=len(text))
            proper = [tags for tags in choices if is_proper([NAMES[tag] for tag in tags])]
            by_hand = max(proper, key=lambda tags: sum(text[at, tag] for at, tag in enumerate(tags)))
            assert found == list(by_hand)


def test_no_texts_have_no_tags() -> None:
    assert best(numpy.zeros((0, len(NAMES))), []) == []
