"""T304: two criteria of one section that say the same."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.model import Fact, Judgement, Rule, Undertaking
from ..rules.normal import normal
from ..rules.trial import Trial
from ..rules.walk import nodes
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every criterion whose rule an earlier one of its section has; the registry's own fields are left out.

    An age limit that stands in the text and in the record's field is agreement, not repetition. Two criteria of which
    nothing was read ("Not specified", as old records say of each organ) are not known to be the same.
    """
    first: dict[tuple[str, Rule], str] = {}
    for criterion in trial.criteria:
        if criterion.rule is None or criterion.id.startswith("F") or not _is_read(criterion.rule):
            continue
        key = (criterion.section, normal(criterion.rule))
        if key in first:
            yield diagnostic("T304", criterion.span, criterion=criterion.id, other=first[key])
        else:
            first[key] = criterion.id


def _is_read(rule: Rule) -> bool:
    return any(isinstance(node, Fact | Judgement | Undertaking) for node in nodes(rule))
