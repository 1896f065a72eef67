"""The query in other dialects: PostgreSQL runs it and gives what DuckDB gives, and Spark where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from emit.omop import database
from emit.test_differential import trial
from patients import INDEX, patients
from sqlglot import exp
from trialc.cli import main
from trialc.emit.attrition import attrition
from trialc.emit.database import DuckDb, cdm
from trialc.emit.sql import Emitted, emit
from trialc.rules.language import parse_rule
from trialc.rules.printer import print_trial

#: One rule for each thing that is said in its own way in SQL.
RULES = [
    "person age in [18, 80) years",
    "person age < 20 years at enrollment",
    "person sex = female",
    'condition "type 2 diabetes mellitus" coded ("http://hl7.org/fhir/sid/icd-10-cm|E11") current',
    'condition "diabetes mellitus" coded ("ICD-10-CM|E08-E13") within 6 months before enrollment',
    'condition "malignancy" coded ("http://hl7.org/fhir/sid/icd-10-cm|C34", "http://hl7.org/fhir/sid/icd-10-cm|C44")'
    ' ever except (condition "basal cell carcinoma of skin" within 1 year before enrollment)',
    'condition "essential hypertension" ever lasting >= 1 month',
    'drug "metformin" coded ("http://www.whocc.no/atc|A10BA02") within 1 year before enrollment lasting > 14 days',
    'drug "metformin" ever at least 2 times',
    'measurement "platelets" > 90 10*9/L ever at least 2 consecutive times',
    'drug "metformin" ever at least 2 times per 6 months',
    'measurement "platelets" ever at least 2 times spaced >= 1 month',
    'measurement "body weight" change >= 5 kg over 6 months',
    'measurement "hemoglobin" decrease > 10 % compared with enrollment',
    'drug "metformin" within 1 year before (procedure "epidural steroid injection" ever) lasting > 14 days',
    'latest measurement "hemoglobin" coded ("http://loinc.org|718-7") >= 9 g/dL within 1 month before enrollment',
    'latest measurement "aspartate aminotransferase" coded ("http://loinc.org|1920-8") <= 2.5 x ULN',
    'mean measurement "platelets" coded ("http://loinc.org|777-3") >= 100 10*9/L within 2 years before enrollment',
    'lowest measurement "body temperature" coded ("http://loinc.org|8310-5") > 38 Cel',
    'measurement "hemoglobin" = abnormal',
    'observation "tobacco smoking status" = "current smoker" ever',
    'procedure "MRI of lumbar spine" within 6 months before (procedure "epidural steroid injection" ever)',
    'at least 1 of (device "cardiac pacemaker" ever, visit "inpatient visit" within 30 days before enrollment)',
]


@pytest.fixture(scope="module")
def emitted() -> Emitted:
    """The query of a trial with these rules."""
    return emit(trial([parse_rule(text) for text in RULES]), INDEX)


@pytest.fixture(scope="module")
def rows(emitted: Emitted) -> list[tuple[object, ...]]:
    """What DuckDB gives for some patients, whose tables then lie as CSV files beside it."""
    with database(patients(150, seed=3)) as connection:
        return connection.execute(emitted.sql("duckdb")).fetchall()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_the_printed_query_is_one_statement_that_parses(emitted: Emitted, dialect: str) -> None:
    statements = sqlglot.parse(emitted.sql(dialect), dialect=dialect)
    assert len(statements) == 1
    ids = [column.id for column in emitted.columns]
    assert statements[0].named_selects == ["person_id", *ids, "verdict", "on_records"]


def test_postgres_gives_what_duckdb_gives(emitted: Emitted, rows: list[tuple[object, ...]], postgres: Postgres) -> None:
    found = postgres.run(emitted.sql("postgres"))
    truths = {"t": True, "f": False, "": None}
    given = [(int(person), *(truths[value] for value in values)) for person, *values in found]
    assert given == rows
    assert {value for row in rows for value in row[1:]} == {True, False, None}


def test_cohort_counts_in_postgres_as_in_duckdb(
    emitted: Emitted, postgres: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pg8000", reason="pg8000 is not installed (extra postgres)")
    path = tmp_path / "trial.rules"
    path.write_text(print_trial(trial([parse_rule(text) for text in RULES])))
    with pytest.raises(SystemExit) as end:
        main(["cohort", str(path), "--db", postgres.dsn, "--at", str(INDEX), "--format", "json"])
    printed = capsys.readouterr()
    assert end.value.code == 0, printed.err
    with database(patients(150, seed=3)) as connection:
        expected = attrition(emitted, DuckDb(connection, "x"), "x", INDEX)
    found = json.loads(printed.out)
    assert "secret" not in found["database"]
    counts = ("met", "failed", "unknown", "removed", "left", "sure")
    assert [[step[name] for name in counts] for step in found["steps"]] == [
        [getattr(step, name) for name in counts] for step in expected.steps
    ]


@pytest.mark.parametrize(
    ("dsn", "message"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/omop", "postgresql://nobody@127.0.0.1:1/omop: "),
        ("postgresql://nobody@127.0.0.1:port/omop", "port"),
    ],
)
def test_a_server_that_is_not_there_is_said_without_the_password(
    dsn: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pg8000", reason="pg8000 is not installed (extra postgres)")
    path = tmp_path / "trial.rules"
    path.write_text('trial X include I1 "Adults" person age >= 18 years')
    with pytest.raises(SystemExit) as end:
        main(["cohort", str(path), "--db", dsn])
    err = capsys.readouterr().err
    assert end.value.code == 2
    assert message in err
    assert "secret" not in err


@pytest.mark.parametrize("rule", RULES)
def test_spark_gives_what_duckdb_gives(rule: str, spark: Any) -> None:
    query = emit(trial([parse_rule(rule)]), INDEX)
    with database(patients(150, seed=3)) as connection:
        expected = connection.execute(query.sql("duckdb")).fetchall()
    assert [tuple(row) for row in spark.sql(query.sql("spark")).collect()] == expected


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark in this process with the rows of some patients; skips where pyspark or Java is not installed."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (extra spark)")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java (Debian: apt-get install default-jre-headless)")
    builder = sql.SparkSession.builder.master("local[2]")
    for name, value in _SMALL.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    with database(patients(150, seed=3)) as connection:
        for table, columns in cdm().items():
            data = connection.execute(exp.select(*columns).from_(table).sql("duckdb")).fetchall()
            kinds = ", ".join(f"{name} {'string' if kind == 'text' else kind}" for name, kind in columns.items())
            session.createDataFrame(data, kinds).coalesce(1).cache().createOrReplaceTempView(table)
    yield session
    session.stop()


#: Settings for tables of a few hundred rows: Spark's own are for thousands of machines.
_SMALL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


# --------------------------------------------------------------------------- a server of our own


class Postgres:
    """A PostgreSQL server that listens on a socket in its own folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def call(self, program: str, *arguments: str, given: str | None = None) -> str:
        """The output of one of PostgreSQL's programs."""
        command = [*self._as, str(self._programs / program), *arguments]
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, cwd="/", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Make an empty database and serve it."""
        self.call("initdb", "-D", str(self._folder / "data"), "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c fsync=off"
        log = str(self._folder / "log")
        self.call("pg_ctl", "-D", str(self._folder / "data"), "-o", options, "-l", log, "-w", "start")

    def stop(self) -> None:
        """End the server."""
        self.call("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def psql(self, *arguments: str, given: str | None = None) -> str:
        """The output of psql; it stops at the first error."""
        return self.call(
            "psql", "-h", str(self._folder), "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1", *arguments, given=given
        )

    def load(self, connection: object, folder: Path) -> None:
        """The CDM's tables with the rows that DuckDB has of them."""
        for table, columns in cdm().items():
            kinds = [
                exp.ColumnDef(this=exp.to_identifier(name), kind=exp.DataType.build(kind))
                for name, kind in columns.items()
            ]
            create = exp.Create(this=exp.Schema(this=exp.to_table(table), expressions=kinds), kind="TABLE")
            path = folder / f"{table}.csv"
            names = ", ".join(columns)
            connection.execute(f"COPY (SELECT {names} FROM {table}) TO '{path}' (HEADER FALSE)")  # type: ignore[attr-defined]
            self.psql("-c", create.sql("postgres"))
            self.psql("-c", f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", given=path.read_text())

    @property
    def dsn(self) -> str:
        """The name of the database; any password is as good as another."""
        return f"postgresql://postgres:secret@/postgres?host={self._folder}"

    def run(self, query: str) -> list[list[str]]:
        """The rows of a query."""
        import csv

        return list(csv.reader(self.psql("--csv", "-t", "-f", "-", given=query).splitlines()))


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server with the rows of some patients; skips where PostgreSQL cannot be started by this user."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    root = os.geteuid() == 0
    if root and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    folder = Path(tempfile.mkdtemp(prefix="trialc-pg-"))  # short: the path of a socket has 107 characters at most
    if root:
        shutil.chown(folder, "postgres", "postgres")
    server = Postgres(found[-1].parent, folder)
    try:
        server.start()
        try:
            with database(patients(150, seed=3)) as connection:
                server.load(connection, tmp_path_factory.mktemp("rows"))
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
