"""What one quantity tells of the one beside it: "< 18 or > 30 kg/m2" has one unit, "18 <= age <= 75" is one range."""

from __future__ import annotations

from ..rules.model import Length, Offset, Value
from .term import Term

#: The youngest that a number without a unit is taken to be when an age stands beside it.
_LEAST_BARE_AGE = 10


def settled(text: str, terms: list[Term]) -> list[Term]:
    """Lets one side of "or" tell what the other is: the unit of "< 18 or > 30 kg/m2", the age of "age < 18 or > 75"."""
    settled: list[Term] = []
    for term in terms:
        joined = _around(settled[-1], term, text) or _repeated(settled[-1], term, text) if settled else None
        if joined:
            settled[-1] = joined
        else:
            settled.append(term)
    for i in range(len(settled) - 1):
        one, two = settled[i], settled[i + 1]
        if text[one.end : two.start].strip() not in _ALTERNATIVES:
            continue
        if one.type == two.type == "VALUE":
            settled[i] = one._replace(value=_with_unit_of(one.value, two.value))
        elif (one.type, two.type) == ("VALUE", "AGE") and _may_be_age(one.value):
            settled[i] = one._replace(type="AGE", value=_with_unit_of(one.value, two.value))
        elif (one.type, two.type) == ("AGE", "VALUE") and _may_be_age(two.value):
            settled[i + 1] = two._replace(type="AGE", value=_with_unit_of(two.value, one.value))
    return settled


_ALTERNATIVES = frozenset({"or", "and", ",", "and/or", ", or", ", and", "or is", "OR"})


def _may_be_age(value: Value) -> bool:
    """Whether the value has no unit of its own and is no count of few things."""
    limits = [limit for limit in (value.low, value.high) if limit]
    return all(limit.unit is None and limit.number is not None and limit.number >= _LEAST_BARE_AGE for limit in limits)


def _around(one: Term, two: Term, text: str) -> Term | None:
    """The one term of "18 <= age <= 75", whose name stands between its two ends."""
    if one.type != "VALUE" or text[one.end - 1] not in "<>≤≥=" or text[one.end : two.start].strip():
        return None
    value = two.value.value if two.type == "SCORED" else two.value if two.type == "AGE" else None
    if value is None or (value.low is None) == (value.high is None) or (value.low is None) == (one.value.low is None):
        return None
    other = value.low or value.high
    limits = {
        name: limit and limit.model_copy(update={"unit": other.unit})
        for name, limit in (("low", one.value.low), ("high", one.value.high))
    }
    limits = {name: limit or getattr(value, name) for name, limit in limits.items()}
    both = value.model_copy(update=limits)
    return Term(two.type, one.start, two.end, two.value._replace(value=both) if two.type == "SCORED" else both)


def _repeated(one: Term, two: Term, text: str) -> Term | None:
    """The one term of "28 days (4 weeks)", "28 days (≤ 28 days)", a length of time said again."""
    if not {one.type, two.type} <= {"PERIOD", "LENGTH"} or text[one.end : two.start].strip() != "(":
        return None
    if not text[two.end :].lstrip().startswith(")"):
        return None
    if one.type == two.type == "LENGTH" and (one.value.low is None) != (two.value.low is None):
        return None
    first, again = _days(_offset(one.value)), _days(_offset(two.value))
    if first is None or again is None or not _ALIKE[0] < first / again < _ALIKE[1]:
        return None
    return one._replace(end=text.index(")", two.end) + 1)


def _offset(value: Offset | Length) -> Offset | None:
    """A length of time that is said alone, or is the least or the most that may pass."""
    if isinstance(value, Offset):
        return value
    ends = [end for end in (value.low, value.high) if end is not None]
    return ends[0].offset if len(ends) == 1 else None


#: How far apart two lengths may be that are the same, about: 15 weeks and 3.5 months.
_ALIKE = (0.8, 1.25)
#: Days of the units of time, about.
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}


def _days(offset: Offset | None) -> float | None:
    periods = offset.periods if offset is not None else ()
    if len(periods) != 1 or periods[0].unit not in _DAYS or not periods[0].number:
        return None
    return float(periods[0].number) * _DAYS[periods[0].unit]


def _with_unit_of(value: Value, other: Value) -> Value:
    """`value` in the unit of `other`, where it has none."""
    unit_ = next((limit.unit for limit in (other.low, other.high) if limit and limit.unit), None)
    limits = [limit for limit in (value.low, value.high) if limit]
    if unit_ is None or any(limit.unit or limit.reference or limit.category for limit in limits):
        return value
    low, high = (limit and limit.model_copy(update={"unit": unit_}) for limit in (value.low, value.high))
    return value.model_copy(update={"low": low, "high": high})
