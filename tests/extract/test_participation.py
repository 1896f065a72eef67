"""Earlier participation in the trial itself, as one name that is over."""

from __future__ import annotations

import pytest
from trialc.extract.participation import is_participation, participations

PARTICIPATIONS = [
    ("Subjects who have previously been enrolled in this study", ["have previously been enrolled in this study"]),
    ("Prior randomisation in this trial", ["Prior randomisation in this trial"]),
    (
        "has participated in the present clinical trial before",
        ["has participated in the present clinical trial before"],
    ),
    ("previously treated in this protocol", ["previously treated in this protocol"]),
    (
        "Have previously completed or withdrawn from this study",
        ["Have previously completed or withdrawn from this study"],
    ),
    # Everybody in the trial, another trial, or something else of the trial.
    ("enrolled in this study", []),
    ("previously enrolled in another trial", []),
    ("previously included in the study treatment", []),
]


@pytest.mark.parametrize(("text", "found"), PARTICIPATIONS)
def test_participations(text: str, found: list[str]) -> None:
    assert [text[term.start : term.end] for term in participations(text)] == found
    assert all(map(is_participation, found))
