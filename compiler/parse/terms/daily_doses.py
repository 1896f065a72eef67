"""Doses of a day or of a week: "a daily dose of at least 1000 mg" is 1000 mg a day.

A dose that is written without what it is per has that of the words before it. So has what is taken in, where each
limit of the sentence is of it: "a weekly intake of > 21 units for males or > 14 units for females".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.term import Term
from ...rules.model import Limit, Value
from ..needing import saying

_DOSE = re.compile(
    r"\b(?:(?:at|in|with|on)\s+(?:an?|the)\s+)?(?:(?:total|equivalent)\s+)*"
    r"(?P<per>daily|weekly)\s+(?:doses?|dosages?)\b(?!-)(?:\s+of\b)?",
    re.IGNORECASE,
)
_INTAKE = re.compile(
    r"(?:\b(?:average|mean)\s+(?P<per>daily|weekly)|(?<!\bor )\b(?P<weekly>weekly))\s+"
    r"(?:alcohol\s+)?(?:intake|consumption)\s+of\b",
    re.IGNORECASE,
)
_PER = {"daily": "d", "weekly": "wk"}
#: What a dose may be per, besides a body.
_TIME = re.compile(r"/(?:h|d|wk|mo)\Z")
#: Units of what is given, to a body or for its weight or surface, at once or in some time.
_GIVEN = re.compile(r"(?:[munk]?g|\[?I?U\]?|m?mol|c?Gy|mL|\{\w+\})(?:/(?:kg|m2))?")
_LIMITS = frozenset({"VALUE", "AMOUNT"})
_ENDS = frozenset({"SEMI", "STOP", "DOT"})


def is_given(unit: str | None) -> bool:
    """Whether a unit is one of doses: "mg/kg", "[IU]/d"; a tumor has none, nor has blood."""
    return unit is not None and _GIVEN.fullmatch(_TIME.sub("", unit)) is not None


@saying(r"(?:daily|weekly)\s+(?:dos|(?:alcohol\s+)?(?:intake|consumption)\s+of)")
def daily_doses(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such a dose is per day or per week; the words that say so say nothing else."""
    result = list(terms)
    for said in _DOSE.finditer(text):
        at = next((i for i, term in enumerate(result) if term.start >= said.end() and _ends_search(term)), -1)
        dose = _dose_of(result[at], _PER[said["per"].lower()]) if at >= 0 else None
        if dose is not None:
            result[at] = dose
            result = [_said_once(term, *said.span()) for term in result]
    for said in _INTAKE.finditer(text):
        per = "per" if said["per"] else "weekly"
        limits = _limits_behind(result, said.end())
        doses = {i: _dose_of(result[i], _PER[said[per].lower()]) for i in limits}
        if doses and all(doses.values()):
            result = [_said_once(doses.get(i) or term, said.start(per), said.end()) for i, term in enumerate(result)]
    return result


def _limits_behind(terms: Sequence[Term], start: int) -> list[int]:
    """The indices of the limits behind a place, up to the end of their sentence."""
    behind = [i for i, term in enumerate(terms) if term.start >= start]
    said = takewhile(lambda i: terms[i].type not in _ENDS, behind)
    return [i for i in said if terms[i].type in _LIMITS]


def _ends_search(term: Term) -> bool:
    return term.type in _LIMITS | _ENDS


def _dose_of(term: Term, per: str) -> Term | None:
    """A limit as a dose per day or week; None of what is no dose."""
    if not isinstance(term.value, Value):
        return None
    ends = [end for end in (term.value.low, term.value.high) if end is not None]
    if not ends or not all(is_given(end.unit) for end in ends):
        return None
    low, high = (_per(end, per) for end in (term.value.low, term.value.high))
    return Term(term.type, term.start, term.end, term.value.model_copy(update={"low": low, "high": high}))


def _per(end: Limit | None, per: str) -> Limit | None:
    """One end of a dose, per day or week unless the text says itself what it is per."""
    if end is None or end.unit is None or _TIME.search(end.unit):
        return end
    return end.model_copy(update={"unit": f"{end.unit}/{per}"})


def _said_once(term: Term, start: int, end: int) -> Term:
    """A term of the words for such a dose as one that says nothing."""
    inside = start <= term.start and term.end <= end
    return Term("SKIP", term.start, term.end) if inside else term
