"""Chromosome changes as names, whose numbers limit nothing."""

from __future__ import annotations

import pytest
from trialc.extract.karyotype import karyotypes

CHANGES = [
    ("AML with t(8;21)", ["t(8;21)"]),
    ("t(9;22)(q34;q11) or inv(16)", ["t(9;22)(q34;q11)", "inv(16)"]),
    ("t ( 4 ; 11 ) ( q 21 ;q 23 )", ["t ( 4 ; 11 ) ( q 21 ;q 23 )"]),
    ("CLL with del(17p13.1)", ["del(17p13.1)"]),
    ("translocation t(14;18)", ["translocation t(14;18)"]),
    # No chromosomes, and no change.
    ("score of t (5)", ["t (5)"]),
    ("hemoglobin (9 g/dL)", []),
    ("treatment (1; 2)", []),
]


@pytest.mark.parametrize(("text", "names"), CHANGES)
def test_changes(text: str, names: list[str]) -> None:
    assert [text[term.start : term.end] for term in karyotypes(text)] == names
