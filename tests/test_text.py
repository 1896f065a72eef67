"""Normalised text and the map of its offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc.text import PLAIN, REWRITES, normalise


@given(st.from_regex(PLAIN, fullmatch=True))
def test_no_rewrite_touches_a_plain_text(text: str) -> None:
    assert not any(pattern.search(text) for pattern, _ in REWRITES)


def test_a_plain_text_maps_to_itself_and_any_other_back_to_what_was_written() -> None:
    found = normalise("x; Age > 18 years", 3)
    assert (found.text, found.span(0, 3), found.span(6, 8)) == ("Age > 18 years", (3, 6), (9, 11))
    found = normalise("Age \\> 18\n  years")
    assert (found.text, found.span(4, 5), found.span(9, 14)) == ("Age > 18 years", (5, 6), (12, 17))


def test_signs_of_a_lost_symbol_font_are_what_they_were() -> None:
    assert normalise("score of ³ 4 or £2").text == "score of ≥ 4 or ≤2"
    assert normalise("100 x 10³ /mm³").text == "100 x 10³ /mm³"


@pytest.mark.parametrize(("first", "stop"), [("No asthma", ". "), ("No asthma.", " ")])
def test_two_texts_are_two_sentences_and_keep_their_places(first: str, stop: str) -> None:
    original = f"{first}\n  * Eczema is allowed"
    at = original.index("Eczema")
    both = normalise(original, 0, len(first)).followed_by(normalise(original, at))
    assert both.text == f"{first}{stop}Eczema is allowed"
    start = both.text.index("Eczema")
    assert both.span(start, start + len("Eczema")) == (at, at + len("Eczema"))
    assert [original[start:end] for start, end in both.words] == ["No", "asthma", "Eczema", "is", "allowed"]
