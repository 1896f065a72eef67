"""Bullets that only say of which stage or grade what stands above them is.

"Histologically confirmed breast cancer" with the bullet "Stage IIIB, IIIC or IV" below is one statement.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:[IVX]{1,4}|\d)(?:[A-Ea-e]\d?)?"
_STAGES = re.compile(
    rf"(?:stages?|grades?)\s+{_NUMBER}(?:\s*(?:,|-|–|/|\b(?:or|and|to)\b)+\s*(?:(?:or|and)\s+)?(?:(?:stage|grade)\s+)?{_NUMBER})*"
    r"\W*(?:disease\W*)?",
    re.IGNORECASE,
)


def is_stage(text: str) -> bool:
    """Whether a bullet says nothing but stages or grades."""
    return _STAGES.fullmatch(text) is not None
