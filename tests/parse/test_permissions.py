"""Who and what a text lets in or keeps out."""

from __future__ import annotations

import pytest
from stages import reading, written
from trialc.rules.trial import Section

# What is kept out: denied among inclusions; among exclusions it says only what the list says.
FORBIDDEN: list[tuple[str, Section, str]] = [
    ("Patients with asthma are excluded.", "inclusion", 'not condition "asthma" current'),
    ("Patients with asthma are excluded.", "exclusion", 'condition "asthma" current'),
    ("Patients are not eligible if they have asthma", "inclusion", 'not condition "asthma" current'),
    ("Patients with no asthma are excluded", "inclusion", 'condition "asthma" current'),
    ("Patients with no asthma are excluded", "exclusion", 'not condition "asthma" current'),
    ("No other cancer is allowed", "inclusion", 'not condition "cancer" current'),
    ("No other cancer is allowed", "exclusion", 'condition "cancer" current'),
    ("Age > 18 years. Asthma is not allowed.", "inclusion", 'person age > 18 years and not condition "Asthma" current'),
    (
        "Patients with asthma are excluded if FEV1 < 70 %",
        "inclusion",
        'not (latest measurement "FEV1" < 70 % and condition "asthma" current)',
    ),
]

# What is let in, where something is ruled out, is an exception from it.
EXCEPTED: list[tuple[str, Section, str]] = [
    (
        "Cancer (skin cancer is allowed)",
        "exclusion",
        'condition "Cancer" current except (condition "skin cancer")',
    ),
    (
        "No cancer (skin cancer is allowed)",
        "inclusion",
        'not condition "cancer" current except (condition "skin cancer")',
    ),
    ("Cancer; skin cancer is allowed", "exclusion", 'condition "Cancer" current except (condition "skin cancer")'),
    ("Cancer. Skin cancer is allowed.", "exclusion", 'condition "Cancer" current except (condition "Skin cancer")'),
    (
        "Cancer other than breast cancer (skin cancer is allowed)",
        "exclusion",
        'condition "Cancer" current except (condition "skin cancer" or condition "breast cancer")',
    ),
]

# Elsewhere it is a remark.
REMARKED: list[tuple[str, Section, str | None, list[str]]] = [
    (
        "Hemoglobin > 10 g/dL (transfusion allowed)",
        "inclusion",
        'latest measurement "Hemoglobin" > 10 g/dL',
        ["transfusion allowed"],
    ),
    ("Use of statins is not permitted during the study", "exclusion", None, []),
    ("Patients with asthma may participate", "inclusion", None, []),
    ("Asthma; patients with eczema may participate", "inclusion", 'condition "Asthma" current', []),
]


@pytest.mark.parametrize(("text", "section", "expected"), FORBIDDEN + EXCEPTED)
def test_verdict(text: str, section: Section, expected: str) -> None:
    assert " ".join(written(text, section).split()) == expected


@pytest.mark.parametrize(("text", "section", "expected", "notes"), REMARKED)
def test_permission_that_says_nothing_of_the_patient(
    text: str, section: Section, expected: str | None, notes: list[str]
) -> None:
    found = reading(text, section)
    assert (None if found.rule is None else str(found.rule)) == expected
    if notes:
        assert [note.text for note in found.notes] == notes
    else:
        assert found.notes


def test_a_verdict_that_must_end_its_clause_is_none_elsewhere() -> None:
    assert written("use of allowed contraceptive methods", "inclusion") == 'procedure "contraceptive methods" ever'


@pytest.mark.parametrize("text", ["; asthma is allowed", "(asthma is allowed)", "is excluded"])
def test_no_word_of_a_broken_text_is_lost(text: str) -> None:
    found = reading(text, "exclusion")
    assert found.rule is not None or found.notes


def test_a_bracket_that_is_left_open_closes_with_its_sentence() -> None:
    found = " ".join(written("Cancer (asthma is allowed", "exclusion").split())
    assert found == 'condition "Cancer" current except (condition "asthma")'
