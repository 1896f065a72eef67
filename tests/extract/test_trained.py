"""The shipped network: what it sees of words and texts, and how its two schemes are made one."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from trialc.extract import network
from trialc.extract.network import Network
from trialc.extract.pieces import pieces
from trialc.extract.trained import Tagger, TrainedModel, combined, shipped

PAGE = (Path(__file__).parents[2] / "corpus" / "NCT06001853" / "page.txt").read_text(encoding="utf-8")
TEXTS = [line.split() for line in PAGE.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def net() -> Network:
    return Network(shipped())


def test_a_word_is_seen_as_itself_its_shape_and_its_pieces() -> None:
    assert pieces("Asthma")[0] == pieces("asthma")[0]
    assert pieces("Asthma")[1] == pieces("Eczema")[1] != pieces("asthma")[1]
    assert set(pieces("adalimumab")[2:]) & set(pieces("zaltrapumab")[2:])
    assert pieces("10")[0] != pieces("25")[0]
    assert pieces("10")[2:] == pieces("25")[2:]


def test_what_a_network_says_of_a_text_does_not_depend_on_the_texts_beside_it(net: Network) -> None:
    (together,) = net(TEXTS, ["leaf"])
    at = 0
    for text in TEXTS:
        (alone,) = net([text], ["leaf"])
        numpy.testing.assert_allclose(alone, together[at : at + len(text)], atol=1e-3)
        at += len(text)
    assert at == len(together)


def test_words_beyond_what_is_remembered_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    (expected,) = Network(shipped())(TEXTS, ["chia"])
    monkeypatch.setattr(network, "_KNOWN", 20)
    forgetful = Network(shipped())
    found = numpy.concatenate([forgetful([text], ["chia"])[0] for text in TEXTS])
    numpy.testing.assert_allclose(found, expected, atol=1e-3)


def test_the_tagger_gives_the_entities_of_each_text_in_each_scheme() -> None:
    texts = [["Severe", "asthma"], [], ["Age", "over", "18", "years"]]
    asthma, nothing, age = Tagger(shipped())(texts, ["leaf", "chia"])
    assert (1, 2, "condition") in asthma[0]
    assert (1, 2, "Condition") in asthma[1]
    assert nothing == [[], []]
    assert (0, 1, "person") in age[0]
    assert (0, 1, "Person") in age[1]


def test_the_model_gives_characters() -> None:
    text = "No insulin (NPH) within 2 days"
    (found,) = list(TrainedModel(shipped())([text]))
    assert ("insulin", "drug") in [(text[a:b], label) for a, b, label in found]


def test_one_scheme_is_mended_and_filled_up_by_the_other() -> None:
    leaf = [(0, 2, "observation"), (4, 5, "condition"), (6, 7, "observation")]
    chia = [(1, 2, "Drug"), (2, 3, "Device"), (4, 5, "Drug"), (6, 7, "Condition"), (8, 9, "Mood")]
    assert combined(leaf, chia) == [
        (0, 2, "Drug"), (2, 3, "Device"), (4, 5, "condition"), (6, 7, "observation"),
    ]  # fmt: skip


def test_a_name_takes_in_what_modifies_it_but_no_other_name() -> None:
    chia = [(0, 3, "Condition"), (5, 9, "Procedure")]
    leaf = [(0, 2, "modifier"), (2, 3, "condition"), (5, 6, "condition"), (8, 9, "procedure")]
    assert combined(leaf, chia) == [(0, 3, "condition"), (5, 6, "condition"), (8, 9, "procedure")]
