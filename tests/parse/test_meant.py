"""Small words that mean something are unread where nothing reads them, and claimed where something does."""

from __future__ import annotations

import pytest
from trialc import compile_criterion

UNREAD = [
    ("Open-angle glaucoma in one eye only", ["only"]),
    ("Diabetes treated with diet or metformin only", ["only"]),
    ("ECG after ten steps on the stair", ["steps", "stair", "after ten"]),
]
CLAIMED = [
    "For women only: negative pregnancy test",
    "Negative pregnancy test (women of childbearing potential only)",
    "Only patients with asthma",
    "Bleeding during pregnancy",
    "Disease progression during or after chemotherapy",
]


def _unread(text: str) -> list[str]:
    found = [each for each in compile_criterion(text, section="inclusion").diagnostics if each.code == "T201"]
    return [text[each.span.start : each.span.end] for each in found if each.span]


@pytest.mark.parametrize(("text", "unread"), UNREAD)
def test_a_small_word_that_limits_or_places_is_unread_where_nothing_reads_it(text: str, unread: list[str]) -> None:
    assert _unread(text) == unread


@pytest.mark.parametrize("text", CLAIMED)
def test_a_small_word_that_is_read_or_says_nothing_is_claimed(text: str) -> None:
    assert _unread(text) == []
