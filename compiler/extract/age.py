"""Ages: ranges that the text says are an age, and ranges of years that can be nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ..rules.model import Limit, Value
from .amounts import amount
from .comparison import End, Range, bridged, compared
from .period import lasts
from .vocabulary import Found, Piece, phrases

_AGE_UNITS = ("a", "mo", "wk", "d", "h")
#: The youngest that a bare range of years is taken to be an age rather than a length of time: "18-75 years".
_YOUNGEST = Decimal(5)
#: The ages that a bare number beside a person may be.
_ADULT, _OLDEST = Decimal(12), Decimal(110)
#: The words with which a bare number is an age: "18 and over", but not "65 or more".
_OF_AGES = frozenset({"over", "under", "above", "below"})
_GOES_ON = frozenset(
    {"and", "or", "with", "who", "at", "inclusive", "if", "of", "in", "whose", "will", "for", "to", "on"}
)


def age(at: list[Piece], i: int) -> Found[Value] | None:
    """The age announced at `at[i]`: "aged 18 to 75 years", "Age: 18-65", "age >= 18"."""
    lead = phrases("comparators", "age").longest(at, i)
    if lead is None or not _is_lead(at, i):
        return None
    j, links = lead.end, phrases("comparators", "age-link").starts
    while j < len(at) and j < lead.end + 4 and at[j].key in links:
        if at[j].text == ")" and all(piece.text != "(" for piece in at[max(i - 1, 0) : j]):
            return None  # "(adjusted for age) within 14 days"
        found = _aged(at, j)
        if found:
            return _open_above(at, j, found)
        j += 1
    return _open_above(at, j, _aged(at, j))


def _open_above(at: list[Piece], i: int, found: Found[Value] | None) -> Found[Value] | None:
    """ "Age from 18 years" has no upper end."""
    if found is None or at[i - 1].key != "from" or found.value.low != found.value.high:
        return found
    return Found(Value(low=found.value.low), found.end)


def _aged(at: list[Piece], i: int) -> Found[Value] | None:
    found = _to_end(at, compared(at, i, amount))
    if found is None or any(part.number is None or part.reference or part.over for part in found.value.amounts):
        return None
    units = {part.unit for part in found.value.amounts}
    if not units <= {None, *_AGE_UNITS}:
        return None
    end = phrases("comparators", "inclusive").past(at, found.end)
    return Found(value(found.value), phrases("comparators", "age-tail").past(at, end))


def _to_end(at: list[Piece], found: Found[Range] | None) -> Found[Range] | None:
    """ "Age 18 and < 75 years", "aged 40 and 57 years": a bare age behind which the other end stands."""
    if found is None or found.value.low is None or found.value.compared:
        return found
    low = found.value.low
    if upper := bridged(at, found.end, ">=", amount):
        return Found(Range(low, End(upper[2], "=" in upper[0]), age=True), upper[3])
    joined = found.end < len(at) and at[found.end].key in ("and", "&")
    high = amount(at, found.end + 1, False) if joined else None
    if high is None or (low.amount.number or 0) >= (high.value.number or 0):
        return found
    low = End(replace(low.amount, unit=low.amount.unit or high.value.unit))
    return Found(Range(low, End(high.value), age=True), high.end)


def _is_lead(at: list[Piece], i: int) -> bool:
    if i + 1 < len(at) and at[i + 1].text == "-" and at[i + 1].start == at[i].end and not _number_at(at, i + 2):
        return False
    return i == 0 or at[i - 1].key not in phrases("comparators", "not-age").starts


def _number_at(at: list[Piece], i: int) -> bool:
    return i < len(at) and at[i].number


def is_age(at: list[Piece], start: int, found: Found[Range]) -> bool:
    """Whether the range at `at[start:found.end]` is an age by its own words, or by being a range of years."""
    range_ = found.value
    if not all(part.number is not None and part.unit in (None, *_AGE_UNITS) for part in range_.amounts):
        return False
    if range_.age or any(part.age for part in range_.amounts):
        return not (start > 0 and at[start - 1].key in ("gestational", "gestation"))
    if range_.compared and (_of_person(at, start, found) or _is_all(at, start, found) or _at_point(at, start, found)):
        return True
    if not (range_.compared and range_.low and range_.high and range_.low.closed and range_.high.closed):
        return False
    old = all(part.unit == "a" and part.number and part.number >= _YOUNGEST for part in range_.amounts)
    return old and not lasts(at, start, found.end)


def _of_person(at: list[Piece], start: int, found: Found[Range]) -> bool:
    """Whether a range stands beside who it is about, and nothing is counted: "Adults 18-65", "women over 45 years"."""
    parts = found.value.amounts
    if any(part.unit not in (None, "a") or not _ADULT <= (part.number or 0) <= _OLDEST for part in parts):
        return False
    if lasts(at, start, found.end):
        return False
    if found.end < len(at) and at[found.end].key[0].isalpha() and at[found.end].key not in _GOES_ON:
        return False
    people = phrases("comparators", "person").starts
    behind = [piece.key for piece in at[found.end : found.end + 2]]
    if len(behind) == 2 and behind[0] in ("in", "for") and behind[1] in people:
        return False  # "> 102 cm in men, > 88 in women"
    before = start - 1
    while before >= 0 and at[before].key in ("are", "is", "of", "who", ",", ":", "(", "must", "be"):
        before -= 1
    return before >= 0 and at[before].key in people


def _at_point(at: list[Piece], start: int, found: Found[Range]) -> bool:
    """Whether a text begins with years that no thing lasts, told at a point: "At least 18 years at screening"."""
    adult = all(part.unit == "a" and _ADULT <= (part.number or 0) <= _OLDEST for part in found.value.amounts)
    return start == 0 and adult and found.end < len(at) and at[found.end].key == "at"


def _is_all(at: list[Piece], start: int, found: Found[Range]) -> bool:
    """Whether words that limit a bare number are all that the text says: "18 and over", "Under 18"."""
    parts = found.value.amounts
    if start > 0 or _OF_AGES.isdisjoint(piece.key for piece in at):
        return False
    if any(part.unit is not None or not _ADULT <= (part.number or 0) <= _OLDEST for part in parts):
        return False
    if any(piece.text in ".;" for piece in at[found.end :]) and found.end + 1 == len(at):
        return _in_words(at[: found.end])
    return found.end == len(at) and _in_words(at)


def _in_words(at: list[Piece]) -> bool:
    return all(piece.number or piece.key.isalpha() for piece in at)


def value(range_: Range) -> Value:
    """The age that `range_` is, in completed units; years where the text names no unit."""
    return Value(low=_limit(range_.low), high=_limit(range_.high))


def _limit(end: End | None) -> Limit | None:
    return Limit(number=end.amount.number, unit=end.amount.unit or "a", closed=end.closed) if end else None
