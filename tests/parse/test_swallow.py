"""Phrases whose text is kept as it stands: undertakings, what an investigator fears, remarks."""

from __future__ import annotations

import pytest
from stages import reading, written
from trialc.parse.terms.undertakings import undertaken
from trialc.rules.trial import Section

# Where an undertaking ends: at the end of its clause, and at a connective only where something else begins.
UNDERTAKINGS: list[tuple[str, Section, str]] = [
    ("willing to comply with all visits", "inclusion", 'undertaking "willing to comply with all visits"'),
    (
        "willing to comply with visits and procedures",
        "inclusion",
        'undertaking "willing to comply with visits and procedures"',
    ),
    (
        "willing to attend visits, tests (MRI, CT) and calls",
        "inclusion",
        'undertaking "willing to attend visits, tests (MRI, CT) and calls"',
    ),
    (
        "willing to comply and able to swallow tablets",
        "inclusion",
        'undertaking "willing to comply" and undertaking "able to swallow tablets"',
    ),
    (
        "willing to comply, hemoglobin > 9 g/dL",
        "inclusion",
        'undertaking "willing to comply" and latest measurement "hemoglobin" > 9 g/dL',
    ),
    (
        "asthma; willing to comply; diabetes",
        "inclusion",
        'condition "asthma" current and undertaking "willing to comply" and condition "diabetes" current',
    ),
    ("Patients must be willing to comply with visits.", "inclusion", 'undertaking "willing to comply with visits"'),
    ("unwilling to comply with visits", "exclusion", 'not undertaking "willing to comply with visits"'),
    ("inability to comply with visits", "exclusion", 'not undertaking "ability to comply with visits"'),
]


@pytest.mark.parametrize(("text", "section", "expected"), UNDERTAKINGS)
def test_undertaking(text: str, section: Section, expected: str) -> None:
    assert written(text, section) == expected


# What stands in the rule: without the words around it; a refusal is kept as what is refused.
KEPT = [
    ("must be willing to comply", False, "willing to comply"),
    ("patients who are able to walk", False, "able to walk"),
    ("unable to swallow", True, "able to swallow"),
    ("unwilling or unable to comply", True, "willing and able to comply"),
    ("unable and unwilling to comply", True, "able and willing to comply"),
    ("unable/unwilling to comply", True, "able and willing to comply"),
    ("not willing or able to comply", True, "willing and able to comply"),
    ("Unwillingness or inability to comply", True, "willingness and ability to comply"),
    ("inability to comply", True, "ability to comply"),
    ("cannot read", True, "can read"),
    ("do not agree to visits", True, "agree to visits"),
    ("no informed consent", True, "informed consent"),
    ("non-English speaking", True, "English speaking"),
    ("provision of written informed consent", False, "written informed consent"),
    ("can provide written informed consent", False, "can provide written informed consent"),
]


@pytest.mark.parametrize(("text", "refused", "kept"), KEPT)
def test_what_is_undertaken(text: str, refused: bool, kept: str) -> None:
    assert undertaken(text, refused) == kept


# What is feared, or left to an investigator, is about what stands before it.
FEARED = [
    (
        "asthma that could interfere with the study",
        'judgement "could interfere with the study" about condition "asthma" current',
    ),
    ("clinically significant asthma", 'judgement "clinically significant" about condition "asthma" current'),
    (
        "asthma in the opinion of the investigator",
        'judgement "in the opinion of the investigator" about condition "asthma" current',
    ),
]


@pytest.mark.parametrize(("text", "expected"), FEARED)
def test_judgement(text: str, expected: str) -> None:
    assert written(text, "exclusion") == expected


# Sentences without a truth value are notes.
REMARKS = [
    (
        "Asthma. Patients with stroke are permitted.",
        'condition "Asthma" current',
        ["Patients with stroke are permitted"],
    ),
    ("Topical steroids are permitted.", None, ["Topical steroids are permitted"]),
    ("Asthma.", 'condition "Asthma" current', []),
    (
        "Asthma (patients with stroke are acceptable), diabetes",
        'condition "Asthma" current and condition "diabetes" current',
        ["patients with stroke are acceptable"],
    ),
    ("Asthma; patients with stroke are allowed", 'condition "Asthma" current', ["patients with stroke are allowed"]),
    (
        "Asthma, diabetes Other protocol-defined criteria may apply",
        'condition "Asthma" current and condition "diabetes" current',
        ["Other protocol-defined criteria may apply"],
    ),
    ("Use of the allowed steroids", 'drug "steroids" current', []),
]


@pytest.mark.parametrize(("text", "expected", "notes"), REMARKS)
def test_remark(text: str, expected: str | None, notes: list[str]) -> None:
    found = reading(text)
    assert (None if found.rule is None else str(found.rule)) == expected
    assert [note.text for note in found.notes] == notes
