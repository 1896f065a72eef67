"""Formulas that a text gives for what is measured: "CrCl = (140 - age) x weight / (72 x serum creatinine)".

They tell how a value is calculated: their numbers limit nothing, and "male" in them is no criterion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .term import Term

_SEX = r"(?:(?:for\s+)?(?:fe)?males?|(?:for\s+)?(?:wo)?men)"
_WORD = r"[A-Za-z][\w/-]*"
_RESULT = rf"(?:{_SEX}\s*[:=]\s*)?(?:{_WORD}\s*(?:\([^()]{{1,30}}\)+\s*)?){{1,4}}=\s*"
_WEIGHT = r"(?:(?:actual\s+|body\s+|lean\s+)*(?:weight|wt)\b\s*(?:[(\[][^()\[\]]*[)\]]\s*)?)"
_CALCULATED = r"(?:(?:where|as)\s+)?(?:(?:is\s+)?calculated\s+(?:by|as|from)\s*:?\s*)"
#: The number of Cockcroft and Gault's formula (Nephron 1976;16:31), and what may be multiplied by it first.
_COCKCROFT = rf"(?:[\w.]+\s*[x*]\s*)?[\[({{\s]*(?:{_WEIGHT}\s*[x*]\s*)?[\[({{\s]*140\s*-\s*age\b"
_INDEX = rf"(?:BMI|body\s+mass\s+index)\s*(?:[(\[][^()\[\]\d]{{1,40}}[)\]]\s*)?=\s*[\[({{]*\s*{_WEIGHT}"
_HEAD = re.compile(rf"(?<![\w-])(?:{_INDEX}|(?:{_CALCULATED}|(?:{_RESULT}))?{_COCKCROFT})", re.IGNORECASE)
#: What ends a formula outside its brackets.
_END = re.compile(r";|[.:](?=\s|$)|,\s|\s[-•]\s(?=[A-Z])|\s(?:at|and|or|will|is|must|should)\s", re.IGNORECASE)
_OPENS, _CLOSES = "([{", ")]}"


def formulas(text: str) -> Iterator[Term]:
    """The formulas in a text; `NOTE` terms."""
    if "140" not in text and "=" not in text:
        return
    at = 0
    while found := _HEAD.search(text, at):
        at = _end(text, found)
        yield Term("NOTE", found.start(), at, text[found.start() : at])


def _end(text: str, head: re.Match[str]) -> int:
    """Where a formula ends: outside its own brackets, or with the bracket that it stands in."""
    depth = 0
    for i in range(head.start(), len(text)):
        depth += (text[i] in _OPENS) - (text[i] in _CLOSES)
        if depth < 0 or (not depth and i >= head.end() and _END.match(text, i)):
            return len(text[:i].rstrip())
    unclosed = _END.search(text, head.end()) if depth else None
    return len(text[: unclosed.start() if unclosed else len(text)].rstrip())
