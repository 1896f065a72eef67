"""Patients as an OMOP database: `database(patients)` gives a DuckDB connection with the tables of the CDM filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import duckdb
from trialc.emit.database import create_tables
from trialc.emit.sql.tables import TABLES, Table
from trialc.evaluate.patient import Patient, Record
from trialc.link.systems import to_omop

_SEXES = {"male": 8507, "female": 8532}
_OPERATORS = {"<": 4171756, "<=": 4171754, ">": 4172704, ">=": 4171755}


@dataclass
class Vocabulary:
    """The concepts that records have, numbered as they come."""

    ids: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def concept(self, vocabulary_id: str, code: str, name: str) -> int:
        """The id of a concept."""
        return self.ids.setdefault((vocabulary_id, code, name), len(self.ids) + 1)

    def of(self, record: Record) -> int:
        """The concept of a record: of its first code, or one of a local vocabulary."""
        if record.codes:
            code = record.codes[0]
            return self.concept(to_omop(code.system), code.code, record.text)
        return self.concept("Local", record.text, record.text)


def database(patients: Iterable[Patient], ancestors: Iterable[tuple[str, str]] = ()) -> duckdb.DuckDBPyConnection:
    """The CDM of `patients`, with person ids counted from 1. `ancestors`: pairs of names, the wider one first."""
    connection = duckdb.connect()
    create_tables(connection)
    known = Vocabulary()
    rows: dict[str, list[dict[str, object]]] = {}
    for number, patient in enumerate(patients, 1):
        _person(rows, number, patient)
        for event, record in enumerate(patient.facts, 1):
            if record.who == "family":
                rows.setdefault("observation", []).append(_of_family(known, number, number * 1000 + event, record))
            elif record.domain in TABLES and record.status == "happened":
                table = TABLES[record.domain]
                rows.setdefault(table.name, []).append(_event(table, known, number, number * 1000 + event, record))
    rows["concept"] = [
        {"concept_id": id_, "concept_name": name, "vocabulary_id": of, "concept_code": code}
        for (of, code, name), id_ in known.ids.items()
    ]
    by_name = {name: id_ for (_, _, name), id_ in known.ids.items()}
    rows["concept_ancestor"] = [
        {"ancestor_concept_id": by_name[wider], "descendant_concept_id": by_name[narrower]}
        for wider, narrower in ancestors
        if wider in by_name and narrower in by_name
    ]
    for table_name, found in rows.items():
        _insert(connection, table_name, found)
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    columns = sorted({name for row in rows for name in row})
    if not rows:
        return
    marks = ", ".join("?" * len(columns))
    values = [[row.get(name) for name in columns] for row in rows]
    for at in range(0, len(values), 200):
        chunk = values[at : at + 200]
        connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([f'({marks})'] * len(chunk))}",
            [value for row in chunk for value in row],
        )


def _person(rows: dict[str, list[dict[str, object]]], number: int, patient: Patient) -> None:
    born = patient.birth_date
    assert isinstance(born, date)
    rows.setdefault("person", []).append(
        {
            "person_id": number,
            "gender_concept_id": _SEXES.get(patient.sex or "", 0),
            "year_of_birth": born.year,
            "month_of_birth": born.month,
            "day_of_birth": born.day,
        }
    )
    for period in patient.observed.get("condition", ()):
        rows.setdefault("observation_period", []).append(
            {
                "observation_period_id": len(rows.get("observation_period", ())) + 1,
                "person_id": number,
                "observation_period_start_date": period.start or date(1, 1, 1),
                "observation_period_end_date": period.end or date(9999, 12, 31),
            }
        )


def _event(table: Table, known: Vocabulary, person: int, number: int, record: Record) -> dict[str, object]:
    row: dict[str, object] = {
        "person_id": person,
        table.name.removesuffix("_occurrence") + "_id"
        if table.name in ("measurement", "observation")
        else f"{table.name}_id": number,
        # an ICD code is a source concept, which OMOP would map to a standard one
        table.source if known_source(record) else table.concept: known.of(record),
        table.start: _day(record.start),
    }
    if table.end is not None:
        row[table.end] = _day(record.end)
    if table.values and isinstance(record.value, Decimal):
        row |= {"value_as_number": record.value, "unit_source_value": record.unit}
    elif table.values and record.value is not None:
        row["value_as_concept_id"] = known.concept("Local", str(record.value), str(record.value))
    if table.ranges:
        row["operator_concept_id"] = _OPERATORS.get(record.comparator or "")
        if record.reference is not None:
            row |= {"range_low": record.reference.low, "range_high": record.reference.high}
    return row


def _of_family(known: Vocabulary, person: int, number: int, record: Record) -> dict[str, object]:
    return {
        "person_id": person,
        "observation_id": number,
        "observation_concept_id": known.concept("SNOMED", "416471007", "Family history of clinical finding"),
        "value_as_concept_id": known.of(record),
    }


def known_source(record: Record) -> bool:
    """Whether a record's code stands in the column of source concepts."""
    return any(to_omop(code.system) == "ICD10CM" for code in record.codes)


def _day(point: object) -> date | None:
    return point.date() if isinstance(point, datetime) else point if isinstance(point, date) else None
