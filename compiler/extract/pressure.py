"""Blood pressures: systolic over diastolic."""

from __future__ import annotations

from ..rules.model import Limit, Value
from .comparison import End, Range

#: Systolic pressures in mmHg; a smaller first number of "x/y" is a fraction or a date.
_LEAST_SYSTOLIC = 60
_MOST_SYSTOLIC = 300


def pressure(range_: Range) -> tuple[Value, Value] | None:
    """Systolic and diastolic, each with the same comparison; None where the numbers are no pressures."""
    for part in range_.amounts:
        if part.over is None or part.number is None or not _LEAST_SYSTOLIC <= part.number <= _MOST_SYSTOLIC:
            return None
        if part.over >= part.number:
            return None

    def half(which: str) -> Value:
        def limit(end: End | None) -> Limit | None:
            if end is None:
                return None
            return Limit(number=getattr(end.amount, which), unit="mm[Hg]", closed=end.closed)

        return Value(low=limit(range_.low), high=limit(range_.high))

    return half("number"), half("over")
