"""By which edition of a manual something was staged or classified: "(AJCC 7th edition)", "the 8th edition of TNM"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..rules.model import Qualifier, Value
from ..vocabulary import column
from .books import GOES_ON, LEAD, with_commas
from .term import Term

_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_EDITION = (
    rf"(?:(?:revised\s+)?{_ORDINAL}\s+(?:edition|ed\b)\.?|(?:version|v)\.?\s*\d+(?:\.\d+)?\b|(?:19|20)\d\d\b"
    r"|-\s?(?:\d|I{1,3})\b(?:\s*beta\b)?)"
)
#: What stands before the name: which edition, by which the illness was staged.
_FIRST = re.compile(
    rf"(?<![\w.])(?:{_ORDINAL}|(?:19|20)\d\d)(?:\s+(?:edition|ed\b\.?))?(?:,?\s+of)?(?:\s+the)?\s+\Z", re.I
)
_LED = re.compile(rf"\b(?:{LEAD}|staged\s+(?:as|by))\s+(?:the\s+)?(?:(?:current|revised|updated)\s+)?\Z", re.I)
#: What stands behind it: another edition, or what kind of book it is.
_BEHIND = re.compile(rf"(?:,|;)?\s*(?P<open>[(\[]\s*)?{_EDITION}(?:,\s*(?:19|20)\d\d\b)?(?(open)\s*[)\]])", re.I)
_KIND = re.compile(
    r",?\s+(?:(?:(?:lung\s+)?cancer|updated|response|diagnostic|staging)\s+)*"
    r"(?:manual|handbook|system|criteria|criterion|classification|guidelines?|definitions?|staging|standards?)\b",
    re.I,
)
#: The stage that a manual defines, or whose manual it is: such a name cites nothing.
_GOES_ON = re.compile(r"\s*(?:(?:tumou?r|clinical|pathologic(?:al)?)\s+)*(?:stages?|grades?)\s+[IVX\d]|['’]", re.I)
_TO_ILLNESS = re.compile(GOES_ON, re.I)
#: The most characters before a name in which its edition and what leads to it stand.
_NEAR = 60


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names of manuals, and such a name behind another, perhaps in brackets."""
    known = sorted(column("manuals"), key=len, reverse=True)
    name = "(?:" + "|".join(re.escape(each).replace("\\ ", r"\s+") for each in known) + r")\b"
    inner = rf"\s*[(\[]\s*{name}(?:,?\s*{_EDITION})?\s*[)\]]"
    return re.compile(rf"\b{name}"), re.compile(rf"{inner}|[\s/]+(?:and/or\s+)?{name}")


def manuals(text: str) -> Iterator[Term]:
    """The phrases that cite a manual; `GRADED` terms that hold the qualifier `method`."""
    done = 0
    for name in _names()[0].finditer(text):
        if name.start() < done:
            continue
        start, first = _before(text, name.start(), _FIRST)
        end, told = _behind(text, name.end())
        lead, led = _before(text, start, _LED)
        bracketed = text[:lead].rstrip().endswith(("(", "[")) and text[end:].lstrip().startswith((")", "]"))
        book = " ".join(text[start:end].split())
        if bracketed:
            lead, end = len(text[:lead].rstrip()) - 1, len(text) - len(text[end:].lstrip()) + 1
        if _GOES_ON.match(text, end) or not (first or told or led or bracketed):
            continue
        if not bracketed and (illness := _TO_ILLNESS.match(text, end)):
            end = illness.end()
        done = end
        yield Term("GRADED", *with_commas(text, lead, end), Qualifier(key="method", value=Value(categories=(book,))))


def _before(text: str, start: int, pattern: re.Pattern[str]) -> tuple[int, bool]:
    """Where a name begins with what leads to it, and whether anything does."""
    found = pattern.search(text, max(0, start - _NEAR), start)
    return (found.start(), True) if found else (start, False)


def _behind(text: str, end: int) -> tuple[int, bool]:
    """Where a name ends with its abbreviation, edition and kind of book, and whether one of the last two is told."""
    told = False
    while True:
        other = _names()[1].match(text, end)
        more = other or _BEHIND.match(text, end) or _KIND.match(text, end)
        if more is None:
            return end, told
        end, told = more.end(), told or other is None
