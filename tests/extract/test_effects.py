"""Drugs named by what they do, up to where something else is said."""

from __future__ import annotations

import pytest
from trialc.extract.effects import effects

NAMES = [
    ("Use of drugs known to prolong the QT interval", ["drugs known to prolong the QT interval"]),
    ("agents that inhibit CYP3A4 or P-glycoprotein within 14 days", ["agents that inhibit CYP3A4 or P-glycoprotein"]),
    ("medication that is likely to alter serum PSA", ["medication that is likely to alter serum PSA"]),
    ("any drug lowering the seizure threshold, or alcohol", ["drug lowering the seizure threshold"]),
    ("substances that may induce CYP3A4 such as rifampin", ["substances that may induce CYP3A4"]),
    ("medication known to cause QT changes 2 weeks before", ["medication known to cause QT changes"]),
    (
        "medications known to affect appetite, weight, or metabolism",
        ["medications known to affect appetite, weight, or metabolism"],
    ),
    ("medications which affect QT/QTc and cannot be discontinued", ["medications which affect QT/QTc"]),
    # What follows is of another kind.
    ("drugs that affect platelet function, diabetes, or hypertension", ["drugs that affect platelet function"]),
    ("drugs known to prolong the QT interval or history of syncope", ["drugs known to prolong the QT interval"]),
    ("medications that affect the QT and potent CYP3A4 inhibitors", ["medications that affect the QT"]),
    # A fear for the trial, a passive, and a drug that is the cause.
    ("medication that may interfere with evaluation of the study drug", []),
    ("medication that is known to affect the results", []),
    ("drugs which cannot be discontinued", []),
    ("drug induced psoriasis", []),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_effects(text: str, names: list[str]) -> None:
    assert [text[term.start : term.end] for term in effects(text)] == names
