"""Diagnostics as words on a page: in full with the text and carets under it, one line each, or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from ..diagnostics import Diagnostic, Severity
from ..rules.trial import Trial
from ..text import Span

Form = Literal["full", "concise", "json"]
WIDTH = 110
_PLACES = {"I": "inclusion", "E": "exclusion", "F": "field"}
_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def findings(trial: Trial) -> Iterator[Diagnostic]:
    """All diagnostics of a trial: its own, then those of its criteria, in reading order."""
    yield from trial.diagnostics
    for criterion in trial.criteria:
        for finding in criterion.diagnostics:
            yield finding if finding.criterion else finding.model_copy(update={"criterion": criterion.id})


def reaches(found: Iterable[Diagnostic], level: str) -> bool:
    """Whether some diagnostic is at least as severe as `level` ("never" is reached by none)."""
    return level != "never" and any(_RANKS[one.severity] >= _RANKS[Severity(level)] for one in found)


def render(trial: Trial, form: Form) -> str:
    """All diagnostics of `trial` in the given form; an empty text when there are none."""
    found = list(findings(trial))
    if form == "json":
        return "".join(json.dumps({"trial": trial.id, **one.model_dump(mode="json")}) + "\n" for one in found)
    one_by_one: Callable[[Diagnostic, str, str], str] = full if form == "full" else concise
    return "".join(one_by_one(one, trial.text, trial.id) for one in found)


def concise(finding: Diagnostic, text: str, source: str) -> str:
    """One line: where, line and column in the eligibility text, severity, code, message."""
    where = f"{source} {place(finding.criterion)}".rstrip()
    if finding.span is not None:
        line, column = position(text, finding.span.start)
        where += f":{line}:{column}"
    return f"{where}: {finding.severity} {finding.code}: {finding.message}\n"


def full(finding: Diagnostic, text: str, source: str) -> str:
    """The message, where it is, the line of text with carets under the span, and the help beside the carets."""
    lines = [
        f"{finding.code} {finding.severity}: {finding.message}",
        f" --> {source} {place(finding.criterion)}".rstrip(),
    ]
    if finding.span is not None:
        lines += excerpt(text, finding.span, finding.help or "")
    elif finding.help:
        lines.append(f"  = {finding.help}")
    for label in finding.secondary:
        lines += excerpt(text, label.span, label.text, mark="-")
    return "\n".join(lines) + "\n\n"


def place(criterion: str | None) -> str:
    """A criterion's id as people say it.

    >>> place("E4"), place(None)
    ('exclusion 4', '')
    """
    if not criterion:
        return ""
    section = _PLACES.get(criterion[0])
    return f"{section} {criterion[1:]}" if section else criterion


def position(text: str, at: int) -> tuple[int, int]:
    """The line and column of an offset, both counted from 1."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - start + 1


def excerpt(text: str, span: Span, note: str, mark: str = "^") -> list[str]:
    """The line on which `span` starts, cut to `WIDTH` around it, and under it a caret for each character of the span.

    A span over several lines is marked to the end of the first. A note that does not fit stands on a line of its own.
    """
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    end = len(text) if end == -1 else end
    while start < span.start and text[start].isspace():
        start += 1
    stop = max(min(span.end, end), span.start)
    left = max(start, min(span.start - WIDTH // 4, end - WIDTH)) if end - start > WIDTH else start
    right = min(end, left + WIDTH)
    before, after = ("…" if left > start else ""), ("…" if right < end else "")
    shown = before + text[left:right].replace("\t", " ").rstrip() + after
    indent = " " * (len(before) + span.start - left)
    carets = mark * max(min(stop, right) - span.start, 1)
    lines = [f"  | {shown}"]
    if len(indent) + len(carets) + len(note) < WIDTH:
        lines.append(f"  | {indent}{carets} {note}".rstrip())
    else:
        lines += [f"  | {indent}{carets}", f"  = {note}"]
    return lines
