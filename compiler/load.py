"""What a person names on the command line, as trials: a source to compile, a `.rules` file, or a compiled trial."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from .diagnostics import TrialcError
from .rules.trial import Trial
from .source import Unusable, resolve


@dataclass(frozen=True)
class Loaded:
    """The trials that were named, and the records of the source that could not be used."""

    trials: tuple[Trial, ...]
    unusable: tuple[Unusable, ...] = ()


def load(argument: str, entities: str = "default") -> Loaded:
    """The trials of a `.rules` file or of a compiled `.json` as they stand; anything else is read and compiled.

    Raises TrialcError when `argument` names nothing that can be used.
    """
    path = Path(argument)
    if path.suffix == ".rules" and path.is_file():
        from .rules.language import parse_trial

        return Loaded((parse_trial(_text(path), name=argument),))
    if path.suffix == ".json" and path.is_file():
        compiled = _compiled(path)
        if compiled is not None:
            return Loaded(compiled)
    from .compile import compile_protocols

    reading = resolve(argument)
    return Loaded(tuple(compile_protocols(reading.protocols, entities=entities)), reading.unusable)


def one(argument: str, entities: str = "default") -> Trial:
    """The one trial that `argument` names; TrialcError when it names several."""
    loaded = load(argument, entities)
    if len(loaded.trials) != 1:
        raise TrialcError(f"{argument}: {len(loaded.trials)} trials; expected one")
    return loaded.trials[0]


def _compiled(path: Path) -> tuple[Trial, ...] | None:
    """The compiled trials of a file that `trialc compile --format json` wrote; None when it is another JSON."""
    try:
        value = json.loads(_text(path))
    except (ValueError, RecursionError):
        return None  # the readers of sources tell what is wrong with it
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(one, dict) and {"schema_version", "criteria"} <= one.keys() for one in values):
        return None
    try:
        return tuple(Trial.model_validate(one) for one in values)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise TrialcError(f"{path}: not a compiled trial of this version: {where}: {first['msg']}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise TrialcError(f"{path}: not UTF-8 text ({problem.reason} at byte {problem.start})") from None
    except OSError as problem:
        raise TrialcError(f"{path}: {problem.strerror}") from None
