"""Any spaCy model that finds entities, in place of the one that ships with trialc."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import TrialcError

if TYPE_CHECKING:
    from spacy.language import Language

#: How many texts go through the network at once.
_BATCH = 256


class SpacyModel:
    """A spaCy model with an `ner` component: a folder, or the name of an installed package.

    Raises:
        TrialcError: there is no such model, or it finds no entities.
    """

    def __init__(self, model: str | Path) -> None:
        self._nlp = _load(model)

    def __call__(self, texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
        """The first character, the one behind the last, and the label of each entity of each text."""
        for doc in self._nlp.pipe(texts, batch_size=_BATCH):
            yield [(span.start_char, span.end_char, span.label_) for span in doc.ents]


def _load(model: str | Path) -> Language:
    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # spaCy warns when a model is of another minor version
            nlp = spacy.load(model, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"])
    except Exception as error:
        known = ", ".join(["default", "vocabulary", *spacy.util.get_installed_models()])
        raise TrialcError(
            f"there is no usable recogniser of entities {str(model)!r} ({_first_line(error)}). Choose one of: {known}; "
            "or give the folder of a spaCy model."
        ) from error
    if not nlp.has_pipe("ner"):
        have = ", ".join(nlp.pipe_names) or "none"
        raise TrialcError(f"the spaCy model {str(model)!r} finds no entities: it has no `ner` component (has: {have}).")
    return nlp


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
