"""Decoding many documents together gives what spaCy gives one after another."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from trialc.extract.decode import Decoder, fits
from trialc.extract.entity import ModelRecogniser

MODEL = Path(__file__).parents[2] / "grammar" / "models" / "entities"
PAGE = (Path(__file__).parents[2] / "corpus" / "NCT06001853" / "page.txt").read_text(encoding="utf-8")
LINES = PAGE.splitlines()


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    return ModelRecogniser(MODEL)._nlp


@pytest.mark.parametrize(
    "texts",
    [
        LINES,
        [line for line in LINES if line][:1],
        [" ".join(PAGE.split()[:600]), "fever"],
        ["", " ", "asthma", "  \n"],
        [],
    ],
    ids=["many", "one", "long and short", "empty and spaces", "none"],
)
def test_the_entities_are_those_of_spacy(texts: list[str], nlp: spacy.language.Language) -> None:
    theirs = [[(entity.start, entity.end, entity.label_) for entity in doc.ents] for doc in nlp.pipe(texts)]
    ours = Decoder(nlp.get_pipe("ner"))([nlp.make_doc(text) for text in texts])
    assert ours == theirs


def test_the_page_has_entities_of_one_word_and_of_several(nlp: spacy.language.Language) -> None:
    found = Decoder(nlp.get_pipe("ner"))([nlp.make_doc(line) for line in LINES])
    lengths = {end - start for each in found for start, end, _ in each}
    assert 1 in lengths
    assert max(lengths) > 2
    assert all(one[1] <= other[0] for each in found for one, other in pairwise(each))


def test_a_pipeline_of_several_components_is_left_to_spacy() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner")
    assert not fits(nlp)
