"""Three-valued logic: True, False, and None for unknown (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def and_(values: Iterable[Truth]) -> Truth:
    """False if one is, else unknown if one is, else True.

    >>> and_([True, None]), and_([None, False]), and_([])
    (None, False, True)
    """
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def or_(values: Iterable[Truth]) -> Truth:
    """True if one is, else unknown if one is, else False."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def not_(value: Truth) -> Truth:
    """The opposite; of unknown, unknown."""
    return None if value is None else not value


def if_(when: Truth, then: Truth, otherwise: Truth = True) -> Truth:
    """(not when or then) and (when or otherwise)."""
    return and_((or_((not_(when), then)), or_((when, otherwise))))


def between(low: int | None, high: int | None, sure: int, possible: int) -> Truth:
    """Whether a number that lies in [sure, possible] lies in [low, high]; a missing limit limits nothing."""
    if (low is not None and possible < low) or (high is not None and sure > high):
        return False
    if (low is None or sure >= low) and (high is None or possible <= high):
        return True
    return None


def count(low: int | None, high: int | None, values: Iterable[Truth]) -> Truth:
    """Whether between `low` and `high` of the values are True; unknown ones may be."""
    sure = unknown = 0
    for value in values:
        sure += value is True
        unknown += value is None
    return between(low, high, sure, sure + unknown)


def agreed(values: Iterable[Truth]) -> Truth:
    """The value that all have; unknown where they differ or there is none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
