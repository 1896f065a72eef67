"""References to other parts of the document, which are notes; names that sound alike are none."""

from __future__ import annotations

import pytest
from trialc.extract.references import references

REFERENCES = [
    ("ECOG 0-2 (Appendix A)", ["(Appendix A)"]),
    ("ECOG 0-2 (see Appendix VII)", ["(see Appendix VII)"]),
    ("(Karnofsky > 60 %, see Appendix B)", ["see Appendix B"]),
    ("ALT < 2.5 x ULN (grade 1, Appendix 10.1)", [", Appendix 10.1"]),
    ("medications as listed in sections 6.2.8 and 6.2.9", ["as listed in sections 6.2.8 and 6.2.9"]),
    ("contraception as per protocol section 7.3.9", ["as per protocol section 7.3.9"]),
    ("see Table 3 of the study protocol", ["see Table 3 of the study protocol"]),
    ("FEV1 of predicted [Hankinson, 1999]", ["[Hankinson, 1999]"]),
    ("diabetes (Smith et al., 2004)", ["(Smith et al., 2004)"]),
    # No number, no document, or no reference.
    ("carcinoma of the appendix", []),
    ("caesarean section 2 years ago", []),
    ("in section", []),
    ("in table tennis", []),
    ("surgery (May 2004)", []),
]


@pytest.mark.parametrize(("text", "found"), REFERENCES)
def test_references(text: str, found: list[str]) -> None:
    assert [text[term.start : term.end] for term in references(text)] == found
