"""Phrases of time as windows: what each says, and what it leaves open."""

from __future__ import annotations

import pytest
from stages import reading, rule
from trialc import parse_rule
from trialc.rules.normal import same

# The phrase after "surgery", the window of its rule, and the codes of what the text leaves open.
WINDOWS = [
    ("within 4 weeks before screening", "within 4 weeks before screening", []),
    ("within 4 weeks prior to randomization", "within 4 weeks before randomization", []),
    ("in the 4 weeks before screening", "within 4 weeks before screening", []),
    ("within 4 weeks after randomization", "within 4 weeks after randomization", []),
    ("at least 4 weeks before screening", "ending at least 4 weeks before screening", []),
    ("more than 4 weeks before screening", "ending more than 4 weeks before screening", []),
    ("less than 4 weeks before screening", "less than 4 weeks before screening", []),
    ("at least 4 weeks after randomization", "at least 4 weeks after randomization", []),
    ("before randomization", "before randomization", []),
    ("after randomization", "after randomization", []),
    ("during the study", "during study", []),
    ("at randomization", "at randomization", []),
    ("within 4 weeks before screening or randomization", "within 4 weeks before (screening or randomization)", []),
    ("within 2 to 6 weeks before screening", "from 6 weeks before to 2 weeks before screening", []),
    ("within the first 4 weeks after randomization", "from anchor after to 4 weeks after randomization", []),
    # The past needs no anchor: it ends at enrollment.
    ("in the past 4 weeks", "within 4 weeks before enrollment", []),
    ("within the last 4 weeks", "within 4 weeks before enrollment", []),
    # No anchor: enrollment. "Of" says no side: before; of an event both sides.
    ("within 4 weeks", "within 4 weeks before enrollment", ["T204"]),
    ("within 4 weeks of randomization", "within 4 weeks before randomization", ["T205"]),
    ("within 4 weeks of stroke", 'within 4 weeks of (condition "stroke" ever)', ["T205"]),
]


@pytest.mark.parametrize(("phrase", "window", "codes"), WINDOWS)
def test_window(phrase: str, window: str, codes: list[str]) -> None:
    found = rule(f"surgery {phrase}")
    assert same(found, parse_rule(f'procedure "surgery" {window}')), str(found)
    assert [each.code for each in reading(f"surgery {phrase}").diagnostics] == codes


def test_what_is_planned_lies_behind_its_point_and_says_so() -> None:
    found = reading("planned surgery within 4 weeks of randomization")
    assert found.rule is not None
    expected = 'planned procedure "surgery" from anchor after to 4 weeks after randomization'
    assert same(found.rule, parse_rule(expected)), str(found.rule)
    assert [each.code for each in found.diagnostics] == ["T205"]


# How long something lasts.
LENGTHS = [
    ("asthma for at least 6 months", 'condition "asthma" current lasting >= 6 months'),
    ("asthma for more than 6 months", 'condition "asthma" current lasting > 6 months'),
    ("asthma lasting at least 6 months", 'condition "asthma" current lasting >= 6 months'),
    ("asthma of at least 6 months duration", 'condition "asthma" current lasting >= 6 months'),
    ("asthma for 6 months before screening", 'condition "asthma" current lasting >= 6 months until screening'),
    ("asthma for 6 months after stroke", 'condition "asthma" after (condition "stroke" ever) lasting >= 6 months'),
]


@pytest.mark.parametrize(("text", "expected"), LENGTHS)
def test_length(text: str, expected: str) -> None:
    assert same(rule(text), parse_rule(expected)), str(rule(text))
