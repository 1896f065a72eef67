"""A pass that is not run, because what it needs is not there, would have changed nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from types import FunctionType
from typing import Any

import pytest
from criteria_phrases import compiled, names
from trialc.parse import read  # noqa: F401 - loads every pass
from trialc.parse.needing import needing, saying
from trialc.parse.token import Token

Pass = Callable[..., list[Any]]


def gated() -> Iterator[tuple[Any, str, Pass]]:
    """The passes that say what they need: the module that uses each, its name there, and the pass."""
    for module in [module for name, module in sys.modules.items() if name.startswith("trialc.parse.")]:
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and hasattr(value, "__wrapped__"):
                yield module, name, value


def compared(run: Pass, missed: list[str]) -> Pass:
    """A pass that is always run, and tells where it changes what it would not have been run on."""
    always: Pass = run.__wrapped__  # type: ignore[attr-defined]

    @wraps(run)
    def both(tokens: Sequence[Any], *rest: Any) -> list[Any]:
        changed = always(tokens, *rest)
        if changed != run(tokens, *rest):
            missed.append(f"{run.__module__}.{run.__name__}: {rest[:1]}")
        return changed

    return both


@pytest.mark.parametrize("file", names())
def test_what_is_not_run_would_change_nothing(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    missed: list[str] = []
    passes = list(gated())
    assert len(passes) > 50
    for module, name, run in passes:
        monkeypatch.setattr(module, name, compared(run, missed))
    assert list(compiled(file))
    assert missed == []


def test_a_pass_runs_where_one_of_its_types_is() -> None:
    @needing("LPAR", "RPAR")
    def none_left(tokens: Sequence[Token]) -> list[Token]:
        return []

    words = [Token("NOUN", 0, 3)]
    assert none_left(words) == words
    assert none_left([*words, Token("RPAR", 3, 4)]) == []


def test_a_pass_runs_where_the_text_says_its_word() -> None:
    @saying("respectively")
    def none_left(tokens: Sequence[Token], text: str) -> list[Token]:
        return []

    words = [Token("NOUN", 0, 3)]
    assert none_left(words, "Age") == words
    assert none_left(words, "Respectively") == []
