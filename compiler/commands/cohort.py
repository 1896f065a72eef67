"""`trialc cohort`: how many persons of an OMOP database each criterion of a trial removes."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..diagnostics import TrialcError
from .sql import AtOption, IndexOption, SchemaOption, TrialArgument, emitted_trial


class CohortFormat(StrEnum):
    """How the funnel is written."""

    TEXT = "text"
    JSON = "json"


def cohort(
    trial: TrialArgument,
    db: Annotated[
        str,
        typer.Option(
            "--db", metavar="FILE_OR_DSN", help="An OMOP CDM: a DuckDB file, a folder of CSV files, or postgresql://..."
        ),
    ],
    at: AtOption = None,
    index: IndexOption = None,
    schema: SchemaOption = None,
    format: Annotated[CohortFormat, typer.Option("--format", "-f", help="What to write.")] = CohortFormat.TEXT,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw the funnel here too.")
    ] = None,
) -> None:
    """Count whom each criterion lets in, removes, or cannot decide in an OMOP database, alone and in order."""
    from ..load import one
    from ..report.cohort import as_svg, as_table

    emitted, day = emitted_trial(one(trial), at, index, schema)
    try:
        from ..emit.attrition import attrition
        from ..emit.database import open_database
        from ..emit.postgres import is_dsn, without_password

        database = open_database(db)
    except ModuleNotFoundError as missing:
        extra = "postgres" if missing.name == "pg8000" else "sql"
        raise TrialcError(f"databases need {missing.name}: pip install 'trialc[{extra}]'") from None
    found = attrition(emitted, database, without_password(db) if is_dsn(db) else db, day)
    if picture is not None:
        try:
            picture.write_text(as_svg(found), encoding="utf-8")
        except OSError as problem:
            raise TrialcError(f"{picture}: cannot be written: {problem.strerror}") from None
    sys.stdout.write(found.model_dump_json(indent=2) + "\n" if format is CohortFormat.JSON else as_table(found))
