"""The structured fields of a record as criteria."""

from __future__ import annotations

from typing import Any

import pytest
from trialc import parse_rule
from trialc.rules.normal import same
from trialc.source import Protocol
from trialc.structured import structured


def fields(**filled: Any) -> dict[str, tuple[str, str, list[str]]]:
    """The text, the rule and the notes of every field's criterion."""
    protocol = Protocol(id="NCT00000000", eligibility="", **filled)
    found = list(structured(protocol))
    assert all(criterion.section == "inclusion" for criterion in found)
    return {c.id: (c.text, str(c.rule) if c.rule else "", [note.text for note in c.notes]) for c in found}


# The ages of a record, as written, and the rule of F1.
AGES = [
    ("18 Years", None, "18 Years", "person age >= 18 years"),
    (None, "65 Years", "up to 65 Years", "person age <= 65 years"),
    ("18 Years", "65 Years", "18 Years to 65 Years", "person age in [18, 65] years"),
    ("6 Months", "2 Years", "6 Months to 2 Years", "person age >= 6 months and person age <= 2 years"),
    ("1 Day", "4 Weeks", "1 Day to 4 Weeks", "person age >= 1 day and person age <= 4 weeks"),
    ("1 Year", None, "1 Year", "person age >= 1 year"),
    ("0.5 Years", None, "0.5 Years", "person age >= 0.5 years"),
]


@pytest.mark.parametrize(("low", "high", "text", "rule"), AGES)
def test_age(low: str | None, high: str | None, text: str, rule: str) -> None:
    found = list(structured(Protocol(id="NCT00000000", eligibility="", minimum_age=low, maximum_age=high)))
    assert [(criterion.id, criterion.text) for criterion in found] == [("F1", text)]
    assert found[0].rule is not None
    if " and " not in rule:
        assert same(found[0].rule, parse_rule(rule)), str(found[0].rule)
    else:
        lower, upper = (parse_rule(part) for part in rule.split(" and "))
        value = found[0].rule.value  # type: ignore[union-attr]
        assert value is not None
        assert (value.low, value.high) == (lower.value.low, upper.value.high)  # type: ignore[union-attr]


def test_an_age_that_cannot_be_read_is_a_note() -> None:
    assert fields(minimum_age="adult") == {"F1": ("adult", "", ["adult"])}


@pytest.mark.parametrize("sex", ["female", "male"])
def test_sex(sex: str) -> None:
    assert fields(sex=sex) == {"F2": (sex.upper(), f"person sex = {sex}", [])}


def test_all_sexes_are_no_limit() -> None:
    assert fields(sex="all") == {"F2": ("ALL", "", ["All sexes: no limit."])}


@pytest.mark.parametrize(
    ("accepted", "text", "note"),
    [(True, "Yes", "Healthy volunteers are accepted."), (False, "No", "Healthy volunteers are not accepted.")],
)
def test_healthy_volunteers_are_a_note(accepted: bool, text: str, note: str) -> None:
    assert fields(healthy_volunteers=accepted) == {"F3": (text, "", [note])}


def test_a_record_that_says_nothing_has_no_fields() -> None:
    assert fields() == {}


def test_fields_keep_their_numbers() -> None:
    """F2 is sex also where no age is given."""
    assert list(fields(sex="male", healthy_volunteers=True)) == ["F2", "F3"]
