"""`trialc link`: the value sets of a trial, for review; and `trialc link build`, which loads an OMOP vocabulary."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..diagnostics import TrialcError

if TYPE_CHECKING:
    from ..link.linker import Linker
    from ..link.valuesets import ValueSets
    from ..rules.trial import Trial


class Format(StrEnum):
    """What `link` writes."""

    CODES = "codes"
    RULES = "rules"
    JSON = "json"


def link(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE | build", help="A trial: a file, a registry number, a .rules file.")
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[ATHENA_DIR]", help="With build: the folder of an OMOP vocabulary download."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here. Value sets that a person edited there are kept."
        ),
    ] = None,
    codes: Annotated[
        Path | None, typer.Option("--codes", metavar="FILE", help="Value sets to go by before anything else.")
    ] = None,
    vocabulary: Annotated[
        Path | None,
        typer.Option("--vocabulary", metavar="FILE | umls", help="What `link build` made, or scispaCy's UMLS."),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="Value sets to review, or the trial with its codes.")
    ] = Format.CODES,
    entities: Annotated[
        str, typer.Option("--entities", metavar="NAME", help="The recogniser of clinical entities to use.")
    ] = "default",
) -> None:
    """Find the codes of a trial's concepts: value sets to review, or the rules with codes. Hand edits win."""
    if source == "build" and folder is not None:
        _build(folder, output)
        return
    if folder is not None:
        raise TrialcError(f"{folder}: one source at a time; to load a vocabulary: trialc link build {folder} -o FILE")
    from ..load import one

    trial = one(source, entities)
    sets = _value_sets(trial, _linker(vocabulary), _kept(codes, output if format is Format.CODES else None))
    text = _written(trial, sets, format)
    if output is None:
        sys.stdout.write(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as problem:
            raise TrialcError(f"{output}: cannot be written: {problem.strerror}") from None
    counts = Counter(value_set.status for value_set in sets.values())
    said = ", ".join(f"{counts[status]} {status}" for status in ("found", "edited", "unresolved"))
    typer.echo(f"{trial.id}: {sum(counts.values())} concepts: {said}", err=True)


def _value_sets(trial: Trial, linker: Linker | None, kept: ValueSets) -> ValueSets:
    from ..link.trials import found
    from ..link.valuesets import merged

    return merged(kept, found(trial, linker))


def _kept(codes: Path | None, output: Path | None) -> ValueSets:
    """The value sets of the files that exist: those of `--codes`, else those about to be written anew."""
    from ..link.valuesets import read

    if codes is not None:
        return read(codes)
    return read(output) if output is not None and output.exists() else {}


def _linker(vocabulary: Path | None) -> Linker | None:
    if vocabulary is None:
        return None
    if str(vocabulary) == "umls":
        from ..link.umls import Umls

        return Umls()
    from ..link.vocabulary import Vocabulary

    return Vocabulary(vocabulary)


def _written(trial: Trial, sets: ValueSets, format: Format) -> str:
    if format is Format.CODES:
        from ..link.valuesets import write

        return write(sets.values())
    from ..link.trials import applied

    coded, _ = applied(trial, sets)
    if format is Format.JSON:
        return coded.model_dump_json(indent=2) + "\n"
    from ..rules.printer import print_trial

    return print_trial(coded)


def _build(folder: Path, output: Path | None) -> None:
    if output is None:
        raise TrialcError("where to? trialc link build ATHENA_DIR -o vocabulary.duckdb")
    from ..link.vocabulary import build

    counts = build(folder, output)
    typer.echo(f"{output}: " + ", ".join(f"{count:,} {table}" for table, count in counts.items()), err=True)
