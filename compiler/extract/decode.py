"""The entities of many documents at once: the greedy decoding of spaCy's `ner`, one token of every document a step.

spaCy decodes document by document and takes Python's lock for each feature of each token, which costs as much as the
network. Here each step is a handful of matrix operations over all documents. A state is what spaCy's is: the token at
hand, the first token of the entity that is open, and the token before; the moves are to begin (B), continue (I) or
end (L) an entity, to be one of a single token (U), or none (O).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: (first token, token behind the last, label)
Found = tuple[int, int, str]
_FEATURES = 3


def fits(nlp: Language) -> bool:
    """Whether the pipeline is nothing but an `ner` of the kind that is decoded here; spaCy runs any other itself."""
    if nlp.pipe_names != ["ner"]:
        return False
    ner: Any = nlp.get_pipe("ner")
    model = ner.model
    return (
        ner.cfg["beam_width"] == 1
        and model.attrs.get("has_upper", False)
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == _FEATURES
    )


class Decoder:
    """The decoding of one `ner` component that `fits`."""

    def __init__(self, ner: Any) -> None:
        self._model = ner.model
        self._names: list[str] = [ner.moves.get_class_name(move) for move in range(ner.moves.n_moves)]
        labels = sorted({name[2:] for name in self._names if name[:2] == "B-"})
        inside = {label: number for number, label in enumerate(labels, 1)}  # 0 is outside of any entity
        self._opens = numpy.array([inside[name[2:]] if name[:2] == "B-" else 0 for name in self._names])
        self._goes_on = numpy.array([name[:2] == "I-" for name in self._names])
        # by the entity that is open, whether the token is the last, whether it is white space, and the move
        self._allowed = numpy.zeros((len(labels) + 1, 2, 2, len(self._names)), dtype=bool)
        for move, name in enumerate(self._names):
            label = inside.get(name[2:], 0)
            match name[:2]:
                case "O":
                    self._allowed[0, :, :, move] = True
                case "B-" if label:
                    self._allowed[0, 0, 0, move] = True
                case "U-" if label:
                    self._allowed[0, :, 0, move] = True
                case "I-" if label:
                    self._allowed[label, 0, :, move] = True
                case "L-" if label:
                    self._allowed[label, :, :, move] = True

    def __call__(self, docs: Sequence[Doc]) -> list[list[Found]]:
        """The entities of each document, in order."""
        order = sorted((each for each in range(len(docs)) if len(docs[each])), key=lambda each: -len(docs[each]))
        found: list[list[Found]] = [[] for _ in docs]
        if order:
            path = self._path([docs[each] for each in order])
            for each, moves in zip(order, path.T, strict=True):
                found[each] = list(_spans([self._names[move] for move in moves[: len(docs[each])]]))
        return found

    def _path(self, docs: Sequence[Doc]) -> Any:
        """The move at each token (row) of each document (column); documents go from the longest to the shortest."""
        lower, upper = self._model.get_ref("lower"), self._model.get_ref("upper")
        features = lower.predict(self._model.get_ref("tok2vec").predict(docs))  # by token; row 0 is that of no token
        bias, weights, constants = lower.get_param("b"), upper.get_param("W").T, upper.get_param("b")
        lengths = numpy.array([len(doc) for doc in docs])
        rows = numpy.cumsum(lengths) - lengths + 1  # of the first token of each document
        spaces = numpy.array([0, *(int(token.is_space) for doc in docs for token in doc)])
        path = numpy.zeros((lengths[0], len(docs)), dtype=int)
        start = label = numpy.zeros(len(docs), dtype=int)  # the row and the label of the entity that is open
        for step in range(lengths[0]):
            active = int(numpy.searchsorted(-lengths, -step))  # how many documents have more than `step` tokens
            start, label, at = start[:active], label[:active], rows[:active] + step
            before = numpy.where(start > 0, at - 1, 0)
            hidden = (features[at, 0] + features[start, 1] + features[before, 2] + bias).max(axis=-1)
            allowed = self._allowed[label, (lengths[:active] == step + 1).astype(int), spaces[at]]
            path[step, :active] = moves = numpy.where(allowed, hidden @ weights + constants, -numpy.inf).argmax(axis=1)
            opens, goes_on = self._opens[moves], self._goes_on[moves]
            start = numpy.where(opens > 0, at, numpy.where(goes_on, start, 0))
            label = numpy.where(opens > 0, opens, numpy.where(goes_on, label, 0))
        return path


def _spans(moves: Sequence[str]) -> Iterator[Found]:
    start = 0
    for at, move in enumerate(moves):
        if move[:2] in ("B-", "U-"):
            start = at
        if move[:2] in ("L-", "U-"):
            yield start, at + 1, move[2:]
