"""What is not on record: complete periods, explicit negatives, exceptions, links."""

from __future__ import annotations

from typing import Any

import pytest
from asking import F, T, U, ask, condition, lab, record
from trialc import Record
from trialc.rules.model import Code

ICD = "http://hl7.org/fhir/sid/icd-10-cm"


@pytest.mark.parametrize("domain", ["condition", "drug", "procedure", "device", "visit", "allergy"])
def test_nothing_in_a_complete_record_is_false(domain: str) -> None:
    assert ask(f'{domain} "x" ever') is F
    assert ask(f'{domain} "x" ever', complete=()) is U


@pytest.mark.parametrize("domain", ["measurement", "observation"])
def test_what_nobody_looked_for_is_unknown(domain: str) -> None:
    assert ask(f'{domain} "x" ever') is U
    assert ask(f'{domain} "x" > 5 ever', record(domain, "x", "2024-01-01", value=3)) is F
    assert ask(f'{domain} "x" > 5 ever', record(domain, "x", "2024-01-01", value=3), complete=()) is U


@pytest.mark.parametrize(
    ("window", "start", "end", "expected"),
    [
        ("within 1 year before enrollment", "2023-03-31", "2024-03-31", F),
        ("within 1 year before enrollment", "2023-03-31", None, F),
        ("within 1 year before enrollment", "2023-04-01", None, U),
        ("within 1 year before enrollment", "2023-03-31", "2024-03-30", U),
        ("less than 1 year before enrollment", "2023-04-01", None, F),
        ("current", "2024-03-31", "2024-03-31", F),
        ("ever", "2023-03-31", None, U),
        ("ever", "1990-01-01", None, F),  # from birth on
        ("ever", None, None, F),
        ("before enrollment", None, "2024-03-30", F),
    ],
)
def test_absence_needs_the_whole_window_observed(window: str, start: Any, end: Any, expected: bool | None) -> None:
    observed = {"condition": [{"start": start, "end": end}]}
    assert ask(f'condition "x" {window}', complete=(), observed=observed, birth_date="1990-01-01") is expected


def test_periods_that_touch_are_one() -> None:
    two = [{"start": "2023-01-01", "end": "2023-12-31"}, {"start": "2024-01-01"}]
    assert ask('condition "x" within 1 year before enrollment', complete=(), observed={"condition": two}) is F


def test_explicit_negatives() -> None:
    none = condition("diabetes", status="absent")
    until = condition("diabetes", None, "2023-01-01", status="absent")
    since = condition("diabetes", "2024-01-01", status="absent")
    assert ask('condition "diabetes" ever', none, complete=()) is F
    assert ask('condition "diabetes" ever', none, condition("flu"), complete=(), names="open") is F
    assert ask('condition "diabetes" ever', until, complete=()) is U
    assert ask('condition "diabetes" ever', since, complete=()) is U
    assert ask('condition "diabetes" current', since, complete=()) is F
    assert ask('condition "diabetes" ever', none, condition("diabetes", "2020-01-01"), complete=()) is T


def test_no_diabetes_is_no_type_2_diabetes_but_not_the_other_way_round() -> None:
    def none(code: str) -> Record:
        return condition("it", status="absent", codes=(Code(system=ICD, code=code),))

    assert ask(f'condition "t2dm" coded ("{ICD}|E11.9") ever', none("E11"), complete=()) is F
    assert ask(f'condition "dm" coded ("{ICD}|E11") ever', none("E11.9"), complete=()) is U


def test_negatives_with_a_quality_speak_of_that_alone() -> None:
    none = condition("osteoporosis", status="absent", qualifiers={"severity": "severe"})
    assert ask('condition "osteoporosis" (severity: severe) current', none, complete=()) is F
    assert ask('condition "osteoporosis" current', none, complete=()) is U


def test_plans_are_not_known_unless_recorded_or_answered() -> None:
    rule = 'planned condition "pregnant" during study'
    assert ask(rule) is U
    assert ask(rule, condition("pregnant", "2024-06-01", status="planned")) is T
    assert ask(rule, condition("pregnant", "2024-03-31")) is U
    assert ask(rule, answers={rule: False}) is F


CANCER = 'condition "malignancy" ever except (condition "basal cell carcinoma" (outcome: excised))'


def test_exceptions_take_records_out_and_not_patients() -> None:
    basal = condition("basal cell carcinoma", "2010-01-01", also=("malignancy",), qualifiers={"outcome": "excised"})
    left = condition("basal cell carcinoma", "2010-01-01", also=("malignancy",), qualifiers={"outcome": "recurred"})
    lung = condition("lung cancer", "2015-01-01", also=("malignancy",))
    unclear = condition("basal cell carcinoma", "2010-01-01", also=("malignancy",))
    assert ask(CANCER, basal) is F
    assert ask(CANCER, lung) is T
    assert ask(CANCER, basal, lung) is T  # the skin cancer takes nothing away from the lung cancer
    assert ask(CANCER, left) is T
    assert ask(CANCER, unclear) is U
    assert ask(CANCER, lung, names="open") is U


def test_it_is_the_record_at_hand() -> None:
    rule = 'procedure "injection" within 1 month before treatment except (it ending at least 2 weeks before treatment)'
    assert ask(rule, record("procedure", "injection", "2024-03-17")) is F
    assert ask(rule, record("procedure", "injection", "2024-03-18")) is T


def injection(*drugs: str) -> Record:
    links = [{"kind": "with", "record": {"domain": "drug", "text": drug}} for drug in drugs]
    return record("procedure", "injection", "2024-03-01", links=links)


def test_links_are_rules_about_the_same_event() -> None:
    rule = 'procedure "injection" ever with (drug "steroid")'
    assert ask(rule, injection("steroid", "lidocaine")) is T
    assert ask(rule, injection("lidocaine")) is F
    assert ask(rule, injection()) is U
    assert ask(rule, injection(), record("drug", "steroid", "2024-03-01")) is U


def test_with_only_is_about_every_link() -> None:
    rule = 'procedure "injection" ever with only (drug "saline" or drug "contrast")'
    assert ask(rule, injection("saline", "contrast")) is T
    assert ask(rule, injection("saline", "steroid")) is F


def test_an_absent_measurement_of_the_latest_pick_is_unknown() -> None:
    assert ask('latest measurement "x" >= 5') is U
    assert ask('latest measurement "x" >= 5', lab(4)) is F
