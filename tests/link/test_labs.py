"""The table of laboratory tests, vital signs and scores holds together, and answers by name and by code."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from trialc.link.labs import Lab, lab, lab_of_code, labs
from trialc.link.names import key
from trialc.rules.units import convert, parse_unit

ROWS = labs()


def check_digit(number: str) -> int:
    """LOINC's own: digits from the right, every second one doubled, digits summed, up to the next ten (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(number))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_sound(row: Lab) -> None:
    for unit in row.units:
        parse_unit(unit)
    for code in row.codes:
        number, digit = code.split("-")
        assert check_digit(number) == int(digit), code
    assert len(set(row.codes)) == len(row.codes)
    bounds = [bound for bound in (row.low, row.normal_low, row.normal_high, row.high) if bound is not None]
    assert bounds == sorted(bounds)
    assert row.units or not bounds, "bounds need a unit"


def test_the_table_covers_some_two_hundred_measurements_with_codes() -> None:
    assert sum(bool(row.codes) for row in ROWS) >= 200


def test_no_name_means_two_things() -> None:
    names = Counter(key(name) for row in ROWS for name in {key(name) for name in (row.name, *row.aliases)})
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.molar_mass], ids=lambda row: row.name)
def test_a_molar_mass_is_there_for_units_that_need_it(row: Lab) -> None:
    first, *others = row.units
    for unit in others:
        assert convert(Decimal(1), first, unit, molar_mass=row.molar_mass) > 0


# Conversions that clinical laboratories print, to the digits that they print.
@pytest.mark.parametrize(
    ("name", "number", "unit", "expected", "other"),
    [
        ("glucose", "126", "mg/dL", "6.99", "mmol/L"),
        ("creatinine", "1.5", "mg/dL", "132.6", "umol/L"),
        ("bilirubin", "1", "mg/dL", "17.1", "umol/L"),
        ("blood urea nitrogen", "28", "mg/dL", "10.0", "mmol/L"),
        ("urea", "60", "mg/dL", "9.99", "mmol/L"),
        ("LDL cholesterol", "100", "mg/dL", "2.59", "mmol/L"),
        ("triglycerides", "150", "mg/dL", "1.69", "mmol/L"),
        ("calcium", "10", "mg/dL", "2.50", "mmol/L"),
        ("hemoglobin", "10", "g/dL", "6.21", "mmol/L"),
        ("uric acid", "6", "mg/dL", "357", "umol/L"),
        ("testosterone", "50", "ng/dL", "1.73", "nmol/L"),
        ("25-hydroxyvitamin D", "20", "ng/mL", "49.9", "nmol/L"),
        ("UACR", "30", "mg/g", "3.39", "mg/mmol"),
        ("free T4", "1", "ng/dL", "12.9", "pmol/L"),
        ("NT-proBNP", "1000", "pg/mL", "118", "pmol/L"),
    ],
)
def test_mass_and_amount_convert_as_laboratories_print_it(
    name: str, number: str, unit: str, expected: str, other: str
) -> None:
    found = lab(name)
    assert found is not None
    value = convert(Decimal(number), unit, other, molar_mass=found.molar_mass)
    assert float(value) == pytest.approx(float(expected), rel=0.006)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AST", "aspartate aminotransferase"),
        ("SGOT", "aspartate aminotransferase"),
        ("Haemoglobin", "hemoglobin"),
        ("platelets", "platelet count"),
        ("HbA1c", "hemoglobin A1c"),
        ("ionised calcium", "ionized calcium"),
        ("corrected serum calcium", "albumin-corrected calcium"),
        ("troponin T", "troponin T"),
        ("ECOG", "ECOG performance status"),
    ],
)
def test_a_measurement_is_found_by_any_of_its_names(text: str, name: str) -> None:
    found = lab(text)
    assert found is not None
    assert found.name == name


def test_a_name_of_something_near_is_not_the_thing() -> None:
    """`measurements.tsv` lists these together for reading; their codes differ, or are not certain."""
    for text in ("vital capacity", "granulocytes", "post-bronchodilator FEV1", "bone marrow blasts"):
        found = lab(text)
        assert found is not None
        assert found.codes == ()


def test_hemoglobin_a1c_has_two_scales_which_do_not_convert() -> None:
    """48 mmol/mol is 6.5 %, which no unit conversion gives."""
    percent, ifcc = lab("HbA1c"), lab_of_code("59261-8")
    assert percent is not None
    assert ifcc is not None
    assert set(percent.units) == {"%"}
    assert set(ifcc.units) == {"mmol/mol"}


def test_a_code_is_found_in_its_narrowest_row() -> None:
    found = lab_of_code("6598-7")
    assert found is not None
    assert found.name == "troponin T"
    assert lab_of_code("0-0") is None
