"""From characters to lines as their writer meant them: unwrapped, and split where several stand in one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from .headings import headings_inside, section_heading
from .markers import Marker, Sequences, inline_list, markers_at
from .old_records import OLD_BLOCKS, run_together

_LINE = re.compile(r"[^\n]*(?:\n|$)")
_TAB = 4
_TWO_MARKS = re.compile(r"[^\w\s]\s+[^\w\s]\s*")
_OPEN_END = re.compile(
    r"(?:\b(?:of|the|a|an|to|in|with|for|by|at|from|than|is|are|on|as|that|which|their|your|least|per|\d)|[-/(])\s*$",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[^\W\d][.])\s+(?=[A-Z])|(?<=[)\]\d%][.])\s+(?=[A-Z][a-z])")
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|eg|ie|vs|cf|dr|mr|mrs|ms|prof|st|no|nos|approx|ca|incl|inc|resp|etc|al|fig|vol|[A-Z]|sp|spp|min|max)\.$",
    re.I,
)
_LEANS = re.compile(
    r"(?:\(|[a-z]|This|These|Those|It|Its|They|Their|Such|However|If|In\s+(?:this|such|that|these|addition|case)|Note|For\s|Also|"
    r"Otherwise|Exceptions?|Except|Unless|Examples?|e\.g|i\.e|Prior\s+to\s+this|Therefore|Thus|He\b|She\b|Only|Positive\s+results|"
    r"The\s|Clinical\s+significance|When|Where|Once|Then|Or\b|And\b|But\b|Any\s+such|Both\b|Here)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as meant: `text[start:end]` without surrounding white space, its marker first.

    `body` is where the text after the marker begins; `column` is the indent of the marker, `inner` the one of the
    text. `blank` tells whether an empty line stands before; `inside`, that it began in the middle of a written line.
    """

    start: int
    body: int
    end: int
    column: int
    inner: int
    marker: Marker | None = None
    blank: bool = False
    inside: bool = False


def read_lines(text: str) -> list[Line]:
    """The lines of `text` as meant, in order; white space is in none of them."""
    written = _written(text)
    sequences = _sequences(text, written)
    joined = _unwrap(text, written, sequences)
    return _fit_first(text, [part for line in joined for part in _split(text, line)])


def _written(text: str) -> list[Line]:
    lines: list[Line] = []
    blank = True
    for found in _LINE.finditer(text):
        start = found.start()
        content = found.group().strip()
        if not content:
            blank = True
            continue
        left = len(found.group()) - len(found.group().lstrip())
        column = len(found.group()[:left].expandtabs(_TAB))
        start += left
        lines.append(Line(start, start, start + len(content), column, column, None, blank))
        blank = False
    return lines


def _sequences(text: str, lines: list[Line]) -> Sequences:
    seen = {
        (marker.style, marker.ordinal)
        for line in lines
        for marker in markers_at(text, line.start, line.end)
        if marker.ordinal is not None
    }
    return Sequences(frozenset(seen))


def _unwrap(text: str, lines: list[Line], sequences: Sequences) -> list[Line]:
    """Join the lines that are continuations, and find the markers of the rest."""
    width = max((line.column + line.end - line.start for line in lines), default=0)
    spaced = _is_spaced(text, lines)
    wrapped = spaced or _is_wrapped(text, lines, width)
    joined: list[Line] = []
    last: dict[str, int] = {}
    for line in lines:
        marker = None
        if not (spaced and not line.blank and joined and not _is_bullet(text, line, joined[-1], last)):
            marker = sequences.choose(markers_at(text, line.start, line.end), last)
        before = joined[-1] if joined else None
        if before and marker is None and _continues(text, before, line, width, wrapped, spaced):
            joined[-1] = replace(before, end=line.end)
            continue
        if marker is None:
            if section_heading(text[line.start : min(line.end, line.start + 160)]):
                last.clear()
            joined.append(line)
            continue
        if marker.ordinal is not None:
            last[marker.style] = marker.ordinal
        joined.append(_marked(text, line, marker))
    return joined


def _marked(text: str, line: Line, marker: Marker) -> Line:
    """The line with its marker; of two ("* • fever", "- 1. fever") the inner one counts, and both are no text."""
    length = min(len(marker.text), line.end - line.start)
    body, column = line.start + length, line.column
    inner = [each for each in markers_at(text, body, line.end) if marker.ordinal is None and each.style != ">"]
    if inner and (inner[0].ordinal is None or inner[0].style in ("1.", "1)", "(1)", "I1", "E1")):
        if inner[0].ordinal is None:
            column += length
        length += len(inner[0].text)
        body = min(line.end, body + len(inner[0].text))
    return replace(line, body=body, column=column, inner=line.column + length, marker=marker)


def _is_bullet(text: str, line: Line, before: Line, last: dict[str, int]) -> bool:
    """Whether a line without an empty one before it is a bullet after all, in a text that spaces its bullets."""
    return (
        any(
            last.get(marker.style) == (marker.ordinal or 0) - 1 if marker.ordinal is not None else marker.style == "•"
            for marker in markers_at(text, line.start, line.end)
        )
        and line.column <= before.column
    )


def _is_spaced(text: str, lines: list[Line]) -> bool:
    """Whether an empty line stands before every bullet, as in the registry's classic text blocks."""
    spaced, dense, hanging, column = 0, 0, 0, 0
    for line in lines:
        bullet = bool(markers_at(text, line.start, line.end))
        if not line.blank and line.column > column:
            hanging += 1
        elif bullet and line.blank:
            spaced += 1
        elif bullet:
            dense += 1
        column = line.column if line.blank else column
    return hanging > 0 and dense * 10 <= spaced and min(line.column for line in lines[1:]) >= 4


def _is_wrapped(text: str, lines: list[Line], width: int) -> bool:
    """Whether the lines were filled up to a width: of those without a marker, the first word did not fit before."""
    if not 60 <= width <= 132:
        return False
    full, short = 0, 0
    for before, line in pairwise(lines):
        if line.blank or markers_at(text, line.start, line.end):
            continue
        word = text[line.start : line.end].split(None, 1)[0]
        if before.column + before.end - before.start + 1 + len(word) > width - 4:
            full += 1
        else:
            short += 1
    return full >= 2 and full > 3 * short


def _continues(text: str, before: Line, line: Line, width: int, wrapped: bool, spaced: bool) -> bool:
    """Whether a line without a marker belongs to the one before."""
    written = text[max(before.body, before.end - 300) : before.end]
    if section_heading(text[line.start : min(line.end, line.start + 160)]):
        return False
    opening = section_heading(text[before.body : min(before.end, before.body + 160)])
    goes_on = opening is not None and opening.end < before.end - before.body
    if goes_on and text.startswith(OLD_BLOCKS, before.body):
        return not line.blank and line.column <= before.column
    if opening and not (before.marker is not None and goes_on):
        return False
    if line.blank:
        hanging = before.marker is not None and line.column >= before.inner > before.column
        return (
            hanging and line.column < before.inner + 4 and not written.rstrip().endswith(":") and _is_prose(text, line)
        )
    if spaced:
        return True
    if wrapped:
        last_line = written.rsplit("\n", 1)[-1]
        return len(last_line) > width // 3 or line.column > before.column
    if (
        before.marker is not None
        and line.column > before.column
        and line.column >= min(before.inner, before.column + 2)
    ):
        return not written.rstrip().endswith(":")
    return bool(_OPEN_END.search(written)) and len(written) > 20


def _is_prose(text: str, line: Line) -> bool:
    content = text[line.start : line.end]
    return not content.rstrip().endswith(":") and len(content.split()) > 3


def _split(text: str, line: Line) -> list[Line]:
    """Split a line at the headings, bullets and sentences that stand inside it."""
    parts: list[Line] = []
    content = text[line.start : line.end]
    opening = section_heading(content[:160])
    inside = [] if opening and opening.end == len(content) else headings_inside(content)
    cuts = [0, *inside, len(content)]
    for index, (left, right) in enumerate(pairwise(cuts)):
        parts.extend(_split_part(text, _trimmed(text, line, line.start + left, line.start + right, index > 0)))
    return parts


def _split_part(text: str, line: Line) -> list[Line]:
    heading = section_heading(text[line.start : line.end]) if line.marker is None else None
    if heading and heading.end < line.end - line.start:
        at = line.start + heading.end
        head = replace(line, end=at - (len(text[line.start : at]) - len(text[line.start : at].rstrip())))
        rest = _trimmed(text, line, at, line.end, True)
        if text.startswith(OLD_BLOCKS, line.start):
            return [head, *_split_old(text, rest)]
        return [head, *(_split_bullets(text, rest, True) if rest.end > rest.start else [])]
    return _split_bullets(text, line, False)


def _split_old(text: str, line: Line) -> list[Line]:
    parts: list[Line] = []
    for start, end, titled in run_together(text, line.start, line.end):
        part = _trimmed(text, line, start, end, True)
        if part.end > part.start:
            parts.extend([part] if titled else _split_bullets(text, part, False))
    return parts


def _split_bullets(text: str, line: Line, after_heading: bool) -> list[Line]:
    places = inline_list(text, line.start, line.body, line.end, line.marker, after_heading)
    if not places:
        return _split_sentences(text, line)
    if line.marker is None and places[0] == line.start:
        marker = markers_at(text, line.start, line.end)[0]
        line = replace(line, marker=marker, body=line.start + len(marker.text))
    cuts = sorted({line.start, *places, line.end})
    nested = line.marker is not None and not _same_style(text, line, places[0])
    parts = []
    for left, right in pairwise(cuts):
        part = _trimmed(text, line, left, right, left > line.start or line.inside)
        if part.marker and left > line.start and nested:
            part = replace(part, column=line.inner, inner=line.inner + 2)
        if part.end > part.start:
            parts.append(part)
    return parts


def _same_style(text: str, line: Line, place: int) -> bool:
    """Whether the list that goes on at `place` is the one that the line begins: with its marker, or one behind that."""
    assert line.marker is not None
    own = [line.marker, *markers_at(text, line.start + len(line.marker.text), line.end)]
    return bool({marker.style for marker in own} & {marker.style for marker in markers_at(text, place, line.end)})


def _split_sentences(text: str, line: Line) -> list[Line]:
    """A long line without markers holds a criterion in each sentence that does not lean on the one before."""
    if line.marker is not None or line.end - line.start < 160:
        return [line]
    cuts = [line.start]
    depth_at = line.start
    depth = 0
    for found in _SENTENCE.finditer(text, line.start, line.end):
        for character in text[depth_at : found.start()]:
            depth += (character in "([") - (character in ")]" and depth > 0)
        depth_at = found.start()
        if depth or _ABBREVIATED.search(text[max(line.start, found.start() - 10) : found.start()]):
            continue
        if not _LEANS.match(text, found.end()):
            cuts.append(found.end())
    cuts.append(line.end)
    return [_trimmed(text, line, left, right, left > line.start or line.inside) for left, right in pairwise(cuts)]


def _trimmed(text: str, line: Line, start: int, end: int, inside: bool) -> Line:
    """The part `text[start:end]` of a line, with the marker that it begins with."""
    if start == line.start:
        body = line.body
        content = text[start:end].rstrip()
        return replace(line, end=max(body, start + len(content)), inside=inside or line.inside)
    while start < end and (text[start].isspace() or (text[start] in ".:;" and inside)):
        start += 1
    end = start + len(text[start:end].rstrip())
    readings = markers_at(text, start, end)
    marker = readings[0] if readings else None
    body = min(end, start + len(marker.text)) if marker else start
    return Line(start, body, end, line.column, line.inner if marker else line.column, marker, False, inside)


def _fit_first(text: str, lines: list[Line]) -> list[Line]:
    """Give the first bullet of a list the indent of the second, where the text's own was lost.

    It was lost by trimming, or stands in a second marker: "- • fever", with the others below "fever".
    """
    fitted = list(lines)
    for index, line in enumerate(lines[:-1]):
        first = index == 0 or (line.inside and lines[index - 1].marker is None)
        first = first or bool(_TWO_MARKS.fullmatch(text, line.start, line.body) and text[line.end - 1] != ":")
        following = lines[index + 1]
        alike = line.marker and following.marker and following.marker.style == line.marker.style
        if first and alike and following.column > line.column:
            fitted[index] = replace(line, column=following.column, inner=following.inner)
    return fitted
