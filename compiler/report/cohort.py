"""The funnel of a trial in a database, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from ..emit.attrition import Attrition, Step

_HEADS = ("criterion", "in SQL", "meet", "fail", "unknown", "removed", "left", "sure")


def as_table(found: Attrition) -> str:
    """The funnel as lines of text: what each criterion does alone, and what is left in order.

    Below the table stand the reasons why criteria are not exact.
    """
    when = f" at {found.at}" if found.at else ""
    rows = [_HEADS, *(tuple(map(str, _cells(step))) for step in found.steps)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    lines = [f"{found.trial}{when}: {found.persons} persons in {found.database}", ""]
    for row in rows:
        names = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        counts = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
        lines.append("  ".join([*names, *counts]))
    lines += ["", f"{found.eligible} eligible, {found.excluded} not, {found.unknown} unknown", ""]
    lines += [f"{step.id} {step.outcome}" for step in found.steps if step.outcome.reasons]
    return "\n".join(lines).rstrip() + "\n"


def _cells(step: Step) -> tuple[object, ...]:
    counts = (step.met, step.failed, step.unknown, step.removed, step.left, step.sure)
    return (step.id, step.outcome.fidelity, *counts)


# --------------------------------------------------------------------------- the picture

_ROW, _LABEL, _BAR, _COUNTS = 26, 330, 420, 150
_WIDTH = _LABEL + _BAR + _COUNTS
_SURE, _LEFT, _GONE = "#1b6ca8", "#9cc3e0", "#eeeeee"
_STYLE = (
    "text { font: 12px sans-serif; fill: #222222 } .title { font-weight: bold; font-size: 14px }"
    " .small { fill: #666666 }"
)


def as_svg(found: Attrition) -> str:
    """The funnel as an SVG picture: a bar of those left after each criterion, dark where they meet all so far."""
    height = 60 + _ROW * (len(found.steps) + 1) + 30
    when = f" at {found.at}" if found.at else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        _text(12, 24, f"{found.trial}{when}: {found.persons} persons", "title"),
        *_bars(found),
        *_legend(height - 18),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(found: Attrition) -> Iterator[str]:
    yield from _bar(44, "all", found.persons, found.persons, found.persons, "")
    for place, step in enumerate(found.steps, 1):
        label = f"{step.id}  {_short(step.text)}"
        removed = f"-{step.removed}" if step.removed else ""
        yield from _bar(44 + _ROW * place, label, step.left, step.sure, found.persons, removed)


def _bar(top: int, label: str, left: int, sure: int, persons: int, removed: str) -> Iterator[str]:
    yield _text(12, top + 15, label)
    for count, colour in ((persons, _GONE), (left, _LEFT), (sure, _SURE)):
        width = round(_BAR * count / persons, 1) if persons else 0
        yield f'<rect x="{_LABEL}" y="{top}" width="{width}" height="{_ROW - 6}" fill="{colour}"/>'
    yield _text(_LABEL + _BAR + 10, top + 15, str(left))
    if removed:
        yield _text(_LABEL + _BAR + 80, top + 15, removed, "small")


def _legend(top: int) -> Iterator[str]:
    at = _LABEL
    for colour, words in ((_SURE, "meet all so far"), (_LEFT, "not known to fail"), (_GONE, "removed")):
        yield f'<rect x="{at}" y="{top - 10}" width="12" height="12" fill="{colour}"/>'
        yield _text(at + 18, top, words, "small")
        at += 130


def _text(x: int, y: int, words: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{style}>{escape(_printable(words))}</text>'


def _printable(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words)


def _short(text: str, length: int = 44) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
