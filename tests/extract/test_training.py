"""What the recogniser learns from: annotated texts become lines with entities of one scheme, and these become tags."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from trialc.extract.network import Network
from trialc.extract.tags import entities
from trialc.extract.trained import shipped
from trialc.tokens import tokenizer

MODELS = Path(__file__).parents[2] / "grammar" / "models"


@pytest.fixture(autouse=True)
def _training_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules that train are no part of the package."""
    monkeypatch.syspath_prepend(str(MODELS))


def written(folder: Path, **record: Any) -> Path:
    path = folder / "corpus.jsonl"
    empty: dict[str, Any] = {"nct": "NCT01", "entities": [], "events": [], "attributes": []}
    path.write_text(json.dumps(empty | record) + "\n", encoding="utf-8")
    return path


def test_chia_has_a_line_for_each_line_and_the_longest_of_entities_that_overlap(tmp_path: Path) -> None:
    from corpora import chia

    text = "Severe asthma\r\nAlcohol or drug abuse"
    found = [
        ("Condition", [[7, 13]]),
        ("Condition", [[0, 13]]),
        ("Condition", [[15, 22], [31, 36]]),
        ("Scope", [[0, 6]]),
    ]
    marked = [{"type": label, "spans": spans} for label, spans in found]
    (lines,) = chia(written(tmp_path, text=text, entities=marked))
    assert [(line.text, line.entities) for line in lines] == [
        ("Severe asthma", ((0, 13, "Condition"),)),
        ("Alcohol or drug abuse", ((0, 7, "Condition"), (16, 21, "Condition"))),
    ]


def test_the_leaf_corpus_has_names_by_domain_and_measurements_by_the_kind_of_their_event(tmp_path: Path) -> None:
    from corpora import leaf

    text = "Inclusion Criteria:\n- Platelets and pain\n- Asthma"
    marked = [
        {"id": "T1", "type": "Observation", "spans": [[22, 31]]},
        {"id": "T2", "type": "Observation-Name", "spans": [[22, 31]]},
        {"id": "T3", "type": "Observation-Name", "spans": [[36, 40]]},
        {"id": "T4", "type": "Condition-Name", "spans": [[43, 49]]},
    ]
    events = [{"id": "E1", "type": "Observation", "trigger": "T1", "args": [["Name", "T2"]]}]
    attributes = [["Observation-Type-Value", "T1", "lab"]]
    (lines,) = leaf(written(tmp_path, text=text, entities=marked, events=events, attributes=attributes))
    assert [(line.text, line.entities) for line in lines] == [
        ("Platelets and pain", ((0, 9, "measurement"), (14, 18, "observation"))),
        ("Asthma", ((0, 6, "condition"),)),
    ]


def test_an_entity_becomes_tags_of_whole_words() -> None:
    from corpora import CHIA, Line
    from prepare import encode

    line = Line("NCT01", "Severe asthma, aspirin", "chia", ((0, 11, "Condition"), (15, 22, "Drug")))
    words, tags = encode(tokenizer(), line)
    assert words == ["Severe", "asthma", ",", "aspirin"]
    assert list(entities(tags, CHIA)) == [(0, 2, "Condition"), (3, 4, "Drug")]


def test_the_shipped_model_has_the_schemes_that_training_has() -> None:
    from corpora import SCHEMES

    assert Network(shipped()).schemes == {scheme: list(labels) for scheme, labels in SCHEMES.items()}


def test_scores_count_spans_and_shared_words() -> None:
    from scores import count, f1

    counts = count([([(0, 2, "drug"), (3, 4, "drug")], [(1, 2, "drug"), (3, 4, "drug"), (5, 6, "device")])])
    assert f1(counts, ["drug"], "strict") == 0.5
    assert f1(counts, ["drug"], "overlap") == 1.0
    assert f1(counts, ["drug", "device"], "overlap") == 0.8
