"""Several records: picks, counts, lengths, changes."""

from __future__ import annotations

from typing import Any

import pytest
from asking import F, T, U, ask, condition, lab, record


@pytest.mark.parametrize(
    ("pick", "expected"),
    [("latest", F), ("first", T), ("every", F), ("lowest", F), ("highest", T), ("mean", T), ("total", T), ("", T)],
)
def test_picks(pick: str, expected: bool) -> None:
    readings = [lab(12, "g/dL", "2024-01-01"), lab(100, "g/L", "2024-02-01"), lab(8, "g/dL", "2024-03-01")]
    assert ask(f'{pick} measurement "x" >= 9 g/dL', *readings) is expected


def test_the_latest_of_the_window_counts_and_not_a_later_one() -> None:
    readings = [lab(8, "g/dL", "2024-01-01"), lab(12, "g/dL", "2024-03-30")]
    assert ask('latest measurement "x" >= 9 g/dL at least 2 weeks before enrollment', *readings) is F


def test_several_readings_on_a_day() -> None:
    rule = 'latest measurement "x" >= 9 g/dL'
    assert ask(rule, lab(8, "g/dL", "2024-03-01T08:00"), lab(10, "g/dL", "2024-03-01T17:00")) is T
    assert ask(rule, lab(8, "g/dL", "2024-03-01"), lab(10, "g/dL", "2024-03-01T17:00")) is U
    assert ask(rule, lab(9, "g/dL", "2024-03-01"), lab(10, "g/dL", "2024-03-01")) is T
    assert ask(rule, lab(8, "g/dL", "2024-03-01"), lab(7, "g/dL", "2024-03-01")) is F


def test_a_record_without_a_value_is_no_reading() -> None:
    rule = 'latest measurement "x" >= 9 g/dL'
    assert ask(rule, lab(10, "g/dL", "2024-02-01"), lab(None, None, "2024-03-01")) is T
    assert ask(rule, lab(None, None, "2024-03-01")) is U


def test_a_reading_of_an_unknown_day_may_be_the_latest() -> None:
    rule = 'latest measurement "x" >= 9 g/dL'
    assert ask(rule, lab(10, "g/dL", "2024-02-01"), lab(8, "g/dL", None)) is U
    assert ask(rule, lab(10, "g/dL", "2024-02-01"), lab(11, "g/dL", None)) is T
    assert ask(rule, lab(10, "g/dL", "2024-02-01"), lab(8, "g/dL", "2024-01")) is T


def test_a_unit_that_cannot_be_converted_leaves_extremes_and_sums_unknown() -> None:
    readings = [lab(12, "g/dL", "2024-01-01"), lab(3, "s", "2024-02-01")]
    assert [ask(f'{pick} measurement "x" >= 9 g/dL', *readings) for pick in ("lowest", "mean", "total")] == [U, U, U]


@pytest.mark.parametrize(
    ("times", "days", "expected"),
    [
        ("at least 2 times", ["2024-01-01", "2024-02-01"], T),
        ("at least 2 times", ["2024-01-01", "2024-01-01"], F),  # one day, one occurrence
        ("at least 3 times", ["2024-01-01", "2024-02-01"], F),
        ("at most 1 times", ["2024-01-01", "2024-02-01"], F),
        ("at most 2 times", ["2024-01-01", "2024-02-01"], T),
        ("exactly 0 times", [], T),
        ("at least 2 times spaced >= 1 month", ["2024-01-31", "2024-02-28"], F),
        ("at least 2 times spaced >= 1 month", ["2024-01-31", "2024-02-29"], T),
        ("at least 3 times per week", ["2024-01-01", "2024-01-04", "2024-01-08"], F),
        ("at least 3 times per week", ["2024-01-01", "2024-01-04", "2024-01-07"], T),
    ],
)
def test_times(times: str, days: list[str], expected: bool) -> None:
    falls = [record("procedure", "injection", day) for day in days]
    assert ask(f'procedure "injection" ever {times}', *falls) is expected


def test_where_the_record_is_not_complete_there_may_be_more() -> None:
    once = record("procedure", "injection", "2024-01-01")
    assert ask('procedure "injection" ever at least 2 times', once, complete=()) is U
    assert ask('procedure "injection" ever at most 1 times', once, complete=()) is U
    assert ask('procedure "injection" ever at most 0 times', once, complete=()) is F


def test_consecutive_readings() -> None:
    rule = 'measurement "x" > 10 ever at least 2 consecutive times'
    high, low = [lab(11, None, f"2024-01-0{day}") for day in (1, 2, 3)], lab(9, None, "2024-01-02T12:00")
    assert ask(rule, high[0], high[1]) is T
    assert ask(rule, high[0], lab(9, None, "2024-01-02"), high[2]) is F
    assert ask(rule, high[0], low, high[2]) is F


@pytest.mark.parametrize(
    ("length", "start", "end", "expected"),
    [
        (">= 6 months", "2023-09-30", None, T),
        (">= 6 months", "2023-10-01", None, F),
        ("> 2 weeks", "2024-03-17", None, F),
        ("<= 2 weeks", "2024-03-17", None, T),
        (">= 2 weeks", "2024-01-01", "2024-01-15", T),
        (">= 2 weeks", "2024-01-01", "2024-01-14", F),
        (">= 1 month", "2024-01-31", "2024-02-29", T),
        (">= 6 months", "2023", None, U),
        (">= 5 half-lives", "2023-01-01", None, U),
        (">= 1 month until baseline", "2024-01-01", None, T),
    ],
)
def test_how_long(length: str, start: str, end: str | None, expected: bool | None) -> None:
    pain = condition("pain", start, end, ongoing=end is None)
    assert ask(f'condition "pain" ever lasting {length}', pain, dates={"baseline": "2024-02-01"}) is expected


def test_exposures_to_a_drug_that_follow_each_other_are_one() -> None:
    rule = 'drug "x" current lasting >= 3 months'
    first, third = record("drug", "x", "2023-12-01", "2024-01-31"), record("drug", "x", "2024-03-01", "2024-04-30")
    assert ask(rule, first, record("drug", "x", "2024-02-01", "2024-02-29"), third) is T
    assert ask(rule, first, record("drug", "x", "2024-02-02", "2024-02-29"), third) is F  # a day without


@pytest.mark.parametrize(
    ("change", "readings", "expected"),
    [
        ("increase > 5 kg", [("2024-01-01", 70), ("2024-02-01", 76)], T),
        ("increase > 5 kg", [("2024-01-01", 70), ("2024-02-01", 75)], F),
        ("decrease >= 10 %", [("2024-01-01", 80), ("2024-02-01", 72)], T),
        ("change > 5 kg over 3 months", [("2024-01-01", 80), ("2024-04-02", 70)], U),  # the second is still to come
        ("change > 5 kg over 1 months", [("2024-01-01", 80), ("2024-02-02", 70)], U),  # no two within a month
        ("increase", [("2024-01-01", 70)], U),
        ("improvement", [("2024-01-01", 70), ("2024-02-01", 80)], U),
        ("increase > 5 kg compared with baseline", [("2024-01-01", 60), ("2024-01-15", 72), ("2024-03-01", 76)], F),
    ],
)
def test_changes_between_readings(change: str, readings: list[tuple[str, int]], expected: bool | None) -> None:
    weights = [lab(value, "kg", day) for day, value in readings]
    assert ask(f'measurement "x" {change}', *weights, dates={"baseline": "2024-01-15"}) is expected


def test_a_change_on_record_is_no_reading() -> None:
    better: Any = lab(60, "%", change="improvement")
    assert ask('measurement "x" improvement >= 50 %', better) is T
    assert ask('measurement "x" improvement >= 75 %', better) is F
    assert ask('measurement "x" worsening', better) is F
    assert ask('latest measurement "x" >= 50 %', better) is U
