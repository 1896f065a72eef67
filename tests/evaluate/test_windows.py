"""When: window ends, calendar arithmetic, points known in part, anchors. The index date is 31 March 2024."""

from __future__ import annotations

from datetime import date

import pytest
from asking import F, T, U, ask, condition, record
from trialc import Record


def surgery(start: str | None, end: str | None = None) -> Record:
    return record("procedure", "surgery", start, end)


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        ("within 14 days before enrollment", "2024-03-17", T),
        ("within 14 days before enrollment", "2024-03-16", F),
        ("less than 14 days before enrollment", "2024-03-17", F),
        ("less than 14 days before enrollment", "2024-03-18", T),
        ("within 14 days before enrollment", "2024-03-31", T),  # day 0 is in
        ("before enrollment", "2024-03-31", F),  # and here it is not
        ("before enrollment", "2024-03-30", T),
        ("up to enrollment", "2024-03-31", T),
        ("at least 14 days before enrollment", "2024-03-17", T),
        ("more than 14 days before enrollment", "2024-03-17", F),
        ("more than 14 days before enrollment", "2024-03-16", T),
        ("exactly 14 days before enrollment", "2024-03-17", T),
        ("within 1 month before enrollment", "2024-02-29", T),  # a month before 31 March is 29 February
        ("within 1 month before enrollment", "2024-02-28", F),
        ("within 13 months before enrollment", "2023-02-28", T),
        ("within 13 months before enrollment", "2023-02-27", F),
        ("within 1.5 years before enrollment", "2022-09-30", T),
        ("within 1.5 years before enrollment", "2022-09-29", F),
        ("within 0.5 months before enrollment", "2024-03-20", U),  # no half of a month is known
        ("within 4 weeks before enrollment", "2024-03-03", T),
        ("within 4 weeks before enrollment", "2024-03-02", F),
        ("within longer of (4 weeks or 5 half-lives) before enrollment", "2024-03-03", T),
        ("within longer of (4 weeks or 5 half-lives) before enrollment", "2024-03-02", U),
        ("within shorter of (4 weeks or 5 half-lives) before enrollment", "2024-03-02", F),
        ("within shorter of (4 weeks or 5 half-lives) before enrollment", "2024-03-10", U),
        ("within some of (2 weeks or 4 weeks) before enrollment", "2024-03-20", T),
        ("within some of (2 weeks or 4 weeks) before enrollment", "2024-03-10", U),
        ("from (14 days before to 7 days before] enrollment", "2024-03-17", F),
        ("from (14 days before to 7 days before] enrollment", "2024-03-24", T),
        ("within 2 years after birth", "2000-02-28", T),
        ('before "2020-01"', "2019-12-31", T),
        ('before "2020-01"', "2020-01-01", F),
        ('since "2020-01"', "2020-01-01", T),
        ('after "2020-01"', "2020-01-31", F),
        ('after "2020-01"', "2020-02-01", T),
        ('during "2008/2015-06-30"', "2008-01-01", T),
        ('during "2008/2015-06-30"', "2015-06-30", T),
        ('during "2008/2015-06-30"', "2015-07-01", F),
    ],
)
def test_a_day_lies_in_a_window(window: str, day: str, expected: bool | None) -> None:
    assert ask(f'procedure "surgery" {window}', surgery(day), birth_date="1998-02-28") is expected


def test_leap_days() -> None:
    assert ask('procedure "surgery" within 1 year before enrollment', surgery("2023-02-28"), at=date(2024, 2, 29)) is T
    assert ask('procedure "surgery" within 1 year before enrollment', surgery("2023-02-27"), at=date(2024, 2, 29)) is F
    assert ask('procedure "surgery" within 1 year before enrollment', surgery("2024-02-29"), at=date(2025, 2, 28)) is T
    assert ask('procedure "surgery" within 1 year before enrollment', surgery("2024-02-27"), at=date(2025, 2, 28)) is F


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-01", "2024-03-31", T),
        ("2024-01-01", "2024-03-30", F),
        ("2024-03-31", None, T),
        ("2024-01-01", None, U),  # nobody recorded whether it has ended
        (None, "2024-03-31", T),
        (None, "2024-03-30", F),
        (None, "2024-05", U),
        (None, None, U),
        ("2024-03", "2024-04", T),
        ("2024", "2024-04-02", U),
        ("2024", "2024-03-30", F),
    ],
)
def test_current_with_ends_that_are_not_known(start: str | None, end: str | None, expected: bool | None) -> None:
    assert ask('condition "flu" current', condition("flu", start, end)) is expected


def test_an_ongoing_condition_is_current() -> None:
    assert ask('condition "flu" current', condition("flu", "2020-01-01", ongoing=True)) is T


@pytest.mark.parametrize(
    ("edge", "expected"), [("", T), ("starting ", F), ("ending ", T), ("wholly ", F)], ids=lambda cell: str(cell)
)
def test_edges_say_what_of_a_record_must_lie_in_the_window(edge: str, expected: bool) -> None:
    stay = record("visit", "stay", "2024-03-01", "2024-03-20")
    assert ask(f'visit "stay" {edge}within 2 weeks before enrollment', stay) is expected


def test_partial_dates_are_all_the_days_that_they_may_be() -> None:
    within = 'procedure "surgery" within 3 months before enrollment'
    assert [ask(within, surgery(day)) for day in ("2024-02", "2024", "2023-12", "2023")] == [T, U, U, U]
    assert ask(within, surgery("2023-11")) is F


def test_hours_count_times_of_day() -> None:
    rule = 'procedure "surgery" within 36 hours before treatment'
    at = {"treatment": "2024-03-31"}
    assert ask(rule, surgery("2024-03-30T12:00"), dates=at) is T
    assert ask(rule, surgery("2024-03-29T20:00"), dates=at) is U  # treatment may be at 8 or at 23 o'clock
    assert ask(rule, surgery("2024-03-29T11:59"), dates=at) is F
    assert ask(rule, surgery("2024-03-29"), dates=at) is U
    # 24 hours are a day, and days are counted by the calendar
    assert ask('procedure "surgery" within 24 hours before treatment', surgery("2024-03-30T00:01"), dates=at) is T


def test_what_happens_after_the_index_date_is_not_known() -> None:
    assert ask('procedure "surgery" ever', surgery("2024-04-01")) is F
    assert ask('procedure "surgery" within 4 weeks before treatment', dates={"treatment": "2024-04-10"}) is U
    assert ask('procedure "surgery" within 4 weeks before treatment', dates={"treatment": "2024-03-10"}) is F
    assert ask('procedure "surgery" after enrollment') is U


def test_anchors_by_name() -> None:
    rule = 'procedure "surgery" before "Visit 1"'
    assert ask(rule, surgery("2024-03-01")) is U
    assert ask(rule, surgery("2024-03-01"), dates={"visit 1": "2024-03-02"}) is T
    assert ask(rule, surgery("2024-03-01"), anchors={"visit 1": "screening"}, dates={"screening": "2024-02-01"}) is F
    assert ask(rule, surgery("2024-03-01"), anchors={"visit 1": "visit 1"}) is U


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ('before (drug "chemo")', F),
        ('after (drug "chemo")', F),
        ('during (drug "chemo")', T),
        ('within 1 week after (drug "chemo")', T),  # a closed bound takes the anchor in, and it is still under way
        ('within 1 week after end of (drug "chemo")', F),
        ('starting within 1 week after start of (drug "chemo")', T),
        ('starting after start of (drug "chemo")', T),
        ('starting before end of (drug "chemo")', T),
    ],
)
def test_events_are_anchors(window: str, expected: bool) -> None:
    chemo = record("drug", "chemo", "2024-01-01", "2024-02-01")
    infection = condition("infection", "2024-01-05", "2024-01-06")
    rule = f'condition "infection" {window}'
    assert ask(rule, chemo, infection) is expected


def test_an_offset_after_an_event_counts_from_its_end() -> None:
    chemo = record("drug", "chemo", "2024-01-01", "2024-02-01")
    rule = 'condition "infection" starting within 1 week after (drug "chemo")'
    assert [ask(rule, chemo, condition("infection", day)) for day in ("2024-02-08", "2024-02-09")] == [T, F]


def test_an_event_that_never_was_anchors_nothing() -> None:
    rule = 'condition "infection" after (drug "chemo")'
    assert ask(rule, condition("infection", "2024-01-05")) is F
    assert ask(rule, condition("infection", "2024-01-05"), complete=["condition"]) is U


def test_one_of_several_anchors_is_enough() -> None:
    rule = 'procedure "surgery" within 1 week before (screening or treatment)'
    dates = {"screening": "2024-01-10", "treatment": "2024-03-10"}
    assert [ask(rule, surgery(day), dates=dates) for day in ("2024-01-05", "2024-03-05", "2024-02-05")] == [T, T, F]
