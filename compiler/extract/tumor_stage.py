"""Stages of tumours as the TNM classification writes them: "T3-4N0M0", "cT2-T4a", "T3, N+".

A letter and a number alone are left to the context: T3 is also a hormone, T1 an image or a vertebra, and M1 an artery
(Union for International Cancer Control, TNM Classification of Malignant Tumours).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .term import Term

_PREFIX = r"(?:yp|yc|c|p|u)"
_T = r"T(?:is|X|[0-4](?:mi|[a-d])?)(?:\s?(?:-|–|/|to|or)\s?T?[0-4][a-d]?)*"
_N = r"N(?:X|\+|[0-3][a-c]?)(?:\s?(?:-|–|/|to|or)\s?N?(?:\+|[0-3][a-c]?))*"
_M = r"M[01][a-c]?"
_NEXT = r"\s?[,/]?\s?"
_TNM = rf"{_PREFIX}?{_T}{_NEXT}{_PREFIX}?{_N}(?:{_NEXT}{_PREFIX}?{_M})?|{_PREFIX}{_T}|{_PREFIX}{_N}|N\+"
_NAMED = r"(?:(?:clinical|pathologic(?:al)?|tumou?r|TNM)\s)?stages?\s"
_STAGE = re.compile(rf"(?<![\w-])(?:(?i:{_NAMED})(?P<named>{_TNM}|{_T})|(?P<bare>{_TNM}))(?!\w)")


def tumor_stages(text: str) -> Iterator[Term]:
    """The TNM stages of a text, as qualities of the tumour beside them."""
    for found in _STAGE.finditer(text):
        yield Term("MOD", found.start(), found.end(), f"stage={found['named'] or found['bare']}")
