"""Where rules and trials differ, as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from rules.strategies import rules
from trialc import diff_rules, diff_trials, normal, parse_rule, parse_trial, same
from trialc.rules.diff import render
from trialc.rules.model import Rule

HB, AGE = 'latest measurement "hemoglobin" >= 9 g/dL', "person age >= 18 years"

# before, after, the rendering
CASES = {
    "a unit is no difference": (HB, 'latest measurement "hemoglobin" >= 90 g/L', ""),
    "a changed limit": (HB, 'latest measurement "hemoglobin" >= 10 g/dL', f"""\
~ value
  - {HB}
  + latest measurement "hemoglobin" >= 10 g/dL
"""),
    "several changed fields": ('condition "stroke" current', 'condition "ischemic stroke" (severity: mild) ever', """\
~ concept, when, qualifiers
  - condition "stroke" current
  + condition "ischemic stroke" (severity: mild) ever
"""),
    "a leaf more": (AGE, f"{AGE} and {HB}", f"+ {HB}\n"),
    "a leaf less": (f"{AGE} or {HB}", HB, f"- {AGE}\n"),
    "a negation": (AGE, f"not {AGE}", f"""\
~ negation
  - {AGE}
  + not {AGE}
"""),
    "another tree of the same leaves": (f"{AGE} and {HB}", f"{AGE} or {HB}", f"""\
~ the same leaves, otherwise combined
  - {AGE} and {HB}
  + {AGE} or {HB}
"""),
    "unlike leaves are two differences": ('condition "asthma" current', 'drug "aspirin" current', """\
- condition "asthma" current
+ drug "aspirin" current
"""),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "shown"), CASES.values(), ids=CASES.keys())
def test_rules_differ_leaf_by_leaf(before: str, after: str, shown: str) -> None:
    assert render(diff_rules(parse_rule(before), parse_rule(after))) == shown


def test_a_criterion_without_a_rule_differs_from_one_with() -> None:
    assert render(diff_rules(None, parse_rule(AGE))) == f"+ {AGE}\n"
    assert diff_rules(None, None) == ()


def test_trials_are_compared_by_criterion_and_then_what_only_one_has() -> None:
    a = parse_trial(f'trial T anchor "Visit 1" is screening include I1 "a" {AGE} include I2 "b" exclude E1 "c" {HB}')
    b = parse_trial('trial T include I1 "a" person age >= 21 years exclude I2 "b" include I3 "d" it')
    assert (
        render(diff_trials(a, b))
        == f"""\
I1
  ~ value
    - {AGE}
    + person age >= 21 years
I2
  ~ section
    - inclusion
    + exclusion
E1
  - {HB}
I3
  + it
~ anchors
  - anchor "Visit 1" is screening
"""
    )
    assert diff_trials(a, a) == ()


@given(rules, rules)
def test_rules_differ_exactly_when_they_are_not_the_same(one: Rule, other: Rule) -> None:
    assert bool(diff_rules(one, other)) == (not same(one, other))
    assert diff_rules(one, normal(one)) == ()
