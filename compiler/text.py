"""Spans, and the offset map between the text as published and the text as read. Every other module stands on this."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, `text[start:end]`, in the original eligibility text."""

    start: int
    end: int

    def hull(self, other: Span | None) -> Span:
        """The shortest span that holds both."""
        return self if other is None else Span(min(self.start, other.start), max(self.end, other.end))


def hull(spans: list[Span] | tuple[Span, ...]) -> Span | None:
    """The shortest span that holds all of `spans`; None of none."""
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


@dataclass(frozen=True)
class MappedText:
    """Normalised text whose every character knows which characters of the original it stands for.

    `starts[i]` and `ends[i]` delimit, in the original, what became `text[i]`.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The span in the original of `text[start:end]`; empty ranges map to the place where they stand."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def parted_from(self, other: MappedText) -> MappedText:
        """This text and what is written on to its end, with a space between them that stands for nothing."""
        at = self.ends[-1] if self.ends else 0
        return MappedText(f"{self.text} {other.text}", [*self.starts, at, *other.starts], [*self.ends, at, *other.ends])

    def followed_by(self, other: MappedText) -> MappedText:
        """This text and another, as two sentences; the stop that is set between them stands for nothing."""
        stop = " " if self.text.rstrip().endswith((".", "!", "?")) else ". "
        at = self.ends[-1] if self.ends else 0
        between = [at] * len(stop)
        return MappedText(
            self.text + stop + other.text,
            [*self.starts, *between, *other.starts],
            [*self.ends, *between, *other.ends],
        )

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """The spans, in the original, of every word and number: what a reading must account for."""
        return tuple(self.span(*found.span()) for found in WORD.finditer(self.text))


WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")

# What is read as what. Each rule replaces a match by a shorter or equally long text; the offset map keeps both ends.
REWRITES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\(?=[^\w\s])"), ""),  # registry markdown escapes: \> \< \^ \[
    (re.compile(r"&gt;"), ">"),
    (re.compile(r"&lt;"), "<"),
    (re.compile(r"&amp;"), "&"),
    (re.compile(r"[^\S ]\s*| \s+"), " "),  # any run of white space but a single space, which stands as it is
    (re.compile(r"[×✕✖]"), "x"),
    (re.compile(r"[（]"), "("),
    (re.compile(r"[）]"), ")"),
    (re.compile(r"[，、]"), ","),
    (re.compile(r"[；]"), ";"),
    (re.compile(r"[：]"), ":"),
    (re.compile(r"[＜˂‹﹤]"), "<"),
    (re.compile(r"[＞˃›﹥]"), ">"),
    (re.compile(r"[⩽≦]"), "≤"),
    (re.compile(r"[⩾≧]"), "≥"),
    # As the Symbol font has them at these codes, where the font was lost: "score of ³ 4", "creatinine £ 2".
    (re.compile(r"(?<![^\s(,;:])³(?=\s?\d)"), "≥"),
    (re.compile(r"(?<![^\s(,;:])£(?=\s?\d)"), "≤"),
    (re.compile(r"[‘’`´]"), "'"),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"[‐‑‒–—−]|(?<=\d)\s*[～〜∼]\s*(?=\d)"), "-"),
    (re.compile(r"[\u200b\u200c\u200d\ufeff]"), ""),
    (re.compile(r"[º˚]"), "°"),
    (re.compile(r"µ"), "μ"),
    (re.compile(r"℃"), "°C"),
    (re.compile(r"㎡"), "m2"),
    (re.compile(r"⁹"), "9"),
    (re.compile(r"[;,；，]?\s*[①-⑳]"), "; "),  # the mark of a list inside a sentence
)


def _words(characters: str) -> str:
    """A pattern of words, made of these characters, with single spaces between them."""
    return rf"[{characters}]+(?: [{characters}]+)*"


#: Characters that no rewrite begins with; a rewrite touches a comma or a semicolon only before the mark of a list.
_KEPT = r"""A-Za-z0-9.:()\[\]<>≥≤=/%+'"-"""
#: The text of most criteria: nothing in it is rewritten.
PLAIN = re.compile(_words(",;" + _KEPT))
#: Any rewrite, as the group of its number; words that none begins in are passed over at once, in no group.
_ANY = re.compile("|".join([_words(_KEPT), *(f"({pattern.pattern})" for pattern, _ in REWRITES)]))
#: Small words that the number behind them was written on to: "older than18 years", "within14 days".
_GLUED = re.compile(r"\b(?:than|least|most|within|aged|of|to|or|and|from|between|for|last|past)(?=\d)")


def normalise(original: str, start: int = 0, end: int | None = None) -> MappedText:
    """Normalise `original[start:end]`; the offsets of the result count from the start of `original`.

    >>> found = normalise("age \\\\> 5\\n   years")
    >>> found.text, found.span(4, 5), found.span(8, 13)
    ('age > 5 years', Span(start=5, end=6), Span(start=12, end=17))
    """
    end = len(original) if end is None else end
    if (glued := _GLUED.search(original, start, end)) is not None:
        return normalise(original, start, glued.end()).parted_from(normalise(original, glued.end(), end))
    if PLAIN.fullmatch(original, start, end):
        return MappedText(original[start:end], range(start, end), range(start + 1, end + 1))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(at: int, until: int) -> None:
        text.append(original[at:until])
        starts.extend(range(at, until))
        ends.extend(range(at + 1, until + 1))

    at = start
    for found in _ANY.finditer(original, start, end):
        if found.lastindex is None:
            continue
        keep(at, found.start())
        replacement = REWRITES[found.lastindex - 1][1]
        if replacement:
            text.append(replacement)
            starts.extend(min(found.start() + i, found.end() - 1) for i in range(len(replacement)))
            ends.extend(min(found.start() + i + 1, found.end()) for i in range(len(replacement) - 1))
            ends.append(found.end())
        at = found.end()
    keep(at, end)
    return MappedText("".join(text), starts, ends)
