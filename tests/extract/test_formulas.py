"""Formulas and what a unit stands for, which limit nothing; and where they end."""

import pytest
from trialc.extract.formulas import formulas

FORMULAS = [
    ("CrCl >= 50: ", "CrCl (mL/min) = (140 - age) x wt (kg) / (Cr [mg/dL] x 72)", "; bilirubin <= 2"),
    ("formula below: ", "Males: CrCl = ((140-age(years)) x weight) / (72 x creatinine)", ". Age > 18"),
    ("clearance >= 60 mL/min, ", "calculated by: weight (in kg) x (140 - age) / (72 x creatinine)", " at screening"),
    ("index < 30 (", "BMI = weight (kg)/[height (m)]2", ") at screening"),
    ("", "coefficient*(140-age)*weight/creatinine", ", no dialysis"),
    ("> 14 drinks a week (", "1 drink = 5 ounces [150 mL] of wine or 12 oz. of beer", ") within 6 months"),
    ("> 2 units a day; ", "where one unit of alcohol equals 10 g", ". Drug abuse"),
    ("", "CrCl = [(140 - age) x weight / (72 x creatinine)", "; bilirubin <= 2"),
]


@pytest.mark.parametrize(("before", "formula", "after"), FORMULAS)
def test_formula(before: str, formula: str, after: str) -> None:
    found = list(formulas(before + formula + after))
    assert [(term.type, term.value) for term in found] == [("NOTE", formula)]


@pytest.mark.parametrize(
    "text",
    ["BMI between 18 and 35 kg/m2", "SBP > 140 - aged over 60", "ALT = 2 x ULN, weight > 50 kg", "1 drink a day"],
)
def test_limits_are_no_formulas(text: str) -> None:
    assert list(formulas(text)) == []
