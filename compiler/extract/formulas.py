"""Formulas that a text gives for what is measured: "CrCl = (140 - age) x weight / (72 x serum creatinine)".

They tell how a value is calculated: their numbers limit nothing, and "male" in them is no criterion. Nor do the numbers
that say what one unit stands for: "1 drink = 12 ounces of beer or 5 ounces of wine".
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
_SERVED = r"(?:alcohol(?:ic)?\s+|standard\s+)*(?:drink|unit|serving|glass|cup)(?:\s+of\s+alcohol)?"
_SERVING = re.compile(r"drink|unit|serving|glass|cup", re.IGNORECASE)
_IS = r"(?:=|(?:is|being)\b|equals\b|corresponds\s+to\b)"
_UNIT = re.compile(rf"(?<![\w.-])(?:where\s+|note:\s*)?(?:1|one)\s+{_SERVED}\s*{_IS}", re.IGNORECASE)
#: What ends a sentence, and with it what a unit stands for; "oz." ends none.
_SENTENCE = re.compile(r"\.(?=\s+[A-Z]|\s*$)")
#: What ends a formula outside its brackets.
_END = re.compile(r";|[.:](?=\s|$)|,\s|\s[-•]\s(?=[A-Z])|\s(?:at|and|or|will|is|must|should)\s", re.IGNORECASE)
_OPENS, _CLOSES = "([{", ")]}"


def formulas(text: str) -> Iterator[Term]:
    """The formulas in a text, and what its units stand for; `NOTE` terms."""
    if "140" in text or "=" in text:
        yield from _notes(text, _HEAD, _END)
    if _SERVING.search(text):
        yield from _notes(text, _UNIT, _SENTENCE)


def _notes(text: str, head: re.Pattern[str], end: re.Pattern[str]) -> Iterator[Term]:
    at = 0
    while found := head.search(text, at):
        at = _end(text, found, end)
        yield Term("NOTE", found.start(), at, text[found.start() : at])


def _end(text: str, head: re.Match[str], end: re.Pattern[str]) -> int:
    """Where a formula ends: outside its own brackets, or with the bracket that it stands in."""
    depth = 0
    for i in range(head.start(), len(text)):
        depth += (text[i] in _OPENS) - (text[i] in _CLOSES)
        if depth < 0 or (not depth and i >= head.end() and end.match(text, i)):
            return len(text[:i].rstrip())
    unclosed = end.search(text, head.end()) if depth else None
    return len(text[: unclosed.start() if unclosed else len(text)].rstrip())
