"""Names in a list that share a word: what each is called in full."""

from __future__ import annotations

import pytest
from stages import rule
from trialc.rules.model import Any_, Fact

SHARED = [
    # The noun behind the list is that of every adjective, organ or place before it ...
    ("Renal, hepatic or cardiac disease", ["renal disease", "hepatic disease", "cardiac disease"]),
    ("Skin or sinus infection", ["skin infection", "sinus infection"]),
    # ... with all that stands before it where nothing shows that more is shared,
    ("Psychiatric or substance abuse disorders", ["psychiatric disorders", "substance abuse disorders"]),
    # and a name that qualifies another shares the rest of it.
    ("Renal or hepatic artery stenosis", ["renal artery stenosis", "hepatic artery stenosis"]),
    # A place takes the name before the first place, through articles.
    ("Carcinoma of the colon or the rectum", ["carcinoma of the colon", "carcinoma of the rectum"]),
    # A participle qualifies like an adjective, and so does what an antibody is made from.
    ("Ischemic or dilated cardiomyopathy", ["ischemic cardiomyopathy", "dilated cardiomyopathy"]),
    ("Human or murine antibodies", ["human antibodies", "murine antibodies"]),
    # Names that are whole share nothing.
    ("Asthma or heart failure", ["asthma", "heart failure"]),
]


@pytest.mark.parametrize(("text", "names"), SHARED)
def test_members_are_named_in_full(text: str, names: list[str]) -> None:
    found = rule(text, "exclusion")
    assert isinstance(found, Any_)
    assert [each.concept.text.lower() for each in found.of if isinstance(each, Fact)] == names
