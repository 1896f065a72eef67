"""Two ways of writing one name meet; names of different things do not."""

from __future__ import annotations

import pytest
from trialc.link.names import bag, key

SAME = [
    ("Ischaemic strokes", "ischemic stroke"),
    ("Crohn's disease", "Crohn disease"),
    ("Crohn’s disease", "crohns disease".replace("crohns", "Crohn's")),
    ("Sjögren's syndrome", "Sjogren syndrome"),
    ("non-small-cell lung cancer", "nonsmall cell lung cancer"),
    ("Haemorrhage", "hemorrhages"),
    ("oesophageal varices", "esophageal varices"),
    ("brain metastases", "brain metastasis"),
    ("type II diabetes", "type 2 diabetes"),
    ("factor VIII", "factor 8"),
    ("β-blockers", "beta blocker"),
    ("tumours", "tumor"),
    ("arteriovenous  malformations", "Arteriovenous malformation"),
]  # fmt: skip

DIFFERENT = [
    ("hepatitis B", "hepatitis C"),
    ("vitamin C", "vitamin 100"),
    ("HIV", "HI 5"),
    ("hypotension", "hypertension"),
    ("AST", "asthma"),
    ("CD4", "CD8"),
    ("diabetes insipidus", "diabetes mellitus"),
    ("grade I", "grade II"),
    ("acute hepatitis A", "acute hepatitis"),
    ("vitamin A", "vitamin"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_does_not_matter(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_matters_is_kept(one: str, other: str) -> None:
    assert key(one) != key(other)
    assert bag(one) != bag(other)


def test_order_does_not_matter_to_a_bag() -> None:
    assert bag("Carcinoma, basal cell, of skin") == bag("basal cell carcinoma of the skin")
    assert key("renal failure") != key("kidney failure")
    assert bag("renal failure") == bag("failure of the kidney")
