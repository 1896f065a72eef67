"""The normal form: what is the same, what is not, and that it is final."""

from __future__ import annotations

import pytest
from hypothesis import given
from rules.strategies import rules
from trialc import normal, parse_rule, same
from trialc.rules.model import Rule

SAME = [
    # combining
    ("it and (person age > 3 and it)", "person age >= 4 and it"),
    ("any of (it)", "it"),
    ("not not it", "it"),
    ('it or undertaking "x" or it', 'undertaking "X" or it'),
    ('at least 2 of (it, undertaking "x")', 'it and undertaking "x"'),
    ('at least 1 of (it, undertaking "x")', 'it or undertaking "x"'),
    ('exactly 0 of (it, undertaking "x")', 'not (it or undertaking "x")'),
    ('between 1 and 2 of (it, undertaking "x")', 'undertaking "x" or it'),
    ('"label" means it', "it"),
    # names
    ('condition "Type 2  Diabetes." current', 'condition "type 2 diabetes" current'),
    ('condition "x" also ("b", "A", "X") current', 'condition "x" also ("a", "b") current'),
    ('condition "x" such as ("b", "A") current', 'condition "x" such as ("a", "b") current'),
    ('condition "x" coded ("s|1" "One") current', 'condition "x" coded ("s|1" "Eins") current'),
    ('condition "x" coded (not "s|1", only "s|2")', 'condition "x" coded (only "s|2" "Two", not "s|1")'),
    ('condition "x" (site: hip, stage: III or IV) current', 'condition "x" (stage: 4 or "3", site: Hip) current'),
    ('condition "x" (grade > II) current', 'condition "x" (grade > 2) current'),
    ('condition "x" (stage = 3) current', 'condition "x" (stage: III) current'),
    ('condition "x" (stage: IIIb) current', 'condition "x" (stage: "3B") current'),
    # numbers
    ('measurement "x" > 3 cm ever', 'measurement "x" > 30 mm ever'),
    ('measurement "x" of 10 cm ever', 'measurement "x" of 100 mm ever'),
    ('latest measurement "t" >= 38.0 Cel', 'latest measurement "t" >= 100.4 [degF]'),
    ('measurement "t" increase > 5 Cel', 'measurement "t" increase > 9 [degF]'),
    ('latest measurement "x" > ULN', 'latest measurement "x" > 1.0 x ULN'),
    ('latest measurement "x" valued', 'latest measurement "x"'),
    ("person age <= 80 years", "person age < 81 years"),
    ("person age <= 0 years", "person age < 1 year"),
    ("person age > 17 years", "person age >= 216 months"),
    # time
    ('drug "x" within 12 months before treatment', 'drug "x" within 1 year before treatment'),
    ('drug "x" within 4 weeks before treatment', 'drug "x" within 28 days before treatment'),
    ('drug "x" within 24 hours before treatment', 'drug "x" within 1 day before treatment'),
    ('drug "x" within 0 days before treatment', 'drug "x" at treatment'),
    ('drug "x" before (screening or consent)', 'drug "x" before (consent or screening)'),
    ('drug "x" at "Visit 1"', 'drug "x" at "visit 1."'),
    ('drug "x" lasting >= 0.5 days', 'drug "x" lasting >= 12 hours'),
    ('drug "x" at least 1 times', 'drug "x"'),
    ('drug "x" within longer of (1 year or 2 cycles) before treatment',
     'drug "x" within longer of (2 cycles or 12 months) before treatment'),
]  # fmt: skip

DIFFERENT = [
    ("it and person age > 3", "it or person age > 3"),
    ("not it", "it"),
    ('at least 2 of (it, undertaking "x", undertaking "y")', 'at least 1 of (it, undertaking "x", undertaking "y")'),
    ('at least 2 of (it, it, undertaking "x")', 'at least 2 of (it, undertaking "x")'),
    ('condition "low-back pain" current', 'condition "low back pain" current'),
    ('condition "x" current', 'condition "x" ever'),
    ('condition "x" coded ("s|1") current', 'condition "x" coded (only "s|1") current'),
    ('condition "x" coded ("s|1") current', 'condition "x" coded (not "s|1") current'),
    ('drug "x" (route: IV) ever', 'drug "x" (route: "4") ever'),
    ('measurement "x" > 3 mg/dL ever', 'measurement "x" > 3 mmol/L ever'),
    ('measurement "x" > 3 ever', 'measurement "x" >= 3 ever'),
    ('measurement "x" > 50 % ever', 'measurement "x" > 0.5 ever'),
    ('latest measurement "t" > 9 [degF]', 'latest measurement "t" > 5 Cel'),
    ("person age <= 80 years", "person age <= 960 months"),
    ('drug "x" within 1 month before treatment', 'drug "x" within 30 days before treatment'),
    ('drug "x" at treatment', 'drug "x" during treatment'),
    ('drug "x" within longer of (1 year or 2 cycles) before treatment',
     'drug "x" within shorter of (1 year or 2 cycles) before treatment'),
    ('drug "x" by (drug "y")', 'drug "x" with (drug "y")'),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_say_the_same(one: str, other: str) -> None:
    assert normal(parse_rule(one)) == normal(parse_rule(other))
    assert same(parse_rule(one), parse_rule(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_do_not(one: str, other: str) -> None:
    assert not same(parse_rule(one), parse_rule(other))


@given(rules)
def test_a_normal_form_is_final_and_has_no_labels(rule: Rule) -> None:
    once = normal(rule)
    assert normal(once) == once
    assert '"label":' not in once.model_dump_json(exclude_none=True)


def test_no_rule_is_the_same_as_no_rule() -> None:
    assert same(None, None)
    assert not same(None, parse_rule("it"))
