"""Ranges: one or two compared amounts, whatever they are amounts of.

One grammar serves quantities, lengths of time, ages and ordinals; they differ in what an amount is, which the caller's
reader says, and in what becomes of the range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

from ..rules.model import Offset, Reference
from .vocabulary import Found, Piece, phrases

Op = Literal[">=", ">", "<=", "<", "="]


@dataclass(frozen=True, slots=True)
class Amount:
    """What a limit is: a number with a unit, a period, a multiple of a reference, or a name that has an order.

    `over` is the second number of "140/90". `age` says that the words make it an age.
    """

    number: Decimal | None = None
    unit: str | None = None
    offset: Offset | None = None
    reference: Reference | None = None
    category: str | None = None
    over: Decimal | None = None
    age: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range."""

    amount: Amount
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between two ends. A bare amount has both ends equal and is not `compared`."""

    low: End | None = None
    high: End | None = None
    compared: bool = True
    age: bool = False

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The amounts at its ends."""
        return tuple(end.amount for end in (self.low, self.high) if end)


#: Reads one amount; the flag says that a sign before the number is meant as a sign.
Reader = Callable[[list[Piece], int, bool], Found[Amount] | None]


def compared(at: list[Piece], i: int, read: Reader) -> Found[Range] | None:
    """The longest range that begins at `at[i]`, or the bare amount there."""
    found = _enclosed(at, i, read) or _announced(at, i, read) or _plain(at, i, read)
    if found is None:
        return None
    end = phrases("comparators", "inclusive").past(at, found.end) if found.value.compared else found.end
    return Found(_shared(found.value), end)


def _enclosed(at: list[Piece], i: int, read: Reader) -> Found[Range] | None:
    """ "between 18 and 75", "from 30 to 90 mm", "within the 5th to 95th percentile"."""
    for role in ("between", "from", "within"):
        lead = phrases("comparators", role).longest(at, i)
        if lead is None:
            continue
        j, age = _age_words(at, lead.end)
        low = read(at, _past_approximate(at, j, read), True)
        if low is None:
            continue
        closed, past = _closed(at, low.end)
        past = _past_restated(at, past, read)
        join = _join(at, past)
        if join is None and past < len(at) and at[past].key in ("and", "&"):
            join = past + 1
        if join is None:
            continue
        upper = _one_sided(at, join, read)
        if upper and upper[0][0] == "<":  # "between 18 and < 70"
            return Found(Range(End(low.value, closed), End(upper[2], "=" in upper[0]), age=age or upper[1]), upper[3])
        high = read(at, _past_approximate(at, join, read), True)
        if high and (role != "within" or high.value.unit == "{percentile}"):
            closed_high, past = _closed(at, high.end)
            return Found(Range(End(low.value, closed), End(high.value, closed_high), age=age), past)
    return None


def _closed(at: list[Piece], i: int) -> tuple[bool, int]:
    """Whether an end belongs to the range, as the text may say behind it ("(exclusive)"), and the index behind that."""
    past = phrases("comparators", "exclusive").past(at, i)
    return (False, past) if past > i else (True, phrases("comparators", "inclusive").past(at, i))


def _announced(at: list[Piece], i: int, read: Reader) -> Found[Range] | None:
    """A comparator and its amount, then perhaps the other end: ">= 18", "at least 30 and no more than 90"."""
    first = _one_sided(at, i, read)
    if first is None:
        return None
    op, age, amount, end = first
    if op == "=":
        lead = phrases("comparators", "before").past(at, i)
        plain = _plain(at, lead, read)
        if plain and plain.value.compared:  # "= 18-30"
            return plain
        upper = _equal_to(at, end, amount, read)  # "= 18 and = 65": the signs lost what they had beside "="
        if upper:
            return Found(Range(End(amount), End(upper.value), age=age), upper.end)
        return Found(Range(End(amount), End(amount), compared=False, age=age), end)
    after, swallowed = _suffix(at, end), False
    if after and after.value[0][0] == op[0]:  # "at least 18 years or older" says it twice
        end, age, swallowed = after.end, age or after.value[1], True
    second = None if swallowed and op[0] == "<" else bridged(at, end, op, read)
    if second and op[0] == "<" and _is_word(at, second[2], second[3]) and not _is_word(at, amount, first[3]):
        second = None  # "<= -1.5 SD and at least one fracture" counts fractures
    if second and not (amount.unit and amount.offset is None and second[2].offset):  # not "> 9 g/dL < 4 weeks before"
        other_op, other_age, other, end = second
        ends = {op[0]: End(amount, "=" in op), other_op[0]: End(other, "=" in other_op)}
        return Found(Range(ends[">"], ends["<"], age=age or other_age), end)
    return Found(_half(op, amount, age), end)


def _equal_to(at: list[Piece], i: int, lower: Amount, read: Reader) -> Found[Amount] | None:
    """A second amount behind "and =" or "to =" that is above the first, which one value cannot equal as well."""
    if i + 1 >= len(at) or at[i].key not in ("and", "to", "&", "-") or at[i + 1].text != "=":
        return None
    second = _one_sided(at, i + 1, read)
    if second is None or lower.number is None or second[2].number is None or second[2].number <= lower.number:
        return None
    return Found(second[2], second[3])


def _plain(at: list[Piece], i: int, read: Reader) -> Found[Range] | None:
    """An amount first: "30-90 mm", "18 or older", "11 <= score", "6 months"."""
    low = read(at, i, False)
    if low is None:
        return None
    join = _join(at, _past_restated(at, low.end, read))
    if join:
        announced = _one_sided(at, join, read)
        if announced and announced[0][0] == "<":
            op, age, amount, end = announced
            return Found(Range(End(low.value), End(amount, "=" in op), age=age), end)
        high = read(at, _past_approximate(at, join, read), True)
        if high:
            suffix = _suffix(at, high.end)
            if suffix is None or not suffix.value[1]:
                return Found(Range(End(low.value), End(high.value)), high.end)
    after = _suffix(at, low.end) or _judgement(at, low.end, low.value)
    again = _past_restated(at, low.end, read)
    if after is None and again > low.end:  # "7 % (53 mmol/mol) or more"
        after = _suffix(at, again) or _judgement(at, again, low.value)
    if after:
        op, age = after.value
        amount, end = low.value, after.end
        if amount.unit is None and amount.category is None and amount.reference is None:
            # "6 or more months", "3 or fewer cycles": the unit follows
            with_unit = _unit_behind(at, end, read, amount)
            if with_unit:
                amount, end = with_unit
        second = bridged(at, end, op, read) if op[0] == ">" else None
        if second:
            return Found(Range(End(amount), End(second[2], "=" in second[0]), age=age or second[1]), second[3])
        return Found(_half(op, amount, age), end)
    if low.value.age and (upper := bridged(at, low.end, ">=", read)):  # "18 years of age and <= 75 years"
        return Found(Range(End(low.value), End(upper[2], "=" in upper[0]), age=True), upper[3])
    flipped = _flipped(at, low.end)
    if flipped:
        return Found(_half(flipped.value, low.value, False), flipped.end)
    return Found(Range(End(low.value), End(low.value), compared=False), low.end)


@cache
def _comparing() -> frozenset[str]:
    """The pieces that a comparator begins with."""
    return frozenset().union(*(phrases("comparators", role).starts for role in _COMPARING))


_COMPARING = ("before-age", "before", "before-better", "before-worse")


def _one_sided(at: list[Piece], i: int, read: Reader) -> tuple[Op, bool, Amount, int] | None:
    if i >= len(at) or at[i].key not in _comparing():
        return None
    for role in ("before-age", "before"):
        lead = phrases("comparators", role).longest(at, i)
        if lead is None or [piece.key for piece in at[lead.end - 1 : lead.end + 1]] == ["over", "the"]:
            continue  # "over the 8 weeks before" says no limit
        lead = _said_again(at, lead) or lead
        j, age = _age_words(at, _past_repetition(at, lead.end))
        amount = read(at, _past_approximate(at, j, read), True)
        if amount and _tells_stretch(at, i, amount):
            continue  # "collected over 7 days before screening" says no limit
        if amount:
            return _op(lead.value), age or role == "before-age", amount.value, amount.end
    for towards in ("better", "worse"):
        lead = phrases("comparators", f"before-{towards}").longest(at, i)
        amount = read(at, lead.end, False) if lead else None
        if lead and amount:
            return _judged(_op(lead.value), towards, amount.value), False, amount.value, amount.end
    return None


def _tells_stretch(at: list[Piece], i: int, amount: Found[Amount]) -> bool:
    """Whether "over" says during which time something was measured: "collected over 7 days prior to baseline"."""
    measured = i > 0 and at[i].key == "over" and at[i - 1].key in phrases("comparators", "measured").starts
    return (
        measured
        and amount.value.offset is not None
        and phrases("comparators", "measured-to").past(at, amount.end) > amount.end
    )


def before_grade(at: list[Piece], i: int) -> Found[Op] | None:
    """The comparator at `at[i]`, read of a grade, of which a higher one is worse."""
    if at[i].key not in _comparing():
        return None
    lead = phrases("comparators", "before").longest(at, i)
    for towards in ("better", "worse"):
        judged = phrases("comparators", f"before-{towards}").longest(at, i)
        if judged:
            return Found(_judged(_op(judged.value), towards, Amount(number=Decimal(1))), judged.end)
    return Found(_op(lead.value), _past_repetition(at, lead.end)) if lead else None


#: The highest value of the scales of one digit, on which a higher one is worse: grades, ECOG, NYHA.
_WORST = 6


def _judged(op: Op, towards: str, amount: Amount) -> Op:
    """The comparison that "better" or "worse" is, for this amount.

    Eye charts and scales of many points (Karnofsky) go up to the good; grades and scales of few points to the bad.
    """
    chart = amount.category is not None and "/" in amount.category
    good_is_high = chart or (amount.number is not None and amount.number > _WORST)
    turned: dict[Op, Op] = {">=": "<=", ">": "<"}
    return op if good_is_high == (towards == "better") else turned[op]


def bridged(at: list[Piece], i: int, op: Op, read: Reader) -> tuple[Op, bool, Amount, int] | None:
    """The other end behind a first comparison: "and no more than 90", "to 75"."""
    past = _past_restated(at, i, read)
    starts = {i, phrases("comparators", "bridge").past(at, past)}
    join = _join(at, past)
    if join:
        starts.add(join)
    for j in sorted(starts):
        other = _one_sided(at, j, read)
        if other and other[0] != "=" and other[0][0] != op[0] and (j > i or (i < len(at) and at[i].text in "<>≤≥")):
            return other
    if join and op[0] == ">":
        high = read(at, join, True)
        if high:
            return "<=", False, high.value, high.end
    return None


def _is_word(at: list[Piece], amount: Amount, end: int) -> bool:
    """Whether an amount that ends before `at[end]` is a number alone, written as a word: "one"."""
    return amount.unit is None and amount.offset is None and at[end - 1].text.isalpha()


def _past_restated(at: list[Piece], i: int, read: Reader) -> int:
    """The index behind an end that is said again in another unit: "7 % | (53 mmol/mol) | to 10 %"."""
    if i >= len(at) or at[i].text != "(":
        return i
    compared_end = _one_sided(at, i + 1, read)
    found = read(at, i + 1, False)
    amount, end = (
        (compared_end[2], compared_end[3]) if compared_end else (found.value, found.end) if found else (None, i)
    )
    if amount is None or not (amount.unit or amount.category):
        return i
    close = next((k for k in range(end, min(end + _RESTATED_WORDS + 1, len(at))) if at[k].text == ")"), None)
    return i if close is None else close + 1


#: The most words behind the amount of a bracket that says an end again: "(20/200 Snellen equivalent)".
_RESTATED_WORDS = 2


def _said_again(at: list[Piece], first: Found[str]) -> Found[str] | None:
    """The sign right behind a comparator of the same sense, which is the one that is meant: "at least ≥"."""
    if first.end >= len(at) or at[first.end].text not in "<>≤≥=":
        return None
    again = phrases("comparators", "before").longest(at, first.end)
    return again if again and first.value[0] == again.value[0] != "=" else None


def _past_repetition(at: list[Piece], i: int) -> int:
    """The index behind the sign that says the words once more: "greater than (>)", "greater than or equal [>=] to"."""
    if i < len(at) and (closing := _CLOSING.get(at[i].text)):
        end = phrases("comparators", "before").past(at, i + 1)
        if end > i + 1 and end < len(at) and at[end].text == closing:
            again = [piece.key for piece in (at[i - 1], *at[end + 1 : end + 2])] == ["equal", "to"]
            return end + 2 if again else end + 1
    return i


_CLOSING = {"(": ")", "[": "]"}


def _half(op: Op, amount: Amount, age: bool) -> Range:
    end = End(amount, "=" in op)
    return Range(low=end, age=age) if op[0] == ">" else Range(high=end, age=age)


def _op(written: str) -> Op:
    return written  # type: ignore[return-value]


def _join(at: list[Piece], i: int) -> int | None:
    """The index behind what joins the ends of a range, or None; the dash of "1- to 2-week" goes with the join."""
    end = phrases("comparators", "join").past(at, i)
    if end == i:
        return None
    return phrases("comparators", "join").past(at, end) if at[i].text == "-" and at[end - 1].text == "-" else end


def _suffix(at: list[Piece], i: int) -> Found[tuple[Op, bool]] | None:
    """ "or more", "and older", "+" behind an amount."""
    best: Found[tuple[Op, bool]] | None = None
    for role in ("after", "after-age"):
        found = phrases("comparators", role).longest(at, i)
        if found and (best is None or found.end > best.end):
            best = Found((_op(found.value), role == "after-age"), found.end)
    if best and best.end < len(at) and at[best.end].key == "than":
        return None  # "27 and less than 40" goes on
    if best and at[i].text == "+" and (i == 0 or at[i - 1].end != at[i].start):
        return None
    return best


def _judgement(at: list[Piece], i: int, amount: Amount) -> Found[tuple[Op, bool]] | None:
    """ "or better", "or worse" behind an amount."""
    for towards in ("better", "worse"):
        found = phrases("comparators", f"after-{towards}").longest(at, i)
        if found:
            return Found((_judged(_op(found.value), towards, amount), False), found.end)
    return None


def _flipped(at: list[Piece], i: int) -> Found[Op] | None:
    """The sign behind an amount that stands left of what is measured: "18 <= age"."""
    if i >= len(at) or at[i].text not in "<>≤≥":
        return None
    sign = phrases("comparators", "before").longest(at, i)
    if sign is None or sign.end >= len(at) or at[sign.end].number or not at[sign.end].key[0].isalpha():
        return None
    turned: dict[str, Op] = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
    return Found(turned[sign.value], sign.end) if sign.value in turned else None


def _age_words(at: list[Piece], i: int) -> tuple[int, bool]:
    """The index behind "the age of" at `at[i]`, and whether it stands there."""
    end = phrases("comparators", "age").past(at, i)
    return end, end > i


def _past_approximate(at: list[Piece], i: int, read: Reader) -> int:
    if i < len(at) and at[i].key in ("a", "an") and read(at, i, True):
        return i  # "a week" is one week
    return phrases("comparators", "approximate").past(at, i)


def _unit_behind(at: list[Piece], i: int, read: Reader, amount: Amount) -> tuple[Amount, int] | None:
    """The amount that `amount.number` makes with the unit at `at[i]`."""
    if i >= len(at) or not at[i].key[0].isalpha() or amount.number is None:
        return None
    stand_in = Piece(str(amount.number), str(amount.number), at[i].start, at[i].start, True, False)
    found = read([stand_in, *at[i : i + 6]], 0, False)
    if found is None or found.end == 1:
        return None
    return replace(found.value, age=found.value.age or amount.age), i + found.end - 1


def _shared(range_: Range) -> Range:
    """What one end says for both: the unit, the reference, being an age."""
    if not range_.compared or range_.low is None or range_.high is None:
        return range_
    low, high = range_.low, range_.high
    return replace(range_, low=replace(low, amount=_like(low.amount, high.amount)),
                   high=replace(high, amount=_like(high.amount, low.amount)))  # fmt: skip


def _like(amount: Amount, other: Amount) -> Amount:
    if amount.number is None or amount.unit or amount.reference or amount.category:
        return replace(amount, age=amount.age or other.age)
    offset = other.offset
    if offset and len(offset.periods) == 1 and offset.pick is None:
        offset = Offset(periods=(offset.periods[0].model_copy(update={"number": amount.number}),))
    age = amount.age or other.age
    return replace(amount, unit=other.unit, offset=offset, reference=other.reference, age=age)
