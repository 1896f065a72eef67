"""Quantities inside sentences: which terms a text gives, side by side; and what must hold of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc.extract.quantity import quantities
from trialc.text import normalise
from work import calls


def terms(text: str) -> list[str]:
    """The terms of a text, each as its terminal and its words."""
    text = normalise(text).text
    return [f"{term.type} {text[term.start : term.end]}" for term in quantities(text)]


SENTENCES: dict[str, list[str]] = {
    "HbA1c < 7 % or > 10 %": ["VALUE < 7 %", "VALUE > 10 %"],
    "ALT ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases)": ["VALUE ≤ 2.5 x ULN", "VALUE ≤ 5 x ULN"],
    "bilirubin ≤ 1.5 x ULN, except Gilbert's syndrome < 3 mg/dL": ["VALUE ≤ 1.5 x ULN", "VALUE < 3 mg/dL"],
    "Hb < 9 in women or < 10 in men": ["VALUE < 9", "VALUE < 10"],
    "QTcF > 470 msec (females) or > 450 msec (males)": ["VALUE > 470 msec", "VALUE > 450 msec"],
    "QTcF>450 msec": ["VALUE >450 msec"],
    "CRP increase of at least twice the basal value": ["VALUE at least twice the basal value"],
    "NYHA class III-IV, Child-Pugh class B or C, ECOG 0-2": [
        "SCORED NYHA class III-IV",
        "SCORED Child-Pugh class B or C",
        "SCORED ECOG 0-2",
    ],
    "fasting glucose 126-180 mg/dL (7-10 mmol/L)": ["VALUE 126-180 mg/dL", "VALUE 7-10 mmol/L"],
    "AST/ALT ≤ 3 x ULN": ["VALUE ≤ 3 x ULN"],
    "AST/ALT ratio > 2.0": ["VALUE > 2.0"],
    "BMI 18 to 22 or 27 to 30": ["VALUE 18 to 22", "VALUE 27 to 30"],
    "temperature > 38 °C in the past two days": ["VALUE > 38 °C", "PERIOD two days"],
    "SpO2 > 94 % on room air": ["VALUE > 94 %"],
    "at least 1 of the following": ["VALUE at least 1"],
    "within 4 weeks or 5 half-lives, whichever is longer, before screening": [
        "PERIOD 4 weeks or 5 half-lives, whichever is longer"
    ],
    "no surgery within 30 days or 5 half-lives of treatment": ["PERIOD 30 days or 5 half-lives"],
    "at least 2 exacerbations in the previous year": ["VALUE at least 2", "PERIOD year"],
    "3. Age 18 or older": ["AGE Age 18 or older"],
    "(2) 18-75 years": ["AGE 18-75 years"],
    "gestational age ≥ 37 weeks": ["LENGTH ≥ 37 weeks"],
    "smoked for 10 to 20 years": ["LENGTH 10 to 20 years"],
    "one of: 1) fever, 2) cough": ["NUMBER one"],
    "Day -7 to Day -1 (Visit 2)": ["NUMBER -7", "NUMBER -1", "NUMBER 2"],
    "type 2 diabetes": ["NUMBER 2"],
    "stage III and 2 prior therapies": ["GRADED stage III", "NUMBER 2"],
    "grade 2 and 3 weeks of rest": ["GRADED grade 2", "PERIOD 3 weeks"],
    "prednisone > 10 mg/day for more than 2 weeks": ["VALUE > 10 mg/day", "LENGTH more than 2 weeks"],
    "Age < 18 or > 75": ["AGE Age < 18", "AGE > 75"],
    "< 18 or > 75 years of age": ["AGE < 18", "AGE > 75 years of age"],
    "age ≥ 75, or ≥ 60 with dementia": ["AGE age ≥ 75", "AGE ≥ 60"],
    "age ≥ 18 and ≥ 2 lesions": ["AGE age ≥ 18", "VALUE ≥ 2"],
    "women over 45 years": ["AGE over 45 years"],
    "patients > 18 years after diagnosis": ["LENGTH > 18 years"],
    "Adults 18-65 with asthma": ["AGE 18-65"],
    "patients with 18-65 lesions": ["VALUE 18-65"],
    "120 mmHg diastolic and/or 180 mmHg systolic": ["AMOUNT 120 mmHg", "AMOUNT 180 mmHg"],
    "blood pressure > 140/90 mmHg at 2 visits": ["PRESSURE > 140/90 mmHg", "NUMBER 2"],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_terms_of_a_sentence(text: str) -> None:
    assert terms(text) == SENTENCES[text]


def test_the_second_of_two_alternatives_gives_its_unit_to_the_first() -> None:
    low, high = quantities("BMI < 18 or > 30 kg/m2")
    assert low.value.high.unit == high.value.low.unit == "kg/m2"


@pytest.mark.parametrize("text", ["CYP 2C9 or 2D6", "(CYP)2D6 inhibitors"])
def test_codes_of_enzymes_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


def test_a_unit_is_not_given_to_a_value_that_has_one() -> None:
    percent, weight = quantities("< 7 % or > 30 kg")
    assert (percent.value.high.unit, weight.value.low.unit) == ("%", "kg")


MIXED = (
    "a 1 2.5 10 18 100,000 one twice II B ≥ < > = - / ( ) , : + % x ^ mg dL mmHg weeks years months day old age aged "
    "of or and to between from at least no more than ULN upper limit normal ECOG NYHA class grade stage type whichever "
    "is longer half-lives times per 140/90 20/40 older"
)
WORDS = st.lists(st.sampled_from(MIXED.split()), max_size=14)


@given(WORDS.map(" ".join) | WORDS.map("".join) | st.text(max_size=60))
def test_terms_stand_in_order_within_the_text_and_never_overlap(text: str) -> None:
    found = quantities(text)
    assert found == quantities(text)
    ends = [0, *(place for term in found for place in (term.start, term.end)), len(text)]
    assert ends == sorted(ends)
    assert all(term.start < term.end for term in found)


@pytest.mark.parametrize(
    "unit",
    ["1", "1 or ", "1-", "1,", "1/", ">", "(", "age ", "4 weeks or ", "ECOG performance status ", "5 x the upper ",
     "at least ", "stage I, ", "5 mg/", "between 1 and "],
)  # fmt: skip
def test_work_grows_no_worse_than_linearly(unit: str) -> None:
    def work(length: int) -> int:
        text = unit * (length // len(unit))
        return calls(lambda: quantities(text))

    work(1_000)
    assert work(100_000) < 40 * work(10_000) + 1_000
