"""Names that hold their cause."""

from __future__ import annotations

import pytest
from stages import written

WHOLE = [
    "drug-induced liver injury",
    "treatment-related pneumonitis",
    "alcohol-related liver disease",
    "catheter-associated infection",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_cause_is_part_of_the_name(text: str) -> None:
    assert written(text, "exclusion") == f'condition "{text}" current'


def test_what_shows_something_is_not() -> None:
    assert written("biopsy-proven sarcoidosis", "exclusion").startswith('condition "sarcoidosis"')
