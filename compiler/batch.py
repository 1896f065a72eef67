"""Many records at once: JSON lines in, JSON lines out, one line for every record, also for what cannot be used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

from .diagnostics import TrialcError

CHUNK = 16


@dataclass(frozen=True)
class Outcome:
    """What became of one record: a line of JSON, and whether it holds a compiled trial."""

    line: str
    compiled: bool


def batch(lines: Iterable[str], entities: str = "default", jobs: int = 1) -> Iterator[Outcome]:
    """Compile every record of `lines`, in order. Blank lines are no records.

    A line that cannot be used gives `{"line": its number, "error": why}`. With `jobs` above 1, that many processes
    share the work; the order stays.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    work = partial(_outcomes, entities=entities)
    with get_context("spawn").Pool(jobs) if jobs > 1 else nullcontext() as pool:
        results = pool.imap(work, numbered, CHUNK) if pool is not None else map(work, numbered)
        for outcomes in results:
            yield from outcomes


def _outcomes(numbered: tuple[int, str], entities: str) -> list[Outcome]:
    number, line = numbered
    try:
        return list(_compiled(number, line, entities))
    except TrialcError as problem:
        return [_failed(number, str(problem))]
    except Exception as problem:  # a fault of trialc must not cost the other records; it is told, never hidden
        return [_failed(number, f"internal error, please report: {type(problem).__name__}: {problem}")]


def _compiled(number: int, line: str, entities: str) -> Iterator[Outcome]:
    from .compile import compile_protocols
    from .source import read

    reading = read(_record(line))
    for unusable in reading.unusable:
        yield _failed(number, str(unusable))
    for trial in compile_protocols(reading.protocols, entities=entities):
        yield Outcome(trial.model_dump_json(), compiled=True)


def _record(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise TrialcError(f"not JSON ({problem}); expected one record of the registry on each line") from None
    if not isinstance(value, dict):
        raise TrialcError(f"a JSON {type(value).__name__}; expected an object: one record of the registry on each line")
    return value


def _failed(number: int, reason: str) -> Outcome:
    return Outcome(json.dumps({"line": number, "error": reason}), compiled=False)
