"""Checks on a compiled trial: one module each, in the order of `checks.CHECKS`. Their codes are in `codes.py`."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.trial import Trial


def check(trial: Trial) -> Iterator[Diagnostic]:
    """What every check finds in `trial`."""
    from .checks import CHECKS  # here, for the outline knows the codes of this package and a check knows the outline

    for each in CHECKS:
        yield from each(trial)
