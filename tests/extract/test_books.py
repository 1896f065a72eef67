"""Books of criteria: which phrases name one, and which only look so."""

from __future__ import annotations

import pytest
from trialc.extract.books import books

NAMED = [
    (
        "who meet the American College of Rheumatology (ACR) criteria for RA",
        "American College of Rheumatology (ACR) criteria",
    ),
    ("met the 1987 ACR Revised Criteria", "1987 ACR Revised Criteria"),
    ("according to NINCDS-ADRDA criteria", "NINCDS-ADRDA criteria"),
    ("as defined by the UK Brain Bank criteria", "UK Brain Bank criteria"),
    ("per McDonald criteria (2010)", "McDonald criteria (2010)"),
    ("by RECIST 1.1", "RECIST 1.1"),
    ("according to the RECIST Criteria Guidelines", "RECIST Criteria Guidelines"),
    (
        "according to criteria of the American Thoracic Society (ATS), asthma",
        "criteria of the American Thoracic Society (ATS)",
    ),
    (
        "defined by the Classification Committee of the International Headache Society",
        "Classification Committee of the International Headache Society",
    ),
    (
        "as defined by the 3rd International Conference for the definition of sepsis and septic shock",
        "3rd International Conference for the definition of sepsis and septic shock",
    ),
    ("according to RECIST, version 1.1", "RECIST, version 1.1"),
    ("major bleeding (ISTH definition)", "ISTH definition"),
    (
        "per NCI Common Terminology Criteria for Adverse Events (CTCAE) version 4.0",
        "NCI Common Terminology Criteria for Adverse Events (CTCAE) version 4.0",
    ),
    ("according to the NCI-CTCAE, version 4", "NCI-CTCAE, version 4"),
    ("by National Cancer Institute Common Toxicity Criteria", "National Cancer Institute Common Toxicity Criteria"),
]
#: The trial's own criteria are no book, nor are criteria without a name; the vocabulary has DSM and ICD.
NOT_NAMED = [
    "must meet all Inclusion Criteria",
    "according to the criteria below",
    "meets DSM-IV criteria for schizophrenia",
    "treated by surgery, which meets no guideline",
    "according to New York Heart Association class III",
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_book_is_named_in_full(text: str, name: str) -> None:
    assert [term.value.value.categories for term in books(text)] == [(name,)]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_other_criteria_are_no_book(text: str) -> None:
    assert list(books(text)) == []
