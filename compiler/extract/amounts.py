"""Amounts: a number with its unit, a period, or a multiple of a reference. `comparison` joins them to ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from ..rules.model import Offset, Period, Reference, TimeUnit
from .comparison import Amount
from .numbers import Numeral, fold, numeral
from .units import COUNT_DENOMINATORS, Unit, multiplier, reference, scaled, unit
from .vocabulary import Found, Piece, phrases

#: The most periods that one "whichever is longer" chooses from.
_MOST_PERIODS = 4
#: Distances, in feet and metres, that visual acuity is tested from, with the first and last line of the charts.
_ACUITY = {Decimal(20): (10, 800), Decimal(6): (4, 240)}
#: Endings of ordinals, and within how many pieces behind the first of a range its unit stands.
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_PERCENTILE, _SOON = ("percentile", "centile"), 7


def amount(at: list[Piece], i: int, signed: bool) -> Found[Amount] | None:
    """The amount that begins at `at[i]`."""
    if i >= len(at):
        return None
    one = _single(at, i, signed)
    if one is not None and one.value.offset is None:
        return one  # what is no period is not chosen from several
    return _chosen(at, i, one) or one


def _single(at: list[Piece], i: int, signed: bool) -> Found[Amount] | None:
    if i >= len(at):
        return None
    if at[i].key in ("a", "an"):
        return _article(at, i)
    folded = fold(at, i)
    if folded:
        return _folded(at, folded)
    negative = signed and at[i].text in "-+" and i + 1 < len(at)
    found = numeral(at, i + 1 if negative else i)
    if found is None:
        return _reference_alone(at, i)
    value, end = found
    if negative and at[i].text == "-":
        value = Numeral(-value.number, value.power, None, value.loose)
    return _weeks_and_days(at, value.number, end) or _and_days(at, _with_unit(at, value, end))


#: How many of a smaller unit of time a larger one holds, where both are said of one length: "13 weeks 6 days".
_HOLDS: dict[TimeUnit, tuple[TimeUnit, str, int]] = {"week": ("day", "d", 7), "year": ("month", "mo", 12)}


def _and_days(at: list[Piece], found: Found[Amount]) -> Found[Amount]:
    """A length with the rest of it in a smaller unit: "13 weeks and 6 days", "2 years 6 months"."""
    periods = found.value.offset.periods if found.value.offset else ()
    if len(periods) != 1 or periods[0].unit not in _HOLDS:
        return found
    smaller, code, holds = _HOLDS[periods[0].unit]
    start = found.end + 1 if found.end < len(at) and at[found.end].key in ("and", "+") else found.end
    rest = numeral(at, start) if start < len(at) and at[start].number else None
    measure = unit(at, rest.end) if rest else None
    if rest is None or measure is None or measure.value.time != smaller or not rest.value.number < holds:
        return found
    total = periods[0].number * holds + rest.value.number
    return _timed(at, total, Unit(code, smaller, age=measure.value.age), measure.end)


#: Weeks of a pregnancy that "36+6" without a unit may be.
_GESTATIONS = range(20, 45)


def _weeks_and_days(at: list[Piece], weeks: Decimal, i: int) -> Found[Amount] | None:
    """The age of a pregnancy in weeks and sevenths: "24 0/7 weeks", "36+6 weeks"."""
    texts = [piece.text for piece in at[i : i + 4]]
    if texts[:1] == ["^"]:
        i, texts = i + 1, texts[1:]
    sevenths = len(texts) > 2 and texts[1:3] == ["/", "7"] and texts[0].isdigit() and int(texts[0]) < _HOLDS["week"][2]
    added = len(texts) > 2 and texts[0] == "+" and texts[1].isdigit() and int(texts[1]) < _HOLDS["week"][2]
    if not sevenths and not added:
        return None
    days = Decimal(texts[0] if sevenths else texts[1])
    end = i + 3 if sevenths else i + 2
    measure = unit(at, _hyphened(at, end))
    told = measure is not None and measure.value.time == "week"
    if added and not told and not (weeks in _GESTATIONS and at[i - 1].end == at[i].start):
        return None
    return _timed(at, weeks * _HOLDS["week"][2] + days, Unit("d", "day"), measure.end if measure and told else end)


def _article(at: list[Piece], i: int) -> Found[Amount] | None:
    """ "a week": one week."""
    found = unit(at, i + 1)
    if found is None or found.value.time is None or len(at[i + 1].text) < 3 or at[i + 1].key.endswith("s"):
        return None
    return _timed(at, Decimal(1), found.value, found.end)


def _folded(at: list[Piece], folded: Found[Decimal]) -> Found[Amount] | None:
    """ "twice baseline", "twice a week"."""
    multiple = reference(at, folded.end, multiplied=True)
    if multiple:
        return Found(Amount(folded.value, reference=multiple.value), multiple.end)
    if at[folded.end - 1].key in ("double", "triple"):
        return None
    rate = unit(at, folded.end)
    if rate and rate.value.code in ("/d", "/wk", "/mo", "/a", "/h", "/min"):
        return Found(Amount(folded.value, "{times}" + rate.value.code), rate.end)
    return Found(Amount(folded.value, "{times}"), folded.end)


def _reference_alone(at: list[Piece], i: int) -> Found[Amount] | None:
    """ "ULN", "ULN x 3"."""
    found = reference(at, i, multiplied=False)
    if found is None:
        return None
    by = multiplier(at, found.end)
    times = numeral(at, by) if by else None
    if times:
        return Found(Amount(times.value.number, reference=found.value), times.end)
    return Found(Amount(Decimal(1), reference=found.value), found.end)


def _with_unit(at: list[Piece], value: Numeral, end: int) -> Found[Amount]:
    number = value.number
    if value.power is not None:
        found = scaled(at, end, value.power)
        if found:
            return Found(Amount(number, found.value.code), found.end)
        return Found(Amount(number.scaleb(value.power)), end)
    multiple = _multiple(at, end)
    if multiple:
        return Found(Amount(number, reference=multiple.value.reference, loose=value.loose), multiple.end)
    second = _over(at, end)
    if second:
        return _fraction(at, number, second)
    special = _titer(at, number, end) or _plussed(at, number, end)
    if special:
        return special
    behind = _hyphened(at, end)
    found = unit(at, behind)
    if found is None or (behind > end and found.value.time is None and found.value.code.startswith("/")):
        return Found(Amount(_undotted(value, None), loose=value.loose), _past_ordinal(at, end))
    if found.value.time:
        return _timed(at, number, found.value, found.end)
    number = _raised(at[end - 1], value.number, found.value.code) or _undotted(value, found.value.code)
    return Found(Amount(number, found.value.code), found.end)


def _past_ordinal(at: list[Piece], i: int) -> int:
    """The index behind the ending of an ordinal of which a percentile comes next: "the 5th to 95th percentile"."""
    ordinal = 0 < i < len(at) and at[i].key in _ORDINAL and at[i - 1].end == at[i].start
    soon = ordinal and any(piece.key.startswith(_PERCENTILE) for piece in at[i + 1 : i + _SOON])
    return i + 1 if soon else i


def _multiple(at: list[Piece], i: int) -> Found[Amount] | None:
    by = multiplier(at, i)
    if by is None and i + 1 < len(at) and at[i].text == "-":
        by = multiplier(at, i + 1)
    found = reference(at, by, multiplied=True) if by else _glued(at, i) or reference(at, i, multiplied=False)
    return Found(Amount(reference=found.value), found.end) if found else None


def _glued(at: list[Piece], i: int) -> Found[Reference] | None:
    """The "N" of "> 2N", the normal value; apart from its number it may be a newton."""
    glued = i < len(at) and at[i].text == "N" and at[i - 1].number and at[i - 1].end == at[i].start
    return Found("ULN", i + 1) if glued else None


def _hyphened(at: list[Piece], i: int) -> int:
    """The index of a unit behind the dash of "24-hour", else `i`."""
    if i + 1 < len(at) and at[i].text == "-" and at[i].end == at[i + 1].start and at[i + 1].key[0].isalpha():
        found = unit(at, i + 1)
        if found and (found.value.time or len(at[i + 1].text) > 1):  # "3-D" is no dioptre
            return i + 1
    return i


def _over(at: list[Piece], i: int) -> Found[Decimal] | None:
    """The 90 of "140/90"."""
    if i + 1 >= len(at) or at[i].text != "/" or not at[i + 1].number or at[i + 1].inside:
        return None
    if "," in at[i + 1].text or (i + 2 < len(at) and at[i + 2].text == "/"):
        return None
    return Found(Decimal(at[i + 1].text), i + 2)


def _fraction(at: list[Piece], number: Decimal, second: Found[Decimal]) -> Found[Amount]:
    """ "140/90 mmHg" keeps both numbers; "20/40" is a line of an eye chart, which has an order and is no number."""
    first, last = _ACUITY.get(number, (0, -1))
    if first <= second.value <= last:
        return Found(Amount(category=f"{number}/{second.value}"), second.end)
    found = unit(at, second.end)
    if found and found.value.code == "mm[Hg]":
        return Found(Amount(number, "mm[Hg]", over=second.value), found.end)
    return Found(Amount(number, over=second.value), second.end)


def _titer(at: list[Piece], number: Decimal, i: int) -> Found[Amount] | None:
    """ "1:80" is a titer of 80."""
    if number != 1 or i + 1 >= len(at) or at[i].text != ":" or not at[i + 1].number or at[i].start != at[i - 1].end:
        return None
    below = numeral(at, i + 1) if at[i + 1].start == at[i].end else None
    return Found(Amount(below.value.number, "{titer}"), below.end) if below else None


def _plussed(at: list[Piece], number: Decimal, i: int) -> Found[Amount] | None:
    """ "3+" of a dipstick or a stain, which has an order and is no number; "3+ weeks" is 3 or more."""
    if number not in (1, 2, 3, 4) or i >= len(at) or at[i].text != "+" or at[i].start != at[i - 1].end:
        return None
    following = at[i + 1] if i + 1 < len(at) else None
    if following and following.key[0].isalpha() and following.key not in phrases("comparators", "plus").starts:
        return None
    return Found(Amount(category=f"{number}+"), i + 1)


def _undotted(value: Numeral, code: str | None) -> Decimal:
    """The number, its dot read as parting thousands where the unit counts cells, or the dot parts nothing else.

    "50.000" alone is fifty thousand: nobody gives a limit with three decimals that are all nought.
    """
    if value.dotted is None:
        return value.number
    counts = code in COUNT_DENOMINATORS or (code is None and value.dotted % 1000 == 0)
    return value.dotted if counts else value.number


#: Units of what is counted by powers of ten, and how "10^5" is written where the power has lost its place: "105".
_BY_POWERS = frozenset({"{copies}/mL", "[CFU]/mL", "{CFU}/mL"})
_RAISED = re.compile(r"10([3-9])")


def _raised(written: Piece, number: Decimal, code: str) -> Decimal | None:
    """The power of ten that "105 copies/mL" is."""
    found = _RAISED.fullmatch(written.text) if code in _BY_POWERS and number > 0 else None
    return Decimal(10) ** int(found[1]) if found else None


def _past_drug(at: list[Piece], i: int) -> int:
    """The index behind whose half-life it is, which is that of what was taken: "5 half-lives of the drug"."""
    if i >= len(at) or at[i].key != "of":
        return i
    said, j = phrases("unit_aliases", "which-drug").starts, i + 1
    while j < len(at) and at[j].key in said:
        j += 1
    return j + 1 if j > i + 1 and j < len(at) and at[j].key in phrases("unit_aliases", "drug").starts else i


def _timed(at: list[Piece], number: Decimal, found: Unit, end: int) -> Found[Amount]:
    offset = Offset(periods=(Period(number=number, unit=found.time),)) if found.time else None
    end = _past_drug(at, end) if found.time == "half-life" else end
    tail = phrases("comparators", "age-tail").past(at, _hyphened(at, end))
    age = tail > _hyphened(at, end) and found.time in ("year", "month", "week", "day", "hour")
    return Found(Amount(number, found.code, offset, age=age or found.age), tail if age else end)


def _chosen(at: list[Piece], i: int, one: Found[Amount] | None) -> Found[Amount] | None:
    """ "4 weeks or 5 half-lives, whichever is longer", "30 days (or 5 half-lives)", "the longer of 4 or 6 weeks".

    `one`: the amount that stands at `i`.
    """
    pick: Literal["longer", "shorter"] | None = None
    j = i
    for role, sense in (("longer-of", "longer"), ("shorter-of", "shorter")):
        past = phrases("comparators", role).past(at, i)
        if past > j:
            j, pick = past, "longer" if sense == "longer" else "shorter"
    periods: list[Period] = []
    in_bracket = False
    first = one if j == i and at[i].text not in "-+" else _single(at, j, False)
    while first and first.value.offset and len(periods) < _MOST_PERIODS:
        periods.extend(first.value.offset.periods)
        end = first.end
        following = end
        while following < len(at) and following < end + 3 and at[following].key in ("or", ",", "and", "("):
            following += 1
        first = _single(at, following, False) if following > end else None
        in_bracket |= first is not None and "(" in (piece.key for piece in at[end:following])
    if len(periods) < 2:
        return None
    for role in ("longer", "shorter"):
        past = phrases("comparators", role).past(at, end)
        if past > end:
            pick, end = "longer" if role == "longer" else "shorter", past
    if in_bracket:
        if end >= len(at) or at[end].key != ")":
            return None
        end += 1
    untold = periods[-1].unit == "half-life" and any(piece.key == "or" for piece in at[i:end])
    if pick is None and not untold:  # "14 days or 5 half-lives": one of the two, and the text does not say which
        return None
    return Found(Amount(Decimal(1), "", Offset(periods=tuple(periods), pick=pick)), end)
