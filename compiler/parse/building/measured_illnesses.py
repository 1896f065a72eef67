"""Illnesses that a limit tells: "thrombocytopenia (< 100,000/uL)" is a platelet count below it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ...rules.model import CURRENT, EVER, Fact, Value
from ...vocabulary import rows
from .shapes import label

#: What is said of the measuring; what else is said of the illness is part of what its name means here.
_OF_MEASURING = frozenset({"method", "specimen", "context", "site"})


def as_measured(fact: Fact) -> Fact:
    """The measurement that an illness with a limit is a value of, under the name of the illness; else the fact itself.

    Any value there ever was suffices where the illness is past, the latest where it is present.
    """
    told = _illnesses().get(fact.concept.text.lower().rpartition(" ")[2])
    if told is None or fact.domain != "condition" or fact.value is None or not _fits(fact.value, told["units"]):
        return fact
    present = fact.when == CURRENT
    kept = tuple(each for each in fact.qualifiers if each.key in _OF_MEASURING)
    own = tuple(each for each in fact.qualifiers if each not in kept)
    called = fact.model_copy(update={"qualifiers": own, "value": None})
    return fact.model_copy(
        update={
            "domain": "measurement",
            "concept": fact.concept.model_copy(update={"text": told["measurement"]}),
            "label": label(called),
            "pick": "latest" if present else fact.pick,
            "when": EVER if present else fact.when,
            "qualifiers": kept,
        }
    )


def _fits(value: Value, units: str) -> bool:
    """Whether each limit is one of the measurement, by its unit; a multiple of normal fits all."""
    ends = [end for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(end.reference is not None or (end.unit or "") in units.split("|") for end in ends)


@cache
def _illnesses() -> Mapping[str, dict[str, str]]:
    return {row["illness"]: row for row in rows("measured_illnesses")}
