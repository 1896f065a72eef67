"""T306: words of a criterion that no part of its rule, no unread text and no note holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import Diagnostic
from ..outline import outline
from ..rules.trial import Criterion, Trial
from ..rules.walk import nodes
from ..text import Span, normalise
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """One finding for each run of lost words; what is no criterion (bullets, headings) the outline accounts for."""
    found = [
        (criterion, lost(criterion, trial.text)) for criterion in trial.criteria if not criterion.id.startswith("F")
    ]
    if not any(words for _, words in found):
        return
    between = [piece.span for piece in outline(trial.text).pieces if piece.kind != "criterion"]
    for criterion, words in found:
        for span in runs([word for word in words if not _held(word, between)]):
            yield diagnostic("T306", span, criterion=criterion.id)


def lost(criterion: Criterion, original: str) -> list[Span]:
    """The words of `criterion` in the `original` text that no node of its rule and no note accounts for."""
    if criterion.span is None:
        return []
    start, end = criterion.span
    held = bytearray(end - start)
    rules = nodes(criterion.rule) if criterion.rule is not None else ()
    for node in (*rules, *criterion.notes):
        if node.span is not None:
            left, right = max(node.span.start, start), min(node.span.end, end)
            held[left - start : right - start] = b"\1" * (right - left)
    if 0 not in held:
        return []
    words = normalise(original, start, end).words
    return [word for word in words if 0 in held[word.start - start : word.end - start]]


def _held(word: Span, spans: Sequence[Span]) -> bool:
    return any(span.start <= word.start and word.end <= span.end for span in spans)


def runs(words: Sequence[Span]) -> Iterator[Span]:
    """Words that stand side by side, as one span each; a gap of more than three characters parts them."""
    current: Span | None = None
    for word in words:
        if current is not None and word.start - current.end <= 3:
            current = current.hull(word)
            continue
        if current is not None:
            yield current
        current = word
    if current is not None:
        yield current
