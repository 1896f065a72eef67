"""From eligibility text to sections, criteria and their nesting.

`outline` never fails and loses nothing: its pieces cover the text, and every word stands in a heading, a marker, a
connective or exactly one item. The steps: `lines` (unwrap, and split what stands in one line), `headings` and
`markers` (what a line begins with), `tree` (nesting as written), `implied` (nesting as meant).
"""

from __future__ import annotations

from ..check.codes import diagnostic
from ..diagnostics import Diagnostic
from ..text import Span, hull
from .lines import read_lines
from .model import Item, Joiner, Outline, Piece, PieceKind, Section
from .tree import Builder, freeze

__all__ = ["Item", "Joiner", "Outline", "Piece", "PieceKind", "Section", "outline"]


def outline(text: str) -> Outline:
    """The outline of `text`, the eligibility criteria of one trial.

    >>> found = outline("Inclusion Criteria:\\n\\n* Age > 18\\n* Any of:\\n  * fever\\n  * cough")
    >>> [(item.id, item.depth) for item in found.walk()]
    [('I1', 0), ('I2', 0), ('I3', 1), ('I4', 1)]
    """
    builder = Builder(text)
    builder.read(read_lines(text))
    items = freeze(builder.roots)
    return Outline(_cover(text, builder.pieces), items, _diagnostics(builder, items))


def _cover(text: str, pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces with separators in the gaps between them."""
    covered: list[Piece] = []
    at = 0
    for piece in pieces:
        if piece.span.start > at:
            covered.append(Piece("separator", Span(at, piece.span.start)))
        covered.append(piece)
        at = piece.span.end
    if at < len(text):
        covered.append(Piece("separator", Span(at, len(text))))
    return tuple(covered)


def _diagnostics(builder: Builder, items: tuple[Item, ...]) -> tuple[Diagnostic, ...]:
    found = []
    if span := hull([node.span for node in builder.unheaded]):
        found.append(diagnostic("T101", span))
    for item in (each for root in items for each in root.walk()):
        if any(child.implied for child in item.children):
            found.append(diagnostic("T102", item.span, criterion=item.id, count=len(item.children)))
    return tuple(found)
