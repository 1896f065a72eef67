"""Patients in our own JSON: the fields of `Patient`, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ..patient import Patient, Record
from .reading import Reading, told


def read_own(value: Mapping[str, Any], name: str) -> Reading:
    """One patient. A record that cannot be used is left out and named; without the rest there is no patient."""
    problems: list[str] = []
    facts: list[Record] = []
    given = value.get("facts", [])
    if not isinstance(given, list):
        problems.append("facts: expected a list of records")
        given = []
    for index, one in enumerate(given):
        try:
            facts.append(Record.model_validate(one))
        except ValidationError as error:
            problems += told(error, f"facts[{index}]")
    try:
        patient = Patient.model_validate({**value, "facts": facts})
    except ValidationError as error:
        return Reading(name, None, (*problems, *told(error)))
    return Reading(name, patient, tuple(problems))
