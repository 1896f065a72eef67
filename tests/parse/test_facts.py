"""What every compiled fact states though the text does not, and what modifiers change of it."""

from __future__ import annotations

import pytest
from stages import rule, written
from trialc import parse_rule
from trialc.rules.normal import same

# The time and the pick that a fact has when the text says neither.
DEFAULTS = [
    ("asthma", 'condition "asthma" current'),
    ("aspirin", 'drug "aspirin" current'),
    ("pacemaker", 'device "pacemaker" current'),
    ("smoking", 'observation "smoking" current'),
    ("appendectomy", 'procedure "appendectomy" ever'),
    ("hospitalization", 'visit "hospitalization" ever'),
    ("allergy to penicillin", 'allergy "penicillin" ever'),
    ("stroke", 'condition "stroke" ever'),
    ("hemoglobin > 9 g/dL", 'latest measurement "hemoglobin" > 9 g/dL'),
    ("weight loss of more than 5 kg", 'measurement "weight" decrease > 5 kg'),
    # The record at hand states no time of its own.
    ("asthma due to stroke", 'condition "asthma" current because of (condition "stroke")'),
    ("asthma except stroke", 'condition "asthma" current except (condition "stroke")'),
]

# What the text says overrules the default.
SAID = [
    ("history of asthma", 'condition "asthma" ever'),
    ("current stroke", 'condition "stroke" current'),
    ("planned appendectomy", 'planned procedure "appendectomy" ever'),
    ("family history of breast cancer", 'condition "breast cancer" (who: family) ever'),
    ("severe asthma", 'condition "asthma" (severity: severe) current'),
    ("moderate or severe asthma", 'condition "asthma" (severity: moderate or severe) current'),
    ("oral or inhaled corticosteroids", 'drug "corticosteroids" (route: oral or inhaled) current'),
    (
        "chemotherapy completed at least 4 weeks before screening",
        'drug "chemotherapy" ending at least 4 weeks before screening',
    ),
    (
        "at least 2 exacerbations within 12 months",
        'condition "exacerbations" within 12 months before enrollment at least 2 times',
    ),
    ("negative pregnancy test", 'latest measurement "pregnancy test" = negative'),
]

# A pressure is two limits: either may be too high, both must be low.
PRESSURES = [
    (
        "blood pressure > 140/90 mmHg",
        'latest measurement "systolic blood pressure" > 140 mm[Hg] '
        'or latest measurement "diastolic blood pressure" > 90 mm[Hg]',
    ),
    (
        "blood pressure < 140/90 mmHg",
        'latest measurement "systolic blood pressure" < 140 mm[Hg] '
        'and latest measurement "diastolic blood pressure" < 90 mm[Hg]',
    ),
]

# What a list shares is said once and meant of all.
SHARED = [
    ("AST and ALT < 3 x ULN", 'latest measurement "AST" < 3 x ULN and latest measurement "ALT" < 3 x ULN'),
    ("history of asthma or diabetes", 'condition "asthma" ever or condition "diabetes" ever'),
    (
        "asthma or stroke within 6 months",
        'condition "asthma" within 6 months before enrollment or condition "stroke" within 6 months before enrollment',
    ),
    ("renal or hepatic disease", 'condition "renal disease" current or condition "hepatic disease" current'),
    (
        "clinically significant asthma or diabetes",
        'judgement "clinically significant" about (condition "asthma" current or condition "diabetes" current)',
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*DEFAULTS, *SAID, *PRESSURES, *SHARED])
def test_fact(text: str, expected: str) -> None:
    assert same(rule(text), parse_rule(expected)), str(rule(text))


def test_a_bare_number_of_nothing_crashes_nothing() -> None:
    assert "cardiac disease" in written("Cardiac disease (but not per exclusion criteria 3.2)", "exclusion").lower()


def test_an_organ_behind_a_limit_that_names_nothing_crashes_nothing() -> None:
    assert "respiratory" in written("unsuitable the for EtCO2 < 35 mm Hg respiratory", "exclusion")
