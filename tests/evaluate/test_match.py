"""Of what a record is: codes at, below and above; names; examples."""

from __future__ import annotations

import pytest
from asking import F, T, U, ask, condition, record
from trialc import Record
from trialc.evaluate.match import Matcher, term
from trialc.rules.model import Code, Concept

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
DIABETES = f'condition "diabetes" coded ("{ICD}|E08-E13") ever'


def coded(code: str, system: str = ICD, text: str = "something") -> Record:
    return condition(text, "2024-01-01", codes=(Code(system=system, code=code),))


@pytest.mark.parametrize(
    ("pattern", "code", "expected"),
    [
        ("E11", "E11", T),
        ("E11", "E11.9", T),  # type 2 diabetes without complications is one
        ("E11", "E119", T),
        ("E11.9", "E11", U),  # it may be
        ("E11", "E10", F),
        ("E08-E13", "E11.65", T),
        ("E08-E13", "I10", F),
        ("E11", "E08-E13", U),
        ("E11", "I00-I99", F),
    ],
)
def test_icd_codes_lie_below_their_beginnings(pattern: str, code: str, expected: bool | None) -> None:
    assert ask(f'condition "x" coded ("{ICD}|{pattern}") ever', coded(code)) is expected
    assert ask(f'condition "x" coded ("{ICD}|{pattern}") ever', coded(code, "ICD10CM")) is expected


@pytest.mark.parametrize(
    ("code", "expected"), [("E11", T), ("E11.9", T), ("E11.65", F), ("E11.6", F), ("E10", F), ("E08-E13", U)]
)
def test_excluded_codes_are_taken_out_with_all_below(code: str, expected: bool | None) -> None:
    codes = (Code(system=ICD, code="E11"), Code(system=ICD, code="E11.6", excluded=True))
    matcher = Matcher(Concept(text="x", codes=codes))
    assert matcher.match(term("y", (), (Code(system=ICD, code=code),)), closed=False) is expected


def test_a_code_without_descendants_stands_for_itself_alone() -> None:
    matcher = Matcher(Concept(text="x", codes=(Code(system=ICD, code="E11", descendants=False),)))
    codes = ("E11", "E11.9", "E08-E13", "I10")
    assert [matcher.match(term("y", (), (Code(system=ICD, code=code),)), closed=False) for code in codes] == [
        T,
        F,
        U,
        F,
    ]


def test_a_hierarchy_says_what_lies_below() -> None:
    class Family:
        def below(self, code: tuple[str, str], ancestor: tuple[str, str]) -> bool | None:
            if (code[0], ancestor[0]) != ("snomed", "snomed"):
                return None
            return (code[1], ancestor[1]) in {("44054006", "73211009"), (code[1], code[1])}

    rule = f'condition "diabetes" coded ("{SNOMED}|73211009") ever'
    assert ask(rule, coded("44054006", SNOMED), hierarchy=Family()) is T
    assert ask(rule, coded("38341003", SNOMED), hierarchy=Family()) is F
    assert ask(rule, coded("44054006", SNOMED)) is U  # codes that differ, and nobody knows how they lie
    above = f'condition "type 2 diabetes" coded ("{SNOMED}|44054006") ever'
    assert ask(above, coded("73211009", SNOMED), hierarchy=Family()) is U


def test_codes_decide_over_names_and_names_where_codes_cannot() -> None:
    assert ask(DIABETES, coded("I10", text="diabetes")) is F
    assert ask(DIABETES, coded("1", "urn:own", text="Diabetes ")) is T
    assert ask(DIABETES, coded("1", "urn:own"), names="open") is U
    assert ask(DIABETES, coded("1", "urn:own"), names="closed") is F


def test_other_names_are_unknown_unless_names_are_closed() -> None:
    rule = 'condition "myocardial infarction" also ("heart attack") ever'
    assert ask(rule, condition("Heart  attack"), names="open") is T
    assert ask(rule, condition("MI"), names="open") is U
    assert ask(rule, condition("MI"), names="closed") is F
    assert ask(rule, condition("MI", also=("myocardial infarction",)), names="closed") is T
    assert ask(rule, names="open") is F  # nothing on record, and the record is complete


def test_names_among_examples_suffice_and_the_list_stays_open() -> None:
    rule = f'condition "heart disease" coded ("{ICD}|I00-I52") such as ("angina") ever'
    assert ask(rule, condition("angina"), names="open") is T
    assert ask(rule, coded("I20.9", text="another")) is T
    assert ask(rule, condition("rash"), names="open") is U


def test_facts_among_examples_have_their_own_time_and_take_the_rest() -> None:
    examples = 'condition "infarction" ever, drug "nitrate" ever'
    rule = f'condition "heart disease" such as ({examples}) (severity: severe) current'
    severe = {"severity": "severe"}
    assert ask(rule, condition("infarction", "2001-01-01", "2001-01-02", qualifiers=severe)) is T
    assert ask(rule, condition("heart disease", "2001-01-01", "2001-01-02", qualifiers=severe)) is F
    assert ask(rule, condition("infarction", "2001-01-01", qualifiers={"severity": "mild"})) is F
    assert ask(rule, record("drug", "nitrate", "2001-01-01", "2001-01-02", qualifiers=severe)) is T


def test_facts_among_examples_without_a_time_take_one_that_is_counted() -> None:
    rule = 'procedure "treatment" such as (drug "steroids" ever) within 4 weeks before enrollment'
    assert ask(rule, record("drug", "steroids", "2024-03-20", "2024-03-25")) is T
    assert ask(rule, record("drug", "steroids", "2001-01-01", "2001-01-02")) is F
    example = 'drug "steroids" within 10 years before enrollment'
    own = f'procedure "treatment" such as ({example}) within 4 weeks before enrollment'
    assert ask(own, record("drug", "steroids", "2020-01-01", "2020-01-02")) is T


def test_examples_of_what_is_planned_are_planned() -> None:
    rule = 'planned procedure "surgery" such as (device "pacemaker" ever) during study'
    assert ask(rule, record("device", "pacemaker", "2001-01-01")) is not T


def test_with_a_pick_each_example_is_picked_by_itself() -> None:
    rule = 'latest measurement "liver enzymes" such as ("AST", "ALT") > 40 U/L'
    ast = record("measurement", "AST", "2024-03-01", value=90, unit="U/L")
    alt = record("measurement", "ALT", "2024-03-02", value=20, unit="U/L")
    assert ask(rule, ast, alt) is T


def test_of_other_people_nothing_is_known_but_what_is_recorded() -> None:
    rule = 'condition "breast cancer" (who: mother) ever'
    assert ask(rule, condition("breast cancer")) is U
    assert ask(rule, condition("breast cancer", who="mother")) is T
    assert ask(rule, condition("breast cancer", who="mother", status="absent")) is F
