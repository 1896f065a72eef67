"""Calendar dates as the names of anchors: ISO 8601 dates, known to the day, month or year, and intervals of them.

"2020-01" is January 2020, "2008/2015" runs from the first day of 2008 to the last of 2015.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_NAME = re.compile(rf"({_DATE})(?:/({_DATE}))?")


def stretch(name: str) -> tuple[date, date] | None:
    """The first and the last day of the date or interval that an anchor is named by; None for any other name.

    >>> stretch("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    >>> stretch("2008/2015-06-30")
    (datetime.date(2008, 1, 1), datetime.date(2015, 6, 30))
    >>> stretch("visit 1") is None
    True
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    first, last = found[1], found[2] or found[1]
    try:
        return _days(first)[0], _days(last)[1]
    except ValueError:  # no such day
        return None


def _days(written: str) -> tuple[date, date]:
    year, month, day = (int(part) if part else 0 for part in (written + "--").split("-")[:3])
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])
