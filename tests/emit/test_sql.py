"""Rules as SQL: what the query gives of single persons, how exactly each criterion is said, and what cannot get in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from emit.omop import database
from emit.test_differential import trial
from trialc.emit.sql import emit
from trialc.evaluate.patient import Interval, Patient, Record
from trialc.rules.language import parse_rule, parse_trial
from trialc.rules.model import Code, Concept, Fact
from trialc.rules.trial import Criterion, Trial

AT = date(2024, 3, 31)
ALWAYS = {"condition": (Interval(),)}


def person(*facts: Record, born: date = date(1970, 1, 1), observed: bool = True) -> Patient:
    return Patient(birth_date=born, sex="female", facts=facts, observed=ALWAYS if observed else {})


def truth(rule: str, patient: Patient, at: date = AT) -> bool | None:
    """What the query says of one person."""
    with database([patient]) as connection:
        row = connection.execute(emit(trial([parse_rule(rule)]), at).sql("duckdb")).fetchone()
    assert row is not None
    return row[1]


def condition(start: date, end: date | None = None) -> Record:
    return Record(domain="condition", text="asthma", start=start, end=end)


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        # 31 March less one month is 29 February in a leap year
        ('condition "asthma" starting within 1 month before enrollment', date(2024, 2, 29), True),
        ('condition "asthma" starting within 1 month before enrollment', date(2024, 2, 28), False),
        ('condition "asthma" starting less than 1 month before enrollment', date(2024, 2, 29), False),
        # 13 months before 31 March 2024 is 28 February 2023
        ('condition "asthma" starting within 13 months before enrollment', date(2023, 2, 28), True),
        ('condition "asthma" starting within 13 months before enrollment', date(2023, 2, 27), False),
        ('condition "asthma" starting within 14 days before enrollment', date(2024, 3, 17), True),
        ('condition "asthma" starting within 14 days before enrollment', date(2024, 3, 16), False),
        ('condition "asthma" before "2020-02"', date(2020, 1, 31), True),
        ('condition "asthma" before "2020-02"', date(2020, 2, 1), False),
        ('condition "asthma" starting during "2008/2015"', date(2015, 12, 31), True),
        ('condition "asthma" starting during "2008/2015"', date(2016, 1, 1), False),
    ],
)
def test_windows_are_calendar_windows(rule: str, start: date, expected: bool) -> None:
    assert truth(rule, person(condition(start, start))) is expected


@pytest.mark.parametrize(
    ("born", "at", "adult"),
    [
        (date(2006, 3, 31), date(2024, 3, 31), True),
        (date(2006, 4, 1), date(2024, 3, 31), False),
        (date(2004, 2, 29), date(2022, 2, 28), True),  # the birthday of a year without 29 February
    ],
)
def test_age_is_reached_on_the_birthday(born: date, at: date, adult: bool) -> None:
    assert truth("person age >= 18 years", person(born=born), at) is adult
    assert truth("person age < 18 years", person(born=born), at) is not adult


def test_absence_is_false_where_the_person_was_observed_and_unknown_elsewhere() -> None:
    assert truth('condition "asthma" ever', person()) is False
    assert truth('condition "asthma" ever', person(observed=False)) is None
    assert truth('latest measurement "hemoglobin" >= 9 g/dL', person()) is None


def test_a_condition_without_an_end_may_still_be_there() -> None:
    assert truth('condition "asthma" current', person(condition(date(2020, 1, 1)))) is None
    assert truth('condition "asthma" current', person(condition(date(2020, 1, 1), AT))) is True


def test_units_are_converted_into_those_of_the_record() -> None:
    low = Record(domain="measurement", text="hemoglobin", value="89", unit="g/L", start=AT)
    enough = low.model_copy(update={"value": low.value + 1})  # type: ignore[operator]
    odd = low.model_copy(update={"unit": "mm"})
    rule = 'latest measurement "hemoglobin" >= 9 g/dL'
    assert [truth(rule, person(record)) for record in (low, enough, odd)] == [False, True, None]


@pytest.mark.parametrize(
    ("rule", "fidelity", "reason"),
    [
        ("person age >= 18 years", "exact", ""),
        ('condition "asthma" (severity: severe) current', "approximated", "severity"),
        ('planned condition "pregnancy" during study', "unsupported", "plans"),
        ('undertaking "written informed consent"', "unsupported", "consents"),
        ('judgement "significant" about (condition "asthma" ever)', "approximated", "judgement"),
        ('measurement "weight" change > 5 kg over 6 months', "exact", ""),
        ('measurement "weight" change > 5 kg compared with (procedure "x" ever)', "unsupported", "since an event"),
        ('drug "x" decrease >= 5 mg over 6 months', "approximated", "no values"),
        ('drug "x" within 36 hours before enrollment', "unsupported", "hours"),
        ('condition "cancer" (who: mother) ever', "unsupported", "mother"),
    ],
)
def test_each_criterion_says_how_exactly_it_is_said(rule: str, fidelity: str, reason: str) -> None:
    rules = parse_rule(rule.replace(" (who: mother)", ""))
    if "mother" in rule:
        assert isinstance(rules, Fact)
        rules = rules.model_copy(update={"who": "mother"})
    outcome = emit(trial([rules]), AT).columns[0].outcome
    assert outcome.fidelity == fidelity
    assert reason in str(outcome)


def test_codes_reach_what_maps_to_them_and_what_lies_below() -> None:
    with duckdb.connect() as connection:
        _vocabulary(connection)
        rule = Fact(domain="condition", concept=Concept(text="x", codes=(Code(system="ICD10CM", code="E11"),)))
        rows = connection.execute(emit(trial([rule]), AT).sql("duckdb")).fetchall()
    # by its mapped concept, by one below that, by one above, by another one, by none that is known
    assert [row[1] for row in rows] == [True, True, None, False, None]


def _vocabulary(connection: duckdb.DuckDBPyConnection) -> None:
    from trialc.emit.database import create_tables

    create_tables(connection)
    names = {1: "E11.9", 10: "type 2", 11: "below", 12: "above", 13: "other"}
    for number, name in names.items():
        of = "ICD10CM" if number == 1 else "SNOMED"
        connection.execute("INSERT INTO concept VALUES (?, ?, ?, ?)", [number, name, of, name])
    connection.execute("INSERT INTO concept_relationship VALUES (1, 10, 'Maps to', NULL)")
    for wider, narrower in [(10, 10), (11, 11), (12, 12), (13, 13), (10, 11), (12, 10), (12, 11)]:
        connection.execute("INSERT INTO concept_ancestor VALUES (?, ?)", [wider, narrower])
    for number, concept in enumerate([10, 11, 12, 13, 0], 1):
        connection.execute("INSERT INTO person VALUES (?, 8532, 1970, 1, 1, 0, NULL)", [number])
        connection.execute("INSERT INTO observation_period VALUES (?, ?, '1960-01-01', '2024-12-31')", [number, number])
        connection.execute(
            "INSERT INTO condition_occurrence VALUES (?, ?, ?, '2020-01-01', NULL, 0)", [number, number, concept]
        )


@pytest.mark.parametrize("name", ["it's", 'a"b', "x'; DROP TABLE person; --", "\\' OR 1=1", "%", "{}:name"])
@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_names_stay_names(name: str, dialect: str) -> None:
    import sqlglot
    from sqlglot import exp

    rule = Fact(domain="condition", concept=Concept(text=name, codes=(Code(system=name, code=name),)))
    protocol = Trial(id=name, criteria=(Criterion(id=name, section="exclusion", text=name, rule=rule),))
    statements = sqlglot.parse(emit(protocol, AT, schema=name).sql(dialect), dialect=dialect)  # type: ignore[arg-type]
    assert len(statements) == 1
    assert isinstance(statements[0], exp.Select)
    literals = {literal.this for literal in statements[0].find_all(exp.Literal)}
    assert name in literals or name.casefold() in literals
    with database([person()]) as connection:
        assert len(connection.execute(emit(protocol, AT).sql("duckdb")).fetchall()) == 1


def test_each_person_may_have_an_index_date_of_their_own() -> None:
    adult = trial([parse_rule("person age >= 18 years")])
    with database([person(born=date(2000, 1, 1)), person(born=date(2000, 1, 1))]) as connection:
        connection.execute("CREATE TABLE cohort (person_id BIGINT, start_date DATE)")
        connection.execute("INSERT INTO cohort VALUES (1, '2017-12-31'), (2, '2018-01-01')")
        query = emit(adult, None, own_index=("cohort", "start_date"))
        assert [row[1] for row in connection.execute(query.sql("duckdb")).fetchall()] == [False, True]


def test_the_hand_coded_protocol_is_one_query_with_a_column_for_each_criterion() -> None:
    path = Path(__file__).resolve().parents[2] / "corpus" / "NCT06001853" / "hand.rules"
    protocol = parse_trial(path.read_text(encoding="utf-8"))
    emitted = emit(protocol, AT)
    with database([person()]) as connection:
        found = connection.execute(emitted.sql("duckdb"))
        names = [column[0] for column in found.description or ()]
    assert names == [
        "person_id",
        *(one.id for one in protocol.criteria if one.rule is not None),
        "verdict",
        "on_records",
    ]
