"""How long something has not been, and lengths that are those of the thing itself."""

from __future__ import annotations

import pytest
from stages import written
from trialc.rules.trial import Section

ABSENCES: list[tuple[str, Section, str]] = [
    ("No stroke for at least 6 months", "inclusion", 'not condition "stroke" within 6 months before enrollment'),
    ("No stroke for 6 months", "inclusion", 'not condition "stroke" within 6 months before enrollment'),
    ("No stroke for more than 6 months", "inclusion", 'not condition "stroke" within 6 months before enrollment'),
    ("Has not taken aspirin for 7 days", "inclusion", 'not drug "aspirin" within 7 days before enrollment'),
    ("No aspirin at least 7 days before screening", "inclusion", 'not drug "aspirin" within 7 days before screening'),
    ("Without seizures for ≥ 1 year", "exclusion", 'not condition "seizures" within 1 year before enrollment'),
    # The length of the thing itself.
    ("No fever lasting 3 days", "inclusion", 'not condition "fever" current lasting >= 3 days'),
    ("Has not taken aspirin for more than 7 days", "inclusion", 'not drug "aspirin" ever lasting > 7 days'),
]


@pytest.mark.parametrize(("text", "section", "expected"), ABSENCES)
def test_absence(text: str, section: Section, expected: str) -> None:
    assert written(text, section).lower().startswith(expected)


def test_the_length_is_in_no_other_window() -> None:
    assert "within" not in written("Has not taken aspirin for at least 7 days", "exclusion")
