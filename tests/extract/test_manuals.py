"""Editions of manuals: which phrases cite one, and which names only begin a stage."""

from __future__ import annotations

import pytest
from trialc.extract.manuals import manuals

CITED = [
    ("melanoma (AJCC 2010)", "(AJCC 2010)", "AJCC 2010"),
    ("stage III (UICC 2002; sixth edition)", "(UICC 2002; sixth edition)", "UICC 2002; sixth edition"),
    ("NSCLC as per the AJCC 7th edition", "as per the AJCC 7th edition", "AJCC 7th edition"),
    (
        "stage IV by American Joint Committee on Cancer [AJCC])",
        "by American Joint Committee on Cancer [AJCC]",
        "American Joint Committee on Cancer [AJCC]",
    ),
    (
        "staged according to the 9th edition of the AJCC Cancer Staging Manual",
        "according to the 9th edition of the AJCC Cancer Staging Manual",
        "9th edition of the AJCC Cancer Staging Manual",
    ),
    ("melanoma, as per AJCC staging system, not resectable", ", as per AJCC staging system,", "AJCC staging system"),
    ("migraine per ICHD-3 criteria", "per ICHD-3 criteria", "ICHD-3 criteria"),
    ("AJCC version 8.0 staging for melanoma", "AJCC version 8.0 staging for", "AJCC version 8.0 staging"),
]
#: What begins a stage, or is another name of what does, cites nothing.
UNCITED = [
    "AJCC stage IV melanoma",
    "FIGO clinical stage IB2",
    "American Joint Committee on Cancer (AJCC) stage IV",
    "the AJCC's TNM stages",
    "Xofigo 2010",
]


@pytest.mark.parametrize(("text", "phrase", "method"), CITED)
def test_a_manual_is_read_with_its_edition(text: str, phrase: str, method: str) -> None:
    (found,) = manuals(text)
    assert (text[found.start : found.end], found.value.value.categories) == (phrase, (method,))


@pytest.mark.parametrize("text", UNCITED)
def test_the_name_of_a_stage_cites_no_manual(text: str) -> None:
    assert [text[found.start : found.end] for found in manuals(text)] == []
