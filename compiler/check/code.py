"""What a diagnostic code is. Its docstring is the page that `trialc explain` prints."""

from __future__ import annotations

from typing import ClassVar

from ..diagnostics import Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR


class Code:
    """A kind of finding. `message` and `help` are templates that `diagnostic` fills from its context."""

    severity: ClassVar[Severity]
    message: ClassVar[str]
    help: ClassVar[str | None] = None
