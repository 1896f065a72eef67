"""The trained recogniser as a component of any spaCy pipeline: `nlp.add_pipe("trialc_entities")` sets `doc.ents`.

Labels are trialc's domains ("condition", "drug", ...). The words are those of the pipeline's own tokenizer; the
network was trained on those of `trialc.tokens.tokenizer()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch

from .lexicon import domain_by_label
from .trained import Tagger, combined, shipped

NAME = "trialc_entities"


class EntityComponent:
    """Marks the entities of documents."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """The document, with its entities."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """The documents, with their entities; many at once are faster than one by one."""
        for docs in minibatch(stream, batch_size):
            words = [[token.text for token in doc] for doc in docs]
            for doc, (leaf, chia) in zip(docs, self._tagger(words, ("leaf", "chia")), strict=True):
                doc.ents = [
                    Span(doc, start, end, label=domain)
                    for start, end, label in combined(leaf, chia)
                    if (domain := domain_by_label(label)) is not None
                ]
                yield doc


@Language.factory(NAME, assigns=["doc.ents"])  # type: ignore[untyped-decorator]
def component(nlp: Language, name: str) -> EntityComponent:
    """The component, for `nlp.add_pipe`."""
    return EntityComponent(Tagger(shipped()))
