"""OMOP databases to run a query on: a DuckDB file, a folder of the CDM's tables as CSV files, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlglot import exp

from ..diagnostics import TrialcError
from .postgres import Postgres, is_dsn, without_password

if TYPE_CHECKING:
    import duckdb

#: What lies below what, and maps to what.
_HIERARCHY = {"concept_ancestor", "concept_relationship"}
#: Without these there is nobody to look at.
_NEEDED = ("person", "observation_period")


class Database(Protocol):
    """A database that queries can be run on."""

    dialect: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises TrialcError when the database cannot run it."""


class DuckDb:
    """A DuckDB connection; `name` is what messages call it."""

    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        self._connection = connection
        self._name = name

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises TrialcError when the database cannot run it."""
        import duckdb

        try:
            return self._connection.execute(query).fetchall()
        except duckdb.Error as problem:
            raise TrialcError(f"{self._name}: the query failed: {str(problem).splitlines()[0]}") from None


def open_database(name: str) -> Database:
    """The database of that name: a PostgreSQL DSN, a DuckDB file, or a folder of CSV files.

    Raises TrialcError where it is none, or lacks the tables of the CDM.
    """
    if is_dsn(name):
        found = Postgres(name)
        _check(without_password(name), {row[0]: set() for row in found.rows(_TABLES)})
        return found
    return DuckDb(connect(name), name)


#: The names of all tables, in lower case; PostgreSQL and DuckDB have them at the same place.
_TABLES = "SELECT LOWER(table_name) FROM information_schema.tables"


def connect(name: str) -> duckdb.DuckDBPyConnection:
    """The database of that name. Raises TrialcError where it is none, or lacks the tables of the CDM."""
    import duckdb

    path = Path(name)
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise TrialcError(
            f"{name}: no such file; expected a DuckDB file with an OMOP CDM, a folder of its CSV files, or postgresql://..."
        )
    try:
        connection = duckdb.connect(str(path), read_only=True)
        present = tables(connection)
    except duckdb.Error as problem:
        raise TrialcError(f"{name}: not a DuckDB database ({str(problem).splitlines()[0]})") from None
    _check(name, present)
    for table in _HIERARCHY - present.keys():  # without them, codes show what lies below them, or nobody knows
        connection.execute(_empty(table, temporary=True).sql("duckdb"))
    return connection


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """The columns of every table, by its name; both in lower case."""
    rows = connection.execute("SELECT LOWER(table_name), LOWER(column_name) FROM information_schema.columns").fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _check(name: str, present: Mapping[str, set[str]]) -> None:
    lacking = [table for table in _NEEDED if table not in present]
    if lacking:
        raise TrialcError(
            f"{name}: no OMOP CDM: it lacks the table{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}"
        )


def _folder(folder: Path) -> duckdb.DuckDBPyConnection:
    """The CSV files of a folder in memory; tables and columns that it lacks are empty."""
    import duckdb

    found = {path.stem.casefold(): path for path in sorted(folder.iterdir()) if path.suffix.casefold() == ".csv"}
    _check(str(folder), {name: set() for name in found})
    connection = duckdb.connect()
    create_tables(connection)
    for table, columns in cdm().items():
        if table not in found:
            continue
        try:
            source = connection.read_csv(str(found[table]), all_varchar=True)
            own = {name.casefold(): name for name in source.columns}
            kept = [name for name in columns if name in own]
            values = [
                exp.cast(exp.func("NULLIF", exp.column(own[name], quoted=True), exp.Literal.string("")), columns[name])
                for name in kept
            ]
            connection.register("source", source)
            insert = exp.insert(exp.select(*values).from_("source"), table, columns=list(kept))
            connection.execute(insert.sql("duckdb"))
            connection.unregister("source")
        except duckdb.Error as problem:
            raise TrialcError(f"{found[table]}: cannot be read: {str(problem).splitlines()[0]}") from None
    return connection


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables of the CDM that queries read, empty, where they are not there yet."""
    for table in cdm():
        connection.execute(_empty(table).sql("duckdb"))


def _empty(table: str, temporary: bool = False) -> exp.Create:
    """The statement that makes an empty table of the CDM."""
    schema = exp.Schema(
        this=exp.to_table(table),
        expressions=[
            exp.ColumnDef(this=exp.to_identifier(name), kind=exp.DataType.build(kind))
            for name, kind in cdm()[table].items()
        ],
    )
    properties = exp.Properties(expressions=[exp.TemporaryProperty()]) if temporary else None
    return exp.Create(this=schema, kind="TABLE", exists=True, properties=properties)


@cache
def cdm() -> dict[str, dict[str, str]]:
    """The columns that queries read, with their types, by table: the rows of `cdm.tsv`."""
    lines = files("trialc.emit").joinpath("cdm.tsv").read_text("utf-8").splitlines()
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        if not line.startswith("#"):
            table, column, kind = line.split("\t")
            found.setdefault(table, {})[column] = kind
    return found
