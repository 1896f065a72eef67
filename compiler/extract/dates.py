"""Calendar dates: "before January 2020", "between 2008 and 2015", "on 5 May 2021".

Each is an ANCHOR with the name of `rules.dates`, behind the BEFORE or AFTER that its words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..rules.dates import stretch
from .term import Term

_MONTHS = {
    name: i
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
#: A quick look, for few texts have a date, and every date has a year.
_ANY_YEAR = re.compile(_YEAR)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL = (
    rf"(?:{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}|{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}-[01]\d-[0-3]\d|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})"
)
#: What follows a year that is no number of something: the end, a sign, or a small word.
_ENDS = (
    r"(?=\s*(?:[.,;:)\]]|$)"
    r"|\s+(?:and|or|to|until|by|for|of|who|with|at|in|were|was|are|is|had|have|has|when|that|which)\b)"
)
_BARE = rf"(?:(?:the\s+)?year\s+)?{_YEAR}(?!\s*[-–]\s*\d){_ENDS}"
_JOIN = r"\s*(?:-|–|to|and|until|till|through|up to)\s*"
_RANGE = re.compile(
    rf"\b(?:(?:between|from|during|in)\s+)?(?P<one>{_FULL}){_JOIN}(?P<two>{_FULL})"
    rf"|\b(?:between|from|during|in)\s+(?:the\s+years?\s+)?(?P<first>{_FULL}|{_YEAR}){_JOIN}"
    rf"(?P<last>{_FULL}|{_YEAR}{_ENDS})",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"\b(?:(?P<lead>on or before|on or after|prior to|before|until|till|up to|by|since|as of|after|starting from|"
    r"starting|beginning|from|following|in or before|in|on|during|dated)\s+)?"
    rf"(?:(?P<full>{_FULL})|(?<=\s)(?P<year>{_BARE}))",
    re.IGNORECASE,
)
_BEFORE = {"prior to": "", "before": "", "until": "until", "till": "until", "up to": "until", "by": "until",
           "on or before": "until", "in or before": "until"}  # fmt: skip
_AFTER = {"after": "", "following": "", "since": "since", "as of": "since", "starting from": "since",
          "starting": "since", "beginning": "since", "from": "since", "on or after": "since"}  # fmt: skip


def dates(text: str) -> Iterator[Term]:
    """The dates of a text: an ANCHOR, and before it a BEFORE or AFTER where its words say so.

    The value of these is "until" or "since" where the date itself belongs to the time that is meant.
    """
    if not _ANY_YEAR.search(text):
        return
    taken: list[tuple[int, int]] = []
    for found in _RANGE.finditer(text):
        ends = [_iso(found[name]) for name in (("one", "two") if found["one"] else ("first", "last"))]
        interval = "/".join(end for end in ends if end)
        if None not in ends and stretch(interval) is not None:
            taken.append(found.span())
            yield Term("ANCHOR", found.start(), found.end(), interval)
    for found in _POINT.finditer(text):
        lead = " ".join((found["lead"] or "").lower().split())
        name = _iso(found["full"] or found["year"])
        bare = found["full"] is None and not lead
        if (
            bare
            or name is None
            or stretch(name) is None
            or any(a < found.end() and found.start() < b for a, b in taken)
        ):
            continue
        start = found.start()
        if lead in _BEFORE or lead in _AFTER:
            side = "BEFORE" if lead in _BEFORE else "AFTER"
            yield Term(side, start, found.end("lead"), (_BEFORE | _AFTER)[lead])
            start = found.start("full") if found["full"] else found.start("year")
        yield Term("ANCHOR", start, found.end(), name)


def _iso(written: str) -> str | None:
    """A date as ISO 8601 writes it; None where it may be one of two ("03/04/2020")."""
    year = re.search(_YEAR, written)
    if year is None:
        return None
    if re.fullmatch(rf"{_YEAR}-\d\d-\d\d", written):
        return written
    numbers = [int(each) for each in re.findall(r"\d+", written.replace(year[0], ""))]
    named = re.search(_MONTH, written, re.IGNORECASE)
    if named is not None and "year" not in written.lower():
        month = f"{year[0]}-{_MONTHS[named[0][:3].lower()]:02}"
        return f"{month}-{numbers[0]:02}" if numbers else month
    if len(numbers) != 2:
        return year[0]
    day_first = "." in written or numbers[0] > _MOST_MONTHS
    if not day_first and numbers[1] <= _MOST_MONTHS and numbers[0] != numbers[1]:
        return None
    day, month_number = numbers if day_first else reversed(numbers)
    return f"{year[0]}-{month_number:02}-{day:02}"


_MOST_MONTHS = 12
