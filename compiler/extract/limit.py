"""The end of a range as the limit of a rule."""

from __future__ import annotations

from ..rules.model import Limit
from .comparison import End


def limit(end: End | None) -> Limit | None:
    """The limit that an end is; None for an end that is open."""
    if end is None:
        return None
    part, unit = end.amount, end.amount.unit or None
    return Limit(number=part.number, unit=unit, reference=part.reference, category=part.category, closed=end.closed)
