"""T303: the two limits of a range in units that cannot be converted to each other."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.model import Fact, Limit
from ..rules.trial import Trial
from ..rules.units import UnitError, commensurable
from ..rules.walk import nodes
from .codes import diagnostic
from .limits import written

#: Calendar units do not convert exactly (a month equals no number of days), and yet "6 weeks to 5 years" is a range.
_TIMES = {"a", "mo", "wk", "d", "h", "min", "s"}


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every range whose limits measure different things."""
    for criterion in trial.criteria:
        for rule in nodes(criterion.rule) if criterion.rule else ():
            if not isinstance(rule, Fact):
                continue
            for value in (rule.value, rule.change.value if rule.change else None):
                if value and value.low and value.high and _unfit(value.low, value.high):
                    yield diagnostic(
                        "T303",
                        rule.span or criterion.span,
                        criterion=criterion.id,
                        one=written(value.low),
                        other=written(value.high),
                    )


def _unfit(low: Limit, high: Limit) -> bool:
    """Both limits have a unit, and nothing makes one of the other. A multiple of a reference fits any unit."""
    if low.unit is None or high.unit is None or {low.unit, high.unit} <= _TIMES:
        return False
    try:
        return not commensurable(low.unit, high.unit)
    except UnitError:
        return low.unit != high.unit
