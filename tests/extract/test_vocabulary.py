"""Every row of the vocabularies is read as the row says."""

from __future__ import annotations

import pytest
from trialc.extract.quantity import quantities
from trialc.extract.vocabulary import Phrases, pieces, rows
from trialc.rules.units import parse_unit

UNITS = [row for row in rows("unit_aliases") if row.role in ("unit", "whole", "annotated") and row.phrase != "c"]
TIMES = [row for row in rows("unit_aliases") if row.role.startswith("time:")]


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row.phrase)
def test_a_unit_is_read_as_its_code(row: tuple[str, str, str]) -> None:
    phrase, _, code = row
    (term,) = quantities(f"> 25 {phrase}")
    if code in ("{times}", "{consecutive}"):
        assert (term.type, term.value.consecutive) == ("TIMES", code == "{consecutive}")
    else:
        assert term.value.low.unit == code
    assert term.end == len(f"> 25 {phrase}")


@pytest.mark.parametrize("code", sorted({row.meaning for row in UNITS}))
def test_a_unit_has_a_code_that_can_be_computed_with(code: str) -> None:
    assert parse_unit(code).factor > 0


@pytest.mark.parametrize("row", TIMES, ids=lambda row: row.phrase)
def test_a_unit_of_time_makes_a_length(row: tuple[str, str, str]) -> None:
    phrase, role, _ = row
    (term,) = quantities(f"> 3 {phrase}")
    assert (term.type, term.end) == ("LENGTH", len(f"> 3 {phrase}"))
    assert [period.unit for period in term.value.low.offset.periods] == [role.partition(":")[2]]


@pytest.mark.parametrize(
    "row", [row for row in rows("comparators") if row.role == "before"], ids=lambda row: row.phrase
)
def test_a_comparator_before_its_number(row: tuple[str, str, str]) -> None:
    phrase, _, op = row
    text = f"{phrase} 25 mg"
    (term,) = quantities(text)
    low, high = term.value.low, term.value.high
    read = {"=": low == high, ">": high is None and low, "<": low is None and high}[op[0]]
    assert read
    assert term.end == len(text)
    assert (low or high).closed is ("=" in op)


@pytest.mark.parametrize("row", [row for row in rows("comparators") if row.role == "after"], ids=lambda row: row.phrase)
def test_a_comparator_behind_its_number(row: tuple[str, str, str]) -> None:
    phrase, _, op = row
    text = f"25 mg{phrase}" if phrase == "+" else f"25 mg {phrase}"
    (term,) = quantities(text)
    limit = term.value.low if op == ">=" else term.value.high
    assert (limit.closed, limit.number, term.end) == (True, 25, len(text))


@pytest.mark.parametrize(
    "row", [row for row in rows("scales") if row.role.startswith("scale:")], ids=lambda row: row.phrase
)
def test_a_scale_takes_a_value(row: tuple[str, str, str]) -> None:
    phrase, role, _ = row
    written = {"scale:letter": "B", "scale:roman": "II", "scale:fibrosis": "F2"}
    text = f"{phrase} {written.get(role, '2')}"
    (term,) = quantities(text)
    assert (term.type, term.start, term.end) == ("SCORED", 0, len(text))


@pytest.mark.parametrize("name", ["unit_aliases", "comparators", "scales", "number_words"])
def test_a_vocabulary_says_each_thing_once(name: str) -> None:
    seen = [(row.phrase, row.role) for row in rows(name)]
    assert len(seen) == len(set(seen))


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases([("upper", 1), ("upper limit of normal", 2)])
    at = pieces("the Upper  Limit of normal range")
    assert phrases.longest(at, 1) == (2, 5)
    assert phrases.longest(at, 0) is None


def test_a_digit_belongs_to_the_letters_before_it() -> None:
    phrases = Phrases([("m", "metre"), ("m2", "square metre")])
    assert phrases.longest(pieces("m2"), 0) == ("square metre", 2)
    assert phrases.longest(pieces("m 2"), 0) == ("metre", 1)


@pytest.mark.parametrize(
    ("text", "inside"),
    [("IL-6", True), ("CYP3A4", True), ("T2-T4", True), ("IL-12/23", True), ("grade3", False), ("Age18", False),
     ("30mm-90mm", False), ("2.5xULN", False), ("Female-16 years", False)],
)  # fmt: skip
def test_numbers_inside_identifiers(text: str, inside: bool) -> None:
    assert [piece.inside for piece in pieces(text) if piece.number][-1] is inside
