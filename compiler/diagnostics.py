"""The one diagnostic object. Its codes, and the long text behind each, live in `check/codes.py`."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from .text import Span


class Severity(StrEnum):
    """How much a finding matters: an error stops the record, a warning changes meaning, info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Label(BaseModel):
    """A secondary place that a diagnostic points at."""

    model_config = ConfigDict(frozen=True)
    span: Span
    text: str


class Diagnostic(BaseModel):
    """One finding about a text or a rule, as data; renderers turn it into words on a page."""

    model_config = ConfigDict(frozen=True)
    code: str
    severity: Severity
    message: str
    span: Span | None = None
    secondary: tuple[Label, ...] = ()
    help: str | None = None
    criterion: str | None = None


class TrialcError(Exception):
    """Input that cannot be used at all. The message says what was found, where, and what was expected."""
