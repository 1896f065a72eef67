"""What the grammar reads: a terminal with its payload and its place in the normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..rules.model import Domain


class Token(NamedTuple):
    """One terminal. Virtual tokens (CLOSE, EMPTY) have an empty extent."""

    type: str
    start: int
    end: int
    value: Any = None

    def retyped(self, type: str) -> Token:
        return self._replace(type=type)


@dataclass(frozen=True, slots=True)
class Noun:
    """The payload of NOUN: what is named, of which domain, and whether the name was only guessed."""

    text: str
    domain: Domain
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The payload of GROUP: how many of what follows must hold; `low=None, high=None` is all of them."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Connective:
    """The payload of a connective: the operator as read, whether the text said so, and how it was written."""

    operator: str
    written: str
    explicit: bool
