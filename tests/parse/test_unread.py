"""What is said to be unread is what the rule holds as unread, and nothing else."""

from __future__ import annotations

import pytest
from trialc import compile_criterion

TEXTS = [
    ("Disease affecting the retina", []),  # first taken for unknown words, then for the place of the disease
    ("Surgery involving stomach", []),
    ("No research authorization", ["research authorization"]),
]


@pytest.mark.parametrize(("text", "unread"), TEXTS)
def test_only_what_stays_unread_is_told(text: str, unread: list[str]) -> None:
    found = [each for each in compile_criterion(text, section="exclusion").diagnostics if each.code == "T201"]
    assert [text[each.span.start : each.span.end] for each in found if each.span] == unread
