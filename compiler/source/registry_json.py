"""Registry records as JSON: the ClinicalTrials.gov API v2, the classic API before it, and flat records.

| form | where the criteria stand |
|---|---|
| API v2 | `protocolSection.eligibilityModule.eligibilityCriteria` |
| classic API | `Study.ProtocolSection.EligibilityModule.EligibilityCriteria` |
| flat | `eligibility_criteria` (or `eligibilityCriteria`, `eligibility`, `criteria`) |

A list of records stands bare, under `studies`, or one record a line. A record that cannot be used is reported
beside the others and does not stop them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..diagnostics import TrialcError
from . import fields
from .protocol import Protocol
from .reading import Reading, Unusable

_FLAT = {
    "id": ("nct", "nct_id", "nctId", "id"),
    "title": ("title", "brief_title", "briefTitle"),
    "eligibility": ("eligibility_criteria", "eligibilityCriteria", "eligibility", "criteria"),
    "minimum_age": ("minimum_age", "minimumAge"),
    "maximum_age": ("maximum_age", "maximumAge"),
    "sex": ("sex", "gender"),
    "healthy_volunteers": ("healthy_volunteers", "healthyVolunteers"),
}
_EXPECTED = (
    "expected a ClinicalTrials.gov record (`protocolSection.eligibilityModule.eligibilityCriteria`) "
    "or a flat one (`nct`, `eligibility_criteria`)"
)


def read_json(text: str) -> Reading:
    """The records of a JSON document. Raises TrialcError when `text` is no JSON or holds no record at all."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TrialcError(f"the input looks like JSON but is broken: {_broken(error)}") from None
    return read_value(value)


def read_lines(text: str) -> Reading:
    """The records of JSON lines; a line that is no JSON is an unusable record. Blank lines are no records."""
    lines = ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    found = [_read_line(line, f"line {number}") for number, line in lines]
    return Reading(
        tuple(protocol for part in found for protocol in part.protocols),
        tuple(record for part in found for record in part.unusable),
    )


def read_value(value: Any) -> Reading:
    """The records of JSON data that is already parsed: one record, a list of them, or `{"studies": [...]}`.

    Raises TrialcError for a single record that cannot be used and for data that can hold no record.
    """
    if isinstance(value, Mapping):
        listed = _listed(value)
        if listed is None:
            return Reading((to_protocol(value),))
        value = listed
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise TrialcError(f"the JSON is {fields.kind(value)}; {_EXPECTED}")
    if not value:
        raise TrialcError(f"the list of records is empty; {_EXPECTED}")
    return _collect((f"record {number}", record) for number, record in enumerate(value, start=1))


def to_protocol(record: Mapping[str, Any]) -> Protocol:
    """The protocol of one record of any form. Raises TrialcError when it has no eligibility text."""
    if "protocolSection" in record:
        return _from_api(record["protocolSection"], _v2)
    study = record.get("Study", record)
    if isinstance(study, Mapping) and "ProtocolSection" in study:
        return _from_api(study["ProtocolSection"], _classic)
    return _from_flat(record)


def _v2(key: str) -> str:
    return key


def _classic(key: str) -> str:
    """How the classic API spells a key of API v2: `NCTId`, `Gender`, `EligibilityModule`."""
    return {"nctId": "NCTId", "sex": "Gender"}.get(key, key[0].upper() + key[1:])


def _from_api(section: Any, spell: Callable[[str], str]) -> Protocol:
    identification = _module(section, spell("identificationModule"))
    module = _module(section, spell("eligibilityModule"))
    name = f"`{spell('eligibilityModule')}.{spell('eligibilityCriteria')}`"
    return Protocol(
        id=str(identification.get(spell("nctId")) or "record"),
        title=fields.title(identification.get(spell("briefTitle"))),
        eligibility=fields.eligibility(module.get(spell("eligibilityCriteria")), name),
        minimum_age=fields.age(module.get(spell("minimumAge"))),
        maximum_age=fields.age(module.get(spell("maximumAge"))),
        sex=fields.sex(module.get(spell("sex"))),
        healthy_volunteers=fields.healthy_volunteers(module.get(spell("healthyVolunteers"))),
    )


def _from_flat(record: Mapping[str, Any]) -> Protocol:
    found = {field: next((record[k] for k in keys if k in record), None) for field, keys in _FLAT.items()}
    if not any(key in record for key in _FLAT["eligibility"]):
        keys = ", ".join(f"`{key}`" for key in list(record)[:6]) or "no keys"
        raise TrialcError(f"the record has {keys} but no eligibility text; {_EXPECTED}")
    return Protocol(
        id=str(found["id"] or "record"),
        title=fields.title(found["title"]),
        eligibility=fields.eligibility(found["eligibility"], "`eligibility_criteria`"),
        minimum_age=fields.age(found["minimum_age"]),
        maximum_age=fields.age(found["maximum_age"]),
        sex=fields.sex(found["sex"]),
        healthy_volunteers=fields.healthy_volunteers(found["healthy_volunteers"]),
    )


def _module(section: Any, name: str) -> Mapping[str, Any]:
    """A module of a record; an empty one where it is missing, so that the missing text is what is reported."""
    module = section.get(name) if isinstance(section, Mapping) else None
    return module if isinstance(module, Mapping) else {}


def _listed(value: Mapping[str, Any]) -> Any:
    """The list of records that an object wraps, if it does."""
    if "studies" in value:
        return value["studies"]
    response = value.get("FullStudiesResponse")
    return response.get("FullStudies") if isinstance(response, Mapping) else None


def _read_line(line: str, where: str) -> Reading:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Reading(unusable=(Unusable(where, f"broken JSON: {_broken(error)}"),))
    return _collect([(where, value)])


def _collect(records: Iterable[tuple[str, Any]]) -> Reading:
    protocols: list[Protocol] = []
    unusable: list[Unusable] = []
    for where, record in records:
        try:
            if not isinstance(record, Mapping):
                raise TrialcError(f"it is {fields.kind(record)}; {_EXPECTED}")
            protocols.append(to_protocol(record))
        except TrialcError as error:
            unusable.append(Unusable(_named(where, record), str(error)))
    return Reading(tuple(protocols), tuple(unusable))


def _named(where: str, record: Any) -> str:
    """The place of a record together with its trial number, where it has one."""
    if not isinstance(record, Mapping):
        return where
    api = _module(_module(record, "protocolSection"), "identificationModule").get("nctId")
    nct = api or next((record[key] for key in _FLAT["id"] if record.get(key)), None)
    return f"{where} ({nct})" if nct else where


def _broken(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
