"""What is said of one criterion on its way into SQL."""

from __future__ import annotations

from ..outcome import Outcome


class Notes:
    """Collects, each once, why a criterion is not said exactly."""

    def __init__(self) -> None:
        self.reasons: dict[str, None] = {}

    def limit(self, reason: str) -> None:
        """Something that is unknown in a database, though a patient's own record may tell."""
        self.reasons.setdefault(reason)

    def outcome(self, unknown: bool) -> Outcome:
        """How the criterion came out; `unknown`: nothing of it can be decided."""
        if not self.reasons:
            return Outcome()
        return Outcome(fidelity="unsupported" if unknown else "approximated", reasons=tuple(self.reasons))
