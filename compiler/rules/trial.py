"""A compiled trial: its criteria, and what the compiler has to say about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from ..diagnostics import Diagnostic
from ..text import Span
from .model import Rule

if TYPE_CHECKING:
    from ..evaluate.patient import Patient
    from ..evaluate.verdict import Verdict

SCHEMA_VERSION = "1.0"
Section = Literal["inclusion", "exclusion"]


class Note(BaseModel):
    """Text of a criterion that has no truth value: a heading, a remark, a definition's comment."""

    model_config = ConfigDict(frozen=True)
    text: str
    span: Span | None = None


class Criterion(BaseModel):
    """One bullet with all that belongs to it. Ids number the source's bullets (I1, E1); F1.. are fields."""

    model_config = ConfigDict(frozen=True)
    id: str
    section: Section
    text: str
    span: Span | None = None
    rule: Rule | None = None
    notes: tuple[Note, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Trial(BaseModel):
    """A protocol's criteria. A patient is eligible when every inclusion rule holds and no exclusion rule does.

    `text` is the eligibility text that all spans count in. `anchors` says what the text's own anchors stand for.
    """

    model_config = ConfigDict(frozen=True)
    schema_version: str = SCHEMA_VERSION
    id: str
    title: str | None = None
    text: str = ""
    anchors: dict[str, str] = {}
    criteria: tuple[Criterion, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def evaluate(self, patient: Patient, at: date | None = None) -> Verdict:
        """Whether `patient` is eligible, as known on the day `at` (today)."""
        from ..evaluate.evaluator import evaluator

        return evaluator(self).evaluate(patient, date.today() if at is None else at)
