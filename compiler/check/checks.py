"""All semantic checks, in the order in which their findings are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..diagnostics import Diagnostic
from ..rules.trial import Trial
from . import check, empty_range, lost_words, no_unit, repeated, structured_age, unfit_units

Check = Callable[[Trial], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    empty_range.check,
    structured_age.check,
    unfit_units.check,
    no_unit.check,
    repeated.check,
    lost_words.check,
)


def checked(trial: Trial) -> Trial:
    """`trial` with the findings of every check: each at its criterion."""
    found: dict[str | None, list[Diagnostic]] = {}
    for finding in check(trial):
        found.setdefault(finding.criterion, []).append(finding)
    criteria = tuple(
        criterion.model_copy(update={"diagnostics": (*criterion.diagnostics, *found[criterion.id])})
        if criterion.id in found
        else criterion
        for criterion in trial.criteria
    )
    return trial.model_copy(update={"criteria": criteria, "diagnostics": (*trial.diagnostics, *found.get(None, ()))})
