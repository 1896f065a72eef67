"""Facts of the person: age in completed units at a date, sex, race, cohort."""

from __future__ import annotations

from datetime import date

import pytest
from asking import F, T, U, ask


@pytest.mark.parametrize(
    ("rule", "birth", "expected"),
    [
        ("person age >= 18 years", "2006-03-31", T),
        ("person age >= 18 years", "2006-04-01", F),
        ("person age <= 80 years", "1943-04-01", T),  # until the day before the 81st birthday
        ("person age <= 80 years", "1943-03-31", F),
        ("person age < 81 years", "1943-04-01", T),
        ("person age > 18 years", "2005-04-01", F),  # 18 completed years are not more than 18
        ("person age > 18 years", "2005-03-31", T),
        ("person age in [18, 65] years", "1958-04-01", T),
        ("person age >= 6 months", "2023-09-30", T),  # born on the 30th: six months are over on 30 March
        ("person age >= 6 months", "2023-10-01", F),
        ("person age >= 28 days", "2024-03-03", T),
        ("person age < 4 weeks", "2024-03-03", F),
        ("person age >= 18 years", "2006", U),
        ("person age >= 18 years", "2005", T),
        ("person age >= 18 years", None, U),
        ("person age >= 18.5 years", "2005-09-30", T),
        ('person "age group" = adult', "2006-03-31", T),
        ('person "age group" = child', "2006-03-31", F),
    ],
)
def test_age_in_completed_units(rule: str, birth: str | None, expected: bool | None) -> None:
    assert ask(rule, birth_date=birth) is expected


def test_who_is_born_on_a_leap_day_has_their_birthday_on_28_february() -> None:
    days = [date(2018, 2, 27), date(2018, 2, 28), date(2018, 3, 1)]
    assert [ask("person age >= 18 years", birth_date="2000-02-29", at=day) for day in days] == [F, T, T]


def test_age_at_another_date() -> None:
    rule = "person age >= 18 years at consent"
    assert ask(rule, birth_date="2006-03-31", dates={"consent": "2024-03-30"}) is F
    assert ask(rule, birth_date="2006-03-31") is T


def test_sex_race_cohort_and_what_else_is_known() -> None:
    assert ask("person sex = female", sex="Female") is T
    assert ask("person sex = female", sex="male") is F
    assert ask("person sex = female") is U
    assert ask("person race in {asian, white}", race="Asian") is T
    assert ask('person cohort = "B"', cohort="A") is F
    assert ask('person "gender identity" = woman', attributes={"Gender identity": "woman"}) is T
    assert ask('person "gender identity" = woman') is U
