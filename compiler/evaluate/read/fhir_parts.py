"""The parts that FHIR resources share: concepts, dates, quantities. What is not as it should be is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Raw = Mapping[str, Any]

_UCUM = "http://unitsofmeasure.org"


def obj(value: object) -> Raw:
    """An object; empty where it is none."""
    return value if isinstance(value, dict) else {}


def each(value: object) -> list[Raw]:
    """The objects of a list, or the one that stands there alone."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def first(value: object) -> Raw:
    """The first object of a list."""
    return next(iter(each(value)), {})


# ------------------------------------------------------------------ concepts


def codes_of(concept: object) -> list[tuple[str, str]]:
    """The codes of a CodeableConcept, as (system, code)."""
    return [
        (str(one.get("system", "")), str(one["code"])) for one in each(obj(concept).get("coding")) if one.get("code")
    ]


def code_of(concept: object) -> str | None:
    """The first code of a CodeableConcept, of a fixed list."""
    codes = codes_of(concept)
    return codes[0][1] if codes else None


def name_of(concept: object) -> str:
    """What a CodeableConcept is called: its text, else a display, else a code."""
    concept = obj(concept)
    displays = [str(one.get("display") or one.get("code") or "") for one in each(concept.get("coding"))]
    return str(concept.get("text") or next(filter(None, displays), ""))


def concept_of(concept: object, otherwise: str = "") -> dict[str, Any]:
    """The text and codes of a record."""
    codes = [
        {"system": str(one.get("system", "")), "code": str(one["code"]), "display": one.get("display")}
        for one in each(obj(concept).get("coding"))
        if one.get("code")
    ]
    return {"text": name_of(concept) or otherwise, "codes": codes}


def medication_of(resource: Raw, known: Mapping[str, Raw]) -> Raw:
    """The medication of a resource: a concept (R4, R5), or that of the Medication it refers to."""
    given = obj(resource.get("medicationCodeableConcept")) or obj(obj(resource.get("medication")).get("concept"))
    if given:
        return given
    reference = obj(resource.get("medicationReference")) or obj(obj(resource.get("medication")).get("reference"))
    target = str(reference.get("reference", ""))
    contained = {f"#{one.get('id')}": one for one in each(resource.get("contained"))}
    found = obj(contained.get(target, known.get(target, {})).get("code"))
    return found or ({"text": str(reference["display"])} if reference.get("display") else {})


def texts(concepts: object) -> list[str]:
    """The names of one concept or several."""
    return [name for one in each(concepts) if (name := name_of(one))]


def qualities(**found: list[str]) -> dict[str, list[str]]:
    """Qualifiers that have a value."""
    return {key: names for key, names in found.items() if names}


# ------------------------------------------------------------------ status

#: Statuses of resources that say nothing about the patient.
_VOID = frozenset(("entered-in-error", "cancelled", "draft", "proposed", "unknown"))
_PLANS = frozenset(("plan", "proposal", "intended", "planned", "preparation", "booked"))
_NOT = frozenset(("not-done", "not-taken", "refuted"))
#: Statuses of what has not ended.
GOING_ON = frozenset(("active", "recurrence", "relapse", "in-progress", "on-hold", "recorded"))


def standing_of(resource: Raw, *more: str | None) -> str | None:
    """The status of a record: happened, planned or absent; None where the resource says nothing."""
    said = {str(resource.get("status")), *(one for one in more if one)}
    if said & _NOT:
        return "absent"
    if said & _VOID:
        return None
    return "planned" if said & _PLANS else "happened"


# ------------------------------------------------------------------ time and amount


def dates_of(resource: Raw, *names: str, going_on: bool = False) -> dict[str, Any]:
    """Start and end from elements such as `effectiveDateTime` and `effectivePeriod`, or a plain date.

    Of several names the first that is there is the start; that of "abatement" is the end.
    """
    start = end = None
    for name in names:
        period = obj(resource.get(f"{name}Period"))
        point = resource.get(f"{name}DateTime") or resource.get(f"{name}Instant") or resource.get(name)
        point = point if isinstance(point, str) else None
        if name == "abatement":
            end = point or period.get("end") or period.get("start") or end
        else:
            start = start or point or period.get("start")
            end = end or period.get("end")
    found = {"start": start, "end": end, "ongoing": going_on and end is None}
    return {key: value for key, value in found.items() if value}


def quantity(value: Raw) -> dict[str, Any]:
    """Value, unit and comparator of a Quantity; the UCUM code is the unit where there is one."""
    if not isinstance(value.get("value"), int | float | str) or isinstance(value.get("value"), bool):
        return {}
    try:
        number = Decimal(str(value["value"]))
    except InvalidOperation:
        return {}
    coded = value.get("code") if value.get("system") == _UCUM else None
    found = {"value": number, "unit": coded or value.get("unit"), "comparator": value.get("comparator")}
    return {key: one for key, one in found.items() if one is not None}


def value_of(part: Raw) -> dict[str, Any]:
    """The value of an Observation or of a component, with its reference range."""
    found = dict(_value(part))
    range_ = first(part.get("referenceRange"))
    limits = {end: obj(range_.get(end)).get("value") for end in ("low", "high") if range_.get(end)}
    if found and limits:
        found["reference"] = {end: limit for end, limit in limits.items() if limit is not None}
    return found


def _value(part: Raw) -> Iterator[tuple[str, Any]]:
    if "valueQuantity" in part:
        yield from quantity(obj(part["valueQuantity"])).items()
    elif "valueCodeableConcept" in part:
        yield "value", name_of(part["valueCodeableConcept"]) or None
    else:
        for kind in ("valueString", "valueInteger", "valueBoolean"):
            if kind in part:
                yield "value", part[kind]
