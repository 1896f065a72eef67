"""FHIR resources that say by their code that there is nothing of a kind ("no known allergies"): explicit negatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ...vocabulary import rows
from ..match import ANYTHING
from .fhir_parts import Raw, codes_of, medication_of, obj

#: When a resource was recorded: the first of these that it has.
_DATES = (
    "recordedDate",
    "assertedDate",
    "dateAsserted",
    "authoredOn",
    "effectiveDateTime",
    "performedDateTime",
    "date",
)


def absent(resource: Raw, known: Mapping[str, Raw]) -> list[dict[str, Any]] | None:
    """The negatives of a resource; None of one that says something else.

    What is only denied of a day (medications, problems) needs the day, and else says nothing.
    """
    found = [_table()[code] for code in _codes(resource, known) if code in _table()]
    if not found:
        return None
    day = next((str(resource[name])[:10] for name in _DATES if resource.get(name)), None)
    return list(_records(found, day))


def _records(found: list[dict[str, str]], day: str | None) -> Iterator[dict[str, Any]]:
    for row in found:
        record = {"domain": row["domain"], "text": row["what"] or ANYTHING, "status": "absent"}
        if row["when"] == "ever":
            yield record
        elif day is not None:
            yield record | {"start": day, "end": day}


def _codes(resource: Raw, known: Mapping[str, Raw]) -> Iterator[str]:
    concepts = (resource.get("code"), medication_of(resource, known), obj(resource.get("device")).get("concept"))
    yield from (f"{system}|{code}" for concept in concepts for system, code in codes_of(concept))


@cache
def _table() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("absences")}
