"""Patients from an OMOP database: a folder of CSV files, or a DuckDB file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from trialc.diagnostics import TrialcError
from trialc.evaluate.patient import Interval
from trialc.evaluate.read import read_patients

duckdb = pytest.importorskip("duckdb")

_TABLES = {
    "person": "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,race_source_value\n"
    "1,8532,1970,5,,white\n2,8507,1980,,,\n",
    "observation_period": "observation_period_id,person_id,observation_period_start_date,observation_period_end_date\n"
    "1,1,2010-01-01,2020-12-31\n",
    "concept": "concept_id,concept_name,vocabulary_id,concept_code\n201826,Type 2 diabetes mellitus,SNOMED,44054006\n"
    "3000963,Hemoglobin,LOINC,718-7\n8713,gram per deciliter,UCUM,g/dL\n9,Positive,Meas Value,9\n",
    "condition_occurrence": "condition_occurrence_id,person_id,condition_concept_id,condition_start_date,"
    "condition_end_date,condition_source_value\n1,1,201826,2015-01-01,,E11.9\n2,1,0,2016-02-01,2016-01-01,odd\n",
    "measurement": "measurement_id,person_id,measurement_concept_id,measurement_date,value_as_number,"
    "value_as_concept_id,unit_concept_id,unit_source_value,operator_concept_id,range_low,range_high\n"
    "1,1,3000963,2015-01-02,11.5,0,8713,gr,4171756,12,16\n2,1,3000963,2015-01-03,,9,0,,0,,\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _TABLES.items():
        (tmp_path / f"{name.upper()}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_person_with_records_and_observed_periods(folder: Path) -> None:
    reading = next(iter(read_patients(str(folder), ["1"])))
    patient = reading.patient
    assert patient is not None
    assert (patient.id, patient.birth_date, patient.sex, patient.race) == ("1", "1970-05", "female", ("white",))
    assert patient.observed["drug"] == (Interval(start=date(2010, 1, 1), end=date(2020, 12, 31)),)
    diabetes, hemoglobin, result = patient.facts
    assert (diabetes.text, diabetes.start, diabetes.end) == ("Type 2 diabetes mellitus", date(2015, 1, 1), None)
    assert [(code.system, code.code) for code in diabetes.codes] == [("http://snomed.info/sct", "44054006")]
    assert (hemoglobin.value, hemoglobin.unit, hemoglobin.comparator) == (Decimal("11.5"), "g/dL", "<")
    assert hemoglobin.reference is not None
    assert (hemoglobin.reference.low, hemoglobin.reference.high) == (12, 16)
    assert result.value == "Positive"
    assert [problem.split(":")[0] for problem in reading.problems] == ["condition_occurrence 2"]


def test_all_persons_of_a_duckdb_file(folder: Path) -> None:
    file = folder / "omop.duckdb"
    with duckdb.connect(str(file)) as connection:
        for name in _TABLES:
            connection.read_csv(str(folder / f"{name.upper()}.csv")).create(name)
    assert [one.patient.birth_date for one in read_patients(str(file)) if one.patient] == ["1970-05", "1980"]


def test_a_person_who_is_not_there(folder: Path) -> None:
    with pytest.raises(TrialcError, match="no person 7; it has 2 persons"):
        list(read_patients(str(folder), ["7"]))


def test_what_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("no database")
    with pytest.raises(TrialcError, match="cannot be read as a database"):
        list(read_patients(str(tmp_path / "x.duckdb")))
    with pytest.raises(TrialcError, match="no table person"):
        list(read_patients(str(tmp_path)))


def test_persons_of_a_real_database(shared: Path) -> None:
    readings = list(read_patients(str(shared / "data" / "omop" / "synthea27nj"), ["1", "2", "28"]))
    assert [one.patient.id for one in readings if one.patient] == ["1", "2", "28"]
    assert all(one.problems == () for one in readings)
    assert {fact.domain for one in readings if one.patient for fact in one.patient.facts} >= {
        "condition",
        "measurement",
    }
