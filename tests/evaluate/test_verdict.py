"""A trial's verdict: its value, what the records alone say, what is pending, why, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from asking import AT, F, T, U, condition, record
from trialc import Patient, Verdict
from trialc.evaluate.evaluator import Evaluator
from trialc.evaluate.why import Why
from trialc.rules.language import parse_trial

TRIAL = parse_trial(
    """
    trial NCT00000000
    include I1 "Adults" person age >= 18 years
    include I2 "Consent" undertaking "written informed consent"
    include I3 "Both sexes" note "nobody is left out"
    exclude E1 "Significant heart disease" judgement "clinically significant" about condition "heart disease" current
    exclude E2 "Surgery" procedure "surgery" within 4 weeks before treatment
    exclude E3 "Fever or cough" condition "fever" current or condition "cough" current
    """
)


def verdict(*facts: Any, **patient: Any) -> Verdict:
    one = {"birth_date": "1970-01-01", "complete": ["condition", "procedure"], "names": "closed", "facts": facts}
    return TRIAL.evaluate(Patient(**one | patient), at=AT)


def test_eligible_is_every_inclusion_and_no_exclusion() -> None:
    assert verdict(answers={"I2": True}).value is T
    assert verdict(answers={"I2": False}).value is F
    assert verdict(record("procedure", "surgery", "2024-03-30"), answers={"I2": True}).value is F
    assert verdict(answers={"I2": True}, birth_date="2020-01-01").value is F


def test_a_criterion_without_a_rule_limits_nobody() -> None:
    assert [one.id for one in verdict().criteria] == ["I1", "I2", "E1", "E2", "E3"]


def test_what_only_people_can_answer_is_pending_and_left_out_of_the_records() -> None:
    found = verdict(condition("heart disease", "2020-01-01", ongoing=True))
    assert (found.value, found.on_records) == (U, T)
    assert [tuple(one) for one in found.pending] == [
        ("I2", "written informed consent"),
        ("E1", "clinically significant"),
    ]


def test_what_does_not_matter_is_not_pending() -> None:
    assert [one.criterion for one in verdict().pending] == ["I2"]  # no heart disease: nothing to judge


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"written informed consent": True, "E1: clinically significant": False}, T),
        ({"Written informed  consent": True, "clinically significant": True}, F),
        ({"I2": True, "E1": False}, T),
        ({"I2": True, "E2: clinically significant": False}, U),  # that is another criterion
    ],
)
def test_answers_settle_what_is_pending(answers: dict[str, bool], value: bool | None) -> None:
    assert verdict(condition("heart disease", "2020-01-01", ongoing=True), answers=answers).value is value


def test_any_rule_can_be_answered() -> None:
    answers = {"I2": True, 'condition "fever" current': False, 'E3: condition "cough" current': False}
    found = verdict(complete=["procedure"], answers={**answers, "E1": False})
    assert found.value is T
    assert found.on_records is U


def test_why_names_the_records_that_decided() -> None:
    surgery = record("procedure", "surgery", "2024-03-30")
    tree = {one.criterion: one for one in verdict(surgery).why.of}
    assert tree["E2"] == Why(
        kind="fact",
        rule='procedure "surgery" within 4 weeks before treatment',
        value=True,
        reason="recorded",
        records=(surgery,),
        criterion="E2",
    )
    assert [(one.kind, one.value) for one in tree["E3"].of] == [("fact", False), ("fact", False)]
    assert tree["I2"].reason == "for people to say"


def test_what_is_missing_the_smallest_sets_first() -> None:
    found = verdict(condition("fever", "2024"), birth_date=None, complete=["procedure"])
    asked = [([(one.criterion, one.of, one.answer) for one in entry.questions], entry.value) for entry in found.missing]
    single = [entry for entry in asked if len(entry[0]) == 1]
    assert ([("I1", "records", False)], False) in single
    assert ([("I2", "people", False)], False) in single
    assert ([("E3", "records", True)], False) in single
    assert asked == sorted(asked, key=lambda entry: len(entry[0]))
    assert [len(entry[0]) for entry in asked if entry[1]] == [
        5,
        5,
    ]  # either there is no heart disease, or it is no matter


def test_of_equal_sets_what_makes_eligible_comes_first() -> None:
    trial = parse_trial('trial X include I1 "Hemoglobin" latest measurement "hemoglobin" >= 9 g/dL')
    found = trial.evaluate(Patient(birth_date="1970-01-01"), at=AT).missing
    assert [entry.value for entry in found] == [True, False]


def test_what_is_missing_settles_the_verdict() -> None:
    facts = (condition("fever", "2024"),)
    for entry in verdict(*facts, complete=["procedure"]).missing:
        answers = {f"{one.criterion}: {one.text}": one.answer for one in entry.questions}
        assert verdict(*facts, complete=["procedure"], answers=answers).value is entry.value


def test_a_known_verdict_misses_nothing() -> None:
    assert verdict(answers={"I2": False}).missing == ()


def test_what_was_assumed_is_said() -> None:
    assert verdict().assumed == (
        "no date given: treatment taken as the index date",
        "taken as complete: the record of condition, procedure",
        "records are named in the trial's words: another name is another thing",
    )
    assert verdict(complete=[], names="open", dates={"treatment": "2024-04-01"}).assumed == ()


def test_the_trial_may_be_evaluated_at_another_date() -> None:
    patient = Patient(birth_date=date(2006, 4, 1))
    assert next(one.value for one in Evaluator(TRIAL).evaluate(patient, AT).criteria) is F
    assert Evaluator(TRIAL).values(patient, date(2024, 4, 1))[0] is T
