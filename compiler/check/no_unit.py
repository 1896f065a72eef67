"""T210: a limit without a unit on something whose number means nothing without one."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..link.labs import lab
from ..rules.model import Fact, Limit
from ..rules.trial import Trial
from ..rules.walk import nodes
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every limit that is a bare number, on a measurement which `vocabulary/labs.tsv` has with a unit."""
    for criterion in trial.criteria:
        for rule in nodes(criterion.rule) if criterion.rule else ():
            if isinstance(rule, Fact) and rule.domain == "measurement" and rule.value is not None:
                unit = _usual(rule.concept.text)
                if unit is not None and any(_bare(limit) for limit in (rule.value.low, rule.value.high)):
                    yield diagnostic("T210", rule.span or criterion.span, criterion=criterion.id, usual=unit)


def _usual(name: str) -> str | None:
    """The unit that a measurement is most often reported in; None of one that has none, or goes without."""
    measure = lab(name)
    unit = measure.units[0] if measure is not None and measure.units else None
    return None if unit in _UNSAID else unit


#: Units that nobody writes.
_UNSAID = ("1", "[pH]")


def _bare(limit: Limit | None) -> bool:
    return limit is not None and limit.number is not None and limit.unit is None and limit.reference is None
