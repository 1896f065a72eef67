"""Patients from FHIR R4 and R5: a Bundle with one Patient. Codings keep their system URIs.

What is entered in error, cancelled or only drafted is left out. Refuted and not-taken are explicit negatives. An active
status without an end is ongoing. A bundle does not say that it is complete, so no period counts as observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from ..patient import Patient, Record
from .fhir_absent import absent
from .fhir_parts import (
    GOING_ON,
    Raw,
    code_of,
    codes_of,
    concept_of,
    dates_of,
    each,
    first,
    medication_of,
    name_of,
    obj,
    qualities,
    quantity,
    standing_of,
    texts,
    value_of,
)
from .fhir_valid import invalid
from .reading import Reading, told

Given = dict[str, Any]
Known = Mapping[str, Raw]


def read_fhir(value: Raw, name: str) -> Reading:
    """The patient of a Bundle (or of a Patient resource alone). What cannot be used is named, the rest is read."""
    resources = list(_resources(value))
    people = [one for _, one in resources if one.get("resourceType") == "Patient"]
    if not people:
        return Reading(
            name, None, (f"a FHIR {value.get('resourceType')} without a Patient; expected a Bundle with one",)
        )
    person = people[0]
    problems: list[str] = []
    if len(people) > 1:
        problems.append(f"{len(people)} patients in one Bundle: only {person.get('id') or 'the first'} is read")
    known = {f"{one.get('resourceType')}/{one.get('id')}": one for _, one in resources}
    known |= {str(url): one for url, one in resources if url}
    facts: list[Record] = []
    for index, (_, one) in enumerate(resources):
        kind = str(one.get("resourceType"))
        reader = _READERS.get(kind)
        if reader is None or (len(people) > 1 and not _is_about(one, person)):
            continue
        place = f"entry[{index}] {kind}/{one.get('id', '?')}"
        problems += [f"{place}: {wrong}" for wrong in invalid(one)]
        try:
            facts += [Record.model_validate(given) for given in _given(one, known, reader)]
        except ValidationError as error:
            problems += told(error, place)
    try:
        return Reading(name, Patient.model_validate(_person(person, resources) | {"facts": facts}), tuple(problems))
    except ValidationError as error:
        return Reading(name, None, (*problems, *told(error, "Patient")))


def _given(one: Raw, known: Known, reader: Callable[[Raw, Known], Iterator[Given]]) -> Iterable[Given]:
    """The records of a resource; of one that says that there is nothing of a kind, its negatives."""
    negatives = absent(one, known)
    if negatives is None:
        return reader(one, known)
    void = standing_of(one, code_of(one.get("verificationStatus"))) is None
    return [] if void else negatives


def _resources(value: Raw) -> Iterator[tuple[object, Raw]]:
    if value.get("resourceType") != "Bundle":
        yield None, value
    for entry in each(value.get("entry")):
        resource = obj(entry.get("resource"))
        if resource:
            yield entry.get("fullUrl"), resource


def _is_about(resource: Raw, person: Raw) -> bool:
    subject = obj(resource.get("subject") or resource.get("patient")).get("reference")
    return subject is None or str(subject).endswith(str(person.get("id")))


def _person(person: Raw, resources: Iterable[tuple[object, Raw]]) -> dict[str, Any]:
    gender = person.get("gender")
    races = [
        str(part["valueString"])
        for extension in each(person.get("extension"))
        if str(extension.get("url", "")).endswith("us-core-race")
        for part in each(extension.get("extension"))
        if part.get("url") == "text" and "valueString" in part
    ]
    consents = [one.get("dateTime") or one.get("date") for _, one in resources if _is_research_consent(one)]
    dates = {"consent": str(consents[0])[:10]} if consents and consents[0] else {}
    return {
        "id": person.get("id"),
        "birth_date": person.get("birthDate"),
        "sex": gender if gender in ("male", "female", "other") else None,
        "race": races,
        "dates": dates,
    }


def _is_research_consent(resource: Raw) -> bool:
    if resource.get("resourceType") != "Consent" or resource.get("status") != "active":
        return False
    concepts = [obj(resource.get("scope")), *each(resource.get("category"))]
    return any(code == "research" for concept in concepts for _, code in codes_of(concept))


# ------------------------------------------------------------------ resources


def _condition(resource: Raw, known: Known) -> Iterator[Given]:
    certainty = code_of(resource.get("verificationStatus"))
    standing = standing_of({}, certainty)
    if standing is None:
        return
    record = concept_of(resource.get("code")) | {"domain": "condition", "status": standing}
    if standing == "absent":
        yield record
        return
    clinical = code_of(resource.get("clinicalStatus"))
    dates = dates_of(resource, "onset", "abatement", going_on=clinical in GOING_ON)
    found = qualities(
        severity=texts(resource.get("severity")),
        certainty=[certainty] if certainty else [],
        site=texts(resource.get("bodySite")),
        stage=[name for stage in each(resource.get("stage")) for name in texts(stage.get("summary"))],
    )
    yield record | dates | {"qualifiers": found}


def _medication(*when: str) -> Callable[[Raw, Known], Iterator[Given]]:
    def read(resource: Raw, known: Known) -> Iterator[Given]:
        standing = standing_of(resource, resource.get("intent"), code_of(obj(resource.get("adherence")).get("code")))
        if standing is None or resource.get("doNotPerform"):
            return
        dates = dates_of(resource, *when, going_on=resource.get("status") in GOING_ON)
        supply = obj(obj(resource.get("dispenseRequest")).get("validityPeriod"))
        if supply.get("end") and "end" not in dates:
            dates = {**dates, "end": supply["end"], "ongoing": False}
        dosage = first(resource.get("dosageInstruction") or resource.get("dosage"))
        dose = first(dosage.get("doseAndRate")).get("doseQuantity") or dosage.get("dose")
        yield (
            concept_of(medication_of(resource, known))
            | {"domain": "drug", "status": standing}
            | dates
            | quantity(obj(dose))
            | {
                "qualifiers": qualities(route=texts(dosage.get("route"))),
                "links": _reasons(resource, known, "reasonCode", "reason"),
            }
        )

    return read


def _procedure(resource: Raw, known: Known) -> Iterator[Given]:
    standing = standing_of(resource)
    dates = dates_of(resource, "performed", "occurrence")
    if standing is None or (standing == "absent" and not dates):
        return
    found = qualities(site=texts(resource.get("bodySite")), outcome=texts(resource.get("outcome")))
    yield (
        concept_of(resource.get("code"))
        | {"domain": "procedure", "status": standing, "qualifiers": found}
        | dates
        | {"links": _reasons(resource, known, "reasonCode", "reason")}
    )


_MEASURED = frozenset(("laboratory", "vital-signs", "exam", "imaging"))


def _observation(resource: Raw, known: Known) -> Iterator[Given]:
    if standing_of(resource) != "happened":
        return
    dates = dates_of(resource, "effective")
    measured = any(code in _MEASURED for one in each(resource.get("category")) for _, code in codes_of(one))
    found = qualities(site=texts(resource.get("bodySite")), method=texts(resource.get("method")))
    parts = [resource, *each(resource.get("component"))]
    for part in parts:
        value = value_of(part)
        if part is resource and not value and len(parts) > 1:
            continue  # a panel: its components have the values
        domain = "measurement" if measured or not isinstance(value.get("value", ""), str | bool) else "observation"
        yield concept_of(part.get("code")) | {"domain": domain, "qualifiers": found} | dates | value


def _allergy(resource: Raw, known: Known) -> Iterator[Given]:
    standing = standing_of({}, code_of(resource.get("verificationStatus")))
    if standing is not None:
        going_on = code_of(resource.get("clinicalStatus")) in GOING_ON
        dates = dates_of(resource, "onset", going_on=going_on) if standing != "absent" else {}
        yield concept_of(resource.get("code")) | {"domain": "allergy", "status": standing} | dates


def _device(resource: Raw, known: Known) -> Iterator[Given]:
    if standing_of(resource) == "happened" and resource.get("type"):
        kind = first(resource["type"]) if isinstance(resource["type"], list) else resource["type"]
        yield concept_of(kind) | {"domain": "device", "ongoing": resource.get("status") == "active"}


def _device_use(resource: Raw, known: Known) -> Iterator[Given]:
    standing = standing_of(resource)
    if standing is None:
        return
    given = obj(resource.get("device"))
    device = known.get(str(given.get("reference") or obj(given.get("reference")).get("reference")), {})
    kind = given.get("concept") or first(device.get("type")) or device.get("type")
    dates = dates_of(resource, "timing", going_on=resource.get("status") in GOING_ON)
    yield concept_of(kind, str(given.get("display") or "")) | {"domain": "device", "status": standing} | dates


def _immunization(resource: Raw, known: Known) -> Iterator[Given]:
    if standing_of(resource) == "happened":
        dates = dates_of(resource, "occurrence")
        once = {"end": dates["start"]} if "start" in dates else {}
        yield concept_of(resource.get("vaccineCode")) | {"domain": "drug"} | dates | once


def _encounter(resource: Raw, known: Known) -> Iterator[Given]:
    standing = standing_of(resource)
    if standing is None:
        return
    period = obj(resource.get("period") or resource.get("actualPeriod") or resource.get("plannedPeriod"))
    dates = {end: period[end] for end in ("start", "end") if period.get(end)}
    setting = resource.get("class")
    setting = first(setting) if isinstance(setting, list) else obj(setting)
    kind = first(resource.get("type")) or (setting if "coding" in setting else {"coding": [setting]})
    going_on = resource.get("status") in GOING_ON and "end" not in dates
    yield concept_of(kind) | {"domain": "visit", "status": standing, "ongoing": going_on} | dates


def _consent(resource: Raw, known: Known) -> Iterator[Given]:
    if resource.get("status") == "active":
        day = resource.get("dateTime") or resource.get("date")
        kind = obj(resource.get("scope")) or first(resource.get("category"))
        yield concept_of(kind, "consent") | {"domain": "observation"} | ({"start": day} if day else {})


_RELATIVES = {"MTH": "mother", "FTH": "father", "CHILD": "child", "SIB": "sibling", "BRO": "brother", "SIS": "sister"}


def _family(resource: Raw, known: Known) -> Iterator[Given]:
    if standing_of(resource) is None:
        return
    codes = codes_of(resource.get("relationship"))
    relatives = ["family", *(_RELATIVES[code] for _, code in codes if code in _RELATIVES)]
    for one in each(resource.get("condition")):
        for who in relatives:
            yield concept_of(one.get("code")) | {"domain": "condition", "who": who}


def _reasons(resource: Raw, known: Known, *fields: str) -> list[Given]:
    """The reasons of a resource, as the conditions that it was for."""
    found = []
    for one in (one for field in (*fields, "reasonReference") for one in each(resource.get(field))):
        reference = one.get("reference")
        target = str(obj(reference).get("reference") if isinstance(reference, dict) else reference)
        concept = obj(obj(known.get(target)).get("code")) or obj(one.get("concept")) or one
        if name_of(concept):
            found.append({"kind": "for", "record": concept_of(concept) | {"domain": "condition"}})
    return found


_READERS: dict[str, Callable[[Raw, Known], Iterator[Given]]] = {
    "Condition": _condition,
    "MedicationRequest": _medication("authoredOn"),
    "MedicationStatement": _medication("effective"),
    "MedicationAdministration": _medication("effective", "occurrence", "occurence"),
    "Procedure": _procedure,
    "Observation": _observation,
    "AllergyIntolerance": _allergy,
    "Device": _device,
    "DeviceUseStatement": _device_use,
    "DeviceUsage": _device_use,
    "Immunization": _immunization,
    "Encounter": _encounter,
    "Consent": _consent,
    "FamilyMemberHistory": _family,
}
