"""Tags of words that spell entities: B, I and L for the first, inner and last word of one, U for its only word.

A scheme's tags have numbers: 0 is outside of any entity, then come the four of each label. `best` finds, of all
sequences of tags that spell entities, the one with the highest sum of scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy

OUTSIDE = 0
_PLACES = "BILU"
_BEGIN, _INSIDE, _LAST, _ONLY = range(1, 5)

#: (first word, word behind the last, label)
Found = tuple[int, int, str]


def tag_names(labels: Sequence[str]) -> list[str]:
    """The tags of a scheme in the order of their numbers.

    >>> tag_names(["drug"])
    ['O', 'B-drug', 'I-drug', 'L-drug', 'U-drug']
    """
    return ["O", *(f"{place}-{label}" for label in labels for place in _PLACES)]


def entities(tags: Sequence[int], labels: Sequence[str]) -> Iterator[Found]:
    """The entities that a proper sequence of tags spells, in order."""
    start = 0
    for at, tag in enumerate(tags):
        place = (tag - 1) % 4 + 1 if tag else OUTSIDE
        if place in (_BEGIN, _ONLY):
            start = at
        if place in (_LAST, _ONLY):
            yield start, at + 1, labels[(tag - 1) // 4]


def best(scores: Any, lengths: Sequence[int]) -> list[list[int]]:
    """The best proper tags of several texts, whose words are the rows of `scores`, one text behind the other."""
    likeliest = scores.argmax(axis=1)
    ends = numpy.cumsum(lengths)
    texts = [part.tolist() for part in numpy.split(likeliest, ends[:-1])] if len(lengths) else []
    improper = [i for i, tags in enumerate(texts) if not _is_proper(tags)]
    improper.sort(key=lambda i: -lengths[i])
    if improper:
        chosen = numpy.array(improper)
        found = _search(scores, ends[chosen] - numpy.array(lengths)[chosen], numpy.array(lengths)[chosen])
        for i, tags in zip(improper, found, strict=True):
            texts[i] = tags
    return texts


def _is_proper(tags: Sequence[int]) -> bool:
    """Whether every entity that begins goes on under its own label and ends."""
    expected = 0  # the label of the entity that is open
    for tag in tags:
        label, place = (tag + 3) // 4, (tag - 1) % 4 + 1
        goes_on = tag > 0 and place in (_INSIDE, _LAST)
        if (label if goes_on else 0) != expected:
            return False
        expected = label if tag > 0 and place in (_BEGIN, _INSIDE) else 0
    return expected == 0


def _search(scores: Any, begins: Any, lengths: Any) -> list[list[int]]:
    """Viterbi's algorithm over several texts, from the longest to the shortest, a word of each at a step.

    Behind a word either no entity is open or one of some label is; so the best way to each of these states is all that
    a step needs.
    """
    labels = (scores.shape[1] - 1) // 4
    closed_by = numpy.zeros((lengths[0], len(lengths)), dtype=int)  # the tag of the word behind which none is open
    opened = numpy.zeros((lengths[0], len(lengths), labels), dtype=bool)  # whether an open one began with the word
    closed, opens = numpy.zeros(len(lengths)), numpy.full((len(lengths), labels), -numpy.inf)
    for step in range(lengths[0]):
        active = int(numpy.searchsorted(-lengths, -step))  # how many texts have more than `step` words
        score = scores[begins[:active] + step]
        before, within = closed[:active, None], opens[:active]
        ending = numpy.empty_like(score)
        ending[:, OUTSIDE] = score[:, OUTSIDE] + before[:, 0]
        ending[:, _BEGIN::4] = ending[:, _INSIDE::4] = -numpy.inf
        ending[:, _LAST::4] = score[:, _LAST::4] + within
        ending[:, _ONLY::4] = score[:, _ONLY::4] + before
        begun, going = score[:, _BEGIN::4] + before, score[:, _INSIDE::4] + within
        closed_by[step, :active], opened[step, :active] = ending.argmax(axis=1), begun >= going
        closed[:active], opens[:active] = ending.max(axis=1), numpy.maximum(begun, going)
    return [_traced(closed_by[:length, i], opened[:length, i]) for i, length in enumerate(lengths)]


def _traced(closed_by: Any, opened: Any) -> list[int]:
    """The tags of one text, from the last to the first."""
    tags: list[int] = []
    label = -1  # of the entity that is open behind the word
    for at in range(len(closed_by) - 1, -1, -1):
        if label < 0:
            tag = int(closed_by[at])
            label = (tag - 1) // 4 if tag and (tag - 1) % 4 + 1 == _LAST else -1
        else:
            tag = 4 * label + (_BEGIN if opened[at, label] else _INSIDE)
            label = -1 if opened[at, label] else label
        tags.append(tag)
    return tags[::-1]
