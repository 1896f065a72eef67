"""Many records at once: JSON lines in, JSON lines out, one line for every record, also for what cannot be used."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any

from .diagnostics import TrialcError
from .source import Reading, read

#: Records that are compiled together, which is faster: the recogniser reads their texts at once.
CHUNK = 32

#: Objects made between two rounds of the garbage collector; Python's own 700 are fewer than one criterion needs.
_BETWEEN_ROUNDS = 50_000

Numbered = tuple[int, str]


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
    chunks = iter(lambda: list(islice(numbered, CHUNK)), [])
    work = partial(_outcomes, entities=entities)
    with get_context("spawn").Pool(jobs, settle) if jobs > 1 else nullcontext() as pool:
        for outcomes in pool.imap(work, chunks) if pool is not None else map(work, chunks):
            yield from outcomes


def settle() -> None:
    """Fit Python's garbage collector to a process that does nothing but compile.

    The grammar, the vocabulary and the models stay until the process ends, and rules make no cycles. Left alone, the
    collector walks through all of them again and again and finds nothing: a tenth of the time.
    """
    from .compile import compile_texts

    compile_texts([("Age >= 18 years", "inclusion")], entities="vocabulary")  # loads all but a model
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_ROUNDS)


def _outcomes(records: Sequence[Numbered], entities: str) -> list[Outcome]:
    try:
        return list(_compiled(records, entities))
    except Exception as problem:  # a fault of trialc must not cost the other records; it is told, never hidden
        if len(records) > 1:
            return [outcome for record in records for outcome in _outcomes([record], entities)]
        return [_failed(records[0][0], f"internal error, please report: {type(problem).__name__}: {problem}")]


def _compiled(records: Sequence[Numbered], entities: str) -> Iterator[Outcome]:
    from .compile import compile_protocols

    readings = [(number, _reading(line)) for number, line in records]
    protocols = [each for _, found in readings if isinstance(found, Reading) for each in found.protocols]
    trials = compile_protocols(protocols, entities=entities)
    for number, found in readings:
        if isinstance(found, TrialcError):
            yield _failed(number, str(found))
            continue
        for unusable in found.unusable:
            yield _failed(number, str(unusable))
        for trial in islice(trials, len(found.protocols)):
            yield Outcome(trial.model_dump_json(), compiled=True)


def _reading(line: str) -> Reading | TrialcError:
    """What a line holds, or why it cannot be used."""
    try:
        return read(_record(line))
    except TrialcError as problem:
        return problem


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
