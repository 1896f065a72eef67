"""Units: what a code means, exact conversion, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc.rules.units import UnitError, canonical, commensurable, convert, parse_unit

CODES = [
    line.split("\t")[0]
    for line in files("trialc.grammar").joinpath("vocabulary", "ucum.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
][1:]

# number, unit, the same number in another unit; by definition or arithmetic, so equal to the last digit
EQUAL = [
    ("38.0", "Cel", "100.4", "[degF]"),
    ("3", "cm", "30", "mm"),
    ("150", "10*9/L", "150000", "/uL"),
    ("150", "10*3/uL", "150000", "{cells}/uL"),
    ("1", "g/dL", "10", "g/L"),
    ("1", "a", "12", "mo"),
    ("2", "wk", "14", "d"),
    ("120", "mm[Hg]", "15.99864", "kPa"),
    ("1", "k[IU]/L", "1", "[IU]/mL"),
    ("1", "[lb_av]", "0.45359237", "kg"),
    ("6", "[ft_i]", "72", "[in_i]"),
    ("50", "%", "0.5", "1"),
    ("24", "mg/(kg.d)", "1", "mg/kg/h"),
    ("1", "meq/L", "1", "mmol/L"),
    ("60", "U/L", "1", "ukat/L"),
    ("1", "mSv", "0.001", "Sv"),
    ("1", "Hz", "60", "/min"),
    ("3", "[Ch]", "1", "mm"),
    ("1", "m2", "10000", "cm2"),
    ("90", "mL/min/{1.73_m2}", "1.5", "mL/s/{1.73_m2}"),
    ("5", "mg{total}", "5000", "ug"),
    ("1", "10^3", "1000", "10*0"),
]


@pytest.mark.parametrize(("number", "unit", "equal", "other"), EQUAL)
def test_equal_quantities_convert_both_ways_and_have_one_canonical_form(
    number: str, unit: str, equal: str, other: str
) -> None:
    assert convert(Decimal(number), unit, other) == Decimal(equal)
    assert convert(Decimal(equal), other, unit) == Decimal(number)
    assert canonical(Decimal(number), unit) == canonical(Decimal(equal), other)


APART = [
    ("mg/dL", "mmol/L", "mass is no amount of substance without a molar mass"),
    ("mo", "d", "a month equals no number of days"),
    ("[IU]/L", "U/L", "arbitrary units compare with themselves"),
    ("mL/min", "mL/min/{1.73_m2}", "a clearance for a body surface is another thing"),
    ("{packs}/d", "{cigarettes}/d", "an annotation alone says what was counted"),
    ("kg", "m", "mass, length"),
    ("[pH]", "1", "a logarithm"),
]


@pytest.mark.parametrize(("one", "other", "why"), APART)
def test_units_of_different_things_are_kept_apart(one: str, other: str, why: str) -> None:
    assert not commensurable(one, other), why
    with pytest.raises(UnitError, match="cannot be converted"):
        convert(Decimal(1), one, other)


@pytest.mark.parametrize("code", CODES)
def test_every_row_of_the_table_has_a_meaning_and_a_base_that_can_be_read(code: str) -> None:
    unit = parse_unit(code)
    assert unit.factor > 0
    assert parse_unit(unit.base).dimension == unit.dimension
    assert parse_unit(unit.base).factor == 1


WRONG = {
    "": "an empty text",
    "mmHg": "did you mean mm[Hg]?",
    "cells/uL": "no unit 'cells'; did you mean {cells}?",
    "mg/": "it ends where a unit should stand",
    "mg/dL)": "')' (at 5) cannot follow 'mg/dL'",
    "(mg": "a bracket is not closed",
    "kwk": "no unit 'kwk'",
    "1.73 m2": "a reference area is written {1.73_m2}",
    "mL/min/1.73.m2": "a reference area is written {1.73_m2}",
    "0/L": "zero is no factor",
    "(" * 5000: "too long",
}


@pytest.mark.parametrize(("code", "words"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_not_ucum_is_refused_with_a_hint(code: str, words: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(code)
    assert words in str(caught.value)


@given(st.text("mgLdkPa%[](){}./*^0123456789 -+HgIU_'", max_size=12))
def test_any_text_is_a_unit_or_a_unit_error(code: str) -> None:
    try:
        unit = parse_unit(code)
    except UnitError:
        return
    assert parse_unit(unit.base).dimension == unit.dimension


TEMPERATURES = st.sampled_from(["Cel", "[degF]", "K"])


@given(st.decimals(-1000, 1000, places=3), TEMPERATURES, TEMPERATURES)
def test_temperatures_come_back(number: Decimal, one: str, other: str) -> None:
    assert abs(convert(convert(number, one, other), other, one) - number) < Decimal("1e-20")


def test_a_difference_of_temperatures_has_no_zero_point() -> None:
    assert convert(Decimal(9), "[degF]", "Cel", difference=True) == 5
    assert canonical(Decimal(5), "Cel", difference=True) == (5, "K")


def test_a_molar_mass_joins_mass_and_amount() -> None:
    glucose = Decimal("180.156")
    assert round(convert(Decimal(126), "mg/dL", "mmol/L", molar_mass=glucose), 2) == Decimal("6.99")
    assert convert(Decimal(1), "mmol", "mg", molar_mass=glucose) == glucose
    with pytest.raises(UnitError, match="cannot be converted"):
        convert(Decimal(1), "mg/dL", "mmol", molar_mass=glucose)


def test_a_number_beyond_measure_is_refused() -> None:
    with pytest.raises(UnitError, match="no number that can be measured"):
        canonical(Decimal("1E+999999"), "mg")
