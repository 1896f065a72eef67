"""What a pass over the tokens of a text needs, so that most passes need not look at most texts.

A pass that moves brackets has nothing to do where there is none. It says so above its definition, and is not run; that
nothing is lost by it is tested (`tests/parse/test_needing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Protocol, TypeVar


class _Typed(Protocol):
    """A term or a token."""

    @property
    def type(self) -> str: ...


_T = TypeVar("_T", bound=_Typed)
_Pass = Callable[..., list[_T]]


def needing(*types: str) -> Callable[[_Pass[_T]], _Pass[_T]]:
    """A pass that changes nothing in tokens none of which is of these types."""
    needed = frozenset(types)

    def gated(change: _Pass[_T]) -> _Pass[_T]:
        @wraps(change)
        def run(tokens: Sequence[_T], *rest: Any) -> list[_T]:
            for token in tokens:
                if token.type in needed:
                    return change(tokens, *rest)
            return _as_list(tokens)

        return run

    return gated


def saying(pattern: str) -> Callable[[_Pass[_T]], _Pass[_T]]:
    """A pass that changes nothing in a text in which the pattern, written in small letters, is not found, case aside.

    Looking through the text in small letters is three times as fast as leaving the case to the pattern.
    """
    found_in = re.compile(pattern).search

    def gated(change: _Pass[_T]) -> _Pass[_T]:
        @wraps(change)
        def run(tokens: Sequence[_T], text: str, *rest: Any) -> list[_T]:
            return change(tokens, text, *rest) if found_in(text.lower()) else _as_list(tokens)

        return run

    return gated


def _as_list(tokens: Sequence[_T]) -> list[_T]:
    """The tokens as they are: passes build new lists, and change none that they are given."""
    return tokens if isinstance(tokens, list) else list(tokens)
