"""Patients from a database in the OMOP CDM (5.3, 5.4): a DuckDB file, or a folder of its tables as CSV files.

Records have the dates of the tables, not the times of day. Standard and source concepts are both codes of a record. All
domains are observed in a person's observation periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ...diagnostics import TrialcError
from ...link.systems import of_omop
from ..patient import RECORD_DOMAINS, Patient, Record, RecordDomain
from .reading import Reading, told

if TYPE_CHECKING:
    import duckdb

#: OMOP's convention for what is known of relatives: SNOMED's "Family history of clinical finding".
_FAMILY_HISTORY = ("SNOMED", "416471007")
_SEXES = {8507: "male", 8532: "female"}
_OPERATORS = {4171756: "<", 4171754: "<=", 4172704: ">", 4171755: ">="}

#: Domain: table, its concepts' stem, its columns of start and end, and what else of it is read.
_TABLES: dict[RecordDomain, tuple[str, str, str, str | None, tuple[str, ...]]] = {
    "condition": ("condition_occurrence", "condition", "condition_start_date", "condition_end_date", ()),
    "drug": ("drug_exposure", "drug", "drug_exposure_start_date", "drug_exposure_end_date", ()),
    "procedure": ("procedure_occurrence", "procedure", "procedure_date", None, ()),
    "device": ("device_exposure", "device", "device_exposure_start_date", "device_exposure_end_date", ()),
    "visit": ("visit_occurrence", "visit", "visit_start_date", "visit_end_date", ()),
    "measurement": (
        "measurement", "measurement", "measurement_date", None,
        ("value_as_number", "value_as_concept_id", "unit_concept_id", "unit_source_value", "operator_concept_id",
         "range_low", "range_high"),
    ),
    "observation": (
        "observation", "observation", "observation_date", None,
        ("value_as_number", "value_as_string", "value_as_concept_id", "unit_concept_id", "unit_source_value"),
    ),
}  # fmt: skip

_READ = {"person", "observation_period", "concept", *(table for table, *_ in _TABLES.values())}


def read_omop(path: Path, persons: Sequence[str] = ()) -> Iterator[Reading]:
    """The persons of a database, or those whose ids are given. Raises TrialcError where it is no OMOP database."""
    database = _Database(_connect(path))
    wanted = database.persons()
    for name in persons:
        if not name.isdecimal() or int(name) not in wanted:
            raise TrialcError(f"{path}: no person {name}; it has {len(wanted)} persons, the first is {min(wanted)}")
    for person in map(int, persons) if persons else wanted:
        yield database.read(person, f"{path}#{person}")


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        raise TrialcError("reading OMOP databases needs DuckDB: pip install 'trialc[sql]'") from None
    try:
        if path.is_file():
            return duckdb.connect(str(path), read_only=True)
        connection = duckdb.connect()
        for file in sorted(path.iterdir()):
            if file.suffix.lower() == ".csv" and file.stem.lower() in _READ:
                connection.read_csv(str(file), all_varchar=True).create(file.stem.lower())
    except (duckdb.Error, OSError) as problem:
        raise TrialcError(f"{path}: cannot be read as a database: {str(problem).splitlines()[0]}") from None
    return connection


class _Database:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        columns = self._rows("SELECT lower(table_name), lower(column_name) FROM information_schema.columns")
        self._columns: dict[str, set[str]] = {}
        for table, column in columns:
            self._columns.setdefault(table, set()).add(column)
        if "person" not in self._columns:
            raise TrialcError("not an OMOP database: it has no table person")
        self._concepts = self._used_concepts()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, list(values)).fetchall()

    def persons(self) -> list[int]:
        """The ids of all persons."""
        return [row[0] for row in self._rows("SELECT CAST(person_id AS BIGINT) AS id FROM person ORDER BY id")]

    def read(self, person: int, name: str) -> Reading:
        """One person with all records."""
        problems: list[str] = []
        facts: list[Record] = []
        for domain, (table, stem, start, end, more) in _TABLES.items():
            own, source = f"{stem}_concept_id", f"{stem}_source_concept_id"
            ids = [f"{table}_id", own, source, *(one for one in more if one.endswith("_concept_id"))]
            others = [f"{stem}_source_value", start, end or "", *(one for one in more if one not in ids)]
            for row in self._table(table, person, ids, [one for one in others if one]):
                try:
                    facts.append(Record.model_validate(self._record(domain, row, own, source, start, end, stem)))
                    facts += self._of_family(row) if domain == "observation" else ()
                except ValidationError as error:
                    problems += told(error, f"{table} {row[f'{table}_id']}")
        try:
            patient = Patient.model_validate(self._person(person) | {"facts": facts})
        except ValidationError as error:
            return Reading(name, None, (*problems, *told(error, f"person {person}")))
        return Reading(name, patient, tuple(problems))

    def _table(self, table: str, person: int, ids: list[str], others: list[str]) -> Iterator[dict[str, Any]]:
        """The rows of a person, with NULL for columns that the table lacks. Names come from `_TABLES` alone."""
        there = self._columns.get(table)
        if not there:
            return
        columns = [
            *(f"TRY_CAST({name} AS BIGINT)" if name in there else "NULL" for name in ids),
            *(f"NULLIF(CAST({name} AS VARCHAR), '')" if name in there else "NULL" for name in others),
        ]
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE TRY_CAST(person_id AS BIGINT) = ? ORDER BY 1"
        for row in self._rows(query, person):
            yield dict(zip([*ids, *others], row, strict=True))

    def _record(
        self, domain: str, row: dict[str, Any], own: str, source: str, start: str, end: str | None, stem: str
    ) -> dict[str, Any]:
        concepts = [found for column in (own, source) if (found := self._concept(row[column]))]
        codes = [
            {"system": of_omop(vocabulary), "code": code, "display": name}
            for name, vocabulary, code in dict.fromkeys(concepts)
        ]
        text = concepts[0][0] if concepts else row.get(f"{stem}_source_value") or ""
        record = {"id": str(row[next(iter(row))]), "domain": domain, "text": text, "codes": codes}
        record |= {"start": (row[start] or "")[:10] or None, "end": ((row[end] if end else None) or "")[:10] or None}
        return record | self._value(row)

    def _of_family(self, row: dict[str, Any]) -> Iterator[Record]:
        """What an observation "family history of clinical finding" says: its value is what the family has or had."""
        kind, found = self._concept(row["observation_concept_id"]), self._concept(row["value_as_concept_id"])
        if kind is not None and found is not None and kind[1:] == _FAMILY_HISTORY:
            name, vocabulary, code = found
            codes = [{"system": of_omop(vocabulary), "code": code, "display": name}]
            yield Record.model_validate({"domain": "condition", "who": "family", "text": name, "codes": codes})

    def _value(self, row: dict[str, Any]) -> dict[str, Any]:
        coded = self._concept(row.get("value_as_concept_id"))
        value = row.get("value_as_number") or row.get("value_as_string") or (coded[0] if coded else None)
        if value is None:
            return {}
        unit = self._concept(row.get("unit_concept_id"))
        reference = {"low": row.get("range_low"), "high": row.get("range_high")}
        return {
            "value": value,
            "unit": unit[2] if unit else row.get("unit_source_value"),
            "comparator": _OPERATORS.get(row.get("operator_concept_id") or 0),
            "reference": reference if any(reference.values()) else None,
        }

    def _concept(self, concept: int | None) -> tuple[str, str, str] | None:
        """Name, vocabulary and code of a concept; None of the concept 0, and of one that the vocabulary lacks."""
        return self._concepts.get(concept) if concept else None

    def _used_concepts(self) -> dict[int, tuple[str, str, str]]:
        """The concepts that the records of the database use."""
        if "concept" not in self._columns:
            return {}
        used = " UNION ".join(
            f"SELECT TRY_CAST({column} AS BIGINT) FROM {table}"
            for table in ("person", *(one[0] for one in _TABLES.values()))
            for column in sorted(self._columns.get(table, ()))
            if column.endswith("_concept_id") and column.isidentifier()
        )
        identity = "TRY_CAST(concept_id AS BIGINT)"
        query = (
            f"SELECT {identity}, concept_name, vocabulary_id, concept_code FROM concept WHERE {identity} IN ({used})"
        )
        return {row[0]: (str(row[1]), str(row[2]), str(row[3])) for row in self._rows(query)}

    def _person(self, person: int) -> dict[str, Any]:
        ids = ["gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth", "race_concept_id"]
        row = next(self._table("person", person, ids, ["race_source_value"]))
        year, month, day = (row[f"{part}_of_birth"] for part in ("year", "month", "day"))
        born = "-".join(f"{part:0{4 if part is year else 2}}" for part in (year, month, day if month else None) if part)
        race = self._concept(row["race_concept_id"])
        columns = ["observation_period_start_date", "observation_period_end_date"]
        periods = [
            {"start": str(one[columns[0]])[:10], "end": str(one[columns[1]])[:10]}
            for one in self._table("observation_period", person, ["observation_period_id"], columns)
            if one[columns[0]] and one[columns[1]]
        ]
        return {
            "id": str(person),
            "birth_date": born or None,
            "sex": _SEXES.get(row["gender_concept_id"]),
            "race": race[0] if race else row["race_source_value"],
            "observed": dict.fromkeys(RECORD_DOMAINS, periods),
        }
