"""The outline of an eligibility text: its pieces, and the criteria as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..diagnostics import Diagnostic
from ..text import Span

Section = Literal["inclusion", "exclusion"]
Joiner = Literal["and", "or"]
PieceKind = Literal["heading", "subheading", "criterion", "marker", "separator"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and what it is there for. The pieces of a text cover it, in order, without overlap.

    `heading` opens a section, `subheading` groups criteria inside it, `marker` is a bullet or number, `separator`
    is white space, a rule, or a connective between bullets. `item` is the id of the item that a criterion is.
    """

    kind: PieceKind
    span: Span
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet, with the bullets that belong to it.

    `span` is its own text, without bullet marker and surrounding white space; `body_end` is where its last
    descendant ends. `joiner` is the connective that the text writes between it and its next sibling. `cohort` is
    the heading of the arm or group that it stands under. `implied`: it is a child by what its parent says
    ("any of the following:"), not by indent or marker.
    """

    id: str
    section: Section
    span: Span
    body_end: int
    depth: int = 0
    children: tuple[Item, ...] = ()
    joiner: Joiner | None = None
    cohort: str | None = None
    implied: bool = False

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """What `outline` gives: every character of the text in one piece, every criterion in one item."""

    pieces: tuple[Piece, ...]
    items: tuple[Item, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def walk(self) -> Iterator[Item]:
        """All items, at every depth, in the order of the text."""
        for item in self.items:
            yield from item.walk()
