"""Values: ranges and units, reference ranges, scales, categories, and what cannot be told."""

from __future__ import annotations

from typing import Any

import pytest
from asking import F, T, U, ask, condition, lab, record
from trialc.evaluate.patient import Reference


@pytest.mark.parametrize(
    ("value", "number", "unit", "expected"),
    [
        (">= 9 g/dL", "9", "g/dL", T),
        (">= 9 g/dL", "8.99", "g/dL", F),
        (">= 9 g/dL", "90", "g/L", T),
        (">= 9 g/dL", "89.9", "g/L", F),
        ("> 9 g/dL", "90", "g/L", F),
        ("in [30, 90) mm", "9", "cm", F),
        ("in [30, 90) mm", "8.9", "cm", T),
        ("> 100.4 [degF]", "38", "Cel", F),
        ("> 100.4 [degF]", "38.1", "Cel", T),
        (">= 9 g/dL", "90", None, U),  # in which unit?
        (">= 9", "90", "g/L", U),
        (">= 9", "90", None, T),
        (">= 9", "90", "{score}", T),
        (">= 9 g/dL", "90", "s", U),
        (">= 9 g/dL", "90", "no unit at all", U),
        (">= 9 g/dL", "high", None, U),
        (">= 9 g/dL", None, None, U),
    ],
)
def test_a_value_in_a_range(value: str, number: Any, unit: str | None, expected: bool | None) -> None:
    assert ask(f'latest measurement "x" {value}', lab(number, unit)) is expected


@pytest.mark.parametrize(
    ("value", "comparator", "number", "expected"),
    [
        ("<= 5", "<", 5, T),
        ("< 5", "<", 5, T),
        ("< 5", "<=", 5, U),
        ("> 5", "<", 5, F),
        (">= 5", "<", 5, F),
        (">= 5", "<=", 5, U),
        (">= 5", ">", 5, T),
        ("> 5", ">", 5, T),
        ("> 5", ">=", 5, U),
        ("<= 5", ">", 5, F),
        ("< 4", "<", 5, U),
        ("in [1, 3]", ">", 5, F),
    ],
)
def test_a_recorded_less_than_is_all_values_below(value: str, comparator: str, number: int, expected: bool) -> None:
    assert ask(f'latest measurement "x" {value}', lab(number, None, comparator=comparator)) is expected


def test_mass_and_amount_meet_where_the_molar_mass_is_known() -> None:
    reading = lab(127, "mg/dL", text="glucose")
    assert ask('latest measurement "glucose" >= 7 mmol/L', reading) is T
    assert ask('latest measurement "x" >= 7 mmol/L', lab(127, "mg/dL", text="x")) is U


def test_hemoglobin_a1c_has_two_scales_that_a_line_joins() -> None:
    ifcc = lab(48, "mmol/mol", text="HbA1c")
    assert ask('latest measurement "HbA1c" >= 6.5 %', ifcc) is T
    assert ask('latest measurement "HbA1c" > 6.6 %', ifcc) is F
    assert ask('latest measurement "HbA1c" < 53 mmol/mol', lab(7, "%", text="HbA1c")) is T
    # other fractions of molecules are no fractions by mass
    assert ask('latest measurement "x" >= 4 %', lab(48, "mmol/mol", text="x")) is U


def test_multiples_of_the_upper_limit_of_normal_are_the_records_own() -> None:
    rule = 'latest measurement "x" <= 2.5 x ULN'
    assert ask(rule, lab(100, "U/L", reference=Reference(high=40))) is T
    assert ask(rule, lab(101, "U/L", reference=Reference(high=40))) is F
    assert ask(rule, lab(100, "U/L")) is U
    assert ask(rule, lab(100, "U/L", reference=Reference(low=10))) is U
    assert ask('latest measurement "x" >= LLN', lab(10, "U/L", reference=Reference(low=10))) is T


def test_multiples_of_baseline_need_its_date_and_another_reading() -> None:
    rule = 'latest measurement "x" > 2 x baseline'
    then, now = lab(10, "mg", "2024-01-01"), lab("0.021", "g", "2024-03-01")
    assert ask(rule, then, now, dates={"baseline": "2024-01-15"}) is T
    assert ask(rule, then, now) is U
    assert ask(rule, now, dates={"baseline": "2024-03-15"}) is U


def test_scales_and_summaries() -> None:
    rule = 'latest measurement "x" in [30, 90] mm of 100 mm as mean over 24 hours'
    mean = {"statistic": "mean", "over": "24 hours"}
    assert ask(rule, lab(30, "mm", **mean)) is T
    assert ask(rule, lab("2.9", "cm", **mean)) is F
    assert ask(rule, lab(30, "mm")) is U
    assert ask(rule, lab(30, "mm", statistic="maximum", over="24 hours")) is F
    assert ask('latest measurement "x" >= 30 of 100', lab(3, None, scale=10)) is T
    assert ask('latest measurement "x" >= 30 of 100', lab(3, None)) is F


@pytest.mark.parametrize(
    ("value", "recorded", "more", "expected"),
    [
        ("= positive", "Positive", {}, T),
        ("= positive", "negative", {}, F),
        ("in {positive, trace}", "trace", {}, T),
        ("= positive", 3, {}, U),
        ("in {0, 1}", 1, {}, T),
        ("in {0, 1}", 2, {}, F),
        ("= abnormal", 50, {"reference": Reference(high=40)}, T),
        ("= abnormal", 40, {"reference": Reference(low=10, high=40)}, F),
        ("= low", 9, {"reference": Reference(low=10)}, T),
        ("= high", 50, {"reference": Reference(low=10)}, U),
        ("= abnormal", 50, {}, U),
        ("= abnormal", "abnormal", {}, T),
        ("<= II", "III", {}, F),
        ("<= II", "2", {}, T),
        ("in [III, IV]", "IIIb", {}, T),
        (">= IIIb", "III", {}, U),
        (">= IIIb", "IIIc", {}, T),
        ("<= B", "C", {}, F),
        ("<= moderate", "severe", {}, F),
        ("<= II", "bad", {}, U),
    ],
)
def test_categories(value: str, recorded: Any, more: dict[str, Any], expected: bool | None) -> None:
    assert ask(f'latest measurement "x" {value}', lab(recorded, None, **more)) is expected


@pytest.mark.parametrize(
    ("qualifier", "recorded", "expected"),
    [
        ("severity: severe", {"severity": "severe"}, T),
        ("severity: severe", {"severity": "mild"}, F),
        ("severity: severe", {}, U),
        ("grade > II", {"grade": "III"}, T),
        ("grade > II", {"grade": "2"}, F),
        ("grade > II", {"grade": "bad"}, U),
        ("outcome: failed", {"outcome": ["painful", "failed"]}, T),
        ("severity >= moderate", {"severity": "mild"}, F),
        ("side: either", {}, T),
        ("side: left", {"side": "right"}, F),
    ],
)
def test_qualifiers(qualifier: str, recorded: dict[str, Any], expected: bool | None) -> None:
    assert ask(f'condition "x" ({qualifier}) ever', condition("x", qualifiers=recorded)) is expected


def test_qualities_with_names_of_their_own_are_unknown_where_names_are_open() -> None:
    rule = 'condition "x" (site: "index level") ever'
    elsewhere = condition("x", qualifiers={"site": "L4-L5"})
    assert ask(rule, elsewhere, names="open") is U
    assert ask(rule, elsewhere, names="closed") is F


def test_each_side_must_be_within_the_limit() -> None:
    rule = 'latest measurement "x" (side: each) <= 30 mm'
    left, right = lab(20, "mm", qualifiers={"side": "left"}), lab(40, "mm", qualifiers={"side": "right"})
    assert ask(rule, left, right) is F
    assert ask(rule, left) is U
    assert ask(rule, lab(20, "mm", qualifiers={"side": "both"})) is T


def test_the_dose_of_a_drug_is_its_value() -> None:
    rule = 'drug "x" >= 10 mg/d current'
    taken = {"ongoing": True, "unit": "mg/d"}
    assert ask(rule, record("drug", "x", "2024-01-01", value=10, **taken)) is T
    assert ask(rule, record("drug", "x", "2024-01-01", value=9, **taken)) is F
    assert ask(rule, record("drug", "x", "2024-01-01", ongoing=True)) is U
