"""Limits side by side: their order in a common unit, and how they are written in a message."""

from __future__ import annotations

from ..rules.model import Limit
from ..rules.units import UnitError, convert


def compare(one: Limit, other: Limit) -> int | None:
    """-1, 0 or 1 as `one` is below, at or above `other`; None where they have no common measure.

    >>> from decimal import Decimal
    >>> compare(Limit(number=Decimal(3), unit="cm"), Limit(number=Decimal(20), unit="mm"))
    1
    """
    if one.number is None or other.number is None or one.reference != other.reference:
        return None
    number = one.number
    if one.unit != other.unit:
        if one.unit is None or other.unit is None:
            return None
        try:
            number = convert(one.number, one.unit, other.unit)
        except UnitError:
            return None
    return (number > other.number) - (number < other.number)


def written(limit: Limit) -> str:
    """`limit` as a message shows it: "1.5 mg/dL", "2.5 x ULN", "III"."""
    if limit.category is not None:
        return limit.category
    number = "" if limit.number is None else f"{limit.number:f}"
    if limit.reference is not None:
        return f"{number} x {limit.reference}" if number else limit.reference
    return f"{number} {limit.unit}" if limit.unit else number
