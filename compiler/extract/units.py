"""Units as registries write them, and the UCUM codes that they stand for."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, cast

from ..rules.model import Reference, TimeUnit
from .vocabulary import Found, Phrases, Piece, Row, phrases, rows


class Unit(NamedTuple):
    """A unit: its UCUM code, and the name of the period when it is a unit of time.

    A `counted` thing ("cells") has no code of its own and needs a denominator to be a unit. `age` units ("yo") measure
    nothing but ages.
    """

    code: str
    time: TimeUnit | None = None
    counted: bool = False
    age: bool = False


#: Units that hold a count in a volume, for which a dot before three digits parts thousands: "50.000/mm3".
COUNT_DENOMINATORS = ("/mm3", "/uL", "/L", "/mL")


@cache
def _aliases(exact: bool) -> Phrases[Unit]:
    return Phrases(((row.phrase, _unit(row)) for row in rows("unit_aliases") if _kept(row, exact)), exact)


def _kept(row: Row, exact: bool) -> bool:
    role = row.role.partition(":")[0]
    return role in ("unit", "counted", "annotated", "whole", "time", "aged") and (exact or len(row.phrase) > 1)


def _unit(row: Row) -> Unit:
    role, _, name = row.role.partition(":")
    time = cast("TimeUnit", name) if role in ("time", "aged") else None
    return Unit(row.meaning, time, counted=role == "counted", age=role == "aged")


def _simple(at: list[Piece], i: int) -> Found[Unit] | None:
    if i >= len(at):
        return None
    exact, folded = _aliases(True).longest(at, i), _aliases(False).longest(at, i)
    if exact and (folded is None or exact.end >= folded.end):
        return exact
    return folded


def unit(at: list[Piece], i: int) -> Found[Unit] | None:
    """The unit that begins at `at[i]`, simple or composed: "mg", "cells/mm3", "mL per minute per 1.73 m2", "/uL"."""
    if i >= len(at):
        return None
    found = _unrepeated(at, i)
    if found and found.end + 1 < len(at) and at[found.end].text in "([":
        again = _unrepeated(at, found.end + 1)
        if again and again.end < len(at) and at[again.end].text in ")]":
            return Found(found.value, again.end + 1)  # "kilograms per square meter (kg/m2)"
    return found


def _unrepeated(at: list[Piece], i: int) -> Found[Unit] | None:
    head = _simple(at, i)
    if head is None:
        bottom = _denominator(at, i)
        return _composed(at, "", bottom) if bottom else None
    bottom = _denominator(at, head.end)
    if bottom is None:
        return None if head.value.counted else head
    return _composed(at, "" if head.value.counted else head.value.code, bottom)


def scaled(at: list[Piece], i: int, power: int) -> Found[Unit] | None:
    """The unit behind a power of ten: "10*9/L" for "/L" of "75 x 10^9/L", also where the slash is missing."""
    found = unit(at, i)
    if found is None:
        return None
    code = found.value.code
    if code in ("L", "uL", "mm3", "mL"):
        code = f"/{code}"
    if "/" not in code or found.value.time:
        return None
    top, slash, bottom = code.partition("/")
    return Found(Unit(f"10*{power}{'.' + top if top else ''}{slash}{bottom}"), found.end)


def _composed(at: list[Piece], top: str, bottom: Found[str]) -> Found[Unit]:
    code = f"{top}/{bottom.value}"
    further = _denominator(at, bottom.end)
    while further:
        code, end = f"{code}/{further.value}", further.end
        bottom, further = further, _denominator(at, end)
    return Found(Unit(code), bottom.end)


def _denominator(at: list[Piece], i: int) -> Found[str] | None:
    """What a unit is per: "/dL", "per day", "daily"."""
    if i >= len(at):
        return None
    if at[i].key in ("/", "per"):
        j = i + 1
        if j < len(at) and at[j].key in ("a", "one", "each"):
            j += 1
        below = _simple(at, j)
        if below and below.value.code and not below.value.code.startswith("/"):
            return Found(below.value.code, below.end)
        numbered = _numbered(at, j)
        if numbered:
            return numbered
        return None
    return phrases("unit_aliases", "per").longest(at, i)


def _numbered(at: list[Piece], i: int) -> Found[str] | None:
    """A denominator with its own number: "/24 hours", "per 100 mL"."""
    if i + 1 >= len(at) or not at[i].number or not at[i].text.isdigit():
        return None
    below = _simple(at, i + 1)
    if below is None or at[i].text not in ("1", "10", "24", "100", "1000"):
        return None
    hours = at[i].text == "24" and below.value.time == "hour"
    if hours:
        return Found("d", below.end)
    return Found(below.value.code if at[i].text == "1" else f"({at[i].text}.{below.value.code})", below.end)


def multiplier(at: list[Piece], i: int) -> int | None:
    """The index behind the words that multiply a reference: "x", "times", "-fold"."""
    end = phrases("unit_aliases", "multiplied").past(at, i)
    return end if end > i else None


def reference(at: list[Piece], i: int, multiplied: bool) -> Found[Reference] | None:
    """A limit of normal, or (only behind a multiplier) a baseline: "the institutional upper limit of normal (ULN)"."""
    adjective, core = phrases("unit_aliases", "reference-adjective"), _references(multiplied)
    j = i
    while True:
        found = core.longest(at, j)
        if found:
            tail = phrases("unit_aliases", "reference-tail")
            end = tail.past(at, found.end)
            return Found(cast("Reference", found.value), tail.past(at, end))
        following = adjective.past(at, j)
        if following == j or following > i + 8:
            return None
        j = following


def _references(multiplied: bool) -> Phrases[str]:
    return phrases("unit_aliases", *(("reference", "multiple-of") if multiplied else ("reference",)))
