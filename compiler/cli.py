"""The command line: parse arguments, call the API, hand the result to a renderer.

Results go to standard output, diagnostics and progress to standard error. Exit 0: clean; 1: findings reach
`--fail-on`, or two things differ; 2: bad usage or input. What a command needs is imported when it runs.
"""

from __future__ import annotations

import io
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

from .commands.cohort import cohort
from .commands.evaluate import evaluate
from .commands.link import link
from .commands.sql import sql
from .diagnostics import TrialcError

if TYPE_CHECKING:
    from .golden import Comparison
    from .rules.trial import Criterion, Trial
    from .source import Protocol, Unusable

FINDINGS, BAD_INPUT = 1, 2

app = typer.Typer(
    help="Compile the eligibility criteria of clinical trials into executable rule trees.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How `compile` writes trials."""

    TEXT = "text"
    RULES = "rules"
    JSON = "json"
    JSONL = "jsonl"


class Findings(StrEnum):
    """How diagnostics are written."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


class FailOn(StrEnum):
    """The severity from which findings make the exit status 1."""

    NEVER = "never"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Source = Annotated[
    str,
    typer.Argument(metavar="SOURCE", help="A file, a registry number such as NCT06001853, or - for standard input."),
]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Exit 1 when a finding is at least this severe.")]
DiagnosticsOption = Annotated[Findings, typer.Option("--diagnostics", help="How diagnostics are written.")]
EntitiesOption = Annotated[
    str, typer.Option("--entities", metavar="NAME", help="The recogniser of clinical entities to use.")
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"trialc {version('trialc')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options of trialc itself."""


@app.command()
def compile(
    source: Source,
    format: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result here.")
    ] = None,
    diagnostics: DiagnosticsOption = Findings.CONCISE,
    fail_on: FailOnOption = FailOn.ERROR,
    codes: Annotated[
        Path | None, typer.Option("--codes", metavar="FILE", help="Put the codes of these value sets into the rules.")
    ] = None,
    entities: EntitiesOption = "default",
) -> None:
    """Compile a trial and show its text beside its rules, or write rules or JSON."""
    from .load import load

    loaded = load(source, entities)
    if codes is not None:
        from .link.trials import coded

        loaded = replace(loaded, trials=coded(loaded.trials, codes))
    text = _written(loaded.trials, format, output is None)
    if output is None:
        sys.stdout.write(text)
    else:
        _save(output, text)
    _tell(loaded.trials, loaded.unusable, diagnostics, sys.stderr)
    _exit(loaded.trials, loaded.unusable, fail_on)


@app.command()
def check(
    source: Source,
    diagnostics: DiagnosticsOption = Findings.FULL,
    fail_on: FailOnOption = FailOn.ERROR,
    entities: EntitiesOption = "default",
) -> None:
    """Say what is open, doubtful or wrong in a trial's criteria. The findings are the result, on standard output."""
    from .check.checks import checked
    from .load import load

    loaded = load(source, entities)
    trials = [trial if trial.text else checked(trial) for trial in loaded.trials]  # .rules files come unchecked
    _tell(trials, loaded.unusable, diagnostics, sys.stdout)
    _summarise(trials)
    _exit(trials, loaded.unusable, fail_on)


@app.command()
def explain(
    what: Annotated[str, typer.Argument(metavar="CODE | SOURCE", help="A diagnostic code, or a source.")],
    criterion: Annotated[
        str | None, typer.Argument(metavar="[N]", help="Which criterion of the source: its id (E4) or its number (12).")
    ] = None,
    entities: EntitiesOption = "default",
) -> None:
    """Explain a diagnostic code, or how one criterion was read: its tokens, the parser's steps, the tree."""
    if criterion is None and re.fullmatch(r"[Tt]\d+", what) and not Path(what).exists():
        from .check.codes import documentation

        sys.stdout.write(documentation(what))
        return
    from .compile import compile_protocols
    from .compile import explain as trace
    from .report.console import console
    from .report.explanation import explanation
    from .source import resolve

    protocol = _only(what, resolve(what).protocols)
    trial = next(iter(compile_protocols((protocol,), entities=entities)))
    found = _criterion(trial, criterion)
    reading = trace(protocol, found.id, entities=entities)
    sys.stdout.write(explanation(reading, trial.text, trial.id, console(sys.stdout)))


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="A .rules file, a compiled .json, or a source.")],
    second: Annotated[str, typer.Argument(metavar="B", help="What to compare it with.")],
    entities: EntitiesOption = "default",
) -> None:
    """Show where the rules of two trials differ, leaf by leaf. Exit 1 when they do."""
    from .load import one
    from .rules.diff import diff_trials, render

    differences = diff_trials(one(first, entities), one(second, entities))
    sys.stdout.write(render(differences))
    if differences:
        raise typer.Exit(FINDINGS)


@app.command()
def corpus(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[NCT]...", help="Only these protocols.")] = None,
    entities: EntitiesOption = "default",
) -> None:
    """Compare the bundled protocols, compiled, with their hand-coded rules. Exit 1 when an unlisted one differs."""
    from .compile import compile_protocols
    from .golden import compare, hand_coded, listed_open
    from .source import bundled, load_bundled

    known = bundled()
    names = [name.upper() for name in ids] if ids else list(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise TrialcError(f"{', '.join(unknown)}: not bundled; the bundled protocols are {', '.join(known)}")
    bad = total = 0
    for name in names:
        trial = next(iter(compile_protocols((load_bundled(name),), entities=entities)))
        for comparison in compare(trial, hand_coded(name), listed_open(name)):
            total += 1
            bad += not comparison.good
            sys.stdout.write(_compared(comparison))
    typer.echo(f"{total} criteria of {len(names)} protocols, {total - bad} as expected, {bad} not", err=True)
    if bad:
        raise typer.Exit(FINDINGS)


@app.command()
def batch(
    source: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines, one record each; - for standard input.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result here.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="How many processes share the work.")] = 1,
    entities: EntitiesOption = "default",
) -> None:
    """Compile JSON lines to JSON lines: one line for every record, with the reason for those that cannot be used."""
    from .batch import batch as outcomes
    from .batch import settle
    from .report.progress import counted

    lines = _lines(source)
    if jobs == 1:
        settle()
    compiled = failed = 0
    with _sink(output) as sink:
        for outcome in counted(outcomes(lines, entities, jobs), "records"):
            sink.write(outcome.line + "\n")
            compiled += outcome.compiled
            failed += not outcome.compiled
    typer.echo(f"{compiled + failed} records: {compiled} compiled, {failed} unusable", err=True)
    if compiled + failed == 0:
        raise TrialcError(f"{source}: no records; expected one JSON object on each line")
    if failed:
        raise typer.Exit(FINDINGS)


for _command in (evaluate, link, sql, cohort):
    app.command()(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run trialc with `arguments` (those of the process by default) and exit. Bad input never gives a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show "≥" must not end the program
    status: int | str | None
    try:
        app(arguments if arguments is None else list(arguments), prog_name="trialc")
        status = 0
    except SystemExit as end:
        status = end.code
    except (TrialcError, OSError) as problem:
        typer.echo(f"trialc: {problem}", err=True)
        status = BAD_INPUT
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader left, as `head` does: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


# --------------------------------------------------------------------------- what the commands share


def _written(trials: Sequence[Trial], format: Format, to_terminal: bool) -> str:
    """`trials` in the wanted format; one trial is a JSON object, several are an array."""
    if format is Format.TEXT:
        from .report.console import console
        from .report.trial import beside

        shown = console(sys.stdout if to_terminal else io.StringIO())
        return "\n".join(beside(trial, shown) for trial in trials)
    if format is Format.RULES:
        from .rules.printer import print_trial

        return "\n".join(print_trial(trial) for trial in trials)
    lines = [trial.model_dump_json(indent=2 if format is Format.JSON else None) for trial in trials]
    if format is Format.JSONL:
        return "".join(line + "\n" for line in lines)
    return (lines[0] if len(lines) == 1 else "[" + ",\n".join(lines) + "]") + "\n"


def _tell(trials: Iterable[Trial], unusable: Iterable[Unusable], form: Findings, stream: TextIO) -> None:
    """The findings of `trials` on `stream`, and on standard error the records that could not be used."""
    from .report.diagnostics import render

    for trial in trials:
        stream.write(render(trial, form.value))
    for record in unusable:
        typer.echo(f"trialc: {record}", err=True)


def _summarise(trials: Iterable[Trial]) -> None:
    """One line on standard error: how many findings of each severity in how many criteria."""
    from collections import Counter

    from .report.diagnostics import findings

    trials = list(trials)
    counts = Counter(one.severity.value for trial in trials for one in findings(trial))
    criteria = sum(len(trial.criteria) for trial in trials)
    said = ", ".join(f"{counts[level]} {level}" for level in ("error", "warning", "info"))
    typer.echo(f"{criteria} criteria: {said}", err=True)


def _exit(trials: Iterable[Trial], unusable: Sequence[Unusable], level: FailOn) -> None:
    """Exit 1 when findings reach `level`; a record that could not be used counts as an error."""
    from .report.diagnostics import findings, reaches

    if any(reaches(findings(trial), level.value) for trial in trials) or (unusable and level is not FailOn.NEVER):
        raise typer.Exit(FINDINGS)


def _only(source: str, protocols: Sequence[Protocol]) -> Protocol:
    if len(protocols) != 1:
        raise TrialcError(f"{source}: {len(protocols)} records; explain takes a source with one")
    return protocols[0]


def _criterion(trial: Trial, wanted: str | None) -> Criterion:
    """The criterion with the id, or the number counted from 1, that a person gave."""
    for number, criterion in enumerate(trial.criteria, 1):
        if wanted is not None and wanted.upper() in (criterion.id, str(number)):
            return criterion
    asked = "which criterion?" if wanted is None else f"no criterion {wanted};"
    ids = ", ".join(criterion.id for criterion in trial.criteria)
    raise TrialcError(f"{trial.id}: {asked} give a number from 1 to {len(trial.criteria)} or one of {ids}")


def _compared(comparison: Comparison) -> str:
    """A line for one criterion of the corpus, and below it, where it is not as expected, the differences."""
    from .rules.diff import diff_rules, render

    line = f"{comparison.trial} {comparison.id} {_STATES[comparison.state]}"
    line += f": {comparison.reason}\n" if comparison.reason else "\n"
    if comparison.state != "different":
        return line
    if comparison.compiled is None or comparison.hand is None:
        return line + f"    only {'coded by hand' if comparison.compiled is None else 'compiled'}\n"
    differences = diff_rules(comparison.compiled.rule, comparison.hand.rule)
    return line + textwrap.indent(render(differences), "    ")


_STATES = {
    "same": "same",
    "different": "different",
    "open": "different, as listed in open.tsv",
    "closed": "same, and yet listed in open.tsv: take it out",
}


def _save(path: Path, text: str) -> None:
    with _sink(path) as sink:
        sink.write(text)


@contextmanager
def _sink(path: Path | None) -> Iterator[TextIO]:
    """The file to write to, or standard output. UTF-8, whatever the machine's own encoding."""
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8", errors="backslashreplace") as sink:
            yield sink
    except OSError as problem:
        raise TrialcError(f"{path}: cannot be written: {problem.strerror}") from None


def _lines(source: str) -> Iterator[str]:
    """The lines of a file or of standard input; bytes that are not UTF-8 become the replacement character."""
    if source == "-":
        yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        return
    try:
        with open(source, encoding="utf-8", errors="replace") as lines:
            yield from lines
    except OSError as problem:
        raise TrialcError(f"{source}: {problem.strerror}; expected a file of JSON lines, or -") from None
