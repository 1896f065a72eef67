"""Bullet markers: what stands at the start of a line, and lists written inside one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


class Marker(NamedTuple):
    """A marker of a style ("1.", "(a)", "-"), and its place in a numbered list (None for plain bullets)."""

    style: str
    ordinal: int | None
    text: str


_BULLET = re.compile(
    r"""\\?(?:
        (?P<bullet>[•·●○◦▪■□➢►‣⁃∙§✓⚫]|(?:\*(?!\*)|\+(?=\s)|\#{1,6}(?=\s)|o(?=\s+\S)))      # plain bullets
      | (?P<dash>[-–—]{1,2})(?=\s|[^\W\d]|[<>≥≤(\\]|$)                                      # not a negative number
      | (?P<quote>>)(?=\s+[^\W\d])                                                          # not "greater than"
    )(?:\s+|(?=\S)|$)""",
    re.X,
)
_NUMBER = re.compile(
    r"""(?P<open>[(\[])?(?P<first>\d{1,2})(?P<rest>(?:\.\d{1,2}){0,3})
        (?P<close>\\?[.)\]](?:\)|-|:)?|\s[.)](?=\s)|\s?[-:](?=\s?[A-Z])|(?=\s+[A-Z][a-z]))(?:\s+|(?=[^\W\d])|(?=[<>≥≤(])|$)""",
    re.X,
)
_LETTER = re.compile(r"(?P<open>\()?(?P<letter>[a-zA-Z])(?:\s(?=[.)]\s))?(?P<close>\\?[.)])(?:\s+|(?=[A-Z][a-z])|$)")
_ROMAN = re.compile(r"(?P<open>\()?(?P<roman>(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})|(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3}))"
                    r"(?P<close>\\?[.)])(?:\s+|(?=[A-Z][a-z])|$)")  # fmt: skip
#: "I1.", "E-12.", "IC 3:": a number with the letter of its section.
_OF_SECTION = re.compile(r"(?P<letter>[IE])C?[ -]?(?P<first>\d{1,2})\s?[.:)](?:\s+(?=[A-Z(<>≥≤])|$)")
_CIRCLED = re.compile(r"(?P<number>[①-⑳])\s*")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def markers_at(text: str, start: int, end: int) -> list[Marker]:
    """The readings of what stands at `start`, likeliest first: "i." is a roman one or a letter nine."""
    window = text[start : min(end, start + 16)]
    if found := _BULLET.match(window):
        style = "-" if found["dash"] else ">" if found["quote"] else found["bullet"][0]
        return [Marker(style, None, found.group())]
    if found := _CIRCLED.match(window):
        return [Marker("①", _ordinal("①", found["number"]), found.group())]
    if found := _OF_SECTION.match(window):
        return [Marker(f"{found['letter']}1", int(found["first"]), found.group())]
    readings: list[Marker] = []
    if found := _NUMBER.match(window):
        bare = not found["close"] and not found["open"]
        parts = found["rest"].count(".")
        if not (bare and not parts):
            ordinal = int(found["rest"].rsplit(".", 1)[1]) if parts else int(found["first"])
            readings.append(Marker(_style(found, "1" + ".1" * parts), ordinal, found.group()))
    if found := _ROMAN.match(window):
        readings.append(Marker(_style(found, _cased(found["roman"], "i")), _roman(found["roman"]), found.group()))
    if found := _LETTER.match(window):
        ordinal = _ordinal("a", found["letter"])
        readings.append(Marker(_style(found, _cased(found["letter"], "a")), ordinal, found.group()))
    return readings


def _ordinal(name: str, written: str) -> int:
    """The number that a marker of a style stands for."""
    match name:
        case "1":
            return int(written)
        case "i":
            return _roman(written)
        case "①":
            return ord(written) - ord("①") + 1
    return ord(written.lower()) - ord("a") + 1


def _style(found: re.Match[str], name: str) -> str:
    return f"{found['open'] or ''}{name}{found['close'].strip(chr(92) + ' ')}"


def _cased(written: str, name: str) -> str:
    return name.upper() if written[0].isupper() else name


def _roman(written: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in written.lower()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


@dataclass(frozen=True)
class Sequences:
    """Which numbered markers of a text stand in a sequence with others, and so are markers and not prose."""

    seen: frozenset[tuple[str, int]]

    def choose(self, readings: list[Marker], last: dict[str, int]) -> Marker | None:
        """The reading that fits its surroundings: it goes on from the `last` of its style, or opens a list."""
        if not readings:
            return None
        for marker in readings:
            if marker.ordinal is None or last.get(marker.style) == marker.ordinal - 1:
                return marker
        for marker in readings:
            assert marker.ordinal is not None
            if marker.ordinal == 1 and ((marker.style, 2) in self.seen or "1" in marker.style):
                return marker
        for marker in readings:
            assert marker.ordinal is not None
            beside = any((marker.style, marker.ordinal + step) in self.seen for step in (-1, 1))
            if beside or (marker.style in ("1.", "1)", "(1)") and len(marker.text) > 2 and marker.ordinal < 60):
                return marker
        return None


# ------------------------------------------------------------------ lists inside a line

_INLINE_NUMBER = re.compile(r"(?<![^\s.;:,)])(\(?)(\d{1,2})(?:\s(?=[.)]\s))?([.)]+)(?=\s+\S|[A-Z])")
_INLINE_LETTER = re.compile(r"(?<![^\s.;:,)])(\(?)([a-z])(?:\s(?=[.)]\s))?([.)])(?=\s+\S|[A-Z])", re.I)
_INLINE_CIRCLED = re.compile(r"()([①-⑳])()(?=\s*\S)")
_INLINE_ROMAN = re.compile(r"(?<![^\s.;:,)])(\(?)([ivx]{1,4})([.)])(?=\s+\S|[A-Z])")
_INLINE_STAR = re.compile(r"(?<=[\w.;:,)%])\s+([*•●▪·])(?=\s+\S)|(?<=[.;:,)])([*•●])(?=\s+[A-Z])")
_INLINE_DASH = re.compile(r"(?<=[.;:])\s*(-)(?=\s+[^\W\d])|(?<=[.;:]\s)(-)(?=[A-Z])")
_LOOSE_DASH = re.compile(r"(?<=[^\W\d,])\s+(-)(?=\s+[^\W\d])")
# What a number after these words means is no bullet: "grade 2. Patients ...", "Visit 1) ..."
_COUNTED = re.compile(
    r"(?:\b(?:grade|stage|type|class|phase|part|cohort|arm|group|day|week|month|visit|than|or|and|to|of|level|least|"
    r"score|status|ecog|who|criterion|criteria|no|number|table|section|step|version|appendix|figure|least|most|is|"
    r"inclusion|exclusion|item|items|points?)|[<>=≥≤/#±^+-]|\bno\.)\s*$",
    re.I,
)


#: The last characters of numbered markers.
_MARK_ENDS = re.compile("[.)①-⑳]")
#: What may stand before a list: nothing, or what announces it.
_ANNOUNCED = re.compile(r"(?:^|:)\s*(?:\([^()]*\)\s*)?$")


def inline_list(text: str, start: int, body: int, end: int, marker: Marker | None, after_heading: bool) -> list[int]:
    """Where, in `text[start:end]`, the bullets of a list written in one line begin; none when it is no list.

    `marker` is the marker that the line itself begins with, at `start`; what it marks begins at `body`. A list of its
    own kind goes on behind it, or one of another kind opens: "- Organ function: a) ... b) ...".
    """
    if marker is None:
        return _opened(text, start, end)
    if marker.ordinal is None:
        dashes = (_INLINE_DASH, _LOOSE_DASH) if after_heading else (_INLINE_DASH,)
        patterns = (_INLINE_STAR,) if marker.style in "*•●▪·" else dashes
        places = {found.start(found.lastindex or 0) for each in patterns for found in each.finditer(text, body, end)}
    else:
        following = [
            _numbered(text, start, end, pattern, name, marker.ordinal + 1, marker.style) for pattern, name in _INLINE
        ]
        longest: list[int] = max(following, key=len)
        places = set(longest)
    return sorted(places or (place for place in _opened(text, start + len(marker.text), end) if place > body))


_INLINE = ((_INLINE_NUMBER, "1"), (_INLINE_LETTER, "a"), (_INLINE_ROMAN, "i"), (_INLINE_CIRCLED, "①"))


def _opened(text: str, start: int, end: int) -> list[int]:
    """The places of the longest numbered list that opens in `text[start:end]`."""
    if len(_MARK_ENDS.findall(text, start, end)) < 2:
        return []
    found = (_numbered(text, start, end, pattern, name, 1, None) for pattern, name in _INLINE)
    lists = [places for places in found if len(places) >= 2 and _ANNOUNCED.search(text[start : places[0]])]
    return max(lists, key=len, default=[])


def _numbered(
    text: str, start: int, end: int, pattern: re.Pattern[str], name: str, expected: int, style: str | None
) -> list[int]:
    """The places of the markers expected, expected + 1, ... of one style."""
    places: list[int] = []
    for found in pattern.finditer(text, start, end):
        if found.start() == start and expected != 1:
            continue
        cased = name.upper() if found[2].isupper() and found[2].isascii() else name
        this = f"{found[1]}{cased}{found[3]}"
        if (
            _ordinal(name, found[2]) == expected
            and style in (None, this)
            and not _COUNTED.search(text[max(start, found.start() - 12) : found.start()])
        ):
            places.append(found.start())
            style, expected = this, expected + 1
    return places
