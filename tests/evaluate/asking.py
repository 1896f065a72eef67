"""Asking one rule of one patient, in few words: `ask('condition "x" current', condition("x", "2026-01-01"))`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from trialc import Patient, Record, parse_rule
from trialc.evaluate.chart import Chart
from trialc.evaluate.match import Hierarchy
from trialc.evaluate.ready import Preparer
from trialc.evaluate.scene import Scene

#: The day on which patients are looked at, unless a test says another: a month's end in a leap year.
AT = date(2024, 3, 31)

T, F, U = True, False, None
ALL = ("condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy")


def ask(
    rule: str,
    *facts: Record,
    at: date = AT,
    anchors: dict[str, str] | None = None,
    hierarchy: Hierarchy | None = None,
    names: str = "closed",
    complete: Sequence[str] = ALL,
    **patient: Any,
) -> bool | None:
    """What a rule says of a patient whose record is complete and named in the rule's words, unless told otherwise."""
    one = Patient(facts=facts, names=names, complete=complete, **patient)
    scene = Scene(Chart(one, at.toordinal()), at, anchors)
    return Preparer(hierarchy).node(parse_rule(rule)).test(scene)


def record(domain: str, text: str, start: str | None = None, end: str | None = None, **more: Any) -> Record:
    """A record."""
    return Record(domain=domain, text=text, start=start, end=end, **more)


def condition(text: str, start: str | None = None, end: str | None = None, **more: Any) -> Record:
    """A condition."""
    return record("condition", text, start, end, **more)


def lab(value: Any, unit: str | None = None, start: str | None = "2024-03-01", text: str = "x", **more: Any) -> Record:
    """A measurement of "x"."""
    return record("measurement", text, start, value=value, unit=unit, **more)
