"""Targets in a list that share the noun of what acts on them."""

from __future__ import annotations

import pytest
from stages import rule
from trialc.rules.model import Fact
from trialc.rules.walk import nodes

SHARED = [
    ("MEK, BRAF, or ERK inhibitor", ["MEK inhibitor", "BRAF inhibitor", "ERK inhibitor"]),
    ("PD-1/PD-L1 antibodies", ["PD-1 antibodies", "PD-L1 antibodies"]),
    ("anti-PD-1 or anti-CTLA-4 antibody", ["anti-PD-1 antibody", "anti-CTLA-4 antibody"]),
    # An illness is a target of antibodies only.
    ("HIV or HCV antibodies", ["HIV antibodies", "HCV antibodies"]),
    ("NSCLC or EGFR mutation", ["NSCLC", "EGFR mutation"]),
    # One target of several things, before them or behind "of".
    ("CYP3A4 inhibitors or inducers", ["CYP3A4 inhibitors", "CYP3A4 inducers"]),
    ("Selective MAO inhibitors or activators", ["Selective MAO inhibitors", "Selective MAO activators"]),
    ("Inhibitors or inducers of CYP3A4", ["inhibitors of CYP3A4", "inducers of CYP3A4"]),
    ("Inducers of CYP3A4 or CYP2C8", ["inducers of CYP3A4", "inducers of CYP2C8"]),
    # What is a name by itself is no target, and a comma alone joins none.
    ("Aspirin or P2Y12 inhibitors", ["aspirin", "P2Y12 inhibitors"]),
    ("HBsAg or HCV antibody", ["HBsAg", "HCV antibody"]),
    ("COPD, ERK inhibitors", ["COPD", "ERK inhibitors"]),
]


@pytest.mark.parametrize(("text", "names"), SHARED)
def test_every_member_is_named_in_full(text: str, names: list[str]) -> None:
    found = [each.concept.text for each in nodes(rule(text, "exclusion")) if isinstance(each, Fact)]
    assert [each.lower() for each in found] == [each.lower() for each in names]
