"""Names that hold their cause."""

from __future__ import annotations

import pytest
from stages import written

WHOLE = [
    "drug-induced liver injury",
    "treatment-related pneumonitis",
    "alcohol-related liver disease",
    "catheter-associated infection",
    "drug-induced severe hepatitis",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_cause_is_part_of_the_name(text: str) -> None:
    assert written(text, "exclusion") == f'condition "{text}" current'


def test_what_shows_something_is_not() -> None:
    assert written("biopsy-proven sarcoidosis", "exclusion").startswith('condition "sarcoidosis"')


def test_a_cause_alone_in_a_list_has_its_noun_behind_it() -> None:
    found = written("HIV-related or vascular dementia", "exclusion")
    assert found == 'condition "HIV-related dementia" current or condition "vascular dementia" current'
