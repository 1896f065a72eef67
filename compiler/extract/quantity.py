"""Everything with a number in it: values, periods, ages, occurrences and ordinals, as terms that never overlap.

The text is read once from left to right. What reads more of the words wins: a named scale before an age, an age before
a grade, a grade before a plain range; what a plain range is follows from its units and the words beside it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache

from ..rules.model import Limit, Scale, Value
from .age import age, is_age
from .age import value as age_value
from .amounts import amount
from .comparison import Amount, End, Range, compared
from .numbers import numeral
from .ordinal import Scored, graded, scored
from .period import bare_unit, length, offset, times
from .term import Term
from .units import unit
from .vocabulary import Found, Piece, phrases, pieces, rows

#: Systolic pressures; a smaller first number of "x/y" is a fraction or a date.
_LEAST_SYSTOLIC = 60
_MOST_SYSTOLIC = 300
#: The youngest that a number without a unit is taken to be when an age stands beside it.
_LEAST_BARE_AGE = 10
#: The most pieces that parentheses are looked for.
_MOST_ENCLOSED = 12
#: Words after which a dash before a number is its sign: "Day -1".
_SIGNED = frozenset({"day", "days", "week", "weeks", "visit", "month", "hour", "cycle"})
#: The units of UCUM in which the age of a pregnancy is given.
_GESTATION_UNITS = frozenset({"wk", "d", "mo"})
_NORMAL = Value(low=Limit(number=Decimal(1), reference="LLN"), high=Limit(number=Decimal(1), reference="ULN"))


def quantities(text: str) -> list[Term]:
    """The quantity terms of a normalised text, in order.

    VALUE and AMOUNT carry a `Value`, NUMBER a `Decimal`, PRESSURE two Values (systolic, diastolic), PERIOD an `Offset`,
    LENGTH a `Length`, AGE a `Value` in a, mo, wk or d, TIMES a `Times`, GRADED a `Qualifier`, SCORED a `Scored`.
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
    return _settled(text, terms)


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
        return at[i].number or at[i].text == "-"
    return "" in following or (i + 1 < len(at) and at[i + 1].key in following)


#: By vocabulary, the roles of what something to read may begin with.
_STARTING = {
    "comparators": {
        "before", "before-age", "before-better", "before-worse", "between", "from", "normal", "age", "longer-of",
        "shorter-of",
    },
    "scales": {"key", "scale"},
    "number_words": {"number", "tens", "fold"},
    "unit_aliases": {"reference", "reference-adjective"},
}  # fmt: skip


def _at(text: str, at: list[Piece], i: int) -> tuple[str, object, int] | None:
    """What begins at `at[i]`: its terminal, its value, and the index behind it."""
    piece = at[i]
    if piece.text == "-":
        return ("NUMBER", -Decimal(at[i + 1].text), i + 2) if _is_sign(at, i) else None
    if i > 0 and not piece.number and at[i - 1].text == "-" and at[i - 1].end == piece.start and piece.key[0].isalpha():
        return None  # the second half of a compound word
    if not piece.number:
        named = scored(text, at, i)
        if named:
            return "SCORED", named.value, named.end
        aged = age(at, i)
        if aged:
            return "AGE", aged.value, aged.end
        ordinal = graded(at, i)
        if ordinal:
            return "GRADED", ordinal.value, ordinal.end
        normal = phrases("comparators", "normal").longest(at, i)
        if normal:
            return "VALUE", _NORMAL, normal.end
        one = bare_unit(at, i, at[i - 1].key if i else "")
        if one:
            return "PERIOD", one, i + 1
    found = compared(at, i, amount)
    return _classified(text, at, i, found) if found else None


def _is_sign(at: list[Piece], i: int) -> bool:
    if i == 0 or i + 1 >= len(at) or at[i - 1].key not in _SIGNED or at[i - 1].end == at[i].start:
        return False
    return at[i + 1].number and at[i + 1].text.isdigit() and at[i + 1].start == at[i].end


def _classified(text: str, at: list[Piece], i: int, found: Found[Range]) -> tuple[str, object, int] | None:
    range_, end = found
    if is_age(at, i, found):
        end = phrases("comparators", "age-tail").past(at, end)
        return "AGE", age_value(range_), phrases("comparators", "inclusive").past(at, end)
    if any(part.over is not None for part in range_.amounts):
        return _pressure(range_, end) or _out_of(range_, end)
    gestation = _of_gestation(at, end)
    if gestation and all(part.unit in _GESTATION_UNITS for part in range_.amounts):
        name = text[at[gestation.value].start : at[gestation.end - 1].end]
        return "SCORED", Scored(name, Value(low=_limit(range_.low), high=_limit(range_.high))), gestation.end
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
        scale = _scale(at, end, range_.amounts[-1])
        value = Value(low=_limit(range_.low), high=_limit(range_.high), scale=scale.value if scale else None)
        return "VALUE", value, scale.end if scale else end
    return _bare(at, i, range_, end)


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
    limit = _limit(range_.low)
    scale = _scale(at, end, only)
    value = Value(low=limit, high=limit, scale=scale.value if scale else None)
    return "AMOUNT", value, scale.end if scale else end


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


def _pressure(range_: Range, end: int) -> tuple[str, object, int] | None:
    """Systolic over diastolic, each with the same comparison."""
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

    return "PRESSURE", (half("number"), half("over")), end


def _out_of(range_: Range, end: int) -> tuple[str, object, int] | None:
    """ "> 4/10": a value on a scale of ten; without a comparator it may be a fraction or a list."""
    tops = {part.over for part in range_.amounts}
    top = tops.pop()
    if not range_.compared or tops or top is None or any((part.number or top) > top for part in range_.amounts):
        return None
    return "VALUE", Value(low=_limit(range_.low), high=_limit(range_.high), scale=Scale(number=top)), end


def _limit(end: End | None) -> Limit | None:
    if end is None:
        return None
    part, unit_ = end.amount, end.amount.unit or None
    return Limit(number=part.number, unit=unit_, reference=part.reference, category=part.category, closed=end.closed)


def _scale(at: list[Piece], i: int, last: Amount) -> Found[Scale] | None:
    """What the value is out of: "of 100 mm", "on a 0-10 scale", "on a 100-point percentage scale"."""
    lead = phrases("unit_aliases", "scale").past(at, i)
    if lead == i:
        return None
    top = numeral(at, lead)
    if top is None:
        return None
    if top.end + 1 < len(at) and at[top.end].key in ("-", "to") and at[top.end + 1].number:
        top = numeral(at, top.end + 1) or top
    end = top.end + 1 if top.end < len(at) and at[top.end].text == "-" else top.end
    point = end < len(at) and at[end].key in ("point", "points", "pt")
    measure = None if point else unit(at, end)
    end = end + 1 if point else measure.end if measure else top.end
    named = phrases("unit_aliases", "scale-name").past(at, end)
    code = measure.value.code if measure else None
    if any(piece.key == "percentage" for piece in at[end:named]):
        code = "%"
    same = code is not None and code == last.unit and at[i].key in ("of", "out")
    return Found(Scale(number=top.value.number, unit=code), named) if named > end or same else None


def _settled(text: str, terms: list[Term]) -> list[Term]:
    """Lets one side of "or" tell what the other is: the unit of "< 18 or > 30 kg/m2", the age of "age < 18 or > 75"."""
    settled: list[Term] = []
    for term in terms:
        joined = _around(settled[-1], term, text) if settled else None
        if joined:
            settled[-1] = joined
        else:
            settled.append(term)
    for i in range(len(settled) - 1):
        one, two = settled[i], settled[i + 1]
        if text[one.end : two.start].strip() not in _ALTERNATIVES:
            continue
        if one.type == two.type == "VALUE":
            settled[i] = one._replace(value=_with_unit_of(one.value, two.value))
        elif (one.type, two.type) == ("VALUE", "AGE") and _may_be_age(one.value):
            settled[i] = one._replace(type="AGE", value=_with_unit_of(one.value, two.value))
        elif (one.type, two.type) == ("AGE", "VALUE") and _may_be_age(two.value):
            settled[i + 1] = two._replace(type="AGE", value=_with_unit_of(two.value, one.value))
    return settled


_ALTERNATIVES = frozenset({"or", "and", ",", "and/or", ", or", ", and", "or is", "OR"})


def _may_be_age(value: Value) -> bool:
    """Whether the value has no unit of its own and is no count of few things."""
    limits = [limit for limit in (value.low, value.high) if limit]
    return all(limit.unit is None and limit.number is not None and limit.number >= _LEAST_BARE_AGE for limit in limits)


def _around(one: Term, two: Term, text: str) -> Term | None:
    """The one term of "18 <= age <= 75", whose name stands between its two ends."""
    if one.type != "VALUE" or text[one.end - 1] not in "<>≤≥=" or text[one.end : two.start].strip():
        return None
    value = two.value.value if two.type == "SCORED" else two.value if two.type == "AGE" else None
    if value is None or (value.low is None) == (value.high is None) or (value.low is None) == (one.value.low is None):
        return None
    other = value.low or value.high
    limits = {
        name: limit and limit.model_copy(update={"unit": other.unit})
        for name, limit in (("low", one.value.low), ("high", one.value.high))
    }
    limits = {name: limit or getattr(value, name) for name, limit in limits.items()}
    both = value.model_copy(update=limits)
    return Term(two.type, one.start, two.end, two.value._replace(value=both) if two.type == "SCORED" else both)


def _with_unit_of(value: Value, other: Value) -> Value:
    """`value` in the unit of `other`, where it has none."""
    unit_ = next((limit.unit for limit in (other.low, other.high) if limit and limit.unit), None)
    limits = [limit for limit in (value.low, value.high) if limit]
    if unit_ is None or any(limit.unit or limit.reference or limit.category for limit in limits):
        return value
    low, high = (limit and limit.model_copy(update={"unit": unit_}) for limit in (value.low, value.high))
    return value.model_copy(update={"low": low, "high": high})
