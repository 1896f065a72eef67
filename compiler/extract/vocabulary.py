"""Vocabulary files, and the pieces of text that their phrases are matched against.

A vocabulary is a TSV file under `grammar/vocabulary/`: comment lines that begin with `# `, a header line, and rows of
a phrase, its role and what it stands for. Phrases are matched piece by piece, so white space never matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

# A number, a word, or one sign. A word ends before the `x` of "xULN" and after the `ULN` of "ULNx2".
_PIECE = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?|(?<![\w.])\.\d+)"
    r"|(?:[xX](?=I?ULN|UNL|LLN|N\b|upper|the\b|institution)|ULN(?=[xX]\d)|[^\W\d_]+)"
    r"|\S"
)


class Piece(NamedTuple):
    """One number, word or sign, `text[start:end]`. `key` is its lower case."""

    text: str
    key: str
    start: int
    end: int
    number: bool
    inside: bool
    """Whether it is a number within an identifier or a date: the 6 of "IL-6", the 3 of "CYP3A4", the 4 of "4 May"."""


class Found(NamedTuple, Generic[T]):
    """Something read from the pieces up to, not including, `pieces[end]`."""

    value: T
    end: int


class Row(NamedTuple):
    """One row of a vocabulary."""

    phrase: str
    role: str
    meaning: str


#: Words that a number may be glued to without being part of a name: "Age18", "grade3", "2.5x10".
_GLUE = frozenset({"x", "age", "ages", "aged", "grade", "grades", "stage", "ecog", "class", "to", "uln", "nyha"})
_JOINTS = frozenset("-/.,")


#: Numbers that measure nothing: of a date, a year ("from 2008 to 2015"), or the mark of a list item ("2.Brain tumour").
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"
    rf"|\b{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?{_YEAR}\b"
    rf"|\b\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}\b|\b{_YEAR}-\d\d-\d\d\b"
    rf"|\b(?:in|since|from|between|until|before|after|year)\s+{_YEAR}(?:\s*(?:-|to|and|until)\s*{_YEAR})?(?!\s*(?:-|to|and|until)\s*\d)"
    r"(?=[.,;:)]|\s+[a-z]+ing\b|\s+(?:and|to|or|until|by|for|of|who|with|at|in|were|was|are|is|had|have|has)\b|\s*$)"
    r"|(?:(?<=\s)|^)\d{1,2}\.(?=[A-Za-z]{3})"
)
#: A quick look for these, for few texts with numbers have one.
_LIKE_DATES = re.compile(rf"{_YEAR}|\d(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|\d\.[A-Za-z]")


def pieces(text: str) -> list[Piece]:
    """The pieces of `text`, in order; white space is no piece."""
    found: list[Piece] = []
    dates: list[tuple[int, int]] | None = None  # looked for when there is a number
    for match in _PIECE.finditer(text):
        start, end = match.span()
        number = match.lastgroup == "number"
        if number and dates is None:
            dates = [date.span() for date in _DATES.finditer(text)] if _LIKE_DATES.search(text) else []
        inside = number and (_inside(text, found, start) or any(a <= start < b for a, b in dates or ()))
        written = match.group()
        found.append(Piece(written, written.lower(), start, end, number, inside))
    return found


def _inside(text: str, before: list[Piece], start: int) -> bool:
    if not before or before[-1].end != start:
        return False
    last = before[-1]
    if last.key[0].isalpha() or last.text == "_":
        # The letters of a number such as "10e9" or "10x109" are no name.
        return last.key not in _GLUE and not (last.key == "e" and len(before) > 1 and before[-2].text == "10")
    if last.text in _JOINTS and len(before) > 1 and before[-2].end == last.start:
        owner = before[-2]
        if owner.number:
            return owner.inside
        if len(before) > 2 and before[-3].number and before[-3].end == owner.start:
            return before[-3].inside  # "30mm-90mm"
        return owner.key[0].isalpha() and owner.key not in _GLUE and not _is_time(text, start, owner)
    return False


_TIMED = re.compile(r"\d+(?:\.\d+)? ?(?:years?|months?|weeks?|days?|hours?|hrs?|mg|mm|%)")


def _is_time(text: str, start: int, owner: Piece) -> bool:
    """Whether "Female-16 years": a plain word, a dash, and a number with a unit, which no name has."""
    return len(owner.text) > 3 and owner.text[1:].islower() and _TIMED.match(text, start) is not None


@dataclass
class _Node(Generic[T]):
    next: dict[str, _Node[T]] = field(default_factory=dict)
    values: list[T] = field(default_factory=list)


class Phrases(Generic[T]):
    """A dictionary of phrases that answers the longest one that begins at a piece.

    `exact` phrases are matched by their letters as written, others in lower case.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], exact: bool = False) -> None:
        self.exact = exact
        self.root: _Node[T] = _Node()
        for phrase, value in entries:
            node = self.root
            parts = pieces(phrase)
            for j in range(len(parts)):
                node = node.next.setdefault(self._key(parts, j) if j else self._written(parts[0]), _Node())
            if not node.values:  # of two rows for one phrase, the first
                node.values.append(value)

    @property
    def starts(self) -> frozenset[str]:
        """The pieces that some phrase begins with."""
        return frozenset(self.root.next)

    def longest(self, at: list[Piece], i: int) -> Found[T] | None:
        """The value of the longest phrase that begins at `at[i]`."""
        node = self.root.next.get(self._written(at[i])) if i < len(at) else None
        best: Found[T] | None = None
        while node is not None:
            i += 1
            if node.values:
                best = Found(node.values[0], i)
            node = node.next.get(self._key(at, i)) if i < len(at) else None
        return best

    def _written(self, piece: Piece) -> str:
        return piece.text if self.exact else piece.key

    def _key(self, at: list[Piece], j: int) -> str:
        """What a further piece is matched by. A digit belongs to letters that it touches: "m2" is no "m 2 weeks"."""
        piece = at[j]
        apart = piece.number and at[j - 1].end != piece.start and at[j - 1].key[-1].isalpha()
        return f" {self._written(piece)}" if apart else self._written(piece)

    def past(self, at: list[Piece], i: int) -> int:
        """The index behind the longest phrase at `at[i]`, or `i` where there is none."""
        found = self.longest(at, i)
        return found.end if found else i


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of `grammar/vocabulary/NAME.tsv`."""
    text = files("trialc.grammar").joinpath("vocabulary", f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    return tuple(Row(*line.split("\t")) for line in lines[1:])


@cache
def phrases(name: str, *roles: str) -> Phrases[str]:
    """The phrases of a vocabulary that have one of `roles`, with their meanings."""
    return Phrases((row.phrase, row.meaning) for row in rows(name) if row.role in roles)
