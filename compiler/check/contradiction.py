"""T305: what one criterion requires, another excludes."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.model import Rule, Unread
from ..rules.normal import normal
from ..rules.trial import Trial
from ..rules.walk import conjuncts, disjuncts
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every rule that all patients must meet and that is, alone, enough to exclude."""
    required: dict[Rule, str] = {}
    for criterion in trial.criteria:
        if criterion.section == "inclusion" and criterion.rule is not None:
            for rule in conjuncts(normal(criterion.rule)):
                required.setdefault(rule, criterion.id)
    for criterion in trial.criteria:
        if criterion.section == "exclusion" and criterion.rule is not None:
            for rule in disjuncts(normal(criterion.rule)):
                if rule in required and not isinstance(rule, Unread):
                    yield diagnostic("T305", criterion.span, criterion=criterion.id, other=required[rule])
