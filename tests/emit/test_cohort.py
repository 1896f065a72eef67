"""`trialc sql` and `trialc cohort`: the query, the funnel as table, JSON and picture, and what is no database."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import duckdb
import pytest
from emit.omop import database
from trialc.cli import main
from trialc.emit.attrition import attrition
from trialc.emit.database import DuckDb
from trialc.emit.sql import emit
from trialc.evaluate.patient import Interval, Patient, Record
from trialc.report.cohort import as_svg
from trialc.rules.language import parse_trial

RULES = """
trial NCT00000001

include I1
  "Adults"
  person age >= 18 years

include I2
  "Consent & understanding"
  undertaking "written informed consent"

exclude E1
  "Asthma <ever>"
  condition "asthma" ever
"""
AT = date(2024, 3, 31)
ALWAYS = {"condition": (Interval(),)}


def run(*arguments: object) -> int | str | None:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return end.value.code


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "trial.rules"
    path.write_text(RULES)
    return path


@pytest.fixture
def omop(tmp_path: Path) -> Path:
    """A child, an adult with asthma, one without, and one of whom nothing is known."""
    asthma = Record(domain="condition", text="asthma", start=date(2020, 1, 1))
    persons = [
        Patient(birth_date=date(2010, 1, 1), observed=ALWAYS),
        Patient(birth_date=date(1980, 1, 1), facts=(asthma,), observed=ALWAYS),
        Patient(birth_date=date(1980, 1, 1), observed=ALWAYS),
        Patient(birth_date=date(1980, 1, 1)),
    ]
    path = tmp_path / "omop.duckdb"
    with database(persons) as connection:
        connection.execute(f"ATTACH '{path}' AS kept")
        connection.execute("COPY FROM DATABASE memory TO kept")
    return path


def test_the_funnel_counts_alone_and_in_order(rules: Path, omop: Path) -> None:
    with duckdb.connect(str(omop), read_only=True) as connection:
        found = attrition(emit(parse_trial(RULES), AT), DuckDb(connection, "omop"), "omop", AT)
    counts = {
        step.id: (step.met, step.failed, step.unknown, step.removed, step.left, step.sure) for step in found.steps
    }
    assert counts == {"I1": (3, 1, 0, 1, 3, 3), "I2": (0, 0, 4, 0, 3, 0), "E1": (2, 1, 1, 1, 2, 0)}
    assert (found.persons, found.eligible, found.excluded, found.unknown) == (4, 0, 2, 2)


def test_cohort_prints_a_table_and_draws_a_picture(
    rules: Path, omop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "funnel.svg"
    assert run("cohort", rules, "--db", omop, "--at", AT, "--picture", picture) == 0
    out = capsys.readouterr().out
    assert "4 persons" in out
    assert "0 eligible, 2 not, 2 unknown" in out
    assert "I2 unsupported: what a patient consents to, understands or will do is not in the CDM" in out
    words = "".join(ET.parse(picture).getroot().itertext())
    assert "Consent & understanding" in words
    assert "Asthma <ever>" in words


def test_cohort_as_json_names_every_criterion(rules: Path, omop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cohort", rules, "--db", omop, "--at", AT, "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [step["id"] for step in found["steps"]] == ["I1", "I2", "E1"]
    assert found["steps"][1]["outcome"]["fidelity"] == "unsupported"


def test_a_database_may_lack_the_hierarchy_of_concepts_but_no_records(
    rules: Path, omop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(omop)) as connection:
        for table in ("concept_ancestor", "concept_relationship", "device_exposure"):
            connection.execute(f"DROP TABLE {table}")
    path = rules.with_name("coded.rules")
    path.write_text('trial X exclude E1 "Asthma" condition "asthma" coded ("ICD-10-CM|J45") ever')
    assert run("cohort", path, "--db", omop, "--at", AT, "--format", "json") == 0
    step = json.loads(capsys.readouterr().out)["steps"][0]
    assert (step["met"], step["failed"], step["unknown"]) == (2, 1, 1)
    path.write_text('trial X exclude E1 "Pacemaker" device "pacemaker" ever')
    assert run("cohort", path, "--db", omop, "--at", AT) == 2
    assert "device_exposure" in capsys.readouterr().err


def test_bars_are_as_wide_as_their_counts(omop: Path) -> None:
    with duckdb.connect(str(omop), read_only=True) as connection:
        found = attrition(emit(parse_trial(RULES), AT), DuckDb(connection, "omop"), "omop", AT)
    root = ET.fromstring(as_svg(found))
    bars = [
        float(bar.get("width", 0)) for bar in root.iter("{http://www.w3.org/2000/svg}rect") if bar.get("height") == "20"
    ]
    everybody, left = bars[0], bars[-2]
    assert left / everybody == pytest.approx(2 / 4)


def test_a_folder_of_csv_files_is_a_database(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "data" / "omop" / "synthea27nj"
    golden = Path(__file__).resolve().parents[2] / "corpus" / "NCT06001853" / "hand.rules"
    assert run("cohort", golden, "--db", folder, "--at", "2022-09-01", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["persons"] == 28
    adults = found["steps"][0]
    with (folder / "PERSON.csv").open(encoding="utf-8") as rows:
        born = sum(row["birth_datetime"] <= "2004-09-01 00:00:00" for row in csv.DictReader(rows))
    assert (adults["id"], adults["met"], adults["unknown"]) == ("F1", born, 0)


@pytest.mark.parametrize(
    ("dialect", "sign"), [("duckdb", "'6' MONTH"), ("postgres", "'6 MONTH'"), ("spark", "'6' MONTH")]
)
def test_sql_prints_the_query_and_what_it_cannot_say(
    tmp_path: Path, dialect: str, sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trial.rules"
    path.write_text(RULES + 'exclude E2\n  "x"\n  drug "x" within 6 months before enrollment\n')
    assert run("sql", path, "--dialect", dialect, "--at", AT) == 0
    printed = capsys.readouterr()
    assert sign in printed.out
    assert "I2 unsupported" in printed.err


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.write_text("hello"), "not a DuckDB database"),
        (lambda path: path.mkdir(), "it lacks the tables person, observation_period"),
    ],
)
def test_what_is_no_database_is_said(
    rules: Path, tmp_path: Path, make: object, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "db"
    make(path)  # type: ignore[operator]
    assert run("cohort", rules, "--db", path) == 2
    assert message in capsys.readouterr().err
