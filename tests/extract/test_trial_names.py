"""Names of trials, and what says that patients were in them."""

from __future__ import annotations

import pytest
from trialc.extract.trial_names import other_trials


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Completed study RLM-MD-03", ["study RLM-MD-03"]),
        ("Previously enrolled in the ADVANCE study", ["ADVANCE study", "Previously enrolled in"]),
        ("Randomized in trial 127-014-A", ["trial 127-014-A", "Randomized in"]),
        ("participants of the CONTACT-2 trial", ["CONTACT-2 trial"]),
        ("Completion of study 127-014", ["study 127-014"]),
        ("included in the 24-week study period", []),
        ("psychosis diagnosed during study 17972A", []),
        ("an MRI study", []),
        ("Day 1 of the study", []),
        ("study day 1", []),
        ("first dose of the TEST study drug", []),
    ],
)
def test_named(text: str, named: list[str]) -> None:
    assert [text[term.start : term.end] for term in other_trials(text)] == named
