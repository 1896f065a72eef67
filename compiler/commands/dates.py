"""The index date as people type it, for the commands that take one."""

from __future__ import annotations

from datetime import date

from ..diagnostics import TrialcError


def index_date(text: str | None) -> date:
    """The date of `--at`; today where none is given.

    Raises:
        TrialcError: the text is no date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TrialcError(f"--at {text}: no date; expected one as 2026-01-31") from None
