"""Lists whose line breaks were lost: statements without a full stop between them."""

from __future__ import annotations

import pytest
from stages import written
from trialc.rules.trial import Section

RUN_ONS: list[tuple[str, Section, str]] = [
    (
        "Known allergy to aspirin Uncontrolled asthma No history of stroke",
        "exclusion",
        'allergy "aspirin" ever or condition "asthma" (control: Uncontrolled) current or not condition "stroke" ever',
    ),
    (
        "Patient refusal Severe asthma Renal failure Use of aspirin",
        "exclusion",
        'undertaking "refusal" or condition "asthma" (severity: Severe) current or condition "Renal failure" current'
        ' or drug "aspirin" current',
    ),
]


@pytest.mark.parametrize(("text", "section", "expected"), RUN_ONS)
def test_a_capital_begins_a_statement(text: str, section: Section, expected: str) -> None:
    assert written(text, section) == expected


ONE_STATEMENT = [
    # titles in capitals
    ("Severe Asthma", 'condition "Asthma" (severity: Severe) current'),
    # a name with a capital, where no phrase shows that lines were lost
    ("relapsed Hodgkin lymphoma", 'condition "Hodgkin lymphoma" (course: relapsed) current'),
    # a phrase with a capital that no word in small letters ends before
    ("asthma, Severe stroke", 'condition "asthma" current or condition "stroke" (severity: Severe) ever'),
]


@pytest.mark.parametrize(("text", "expected"), ONE_STATEMENT)
def test_other_capitals_begin_nothing(text: str, expected: str) -> None:
    assert written(text, "exclusion") == expected
