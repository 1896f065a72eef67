"""`trialc evaluate`: whether patients are eligible, and what would have to be known to tell."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..diagnostics import TrialcError
from .dates import index_date

if TYPE_CHECKING:
    from ..evaluate.match import Hierarchy
    from ..evaluate.patient import Patient, RecordDomain
    from ..evaluate.read import Reading


class VerdictFormat(StrEnum):
    """How verdicts are written."""

    TEXT = "text"
    JSON = "json"


def evaluate(
    trial: Annotated[str, typer.Argument(metavar="TRIAL", help="A .rules file, a compiled trial, or a source.")],
    patients: Annotated[
        list[str],
        typer.Argument(
            metavar="PATIENT...",
            help="Patients: JSON, FHIR Bundles, JSON lines (- for standard input), or an OMOP database.",
        ),
    ],
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="The index date, as 2026-01-31 (default: today).")
    ] = None,
    format: Annotated[VerdictFormat, typer.Option("--format", "-f", help="What to write.")] = VerdictFormat.TEXT,
    complete: Annotated[
        str | None,
        typer.Option("--complete", metavar="DOMAINS", help="Take the record to be complete: conditions,drugs,..."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="JSON: yes or no (true, false) by criterion id or text."),
    ] = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option("--vocabulary", metavar="FILE", help="What `link build` made: which codes lie below which."),
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", metavar="ID", help="Only this person of an OMOP database.")
    ] = None,
) -> None:
    """Say whether patients are eligible: which criteria fail, which are unknown, and what would settle them."""
    from ..evaluate.evaluator import Evaluator
    from ..load import one
    from ..report.progress import counted
    from ..report.verdict import as_json, as_text

    day, domains, said = index_date(at), _domains(complete), _answers(answers)
    evaluator = Evaluator(one(trial), _hierarchy(vocabulary))
    gc.freeze()  # what is loaded stays: thousands of patients come and go
    bad = 0
    for reading in counted(_readings(patients, person or ()), "patients"):
        for problem in reading.problems:
            typer.echo(f"trialc: {reading.name}: {problem}", err=True)
        bad += bool(reading.problems)
        if reading.patient is None:
            continue
        verdict = evaluator.evaluate(_with(reading.patient, domains, said), day)
        name = reading.patient.id or reading.name
        if format is VerdictFormat.JSON:
            sys.stdout.write(json.dumps(as_json(verdict, name, reading.problems), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(as_text(verdict, name))
    if bad:
        raise typer.Exit(1)


def _hierarchy(vocabulary: Path | None) -> Hierarchy | None:
    if vocabulary is None:
        return None
    from ..link.subsumption import Subsumption

    return Subsumption(vocabulary)


def _readings(patients: Sequence[str], persons: Sequence[str]) -> Iterator[Reading]:
    from ..evaluate.read import read_patients

    for argument in patients:
        yield from read_patients(argument, persons)


def _with(patient: Patient, domains: tuple[RecordDomain, ...], said: dict[str, bool]) -> Patient:
    """The patient with what the user says of them."""
    from ..evaluate.patient import with_complete

    patient = with_complete(patient, domains) if domains else patient
    return patient.model_copy(update={"answers": {**patient.answers, **said}}) if said else patient


def _domains(text: str | None) -> tuple[RecordDomain, ...]:
    """The domains of a list as "conditions,drugs"; "all" is every one."""
    from ..evaluate.patient import RECORD_DOMAINS

    by_name = {f"{domain}s": domain for domain in RECORD_DOMAINS} | {"allergies": "allergy"}
    by_name |= {domain: domain for domain in RECORD_DOMAINS}
    names = [name.strip().lower() for name in (text or "").split(",") if name.strip()]
    if "all" in names:
        return RECORD_DOMAINS
    unknown = [name for name in names if name not in by_name]
    if unknown:
        plurals = ", ".join(name for name in by_name if name.endswith("s") and name != "allergys")
        raise TrialcError(f"--complete {unknown[0]}: no domain; expected some of {plurals}, or all")
    return tuple(by_name[name] for name in names)


def _answers(path: Path | None) -> dict[str, bool]:
    if path is None:
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise TrialcError(f"{path}: {problem.strerror}") from None
    except ValueError as problem:
        raise TrialcError(f"{path}: not JSON ({problem})") from None
    if not isinstance(value, dict) or not all(isinstance(answer, bool) for answer in value.values()):
        raise TrialcError(f'{path}: expected a JSON object of answers, as {{"I11": true}}')
    return value
