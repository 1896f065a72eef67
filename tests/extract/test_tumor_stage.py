"""Stages of tumours as the TNM classification writes them."""

from __future__ import annotations

import pytest
from trialc.extract.tumor_stage import tumor_stages

STAGES = [
    ("T3-4N0M0 rectal cancer", ["T3-4N0M0"]),
    ("cT2-T4a N0-3 M0 gastric cancer", ["cT2-T4a N0-3 M0"]),
    ("rectal cancer (cT3-4 and/or N+)", ["cT3-4", "N+"]),
    ("clinical stage T1c or stage T2", ["T1c", "T2"]),
    ("pT3, N1", ["pT3, N1"]),
    ("TisN0M0", ["TisN0M0"]),
    # A hormone, an image, a vertebra, a diabetes and an artery are no stages.
    ("free T3 or T4", []),
    ("T1-weighted MRI", []),
    ("fracture of T4-T6", []),
    ("T2DM", []),
    ("occlusion of M1", []),
    ("stage IV", []),
]


@pytest.mark.parametrize(("text", "stages"), STAGES)
def test_stages(text: str, stages: list[str]) -> None:
    assert [term.value.removeprefix("stage=") for term in tumor_stages(text)] == stages
