"""The structured fields of a record as criteria: F1 is age, F2 sex, F3 healthy volunteers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .rules.model import Concept, Fact, Limit, Value
from .rules.trial import Criterion, Note
from .source.protocol import Protocol

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min"}


def structured(protocol: Protocol) -> Iterator[Criterion]:
    """The criteria of the fields that the record fills."""
    if protocol.minimum_age or protocol.maximum_age:
        yield _age(protocol.minimum_age, protocol.maximum_age)
    if protocol.sex:
        yield _sex(protocol.sex)
    if protocol.healthy_volunteers is not None:
        text = "Yes" if protocol.healthy_volunteers else "No"
        said = (
            "Healthy volunteers are accepted."
            if protocol.healthy_volunteers
            else "Healthy volunteers are not accepted."
        )
        yield Criterion(id="F3", section="inclusion", text=text, notes=(Note(text=said),))


def _age(low: str | None, high: str | None) -> Criterion:
    value = Value(low=_limit(low), high=_limit(high))
    text = f"{low} to {high}" if low and high else low or f"up to {high}"
    if value.low is None and value.high is None:
        return Criterion(id="F1", section="inclusion", text=text, notes=(Note(text=text),))
    return Criterion(
        id="F1", section="inclusion", text=text, rule=Fact(domain="person", concept=Concept(text="age"), value=value)
    )


def _limit(written: str | None) -> Limit | None:
    found = _AGE.fullmatch(written.strip()) if written else None
    return Limit(number=Decimal(found[1]), unit=_UNITS[found[2].lower()]) if found else None


def _sex(sex: str) -> Criterion:
    if sex == "all":
        return Criterion(id="F2", section="inclusion", text="ALL", notes=(Note(text="All sexes: no limit."),))
    rule = Fact(domain="person", concept=Concept(text="sex"), value=Value(categories=(sex,)))
    return Criterion(id="F2", section="inclusion", text=sex.upper(), rule=rule)
