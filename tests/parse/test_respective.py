"""Limits and names that the text pairs one by one."""

from __future__ import annotations

import pytest
from stages import reading

UNPAIRED = [
    "AST, ALT and bilirubin < 2 and 3 x ULN, respectively",
    "Hemoglobin > 12 and 13 g/dL in adults, respectively",
]


@pytest.mark.parametrize("text", UNPAIRED)
def test_what_cannot_be_paired_is_said_to_be_unread(text: str) -> None:
    found = reading(text, "inclusion").diagnostics
    assert "respectively" in [text[each.span.start : each.span.end] for each in found if each.code == "T201"]


def test_limits_beside_their_people_are_paired_already() -> None:
    found = reading("QTc > 450 ms in men or > 470 ms in women, respectively", "exclusion").diagnostics
    assert "T201" not in [each.code for each in found]
