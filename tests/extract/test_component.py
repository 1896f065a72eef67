"""The recogniser inside a spaCy pipeline."""

from __future__ import annotations

import spacy
from trialc.extract.component import NAME
from trialc.extract.trained import TrainedModel, shipped
from trialc.tokens import tokenizer

TEXTS = ["History of stroke or treatment with aspirin", "", "Hemoglobin and platelets within the normal range"]


def test_a_pipeline_marks_what_the_recogniser_finds() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = tokenizer().tokenizer
    nlp.add_pipe(NAME)
    found = [[(span.start_char, span.end_char) for span in doc.ents] for doc in nlp.pipe(TEXTS)]
    assert found == [[(start, end) for start, end, _ in each] for each in TrainedModel(shipped())(TEXTS)]
    assert found[0]


def test_labels_are_domains() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(NAME)
    found = {span.text: span.label_ for span in nlp("History of stroke or treatment with aspirin").ents}
    assert (found["stroke"], found["aspirin"]) == ("condition", "drug")
