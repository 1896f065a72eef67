"""How long ago something brief was, how long something lasts, and since when it goes on."""

from __future__ import annotations

import pytest
from stages import written

TEXTS = [
    ("Stroke (< 6 months)", 'condition "Stroke" less than 6 months before enrollment'),
    ("Stroke > 3 months", 'condition "Stroke" ending more than 3 months before enrollment'),
    ("Appendectomy (≤ 4 weeks)", 'procedure "Appendectomy" within 4 weeks before enrollment'),
    # These take their time.
    ("Stroke (< 6 hours)", 'condition "Stroke" ever lasting < 6 hours'),
    ("Dialysis < 3 months", 'procedure "Dialysis" ever lasting < 3 months'),
    ("Asthma < 3 months", 'condition "Asthma" current lasting < 3 months'),
    # What goes on began so long ago.
    ("Asthma at least 1 year before screening", 'condition "Asthma" starting at least 1 year before screening'),
    ("Stroke at least 1 year before screening", 'condition "Stroke" ending at least 1 year before screening'),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_ago(text: str, expected: str) -> None:
    assert written(text) == expected
