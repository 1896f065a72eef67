"""What every reader of a source gives: the eligibility text, untouched, and the structured fields beside it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ..diagnostics import Diagnostic


class Protocol(BaseModel):
    """A trial as its source has it. `eligibility` is the text that all spans count in.

    `minimum_age` and `maximum_age` are as written ("18 Years", "6 Months"), None where the source has no limit
    ("N/A"); `sex` is "all", "female" or "male".
    """

    model_config = ConfigDict(frozen=True)
    id: str
    title: str | None = None
    eligibility: str
    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    healthy_volunteers: bool | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
