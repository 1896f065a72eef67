"""Patients by the thousand, the same for the same seed: `from patients import CONCEPTS, INDEX, patients`.

Dates lie where windows end (a day, two weeks, a month, a year before `INDEX`, and a day to either side), values where
limits do, labs come in several units and with and without reference ranges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from trialc.evaluate.patient import Interval, Patient, Record, Reference
from trialc.rules.model import Code

#: The day on which the patients are looked at: a month's end in a leap year.
INDEX = date(2024, 3, 31)

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
ATC = "http://www.whocc.no/atc"


@dataclass(frozen=True)
class Known:
    """A concept of the pool; `units` each with values near a limit, and a reference range."""

    domain: str
    text: str
    code: Code
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reference: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


CONCEPTS: tuple[Known, ...] = (
    Known("condition", "diabetes mellitus", Code(system=ICD, code="E08-E13")),
    Known("condition", "type 2 diabetes mellitus", Code(system=ICD, code="E11")),
    Known("condition", "type 2 diabetes mellitus without complications", Code(system=ICD, code="E11.9")),
    Known("condition", "essential hypertension", Code(system=ICD, code="I10")),
    Known("condition", "malignant neoplasm of bronchus or lung", Code(system=ICD, code="C34.9")),
    Known("condition", "basal cell carcinoma of skin", Code(system=ICD, code="C44.91")),
    Known("drug", "metformin", Code(system=ATC, code="A10BA02"), {"mg": ("500", "850", "1000")}),
    Known("drug", "methotrexate", Code(system=ATC, code="L04AX03"), {"mg": ("7.5", "15")}),
    Known("procedure", "epidural steroid injection", Code(system="http://www.ama-assn.org/go/cpt", code="62323")),
    Known("procedure", "MRI of lumbar spine", Code(system="http://www.ama-assn.org/go/cpt", code="72148")),
    Known("observation", "tobacco smoking status", Code(system=LOINC, code="72166-2")),
    Known("device", "cardiac pacemaker", Code(system="http://snomed.info/sct", code="14106009")),
    Known("allergy", "allergy to penicillin", Code(system=ICD, code="Z88.0")),
    Known("visit", "inpatient visit", Code(system="OMOP", code="9201")),
    Known(
        "measurement",
        "hemoglobin",
        Code(system=LOINC, code="718-7"),
        {"g/dL": ("8.9", "9", "9.0", "9.1", "12"), "g/L": ("89", "90", "91", "120")},
        {"g/dL": ("12", "16"), "g/L": ("120", "160")},
    ),
    Known(
        "measurement",
        "aspartate aminotransferase",
        Code(system=LOINC, code="1920-8"),
        {"U/L": ("39", "40", "41", "99", "100", "101", "120")},
        {"U/L": (None, "40")},
    ),
    Known(
        "measurement",
        "platelets",
        Code(system=LOINC, code="777-3"),
        {"10*9/L": ("99", "100", "101", "250"), "/uL": ("99999", "100000", "100001")},
        {"10*9/L": ("150", "400"), "/uL": ("150000", "400000")},
    ),
    Known(
        "measurement",
        "body temperature",
        Code(system=LOINC, code="8310-5"),
        {"Cel": ("37.9", "38", "38.1"), "[degF]": ("100.3", "100.4", "100.5")},
    ),
    Known("measurement", "body weight", Code(system=LOINC, code="29463-7"), {"kg": ("69", "70", "75", "80")}),
)

#: How long before the index date: where windows end, and a day to either side.
_AGO = [
    timedelta(days=base + near)
    for base in (0, 1, 7, 14, 28, 30, 31, 32, 60, 91, 182, 183, 365, 366, 730, 1826)
    for near in (-1, 0, 1)
    if base + near >= 0
]
#: Days that calendar months lead to from the end of March.
_MONTH_ENDS = [date(2024, 2, 29), date(2023, 12, 31), date(2023, 9, 30), date(2023, 3, 31), date(2023, 2, 28)]
_BIRTHS = [date(1944, 2, 29), date(1964, 3, 31), date(2006, 3, 31), date(2006, 4, 1), date(2004, 2, 29)]
_WORDS = ("positive", "negative", "current smoker", "never smoker")


def patients(count: int, seed: int = 0, coded: float = 1.0) -> Iterator[Patient]:
    """`count` patients; `coded` is the share of records that have codes."""
    random = Random(seed)
    for number in range(1, count + 1):
        yield patient(random, number, coded)


def patient(random: Random, number: int, coded: float = 1.0) -> Patient:
    """One patient, as `random` will have them."""
    since = random.choice([None, date(2015, 1, 1), date(2023, 3, 31), date(2024, 3, 1)])
    until = random.choice([None, INDEX, INDEX, INDEX - timedelta(days=1)])
    domains = ("condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy")
    return Patient(
        id=str(number),
        birth_date=random.choice(_BIRTHS),
        sex=random.choice(["female", "male"]),
        facts=tuple(record(random, random.choice(CONCEPTS), coded) for _ in range(random.randint(0, 14))),
        observed={domain: (Interval(start=since, end=until),) for domain in domains},
    )


def record(random: Random, known: Known, coded: float = 1.0) -> Record:
    """A record of a concept at a date and with a value near an edge."""
    start = day(random)
    end = None
    if known.domain in ("condition", "drug", "device", "visit", "allergy") and random.random() < 0.6:
        end = start + timedelta(days=random.choice([0, 1, 13, 14, 30, 31, 90, 365]))
    more: dict[str, object] = {}
    if known.units and random.random() < 0.95:
        unit = random.choice(sorted(known.units))
        more = {"unit": unit, "value": Decimal(random.choice(known.units[unit]))}
        low, high = known.reference.get(unit, (None, None))
        if (low or high) and random.random() < 0.7:
            more["reference"] = Reference(low=low and Decimal(low), high=high and Decimal(high))
    elif known.domain == "observation":
        more = {"value": random.choice(_WORDS)}
    codes = (known.code,) if random.random() < coded else ()
    return Record(domain=known.domain, text=known.text, codes=codes, start=start, end=end, **more)  # type: ignore[arg-type]


def day(random: Random) -> date:
    """A day at the edge of some window before the index date; seldom one after it."""
    if random.random() < 0.2:
        return random.choice(_MONTH_ENDS)
    return INDEX - random.choice(_AGO) + timedelta(days=1 if random.random() < 0.03 else 0)
