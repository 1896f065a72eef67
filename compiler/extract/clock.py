"""Times of day: "cortisol at 8 AM", "between 8:00 and 10:00 a.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .term import Term

_HALF = r"(?:[ap]\.\s?m\.|am\b|pm\b|AM\b|PM\b|o[’']?clock\b|noon\b)"
_HOUR = r"(?:2[0-3]|[01]?\d)(?:[:.][0-5]\d)?"
_LEAD = r"(?:\b(?:at|before|after|by|around|between|from|until|till)\s+)"
_CLOCK = re.compile(
    rf"{_LEAD}?\b{_HOUR}\s?{_HALF}?\s?(?:-|–|to|and|or)\s?{_HOUR}\s?{_HALF}"
    rf"|{_LEAD}?\b{_HOUR}\s?{_HALF}"
    rf"|{_LEAD}(?:2[0-3]|[01]?\d):[0-5]\d(?:\s?(?:-|–|to|and)\s?(?:2[0-3]|[01]?\d):[0-5]\d)?(?:\s?(?:h|hrs?|hours)\b)?"
)
#: A quick look, for few texts have one: a number with half a day, or one with minutes.
_LIKE_ONE = re.compile(rf"\d\s?{_HALF}|\d:[0-5]\d")
_CONTEXT = (("MOD", "context=*"),)


def clock_times(text: str) -> Iterator[Term]:
    """The times of day that a text names, as phrases that say in which context something was measured."""
    if not _LIKE_ONE.search(text):
        return
    for found in _CLOCK.finditer(text):
        yield Term("PHRASE", found.start(), found.end(), _CONTEXT)
