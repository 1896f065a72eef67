"""What a text among exclusions asks for or forbids."""

from __future__ import annotations

import pytest
from stages import reading, written

FORBIDDEN = [
    ("Patients must not have active tuberculosis", 'condition "tuberculosis" (activity: active) current'),
    ("Subjects may not have received prior chemotherapy", 'drug "chemotherapy" ever'),
    ("Must not have had a stroke within 6 months", 'condition "stroke" within 6 months before enrollment'),
    (
        "Patients must not have asthma and must not be pregnant",
        'condition "asthma" current or condition "pregnant" current',
    ),
]

ASKED = [
    ("Patients must be able to swallow tablets", 'not undertaking "able to swallow tablets"'),
    ("Patients must have hemoglobin > 9 g/dL", 'not latest measurement "hemoglobin" > 9 g/dL'),
    (
        "Asthma; patients must be willing to use contraception",
        'condition "Asthma" current or not undertaking "willing to use contraception"',
    ),
]

#: What must have ended keeps out who had it later.
ENDED = [
    ("Chemotherapy must be stopped before enrollment", 'drug "Chemotherapy" at enrollment'),
    ("Chemotherapy must be stopped 2 weeks before entry", 'drug "Chemotherapy" within 2 weeks before enrollment'),
    ("Chemotherapy must be completed > 2 weeks before entry", 'drug "Chemotherapy" within 2 weeks before enrollment'),
]

#: What is asked of a thing, and not of a patient, and what is asked beside other things, stays unread.
UNREAD = [
    ("Study drugs are to be discontinued before enrollment", "to be discontinued before enrollment"),
    ("Patients must have hemoglobin > 9 g/dL and asthma", "Patients must have hemoglobin > 9 g/dL and asthma"),
    ("Seizures (patients must have had none for 6 months)", "(patients must have had none for 6 months)"),
]


@pytest.mark.parametrize(("text", "expected"), FORBIDDEN + ASKED + ENDED)
def test_who_may_not_take_part(text: str, expected: str) -> None:
    assert written(text, "exclusion") == expected


@pytest.mark.parametrize(("text", "unread"), UNREAD)
def test_what_cannot_be_told_stays_unread(text: str, unread: str) -> None:
    assert f'unread "{unread}"' in written(text, "exclusion")


def test_among_inclusions_it_is_asked_as_it_stands() -> None:
    assert written("Patients must be able to swallow tablets") == 'undertaking "able to swallow tablets"'


def test_who_must_is_no_demand() -> None:
    assert written("Subjects who must take warfarin", "exclusion") == 'drug "warfarin" current'


def test_what_a_bracket_asks_of_a_test_is_a_note() -> None:
    text = "Pregnancy (a pregnancy test must be negative)"
    assert written(text, "exclusion") == 'condition "Pregnancy" current'
    assert [note.text for note in reading(text, "exclusion").notes] == ["(a pregnancy test must be negative)"]


def test_a_heading_is_a_note() -> None:
    notes = reading("Allergy: a subject must not have asthma", "exclusion").notes
    assert [note.text for note in notes] == ["Allergy:"]
