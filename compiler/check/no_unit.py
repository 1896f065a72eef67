"""T210: a limit without a unit on something whose number means nothing without one."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.model import Fact, Limit
from ..rules.normal import fold
from ..rules.trial import Trial
from ..rules.walk import nodes
from ..vocabulary import pairs
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every limit on a measurement of `vocabulary/usual_units.tsv` that is a bare number."""
    usual = pairs("usual_units")
    for criterion in trial.criteria:
        for rule in nodes(criterion.rule) if criterion.rule else ():
            if isinstance(rule, Fact) and rule.domain == "measurement" and rule.value is not None:
                unit = usual.get(fold(rule.concept.text))
                if unit and any(_bare(limit) for limit in (rule.value.low, rule.value.high)):
                    yield diagnostic("T210", rule.span or criterion.span, criterion=criterion.id, usual=unit)


def _bare(limit: Limit | None) -> bool:
    return limit is not None and limit.number is not None and limit.unit is None and limit.reference is None
