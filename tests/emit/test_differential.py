"""One meaning: generated rules over generated patients give the same in the evaluator and in SQL on DuckDB.

Where SQL says that it is exact, the two are equal; where it is approximated or unsupported, SQL may not know, and what
it does know is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest
from emit.generated import asked, rules
from emit.omop import database
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from patients import CONCEPTS, INDEX, patients
from trialc.emit.database import connect
from trialc.emit.sql import emit
from trialc.evaluate.evaluator import Evaluator
from trialc.evaluate.patient import Patient, Record
from trialc.evaluate.read.omop import read_omop
from trialc.load import one
from trialc.rules.language import parse_rule
from trialc.rules.model import Concept, Fact, Rule
from trialc.rules.trial import Criterion, Section, Trial

PATIENTS = 300


@cache
def cohort() -> tuple[list[Patient], duckdb.DuckDBPyConnection]:
    """The patients, and the same as a database."""
    found = list(patients(PATIENTS, seed=1, coded=0.9))
    return found, database(found)


def trial(several: Sequence[Rule]) -> Trial:
    """A trial whose criteria are the rules."""
    criteria = [
        Criterion(id=f"I{number}", section="inclusion", text=str(rule), rule=rule)
        for number, rule in enumerate(several, 1)
    ]
    return Trial(id="generated", anchors={"visit 1": "screening"}, criteria=tuple(criteria))


def disagreements(several: Sequence[Rule]) -> tuple[list[str], Counter[str]]:
    """Where SQL and the evaluator differ, in words, and how many verdicts of each outcome were compared."""
    found, connection = cohort()
    protocol = trial(several)
    query = emit(protocol, INDEX)
    rows = connection.execute(query.sql("duckdb", pretty=False)).fetchall()
    evaluator = Evaluator(protocol)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for patient, (person, *values, verdict, on_records) in zip(found, rows, strict=True):
        assert str(person) == patient.id
        expected = evaluator.evaluate(patient, INDEX)
        if verdict is not None and verdict is not expected.value:
            wrong.append(f"person {person}: the verdict is {expected.value}, in SQL {verdict}")
        if on_records is not None and on_records is not expected.on_records:
            wrong.append(f"person {person}: on the records it is {expected.on_records}, in SQL {on_records}")
        for column, value, criterion in zip(query.columns, values, expected.criteria, strict=True):
            seen[f"{column.outcome.fidelity} {value}"] += 1
            same = value is criterion.value or (value is None and column.outcome.fidelity != "exact")
            if not same:
                wrong.append(
                    f"person {person}: {criterion.value}, in SQL {value} ({column.outcome})\n{column.text}\n{patient!r}"
                )
    return wrong, seen


def test_sql_says_what_the_evaluator_says() -> None:
    seen: Counter[str] = Counter()

    # rules are compared one by one, so that a failing list needs no shrinking, which would take long
    @settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
    @given(st.lists(rules(), min_size=20, max_size=20))
    def compare(several: list[Rule]) -> None:
        wrong, found = disagreements(several)
        assert not wrong, "\n\n".join(wrong[:3])
        seen.update(found)

    compare()
    assert {"exact True", "exact False", "exact None", "approximated True", "approximated False"} <= set(seen)
    assert sum(count for key, count in seen.items() if key in ("exact True", "exact False")) > 5000


def test_what_is_recorded_of_the_family_is_the_same() -> None:
    diabetes, hypertension = CONCEPTS[0], CONCEPTS[3]
    records = [
        Record(domain="condition", text=known.text, codes=(known.code,), who="family")
        for known in (diabetes, hypertension)
    ]
    people = [Patient(birth_date=INDEX, facts=tuple(facts)) for facts in ([], records[:1], records[1:], records)]
    asked = [
        Fact(domain="condition", concept=Concept(text=text, codes=codes), who=who)
        for text, codes, who in (
            ("diabetes", (diabetes.code,), "family"),
            (hypertension.text, (), "family"),
            (hypertension.text, (), "mother"),
        )
    ]
    with database(people) as connection:
        query = emit(trial(asked), INDEX)
        rows = connection.execute(query.sql("duckdb")).fetchall()
    assert [list(row[1:4]) for row in rows] == [trial(asked).evaluate(one, at=INDEX).values for one in people]
    assert {value for row in rows for value in row[1:3]} == {True, None}
    assert [column.outcome.fidelity for column in query.columns] == ["exact", "exact", "unsupported"]


def test_on_the_records_alone_sql_says_what_the_evaluator_says() -> None:
    patients, connection = cohort()
    seen: Counter[bool | None] = Counter()

    @settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
    @given(asked(), st.sampled_from(["inclusion", "exclusion"]))
    def compare(rule: Rule, section: Section) -> None:
        protocol = Trial(id="asked", criteria=(Criterion(id="1", section=section, text=str(rule), rule=rule),))
        rows = connection.execute(emit(protocol, INDEX).sql("duckdb", pretty=False)).fetchall()
        expected = [protocol.evaluate(patient, at=INDEX).on_records for patient in patients]
        assert [row[-1] for row in rows] == expected, str(rule)
        seen.update(expected)

    compare()
    assert set(seen) == {True, False, None}


def test_a_database_read_person_by_person_gives_what_the_query_gives(shared: Path) -> None:
    folder = shared / "data" / "omop" / "synthea27nj"
    golden = one(str(Path(__file__).resolve().parents[2] / "corpus" / "NCT06001853" / "hand.rules"))
    coded = trial([parse_rule(text) for text in CODED])
    at = date(2022, 9, 1)
    with connect(str(folder)) as connection:
        for protocol in (golden, coded):
            query = emit(protocol, at)
            evaluator = Evaluator(protocol)
            rows = {str(row[0]): row[1:-2] for row in connection.execute(query.sql("duckdb")).fetchall()}
            for reading in read_omop(folder):
                assert reading.patient is not None
                expected = evaluator.evaluate(reading.patient, at).criteria
                values = rows[reading.patient.id or ""]
                ruled = [found for found in expected if found.id in {column.id for column in query.columns}]
                for column, value, found in zip(query.columns, values, ruled, strict=True):
                    same = value is found.value or (value is None and column.outcome.fidelity != "exact")
                    assert same, f"{reading.name} {column.id}: {found.value}, in SQL {value}\n{column.text}"


#: What Synthea's patients have, by LOINC code or by name.
CODED = [
    'latest measurement "body weight" coded ("http://loinc.org|29463-7") > 60 kg',
    'latest measurement "body mass index" coded ("http://loinc.org|39156-5") in [18, 25] kg/m2',
    'highest measurement "systolic blood pressure" coded ("http://loinc.org|8480-6") > 130 mm[Hg] ever',
    'measurement "hemoglobin" coded ("http://loinc.org|718-7") < 13 g/dL within 5 years before enrollment',
    'condition "Prediabetes" ever',
    "person age in [12, 65) years",
    "person sex = female",
]


@pytest.fixture(autouse=True, scope="module")
def _close() -> object:
    yield
    cohort()[1].close()
