"""Names that have an order: stages, grades, classes and severities."""

from __future__ import annotations

import re
from functools import cache

from ..rules.model import Limit
from ..rules.normal import fold
from .logic import Truth, and_

_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_WORDS = {
    "none": 0, "absent": 0, "trace": 1, "minimal": 1, "mild": 2, "moderate": 3, "severe": 4, "life-threatening": 5,
    "life threatening": 5, "fatal": 6,
}  # fmt: skip
_RANK = re.compile(r"(?:grade |stage |class |type )?(?P<prefix>[tnm]?)(?P<figure>\d+|[ivx]+)(?P<rest>[a-d]?\d?\+?)")
_LETTER = re.compile(r"(?:grade |stage |class |type )?([a-e])")

#: A scale, the place on it, and the letter of a part of that place.
Rank = tuple[str, float, str]


@cache
def rank(name: str) -> Rank | None:
    """Where a name stands on which scale; None where it has no place.

    >>> rank("IIIb"), rank("B"), rank("moderate"), rank("big")
    (('', 3.0, 'b'), ('letter', 2.0, ''), ('severity', 3.0, ''), None)
    """
    folded = fold(name)
    if folded in _WORDS:
        return "severity", float(_WORDS[folded]), ""
    letter = _LETTER.fullmatch(folded)
    if letter:
        return "letter", float("abcde".index(letter[1]) + 1), ""
    found = _RANK.fullmatch(folded)
    if found is None:
        return None
    figure = found["figure"]
    place = int(figure) if figure.isdecimal() else _ROMAN.get(figure)
    return None if place is None or place > 10**6 else (found["prefix"], float(place), found["rest"])


def _compared(name: str, limit: str, above: bool, closed: bool) -> Truth:
    """Whether a place is above (or below) a limit. IIIb lies within III; III may lie on either side of IIIb."""
    one, other = rank(name), rank(limit)
    if one is None or other is None or one[0] != other[0]:
        return None
    if one[1] != other[1]:
        return (one[1] > other[1]) == above
    if not other[2] or one[2] == other[2]:
        return closed
    if not one[2]:
        return None
    return (one[2] > other[2]) == above


def _name(limit: Limit) -> str | None:
    return limit.category if limit.number is None else format(limit.number, "f")


def in_order(name: str, low: Limit | None, high: Limit | None) -> Truth:
    """Whether a name lies in an ordered range.

    >>> in_order("III", Limit(category="II", closed=False), None), in_order("big", Limit(category="II"), None)
    (True, None)
    """
    truths: list[Truth] = []
    for limit, above in ((low, True), (high, False)):
        if limit is not None:
            bound = _name(limit)
            truths.append(None if bound is None else _compared(name, bound, above, limit.closed))
    return and_(truths)


def same_name(name: str, other: str) -> bool:
    """Whether two folded names are equal, figures in Roman or Arabic alike (III and 3)."""
    if name == other:
        return True
    one = rank(name)
    return one is not None and one == rank(other)
