"""What a person names on the command line, as patients."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...diagnostics import TrialcError
from .own import read_own
from .reading import Reading

_LINES = (".jsonl", ".ndjson")
_DATABASES = (".duckdb", ".db", ".ddb")


def read_patients(argument: str, persons: Sequence[str] = ()) -> Iterator[Reading]:
    """The patients of a JSON file (ours or FHIR), of JSON lines, of - (standard input), or of an OMOP database.

    An OMOP database is a DuckDB file or a folder of CSV files; `persons` are the person ids wanted, none for all.
    Raises TrialcError where nothing can be read at all.
    """
    path = Path(argument)
    if argument != "-" and (path.is_dir() or path.suffix in _DATABASES):
        from .omop import read_omop

        yield from read_omop(path, persons)
        return
    if argument == "-" or path.suffix in _LINES:
        yield from _lines(argument)
        return
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise TrialcError(f"{argument}: {problem.strerror}") from None
    except (ValueError, RecursionError) as problem:
        raise TrialcError(f"{argument}: not JSON ({problem}); expected a patient, or a FHIR Bundle") from None
    if isinstance(value, list):
        yield from (_one(one, f"{argument}[{index}]") for index, one in enumerate(value))
    else:
        yield _one(value, argument)


def _lines(argument: str) -> Iterator[Reading]:
    """One patient on each line; empty lines are none."""
    try:
        stream = sys.stdin if argument == "-" else open(argument, encoding="utf-8", errors="replace")  # noqa: SIM115
    except OSError as problem:
        raise TrialcError(f"{argument}: {problem.strerror}") from None
    with stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            name = f"{argument}:{number}"
            try:
                yield _one(json.loads(line), name)
            except (ValueError, RecursionError) as problem:
                yield Reading(name, None, (f"not JSON ({problem})",))


def _one(value: Any, name: str) -> Reading:
    if not isinstance(value, dict):
        return Reading(name, None, (f"expected a patient as a JSON object, found {type(value).__name__}",))
    if "resourceType" in value:
        from .fhir import read_fhir

        return read_fhir(value, name)
    return read_own(value, name)
