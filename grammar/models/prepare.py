"""Lines of text as numbers, which is all that the networks see; made here once, since only this needs trialc."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy
from corpora import SCHEMES, Line, chia, fold, leaf, registry
from spacy.language import Language
from trialc.extract.pieces import pieces
from trialc.extract.tags import OUTSIDE, tag_names
from trialc.tokens import tokenizer, without_runs

#: A tag that nobody gave.
UNKNOWN = -1
#: How often a word (in lower case) must occur for the pretraining to guess it.
LEAST = 4
#: The word between two lines.
LINE_END = "\n"


def prepare(data: Path, out: Path) -> None:
    """Write the train splits of `data` as arrays to `out`.

    `words`: the distinct words; `pieces`, `piece_starts`: their numbers; `guess`: the class of each word that the
    pretraining may guess, 0 for none. `tokens`: all texts, as words; `starts`: where each line begins, and at last the
    end; `text_starts`: the first line of each text. By line: `fold` and `kind` (0 registry, else 1 + scheme). By token:
    `tags`, of the line's scheme.
    """
    nlp = tokenizer()
    texts = [
        *registry(data / "registry" / "train.jsonl"),
        *chia(data / "chia" / "train.jsonl"),
        *leaf(data / "lct" / "train.jsonl"),
    ]
    texts = [text for text in texts if text]
    lines = list(chain.from_iterable(texts))
    numbers: dict[str, int] = {LINE_END: 0}
    rows = [encode(nlp, line) for line in lines]
    tokens = [[numbers.setdefault(word, len(numbers)) for word in words] for words, _ in rows]
    counts: dict[str, int] = {}
    for words, _ in rows:
        for word in words:
            counts[word.lower()] = counts.get(word.lower(), 0) + 1
    classes = {word: number for number, word in enumerate(sorted(word for word, n in counts.items() if n >= LEAST), 1)}
    found = [pieces(word) for word in numbers]
    order = list(SCHEMES)
    numpy.savez_compressed(
        out,
        words=numpy.array(list(numbers)),
        pieces=numpy.array(list(chain.from_iterable(found)), dtype=numpy.uint32),
        piece_starts=offsets(map(len, found)),
        guess=numpy.array([classes.get(word.lower(), 0) for word in numbers], dtype=numpy.int32),
        tokens=numpy.array(list(chain.from_iterable(tokens)), dtype=numpy.int32),
        starts=offsets(map(len, tokens)),
        text_starts=offsets(map(len, texts)),
        fold=numpy.array([fold(line.trial) for line in lines], dtype=numpy.int8),
        kind=numpy.array([1 + order.index(line.scheme) if line.scheme else 0 for line in lines], dtype=numpy.int8),
        tags=numpy.array(list(chain.from_iterable(tags for _, tags in rows)), dtype=numpy.int8),
    )


def offsets(lengths: Iterable[int]) -> numpy.ndarray:
    """Where each of consecutive runs begins, and at last where all end."""
    return numpy.cumsum([0, *lengths]).astype(numpy.int32)


def encode(nlp: Language, line: Line) -> tuple[list[str], list[int]]:
    """The words of a line and the number of each one's tag; an entity that splits a word takes the whole word."""
    doc = nlp.make_doc(without_runs(line.text))
    tags = [OUTSIDE if line.scheme else UNKNOWN] * len(doc)
    names = tag_names(SCHEMES[line.scheme]) if line.scheme else []
    for a, b, label in line.entities:
        span = doc.char_span(a, b, alignment_mode="expand")
        if span is not None and all(tags[i] == OUTSIDE for i in range(span.start, span.end)):
            for i in range(span.start, span.end):
                tags[i] = names.index(f"{place(i, span.start, span.end)}-{label}")
    return [token.text for token in doc], tags


def place(at: int, start: int, end: int) -> str:
    """Whether a token is the only one of its entity (U), its first (B), its last (L) or inside (I)."""
    if end - start == 1:
        return "U"
    return "B" if at == start else "L" if at == end - 1 else "I"
