"""How exactly a back end can say a criterion."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Fidelity = Literal["exact", "approximated", "unsupported"]


class Outcome(BaseModel):
    """How a criterion came out, and why where it is not exact.

    exact: the target decides as the evaluator does. approximated: part of it is unknown there; what is true or false
    is so of the evaluator too. unsupported: nothing of it can be decided, and the whole is unknown.
    """

    model_config = ConfigDict(frozen=True)
    fidelity: Fidelity = "exact"
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.fidelity}: {'; '.join(self.reasons)}" if self.reasons else self.fidelity
