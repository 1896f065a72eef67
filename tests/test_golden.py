"""The comparison of compiled with hand-coded criteria: four states, and nothing left out."""

from __future__ import annotations

import pytest
from trialc import TrialcError, parse_trial
from trialc.golden import compare, hand_coded, listed_open
from trialc.source import bundled

HAND = parse_trial("""
trial NCT00000000
include I1 "same by meaning" latest measurement "size" >= 3 cm
include I2 "different" condition "asthma" current
include I3 "known to differ" condition "copd" current
include I4 "known to differ, and does not" condition "copd" current
include I5 "only by hand" condition "copd" current
include I6 "no rule" note "a remark"
include I7 "another section" condition "gout" current
""")
COMPILED = parse_trial("""
trial NCT00000000
include I1 "x" latest measurement "size" >= 30 mm
include I2 "x" condition "asthma" ever
include I3 "x" condition "copd" ever
include I4 "x" condition "copd" current
include I6 "x"
exclude I7 "x" condition "gout" current
exclude E1 "only compiled" condition "copd" current
""")
KNOWN = {"I3": "the text is garbled", "I4": "no longer true"}


def test_every_criterion_of_either_side_has_one_state() -> None:
    found = {one.id: (one.state, one.good, one.reason) for one in compare(COMPILED, HAND, KNOWN)}
    assert found == {
        "I1": ("same", True, ""),
        "I2": ("different", False, ""),
        "I3": ("open", True, "the text is garbled"),
        "I4": ("closed", False, "no longer true"),
        "I5": ("different", False, ""),
        "I6": ("same", True, ""),
        "I7": ("different", False, ""),
        "E1": ("different", False, ""),
    }


@pytest.mark.parametrize("nct", bundled())
def test_every_bundled_protocol_is_coded_by_hand(nct: str) -> None:
    hand = hand_coded(nct)
    assert hand.id == nct
    assert hand.criteria
    assert listed_open(nct).keys() <= {criterion.id for criterion in hand.criteria}


def test_a_protocol_without_hand_coded_rules_is_told() -> None:
    with pytest.raises(TrialcError, match=r"NCT99999999 has no hand-coded rules"):
        hand_coded("NCT99999999")
