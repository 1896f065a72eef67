"""Patients from FHIR R4 and R5 bundles."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from trialc.evaluate.patient import Record
from trialc.evaluate.read.fhir import read_fhir
from trialc.rules.language import parse_trial

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
PATIENT = {"resourceType": "Patient", "id": "p", "birthDate": "1970-05", "gender": "female"}


def concept(text: str, system: str = ICD, code: str = "E11.9") -> dict[str, Any]:
    return {"text": text, "coding": [{"system": system, "code": code, "display": text}]}


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def records(*resources: dict[str, Any]) -> tuple[Record, ...]:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in (PATIENT, *resources)]}
    reading = read_fhir(bundle, "bundle")
    assert reading.problems == ()
    assert reading.patient is not None
    return reading.patient.facts


def one(**resource: Any) -> Record:
    found = records(resource)
    assert len(found) == 1
    return found[0]


def test_the_patient() -> None:
    patient = read_fhir(PATIENT, "alone").patient
    assert patient is not None
    assert (patient.id, patient.birth_date, patient.sex) == ("p", "1970-05", "female")


def test_a_condition_with_its_codes_dates_and_qualities() -> None:
    found = one(
        resourceType="Condition",
        code=concept("type 2 diabetes"),
        clinicalStatus=status("active"),
        verificationStatus=status("confirmed"),
        severity={"text": "Severe"},
        onsetDateTime="2019",
    )
    assert (found.domain, found.text, found.codes[0].system, found.codes[0].code) == (
        "condition", "type 2 diabetes", ICD, "E11.9",
    )  # fmt: skip
    assert (found.start, found.end, found.ongoing) == ("2019", None, True)
    assert found.qualifiers == {"severity": ("Severe",), "certainty": ("confirmed",)}


def test_a_resolved_condition_has_an_end() -> None:
    found = one(
        resourceType="Condition",
        code=concept("flu"),
        clinicalStatus=status("resolved"),
        onsetPeriod={"start": "2020-01-01"},
        abatementDateTime="2020-01-09",
    )
    assert (found.start, found.end, found.ongoing) == (date(2020, 1, 1), date(2020, 1, 9), False)


def test_refuted_is_absent_and_entered_in_error_is_nothing() -> None:
    assert one(resourceType="Condition", code=concept("x"), verificationStatus=status("refuted")).status == "absent"
    assert (
        records({"resourceType": "Condition", "code": concept("x"), "verificationStatus": status("entered-in-error")})
        == ()
    )


@pytest.mark.parametrize(
    "medication",
    [
        {"medicationCodeableConcept": {"text": "metformin"}},  # R4
        {"medication": {"concept": {"text": "metformin"}}},  # R5
        {
            "medicationReference": {"reference": "#m"},
            "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "metformin"}}],
        },
    ],
)
def test_medications_of_r4_and_r5(medication: dict[str, Any]) -> None:
    found = one(
        resourceType="MedicationRequest", status="active", intent="order", authoredOn="2024-01-02", **medication
    )
    assert (found.domain, found.text, found.start, found.ongoing) == ("drug", "metformin", date(2024, 1, 2), True)


def test_medication_statements_doses_and_reasons() -> None:
    found = one(
        resourceType="MedicationStatement",
        status="completed",
        medicationCodeableConcept={"text": "prednisone"},
        effectivePeriod={"start": "2024-01-01", "end": "2024-02-01"},
        dosage=[{"route": {"text": "oral"}, "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}]}],
        reasonCode=[{"text": "asthma"}],
    )
    assert (found.value, found.unit, found.end, found.qualifiers) == (5, "mg", date(2024, 2, 1), {"route": ("oral",)})
    assert [(link.kind, link.record.text) for link in found.links] == [("for", "asthma")]
    not_taken = {
        "resourceType": "MedicationStatement",
        "status": "not-taken",
        "medicationCodeableConcept": {"text": "x"},
    }
    assert records(not_taken)[0].status == "absent"


def test_observations_and_their_components() -> None:
    quantity = {"value": 5.5, "unit": "mmol per L", "system": "http://unitsofmeasure.org", "code": "mmol/L"}
    found = one(
        resourceType="Observation",
        status="final",
        code=concept("glucose", "http://loinc.org", "2345-7"),
        effectiveDateTime="2024-01-02T08:30:00+02:00",
        valueQuantity=quantity | {"comparator": "<"},
        referenceRange=[{"low": {"value": 3.9}, "high": {"value": 5.6}}],
    )
    assert (found.domain, found.value, found.unit, found.comparator) == ("measurement", Decimal("5.5"), "mmol/L", "<")
    assert found.reference is not None
    assert found.reference.high == Decimal("5.6")
    assert isinstance(found.start, datetime)
    pressure = records(
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "blood pressure"},
            "component": [
                {"code": {"text": "systolic"}, "valueQuantity": {"value": 120, "unit": "mm[Hg]"}},
                {"code": {"text": "diastolic"}, "valueQuantity": {"value": 80, "unit": "mm[Hg]"}},
            ],
        }
    )
    assert [(part.text, part.value) for part in pressure] == [("systolic", 120), ("diastolic", 80)]


def test_words_are_observations_unless_a_laboratory_found_them() -> None:
    smoking = {"resourceType": "Observation", "status": "final", "code": {"text": "smoking"}}
    assert one(**smoking, valueCodeableConcept={"text": "never"}).domain == "observation"
    lab = {"category": [status("laboratory")], "valueString": "positive"}
    assert one(**smoking, **lab).domain == "measurement"


def test_the_other_resources() -> None:
    found = records(
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": {"text": "MRI"},
            "performedDateTime": "2024-01-01",
        },
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": {"text": "CT"},
            "occurrenceDateTime": "2024-01-01",
        },
        {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}, "clinicalStatus": status("active")},
        {
            "resourceType": "Immunization",
            "status": "completed",
            "vaccineCode": {"text": "BCG"},
            "occurrenceDateTime": "2001",
        },
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "IMP", "display": "inpatient"}},
        {"resourceType": "Device", "status": "active", "type": {"text": "pacemaker"}},
        {"resourceType": "DeviceUsage", "status": "active", "device": {"concept": {"text": "pump"}}},
        {
            "resourceType": "Consent",
            "status": "active",
            "scope": concept("research", "s", "research"),
            "dateTime": "2024-02-03",
        },
        {
            "resourceType": "FamilyMemberHistory",
            "status": "completed",
            "relationship": {"coding": [{"code": "MTH"}]},
            "condition": [{"code": {"text": "breast cancer"}}],
        },
    )
    assert [(one.domain, one.text, one.who) for one in found] == [
        ("procedure", "MRI", "patient"),
        ("procedure", "CT", "patient"),
        ("allergy", "penicillin", "patient"),
        ("drug", "BCG", "patient"),
        ("visit", "inpatient", "patient"),
        ("device", "pacemaker", "patient"),
        ("device", "pump", "patient"),
        ("observation", "research", "patient"),
        ("condition", "breast cancer", "family"),
        ("condition", "breast cancer", "mother"),
    ]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("http://snomed.info/sct", "716186003"),
        ("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-allergies"),
    ],
)
def test_no_known_allergies_denies_every_allergy(system: str, code: str) -> None:
    none = {"resourceType": "AllergyIntolerance", "code": concept("none known", system, code)}
    reading = read_fhir({"resourceType": "Bundle", "entry": [{"resource": one} for one in (PATIENT, none)]}, "bundle")
    assert reading.patient is not None
    trial = parse_trial('trial X exclude E1 "Allergy" allergy "penicillin" ever exclude E2 "x" drug "penicillin" ever')
    assert trial.evaluate(reading.patient, at=date(2024, 3, 31)).values == [False, None]


def test_no_known_medications_is_said_of_its_day_only() -> None:
    code = concept("No known medications", "http://snomed.info/sct", "787481004")
    none = {
        "resourceType": "MedicationStatement",
        "status": "recorded",
        "medicationCodeableConcept": code,
        "dateAsserted": "2024-03-31",
    }
    reading = read_fhir({"resourceType": "Bundle", "entry": [{"resource": one} for one in (PATIENT, none)]}, "bundle")
    assert reading.patient is not None
    trial = parse_trial('trial X exclude E1 "x" drug "aspirin" current exclude E2 "x" drug "aspirin" ever')
    assert trial.evaluate(reading.patient, at=date(2024, 3, 31)).values == [False, None]
    assert trial.evaluate(reading.patient, at=date(2024, 4, 1)).values == [None, None]
    assert records({**none, "status": "entered-in-error"}) == ()


def test_bad_resources_are_named_and_the_rest_is_read() -> None:
    entries = [
        PATIENT,
        {"resourceType": "Condition", "id": "c1", "code": {"text": "x"}, "onsetDateTime": "2024-13-01"},
        {"resourceType": "Condition", "id": "c2"},
        {"resourceType": "Condition", "id": "c3", "code": {"text": "y"}},
        {"resourceType": "Observation", "id": "o", "status": "final", "code": 7, "valueQuantity": []},
    ]
    reading = read_fhir({"resourceType": "Bundle", "entry": [{"resource": one} for one in entries]}, "bundle")
    assert reading.patient is not None
    assert [record.text for record in reading.patient.facts] == ["y"]
    named = [problem.split(":")[0].removesuffix(".start") for problem in reading.problems]
    assert list(dict.fromkeys(named)) == ["entry[1] Condition/c1", "entry[2] Condition/c2", "entry[4] Observation/o"]


def test_what_is_no_valid_fhir_is_named_where_fhir_resources_is_installed() -> None:
    pytest.importorskip("fhir.resources", reason="fhir.resources is not installed (extra fhir)")
    entries = [
        PATIENT,
        {"resourceType": "Condition", "id": "c1", "code": {"text": "x"}, "severity": "bad"},
        {"resourceType": "Condition", "id": "c2", "code": {"text": "y"}, "colour": "red"},
        {"resourceType": "MedicationRequest", "id": "r4", "medicationCodeableConcept": {"text": "z"}},
        {"resourceType": "MedicationRequest", "id": "r5", "medication": {"concept": {"text": "z"}}},
    ]
    reading = read_fhir({"resourceType": "Bundle", "entry": [{"resource": one} for one in entries]}, "bundle")
    assert [problem.split(": ")[:3] for problem in reading.problems] == [
        ["entry[1] Condition/c1", "not valid FHIR", "severity"],
        ["entry[2] Condition/c2", "not valid FHIR", "colour"],
    ]
    assert reading.patient is not None
    assert [record.text for record in reading.patient.facts] == ["x", "y", "z", "z"]


def test_a_bundle_without_a_patient_is_none() -> None:
    assert read_fhir({"resourceType": "Bundle"}, "bundle").patient is None
