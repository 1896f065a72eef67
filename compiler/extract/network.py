"""The network of the recogniser: for each word of a text, how well each tag of a scheme fits it.

A word's vector is put together from its numbers (`pieces`); then each layer looks at a word and at one neighbour on
either side, some of them further away. `grammar/models/networks.py` has the same network for training.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy

from .pieces import pieces

#: How many distinct words are remembered with their vectors.
_KNOWN = 50_000
_TINY = numpy.float32(1e-6)


class Network:
    """A network read from a file of arrays: `table`, `enter`, `look0`, `add0`, ..., `distances`, a head by scheme."""

    def __init__(self, path: Path) -> None:
        with numpy.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        self._table = arrays.pop("table")
        self.schemes: dict[str, list[str]] = {
            name.removeprefix("labels "): [str(label) for label in value]
            for name, value in arrays.items()
            if name.startswith("labels ")
        }
        weights = {name: value for name, value in arrays.items() if value.dtype == numpy.float16}
        self._weights = {name: value.astype(numpy.float32) for name, value in weights.items()}
        self._distances = [int(far) for far in arrays["distances"]]
        self._forget()

    def _forget(self, needed: int = 0) -> None:
        """Make room for the vectors of as many words as are remembered, or of as many more as are `needed`."""
        self._rows: dict[str, int] = {}
        # The system gives memory to rows only when they are written.
        self._vectors = numpy.zeros((max(_KNOWN, needed), self._weights["enter"].shape[1]), dtype=numpy.float32)

    def __call__(self, texts: Sequence[Sequence[str]], schemes: Sequence[str]) -> list[Any]:
        """For each scheme the scores of its tags (columns) for the words (rows) of all texts, one behind the other."""
        lengths = [len(text) for text in texts]
        x = self._enter([word for text in texts for word in text])
        y = numpy.zeros((len(x) + 1, x.shape[1]), dtype=numpy.float32)  # its last row is what no word stands on
        around = {far: _around(lengths, far) for far in set(self._distances)}
        for layer, far in enumerate(self._distances):
            _norm(x, y[:-1])
            seen = self._linear(f"look{layer}", y[around[far]].reshape(len(x), -1))
            x += self._linear(f"add{layer}", numpy.maximum(seen, 0, out=seen))
        _norm(x, y[:-1])
        return [self._linear(f"head {scheme}", y[:-1]) for scheme in schemes]

    def _linear(self, name: str, x: Any) -> Any:
        y = x @ self._weights[name]
        y += self._weights[f"{name} bias"]
        return y

    def _enter(self, words: Sequence[str]) -> Any:
        """The vectors of words; those of new ones are made and remembered."""
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if new:
            if len(self._rows) + len(new) > len(self._vectors):
                new = list(dict.fromkeys(words))
                self._forget(len(new))
            first, end = len(self._rows), len(self._rows) + len(new)
            self._rows.update(zip(new, range(first, end), strict=True))
            self._vectors[first:end] = self._linear("enter", self._looked_up(new))
        return self._vectors[[self._rows[word] for word in words]]

    def _looked_up(self, words: Sequence[str]) -> Any:
        """For each word, row of the word + row of its shape + mean of the rows of its pieces."""
        numbers = [pieces(word) for word in words]
        rows = self._table[numpy.array([number for each in numbers for number in each]) % len(self._table)]
        counts = numpy.array([len(each) for each in numbers])
        first = numpy.cumsum(counts) - counts
        sums = numpy.add.reduceat(rows.astype(numpy.float32), first)
        named = rows[first].astype(numpy.float32) + rows[first + 1]
        return named + (sums - named) / (counts - 2).astype(numpy.float32)[:, None]


def _norm(x: Any, y: Any) -> None:
    """Write each vector of `x`, scaled to a mean square of one, into `y`."""
    size = numpy.sqrt(numpy.einsum("ij,ij->i", x, x) / numpy.float32(x.shape[1]) + _TINY)
    numpy.divide(x, size[:, None], out=y)


def _around(lengths: Sequence[int], far: int) -> Any:
    """For each word the rows of the word so `far` before it in its text, its own, and behind it; -1 where none is."""
    ends = numpy.cumsum(lengths)
    rows = numpy.arange(ends[-1] if len(ends) else 0)
    end = numpy.repeat(ends, lengths)
    begin = end - numpy.repeat(lengths, lengths)
    before = numpy.where(rows - far >= begin, rows - far, -1)
    behind = numpy.where(rows + far < end, rows + far, -1)
    return numpy.stack([before, rows, behind], axis=1)
