"""What is below what, as far as codes say so themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc.link.hierarchy import ancestors, is_a
from trialc.link.systems import ATC, ICD10CM, LOINC

BELOW = [
    ("E11.9", "E11"),
    ("E11.9", "E08-E13"),
    ("E11", "E00-E89"),
    ("E119", "E11"),
    ("E11.9", "E119"),
    ("S72.001A", "S72.0"),
    ("C7A.1", "C00-C96"),
    ("I1A", "I10-I1A"),
    ("E08-E13", "E00-E89"),
]

NOT_BELOW = [
    ("E11", "E11.9"),
    ("E1", "E11"),
    ("E14", "E08-E13"),
    ("E11.9", "E10"),
    ("E00-E89", "E08-E13"),
    ("E08-E13", "E11"),
    ("I10", "I10.1"),
]


@pytest.mark.parametrize(("child", "parent"), BELOW)
def test_below(child: str, parent: str) -> None:
    assert is_a(child, parent)


@pytest.mark.parametrize(("child", "parent"), NOT_BELOW)
def test_not_below(child: str, parent: str) -> None:
    assert not is_a(child, parent)


def test_ancestors_come_nearest_first() -> None:
    assert ancestors("E11.65") == ("E11.6", "E11", "E08-E13", "E00-E89")
    assert ancestors("C34.11") == ("C34.1", "C34", "C30-C39", "C00-C75", "C00-C96", "C00-D49")
    assert ancestors("C10AA05", ATC) == ("C10AA", "C10A", "C10", "C")
    assert ancestors("718-7", LOINC) == ()


def test_other_systems_know_only_themselves() -> None:
    assert is_a("718-7", "718-7", LOINC)
    assert not is_a("718-7", "718", LOINC)
    assert not is_a("C10AA05", "C10A", LOINC)


@given(st.from_regex(r"[A-T][0-9][0-9](\.[0-9]{1,3})?", fullmatch=True))
def test_a_code_is_below_each_of_its_ancestors(code: str) -> None:
    assert all(is_a(code, above, ICD10CM) for above in ancestors(code))
    assert not any(is_a(above, code, ICD10CM) for above in ancestors(code))
