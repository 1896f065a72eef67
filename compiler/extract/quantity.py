"""Everything with a number in it: values, periods, ages, occurrences and ordinals, as terms that never overlap.

The text is read once from left to right. What reads more of the words wins: a named scale before an age, an age before
a grade, a grade before a plain range; what a plain range is follows from its units and the words beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cache

from ..rules.model import Limit, Value
from .age import age, is_age
from .age import value as age_value
from .amounts import amount
from .comparison import Amount, End, Range, before_grade, compared
from .limit import limit
from .ordinal import Scored, graded, scored
from .period import bare_unit, length, offset, times
from .pressure import pressure
from .scale import on_scales, out_of, scale
from .settle import settled
from .term import Term
from .units import unit
from .vocabulary import Found, Piece, phrases, pieces, rows

#: The most pieces that parentheses are looked for.
_MOST_ENCLOSED = 12
#: Words after which a dash before a number is its sign: "Day -1".
_SIGNED = frozenset({"day", "days", "week", "weeks", "visit", "month", "hour", "cycle"})
#: Words after which a dash before a limit is its sign: "a score of -2 or less".
_STATES = frozenset({"of", "is", "score", "scores", "excess"})
#: The units of UCUM in which the age of a pregnancy is given.
_GESTATION_UNITS = frozenset({"wk", "d", "mo"})
_NORMAL = Value(low=Limit(number=Decimal(1), reference="LLN"), high=Limit(number=Decimal(1), reference="ULN"))


def quantities(text: str) -> list[Term]:
    """The quantity terms of a normalised text, in order.

    VALUE and AMOUNT carry a `Value`, NUMBER a `Decimal`, PRESSURE two Values (systolic, diastolic), OUTSIDE two (below
    a range, above it), PERIOD an `Offset`, LENGTH a `Length`, AGE a `Value` in a, mo, wk or d, TIMES a `Times`, GRADED
    a `Qualifier`, SCORED a `Scored`.
    """
    at = pieces(text)
    terms: list[Term] = []
    i = _past_numbering(at)
    while i < len(at):
        found = _at(text, at, i) if _may_begin(at, i) else None
        if found is None:
            i += 1
            continue
        kind, value, end = found
        terms.append(Term(kind, at[i].start, at[end - 1].end, value))
        i = end
    return on_scales(text, settled(text, terms))


def _past_numbering(at: list[Piece]) -> int:
    """The index behind the number of a list item at the start of the text: "3." or "(2)" or "1.2)"."""
    i = 1 if at and at[0].text == "(" else 0
    if i + 1 < len(at) and at[i].number and at[i + 1].text in ".)" and at[i + 1].start == at[i].end:
        return i + 2
    return 0


@cache
def _starts() -> dict[str, set[str]]:
    """The words that something to read may begin with, each with those that may follow; "" is any. Numbers apart.

    A look at two words spares reading at most of the small words ("the", "of", "no") that also begin a quantity.
    """
    starts: dict[str, set[str]] = defaultdict(set)
    for word in ("minute", "hour", "day", "week", "month", "year"):
        starts[word].add("")
    alone: set[str] = set()  # adjectives of a reference, which another or the reference itself must follow
    for name, roles in _STARTING.items():
        for row in rows(name):
            role = row.role.partition(":")[0]
            first, second = ([piece.key for piece in pieces(row.phrase)] + [""])[:2]
            if role in ("time", "aged"):
                starts["a"].add(first)
                starts["an"].add(first)
            elif role == "reference-adjective" and not second:
                alone.add(first)
            elif role in roles:
                starts[first].add(second)
    references = {pieces(row.phrase)[0].key for row in rows("unit_aliases") if row.role.startswith("reference")}
    for word in alone:
        starts[word] |= references
    return dict(starts)


def _may_begin(at: list[Piece], i: int) -> bool:
    """Whether the words at `at[i]` may be the first of something to read."""
    following = _starts().get(at[i].key)
    if following is None:
        return at[i].number or at[i].text in "-±+"
    return "" in following or (i + 1 < len(at) and at[i + 1].key in following)


#: By vocabulary, the roles of what something to read may begin with.
_STARTING = {
    "comparators": {
        "before", "before-age", "before-better", "before-gestation", "before-worse", "between", "from", "outside",
        "normal", "age", "longer-of", "shorter-of",
    },
    "scales": {"key", "scale", "book"},
    "number_words": {"number", "tens", "fold"},
    "unit_aliases": {"reference", "reference-adjective"},
}  # fmt: skip


def _at(text: str, at: list[Piece], i: int) -> tuple[str, object, int] | None:
    """What begins at `at[i]`: its terminal, its value, and the index behind it."""
    piece = at[i]
    deviating = _past_sign_of_deviation(at, i)
    deviation = amount(at, deviating, False) if deviating > i else None
    if deviation:
        united = deviation.value.unit is not None and deviation.value.offset is None
        value = Value(high=limit(End(deviation.value))) if united else None
        return "DEVIATES" if united else "SIGN", value, deviation.end
    if piece.text == "-":
        return ("NUMBER", -Decimal(at[i + 1].text), i + 2) if _is_sign(at, i) else _negative(at, i)
    if i > 0 and not piece.number and at[i - 1].text == "-" and at[i - 1].end == piece.start and piece.key[0].isalpha():
        return None  # the second half of a compound word
    if _is_code(at, i):
        return None
    if not piece.number:
        lead = before_grade(at, i)
        named = scored(text, at, i, lead)
        if named:
            return "SCORED", named.value, named.end
        aged = age(at, i)
        if aged:
            return "AGE", aged.value, aged.end
        carried = _carried(text, at, i)
        if carried:
            return carried
        ordinal = graded(at, i, lead)
        if ordinal:
            return "GRADED", ordinal.value, ordinal.end
        normal = phrases("comparators", "normal").longest(at, i)
        if normal:
            return "VALUE", _NORMAL, normal.end
        beyond = _outside(at, i)
        if beyond:
            return beyond
        one = bare_unit(at, i, at[i - 1].key if i else "")
        if one:
            return "PERIOD", one, i + 1
    found = compared(at, i, amount)
    return _classified(text, at, i, _with_unit_behind(at, found)) if found else None


def _with_unit_behind(at: list[Piece], found: Found[Range]) -> Found[Range]:
    """A range whose unit stands behind the bracket that says that it is inclusive: "18 to 32 (inclusive) kg/m2"."""
    low, high = found.value.low, found.value.high
    if low is None or high is None or at[found.end - 1].text not in ")]":
        return found
    behind = unit(at, found.end)
    if behind is None or behind.value.time or behind.value.counted:
        return found
    if any(part != Amount(part.number, loose=part.loose) for part in found.value.amounts):
        return found
    ends = [replace(end, amount=replace(end.amount, unit=behind.value.code)) for end in (low, high)]
    return Found(replace(found.value, low=ends[0], high=ends[1]), behind.end)


def _past_sign_of_deviation(at: list[Piece], i: int) -> int:
    """The index behind "±", whose number says how far something may be off, and limits nothing by itself."""
    if at[i].text == "±":
        return i + 1
    return i + 3 if [piece.text for piece in at[i : i + 3]] == ["+", "/", "-"] else i


def _is_sign(at: list[Piece], i: int) -> bool:
    if i == 0 or i + 1 >= len(at) or at[i - 1].key not in _SIGNED or at[i - 1].end == at[i].start:
        return False
    return at[i + 1].number and at[i + 1].text.isdigit() and at[i + 1].start == at[i].end


def _negative(at: list[Piece], i: int) -> tuple[str, object, int] | None:
    """A range that begins below nought: "-1 to -10 D", "a T-score of -2.5 or less".

    Its dash touches its number and nothing else, or stands behind a word that a number must follow.
    """
    if i == 0 or i + 1 >= len(at) or not at[i + 1].number or at[i - 1].end == at[i].start:
        return None
    stated = at[i - 1].key in _STATES
    if at[i + 1].start != at[i].end and not stated:
        return None
    found = compared(at, i, lambda pieces, j, signed: amount(pieces, j, True))
    if found is None or not found.value.compared or any(part.offset is not None for part in found.value.amounts):
        return None
    low, high = found.value.low, found.value.high
    if low is not None and high is not None:
        low, high = sorted((low, high), key=lambda each: each.amount.number or 0)
    elif not stated and "." not in at[i + 1].text:
        return None
    return "VALUE", Value(low=limit(low), high=limit(high)), found.end


def _outside(at: list[Piece], i: int) -> tuple[str, object, int] | None:
    """ "Outside the range of 50 to 100": below the one or above the other."""
    lead = phrases("comparators", "outside").longest(at, i)
    found = compared(at, lead.end, amount) if lead else None
    if found is None or found.value.low is None or found.value.high is None or found.value.low == found.value.high:
        return None
    if any(part.offset is not None for part in found.value.amounts):
        return None
    low, high = found.value.low.amount, found.value.high.amount
    below, above = Value(high=limit(End(low, closed=False))), Value(low=limit(End(high, closed=False)))
    return "OUTSIDE", (below, above), found.end


def _carried(text: str, at: list[Piece], i: int) -> tuple[str, object, int] | None:
    """How far a pregnancy was when something happened: "before 37 weeks of gestation"."""
    lead = phrases("comparators", "before-gestation").longest(at, i)
    found = compared(at, lead.end, amount) if lead else None
    gestation = _of_gestation(at, found.end) if found else None
    if lead is None or found is None or gestation is None or found.value.compared or found.value.low is None:
        return None
    if found.value.low.amount.unit not in _GESTATION_UNITS:
        return None
    end = limit(End(found.value.low.amount, closed=lead.value == "="))
    value = Value(low=None if lead.value == "<" else end, high=None if lead.value == ">" else end)
    name = text[at[gestation.value].start : at[gestation.end - 1].end]
    return "SCORED", Scored(name, value), gestation.end


def _within(at: list[Piece], range_: Range, end: int) -> str:
    """What a range behind "within" is: a VALUE; a SIGN, which nobody reads, where it is a share of something; or ""."""
    if any(part.offset is not None or part.age for part in range_.amounts):
        return ""  # "within 4 weeks" is a phrase of time
    if any(part.unit is None and part.reference is None and part.category is None for part in range_.amounts):
        return ""
    share = end < len(at) and at[end].key == "of" and all(part.unit == "%" for part in range_.amounts)
    return "SIGN" if share else "VALUE"


def _classified(text: str, at: list[Piece], i: int, found: Found[Range]) -> tuple[str, object, int] | None:
    range_, end = found
    if at[i].key == "within" and (kind := _within(at, range_, end)) != "VALUE":
        return (kind, None, end) if kind else None
    if is_age(at, i, found):
        end = phrases("comparators", "age-tail").past(at, end)
        return "AGE", age_value(range_), phrases("comparators", "inclusive").past(at, end)
    if any(part.over is not None for part in range_.amounts):
        return _of_two(range_, end)
    gestation = _of_gestation(at, end)
    if gestation and all(part.unit in _GESTATION_UNITS for part in range_.amounts):
        name = text[at[gestation.value].start : at[gestation.end - 1].end]
        return "SCORED", Scored(name, Value(low=limit(range_.low), high=limit(range_.high))), gestation.end
    counted = times(range_)
    if counted:
        once = not range_.compared and range_.low is not None and range_.low.amount.unit == "{times}"
        return None if once and at[i].key == "once" else ("TIMES", counted, end)
    if range_.compared:
        lasting = length(range_)
        if lasting:
            return "LENGTH", lasting, end
        named = phrases("comparators", "age").past(at, end)
        if at[end - 1].text in "<>≤≥=" and named > end and age(at, end) is None:
            return "AGE", age_value(range_), named  # "18 <= age"
        if _is_marked(at, i, range_, end):
            return "WORD", None, end
        out = scale(at, end, range_.amounts[-1])
        value = Value(low=limit(range_.low), high=limit(range_.high), scale=out.value if out else None)
        return "VALUE", value, out.end if out else end
    return _bare(at, i, range_, end)


def _is_marked(at: list[Piece], i: int, range_: Range, end: int) -> bool:
    """Whether "24-2", which runs from high to low and has no unit, is the name of a test and no range."""
    low, high = range_.low, range_.high
    if low is None or high is None or end - i != len(("24", "-", "2")) or at[i + 1].text != "-":
        return False
    joined = at[i].end == at[i + 1].start and at[i + 1].end == at[i + 2].start
    first, second = low.amount.number, high.amount.number
    bare = low.amount.unit is None and high.amount.unit is None
    return joined and bare and first is not None and second is not None and second <= _MOST_MARK < first


#: The highest number behind the dash of such a name.
_MOST_MARK = 2


def _of_gestation(at: list[Piece], end: int) -> Found[int] | None:
    """Where the name of the age of a pregnancy begins behind a length of time: "37 weeks' gestation"."""
    start = end
    while start < len(at) and start < end + 2 and at[start].key in ("of", "'", "s"):
        start += 1
    behind = phrases("comparators", "gestation").past(at, start)
    return Found(start, behind) if behind > start else None


def _bare(at: list[Piece], i: int, range_: Range, end: int) -> tuple[str, object, int] | None:
    period = offset(range_)
    if period:
        return "PERIOD", period, end
    if range_.low is None:
        return None
    only = range_.low.amount
    announced = not at[i].number and phrases("comparators", "before").longest(at, i) is not None
    if only.number is not None and only.unit is None and only.reference is None and not announced:
        return ("NUMBER", only.number, end) if _stands_alone(at, i, end) and not only.loose else None
    if only.reference and only.number == 1 and not announced and not at[i].number:
        return None  # "the ULN" by itself compares nothing
    exact = limit(range_.low)
    out = scale(at, end, only)
    value = Value(low=exact, high=exact, scale=out.value if out else None)
    return "AMOUNT", value, out.end if out else end


def _of_two(range_: Range, end: int) -> tuple[str, object, int] | None:
    """ "> 140/90" is two pressures, "> 4/10" a value on a scale."""
    pressures = pressure(range_)
    if pressures is not None:
        return "PRESSURE", pressures, end
    value = out_of(range_)
    return ("VALUE", value, end) if value is not None else None


def _is_code(at: list[Piece], i: int) -> bool:
    """Whether a number begins the code of an enzyme or a marker: the "2" of "CYP2D6", written apart."""
    code = at[i : i + 3]
    glued = len(code) == 3 and code[0].end == code[1].start and code[1].end == code[2].start
    return glued and code[0].number and code[2].number and len(code[1].text) == 1 and code[1].text in "ABCDF"


def _stands_alone(at: list[Piece], i: int, end: int) -> bool:
    """Whether the bare number is a number, and not a part of a name, a date, a ratio or the mark of a list item."""
    before = at[i - 1] if i else None
    after = at[end] if end < len(at) else None
    following = at[end + 1] if end + 1 < len(at) else None
    if after and after.start == at[end - 1].end:
        if after.key[0].isalpha() or after.text in "/^":
            return False
        if after.text in ":;" and following and following.number and following.start == after.end:
            return False
        if after.text == "-" and following and following.start == after.end:
            return False
        if after.text == ")" and at[i].number and not _in_parentheses(at, i):
            return False
    return not (before and before.end == at[i].start and before.text in "/:;^#@$")


def _in_parentheses(at: list[Piece], i: int) -> bool:
    """Whether `at[i]` stands in parentheses behind some word, "(Visit 1)", and so is no mark of a list item."""
    for piece in reversed(at[max(0, i - _MOST_ENCLOSED) : i]):
        if piece.text in "()":
            return piece.text == "(" and piece is not at[i - 1]
    return False
