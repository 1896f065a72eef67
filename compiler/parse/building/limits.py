"""The values of an item as the ranges of a fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ...rules.model import Limit, Scale, Value
from ...rules.units import UnitError, canonical
from ..syntax.tree import Item, Part, connective
from ..token import Token
from .facts import number_value

_COMPARED = re.compile(
    r"[<≤=]+ ?|[>≥=]+ ?|\b(?:below|under|less|lower|fewer|younger|above|over|greater|more|higher|older|exceed\w*)\b",
    re.IGNORECASE,
)


#: How much smaller or larger a number is, at most, than one in the unit that it leaves out.
_LEAST_RATIO = Decimal("0.2")


@dataclass(frozen=True)
class Limits:
    """One or several ranges and the operator between them.

    `repeated`: one was another's, in a second unit. `swapped`: one was written from high to low.
    """

    values: tuple[Value, ...]
    operator: str = "or"
    repeated: bool = False
    swapped: bool = False


def limits(tokens: Sequence[Token], apart: bool = False) -> Limits | None:
    """The ranges that `tokens` name; None if they name none. `apart`: of one from high to low, what lies outside."""
    values: list[Value] = []
    operator = "or"
    for token in tokens:
        match token.type:
            case "AMOUNT" if values:
                values.append(compared_like(values[-1], token.value))
            case "VALUE" | "AMOUNT":
                values.append(token.value)
            case "NUMBER":
                values.append(number_value(token.value))
            case "OUTCOME":
                values.append(Value(categories=(token.value,)))
            case "PRESSURE" | "OUTSIDE":
                values.extend(token.value)
            case "VCON":
                operator = connective(token).operator
    if not values:
        return None
    swapped = any(is_swapped(value) for value in values)
    if swapped and apart and len(values) == 1:
        return Limits(outside(values[0]), swapped=True)
    values = _with_rate([upright(value) for value in values])
    if len(values) == 2 and operator == "and" and (merged := _merged(*values)) is not None:
        return Limits((merged,))
    single = _once(values)
    return Limits(tuple(single), operator, len(single) < len(values), swapped)


def _with_rate(values: list[Value]) -> list[Value]:
    """Numbers of things with the rate behind the last: "10 cigarettes or 2 cigars per day"."""
    last = values[-1].low or values[-1].high
    counted, _, rate = (last.unit or "").partition("/") if last else ("", "", "")
    if not rate or not counted.startswith("{"):
        return values
    return [_at_rate(value, rate) if are_counted(Limits((value,))) else value for value in values]


def is_swapped(value: Value) -> bool:
    """Whether a range runs from high to low: "age 65 to 18"."""
    low, high = value.low, value.high
    if low is None or high is None or low.number is None or high.number is None:
        return False
    return low.unit == high.unit and low.reference == high.reference and low.number > high.number


def upright(value: Value) -> Value:
    """The range from low to high."""
    return value.model_copy(update={"low": value.high, "high": value.low}) if is_swapped(value) else value


def outside(value: Value) -> tuple[Value, Value]:
    """The two ranges of a swapped one: "< 50 and > 100" is below the one or above the other."""
    return Value(high=value.high), Value(low=value.low)


def is_apart(said: str) -> bool:
    """Whether the words of a range compare with each of its ends: "< 50 and > 100", not "100 to 50"."""
    return len(_COMPARED.findall(said)) > 1


def disagree(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether two statements of one limit, in units that convert, name different numbers."""
    first, second = _figures(one), _figures(other)
    units = {unit for _, unit in first | second}
    return bool(first) and len(units) == 1 and not second <= first


def _figures(values: Sequence[Value]) -> set[tuple[Decimal, str]]:
    """The numbers of values in the base unit of their kind."""
    plain = (_plain(limit) for value in values for limit in (value.low, value.high))
    return {figure for figure in plain if isinstance(figure, tuple)}


def say_the_same(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether two statements of several limits name the same numbers: "> 180/110 (systolic > 180, diastolic > 110)"."""
    ends = [[(limit and limit.number) for value in said for limit in (value.low, value.high)] for said in (one, other)]
    return len(one) > 1 and ends[0] == ends[1] and any(end is not None for end in ends[0])


def compared_like(before: Value, amount: Value) -> Value:
    """A bare amount after a limit takes its comparator: "> 100.4 F or 38.0 C"."""
    said = amount.low
    if said is None or (before.low and before.high) or not (before.low or before.high):
        return amount
    if before.low is not None:
        return Value(low=said.model_copy(update={"closed": before.low.closed}))
    assert before.high is not None
    return Value(high=said.model_copy(update={"closed": before.high.closed}))


def compared_as(item: Item, host: Item) -> Item:
    """An item whose bare amount compares as the one limit of its host does: "<= 2.5 x ULN (5 x ULN if ...)".

    In another case so does a bare number, which has the unit too: "> 14 drinks/week for men or 7 for women".
    """
    said = [token.value for part in host.some("values") for token in part.tokens if token.type == "VALUE"]
    if len(said) != 1:
        return item
    of_a_case = bool(item.some("if_"))

    def like(token: Token) -> Token:
        if token.type == "AMOUNT":
            return token._replace(type="VALUE", value=compared_like(said[0], token.value))
        if of_a_case and token.type == "NUMBER":
            return token._replace(type="VALUE", value=_measured_like(said[0], number_value(token.value)))
        if of_a_case and token.type == "VALUE":
            return token._replace(value=_in_unit_of(said[0], token.value))
        return token

    def lent(part: Part) -> Part:
        tokens = tuple(map(like, part.tokens))
        return replace(part, before=False, tokens=tokens, value=tokens) if tokens != part.tokens else part

    return replace(item, parts=tuple(lent(part) if part.kind == "values" else part for part in item.parts))


def _measured_like(before: Value, number: Value) -> Value:
    """A bare number after a limit takes its comparator and its unit."""
    return _in_unit_of(before, compared_like(before, number))


def _in_unit_of(before: Value, value: Value) -> Value:
    """A value without a unit in that of the limit before it, or times the same normal, where it is of its order."""
    end, own = before.low or before.high, value.low or value.high
    if end is None or own is None or not end.number or not own.number or own.unit or own.reference:
        return value
    if not _LEAST_RATIO < own.number / end.number < 1 / _LEAST_RATIO:
        return value
    measured = {"unit": end.unit, "reference": end.reference}
    low, high = (each and each.model_copy(update=measured) for each in (value.low, value.high))
    return value.model_copy(update={"low": low, "high": high})


def _merged(one: Value, two: Value) -> Value | None:
    """Two half-open ranges as one."""
    if one.low and two.high and not one.high and not two.low:
        return Value(low=one.low, high=two.high)
    if one.high and two.low and not one.low and not two.high:
        return Value(low=two.low, high=one.high)
    return None


def _once(values: Sequence[Value]) -> list[Value]:
    """Each range once, also where it is said again in another unit."""
    seen: dict[object, Value] = {}
    for value in values:
        seen.setdefault((_plain(value.low), _plain(value.high), value.categories), value)
    return list(seen.values())


def _plain(limit: Limit | None) -> tuple[Decimal, str] | Limit | None:
    if limit is None or limit.number is None or limit.unit is None or limit.reference:
        return limit
    try:
        number, unit = canonical(limit.number, limit.unit)
    except UnitError:
        return limit
    small = number != 0 and number.adjusted() < 0
    return (round(number, 2 - number.adjusted() if small else 1), unit)  # three digits of what is below one


_LEAST = re.compile(r"(?:minimum|minimal|min\.)\s", re.IGNORECASE)
_MOST = re.compile(r"(?:maximum|maximal|max\.)\s(?!tolerated)", re.IGNORECASE)


def at_extreme(ranges: Limits, said: str) -> Limits:
    """The limits of a "minimum weight of 70 kg", which says no one value, by the words `said` of what is measured."""
    ends = {"high": None} if _LEAST.match(said) else {"low": None} if _MOST.match(said) else {}
    exact = all(value.low is not None and value.low == value.high for value in ranges.values)
    if not ends or not exact:
        return ranges
    return replace(ranges, values=tuple(value.model_copy(update=ends) for value in ranges.values))


def with_scale(value: Value, scale: Value | None) -> Value:
    """A value with the scale it is out of, where an amount names it ("on a 100 mm scale")."""
    if scale is None or scale.low is None or scale.low != scale.high or scale.low.number is None or value.scale:
        return value
    unit = None if (scale.low.unit or "").startswith("{") else scale.low.unit
    made = Scale(number=scale.low.number, unit=unit)
    limits = {
        name: limit.model_copy(update={"unit": limit.unit or unit}) if unit and limit else limit
        for name, limit in (("low", value.low), ("high", value.high))
    }
    return value.model_copy(update={"scale": made, **limits})


#: UCUM codes of what a rate is counted by.
_PER = {"hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}


def are_of_normal(found: Limits) -> bool:
    """Whether limits are multiples of an end of the normal range."""
    ends = [end for value in found.values for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(end.reference in ("ULN", "LLN") for end in ends)


def are_counted(ranges: Limits) -> bool:
    """Whether limits are numbers of things that are counted: "3 glasses", "10 cigarettes"."""
    ends = [end for value in ranges.values for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(end.unit is not None and end.unit.startswith("{") and "/" not in end.unit for end in ends)


def per(ranges: Limits, unit: str) -> Limits:
    """Amounts of so much in each `unit` of time: "more than 10 mg of prednisone per day"."""
    return replace(ranges, values=tuple(_at_rate(value, _PER[unit]) for value in ranges.values))


def _at_rate(value: Value, rate: str) -> Value:
    """A value whose ends are so much in each `rate`, a UCUM code of time."""
    return value.model_copy(update={"low": _per(value.low, rate), "high": _per(value.high, rate)})


def _per(limit: Limit | None, rate: str) -> Limit | None:
    if limit is None or not limit.unit or "/" in limit.unit:
        return limit
    return limit.model_copy(update={"unit": f"{limit.unit}/{rate}"})
