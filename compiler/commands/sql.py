"""`trialc sql`: a trial as one SQL query over the OMOP common data model."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ..diagnostics import TrialcError
from .dates import index_date

if TYPE_CHECKING:
    from ..emit.sql import Emitted
    from ..rules.trial import Trial


class SqlDialect(StrEnum):
    """The engines that queries are printed for."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


TrialArgument = Annotated[str, typer.Argument(metavar="TRIAL", help="A .rules file, a compiled trial, or a source.")]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="The index date of all, as 2026-01-31 (default: today).")
]
IndexOption = Annotated[
    str | None,
    typer.Option("--index", metavar="TABLE.COLUMN", help="Where each person's own index date is, beside person_id."),
]
SchemaOption = Annotated[str | None, typer.Option("--schema", metavar="NAME", help="The schema of the CDM's tables.")]


def sql(
    trial: TrialArgument,
    dialect: Annotated[SqlDialect, typer.Option("--dialect", "-d", help="For which engine.")] = SqlDialect.DUCKDB,
    at: AtOption = None,
    index: IndexOption = None,
    schema: SchemaOption = None,
) -> None:
    """Print the query that gives each person of an OMOP database a nullable boolean per criterion, and the verdict."""
    from ..load import one

    emitted, _ = emitted_trial(one(trial), at, index, schema)
    sys.stdout.write(emitted.sql(dialect.value) + "\n")
    for column in emitted.columns:
        if column.outcome.reasons:
            typer.echo(f"{column.id} {column.outcome}", err=True)


def emitted_trial(trial: Trial, at: str | None, index: str | None, schema: str | None) -> tuple[Emitted, date | None]:
    """The query of a trial at the index date that was asked for, and that date where it is one for all."""
    try:
        from ..emit.sql import emit
    except ModuleNotFoundError as missing:
        raise TrialcError(f"SQL needs {missing.name}: pip install 'trialc[sql]'") from None
    if index is None:
        day = index_date(at)
        return emit(trial, day, schema=schema), day
    table, _, column = index.partition(".")
    if at is not None or not table or not column:
        raise TrialcError(f"--index {index}: expected a table and its column, as cohort.start_date, and no --at")
    return emit(trial, None, own_index=(table, column), schema=schema), None
