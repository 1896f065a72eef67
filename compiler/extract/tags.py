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
        if tag == OUTSIDE:
            continue
        place = (tag - 1) % 4 + 1
        if place in (_BEGIN, _ONLY):
            start = at
        if place in (_LAST, _ONLY):
            yield start, at + 1, labels[(tag - 1) // 4]


def best(scores: Any, lengths: Sequence[int]) -> list[list[int]]:
    """The best proper tags of several texts, whose words are the rows of `scores`, one text behind the other."""
    likeliest = scores.argmax(axis=1)
    tags = likeliest.tolist()
    ends = numpy.cumsum(lengths, dtype=int)
    begins = ends - numpy.array(lengths, dtype=int)
    texts = [tags[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
    improper = sorted(_improper(likeliest, begins, ends), key=lambda i: -lengths[i])
    found = _search(scores, begins[improper], numpy.array(lengths)[improper]) if improper else []
    for i, better in zip(improper, found, strict=True):
        texts[i] = better
    return texts


def _improper(tags: Any, begins: Any, ends: Any) -> list[int]:
    """The texts, in order, in which not every entity that begins goes on under its own label and ends."""
    place, label = (tags - 1) % 4 + 1, (tags + 3) // 4
    goes_on = numpy.where((place == _INSIDE) | (place == _LAST), label, 0)
    opens = numpy.where((place == _BEGIN) | (place == _INSIDE), label, 0)
    expected = numpy.append(0, opens)  # the label of the entity that is open before each word
    expected[begins] = 0
    wrong = goes_on != expected[:-1]
    wrong[ends - 1] |= opens[ends - 1] != 0
    return [int(i) for i in numpy.unique(numpy.searchsorted(ends, numpy.flatnonzero(wrong), side="right"))]


def _search(scores: Any, begins: Any, lengths: Any) -> list[list[int]]:
    """Viterbi's algorithm over several texts, from the longest to the shortest, a word of each at a step.

    Behind a word either no entity is open or one of some label is; so the best way to each of these states is all that
    a step needs.
    """
    labels = (scores.shape[1] - 1) // 4
    closed_by = numpy.zeros((lengths[0], len(lengths)), dtype=int)  # the tag of the word behind which none is open
    opened = numpy.zeros((lengths[0], len(lengths), labels), dtype=bool)  # whether an open one began with the word
    closed, opens = numpy.zeros(len(lengths)), numpy.full((len(lengths), labels), -numpy.inf)
    active = numpy.searchsorted(-lengths, -numpy.arange(lengths[0])).tolist()  # how many texts have a word at a step
    for step, n in enumerate(active):
        score = scores[begins[:n] + step]
        before, within = closed[:n, None], opens[:n]
        begun, going = score[:, _BEGIN::4] + before, score[:, _INSIDE::4] + within
        score[:, :1] += before
        score[:, _LAST::4] += within
        score[:, _ONLY::4] += before
        score[:, _BEGIN::4] = score[:, _INSIDE::4] = -numpy.inf
        chosen = score.argmax(axis=1)
        closed_by[step, :n], opened[step, :n] = chosen, begun >= going
        closed[:n], opens[:n] = score[numpy.arange(n), chosen], numpy.maximum(begun, going)
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
