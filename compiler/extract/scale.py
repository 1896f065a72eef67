"""What a value is out of: "of 100 mm", "on a 0-10 scale", "(range 0-100)", "4/10"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ..rules.model import Limit, Scale, Value
from .comparison import Amount, Range
from .limit import limit
from .numbers import numeral
from .term import Term
from .units import unit
from .vocabulary import Found, Piece, phrases

#: The lowest values of scales that are given with both their ends, and the least number of points between these.
_LOWEST = (0, 1)
_LEAST_POINTS = 3
#: The most characters between a value and the scale that it is on.
_NEAR = 60
#: Words before "0-10" that announce a scale, and words behind it that do.
_ANNOUNCED = re.compile(
    r"[,;]?\s*(?:\b(?:on|using|with|of|in|per|to)\s+)?(?:\b(?:an?|the|its|which|that)\s+)?"
    r"(?:\b(?:possible|total|potential|theoretical|overall|numerical|rating)\s+)*"
    r"\b(?:scales?|ranges?|ranged|ranging|scored?|scores|rated|graded)"
    r"(?:\s*:|\s+(?:of|from|is|being|between|at|on a scale (?:of|from)))*\s*$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\bon\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE)
_NAMED = re.compile(r"\s*-?\s*(?:points?\b\s*)?scale\b", re.IGNORECASE)
#: What the points of a scale mean: "(0 = no pain, 10 = worst pain)", "(0 = none, 1 = mild, 2 = severe)".
_IS = r"\s*(?:=|is|being|means|meaning|represent(?:s|ing)|indicat(?:es|ing)|equals|denotes|for)\s*"
_LEGEND = re.compile(
    rf"[(\[]?\s*(?:(?:where|with|in which)\s+)?\b[01]{_IS}[^\d()\[\]]{{2,70}}?(?:\d+{_IS}[^\d()\[\].]{{2,70}}?)*"
    rf"(?P<top>\d+){_IS}[^\d()\[\].;,]{{2,70}}[)\]]?",
    re.IGNORECASE,
)
#: The highest value of a scale behind a score on it.
_TOP = re.compile(r"\s?(?:/|out of)\s?(\d{1,3})\b(?![./%]\d)(?:\s+points?\b)?")
#: Words behind the top of a scale that show that no names of counted things follow.
_AFTER_SCALE = frozenset({"on", "at", "in", "during", "for", "and", "or", "within", "using", "when"})
#: What may stand between a scale and the value on it: a word or two, and no other clause.
_BETWEEN = re.compile(r"[^.;<>≤≥=]*")
_NEXT = re.compile(r"\)?,?\s*(?:[a-z-]+\s+){0,3}", re.IGNORECASE)


def scale(at: list[Piece], i: int, last: Amount) -> Found[Scale] | None:
    """What the value that ends before `at[i]` is out of: "of 100 mm", "on a 0-10 scale", "out of 10"."""
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
    ended = end == len(at) or not at[end].key[0].isalnum() or at[end].key in _AFTER_SCALE
    closes = at[i].key == "out" and ended  # "4 out of 10", and nothing that is counted
    return Found(Scale(number=top.value.number, unit=code), named) if named > end or same or closes else None


def out_of(range_: Range) -> Value | None:
    """ "> 4/10": a value on a scale of ten; without a comparator it may be a fraction or a list."""
    tops = {part.over for part in range_.amounts}
    top = tops.pop()
    if not range_.compared or tops or top is None or any((part.number or top) > top for part in range_.amounts):
        return None
    return Value(low=limit(range_.low), high=limit(range_.high), scale=Scale(number=top))


def on_scales(text: str, terms: Sequence[Term]) -> list[Term]:
    """Terms in which "0-10" is no limit where it is the scale of the value beside it: "≥ 4 (range 0-10)"."""
    result = _scored_out_of(text, _with_legends(text, terms))
    for k, term in enumerate(result):
        top = _top(term)
        if top is None:
            continue
        named = _NAMED.match(text, term.end)
        announced = _ANNOUNCED.search(text, max(0, term.start - _NEAR), term.start)
        lead = announced or (_PLACED.search(text, 0, term.start) if named else None)
        start = lead.start() if lead else term.start
        end = named.end() if named else term.end
        before, after = text[:start].rstrip(), text[end:].lstrip()
        bracketed = before.endswith("(") and after.startswith(")")
        if bracketed:
            start, end = len(before) - 1, len(text) - len(after) + 1
        beside = _beside(text, result, k, start, end, sure=bool(lead or named or bracketed))
        if beside is None:
            continue
        value: Value = result[beside].value
        result[beside] = result[beside]._replace(value=value.model_copy(update={"scale": Scale(number=top)}))
        result[k] = Term("SKIP", start, end)
    return result


def _scored_out_of(text: str, terms: Sequence[Term]) -> list[Term]:
    """Scores whose highest value stands behind them: "MMSE score ≥ 25/30"."""
    result: list[Term] = []
    for term in terms:
        if result and term.start < result[-1].end:
            continue  # the number that was the highest value
        top = _TOP.match(text, term.end) if term.type == "SCORED" else None
        value: Value | None = term.value.value if top else None
        if top and value and value.scale is None and _is_below(value, Decimal(top[1])):
            term = _with_top(term, Decimal(top[1]))._replace(end=top.end())
        result.append(term)
    return result


def _is_below(value: Value, top: Decimal) -> bool:
    """Whether all limits of a value lie on a scale that ends at `top`."""
    ends = [end.number for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(number is not None and number <= top for number in ends)


def _with_legends(text: str, terms: Sequence[Term]) -> list[Term]:
    """Terms without those that only say what the ends of a scale mean; the value before has that scale."""
    result = list(terms)
    if not any(term.type in ("VALUE", "SCORED") for term in terms):
        return result
    for legend in _LEGEND.finditer(text):
        before = [k for k, term in enumerate(result) if term.end <= legend.start() <= term.end + _NEAR]
        top = Decimal(legend["top"])
        if not before or result[before[-1]].type not in ("VALUE", "SCORED") or top < _LEAST_POINTS:
            continue
        scaled = _with_top(result[before[-1]], top)
        outside = [term for term in result if term.end <= legend.start() or term.start >= legend.end()]
        result = [scaled if term is result[before[-1]] else term for term in outside]
        result.append(Term("SKIP", legend.start(), legend.end()))
        result.sort(key=lambda term: term.start)
    return result


def _with_top(term: Term, top: Decimal) -> Term:
    """A value or a score that is out of `top`, unless the text says out of what it is."""
    value: Value = term.value.value if term.type == "SCORED" else term.value
    scaled = value.model_copy(update={"scale": value.scale or Scale(number=top)})
    return term._replace(value=term.value._replace(value=scaled) if term.type == "SCORED" else scaled)


def _top(term: Term) -> Decimal | None:
    """The highest value of a scale, where a term may be one: "0-10", "1 to 5"."""
    if term.type != "VALUE" or term.value.low is None or term.value.high is None:
        return None
    low, high = term.value.low, term.value.high
    plain = low.closed and high.closed and low.reference is None and high.reference is None
    if not plain or low.number not in _LOWEST or high.number is None or high.number < low.number + _LEAST_POINTS:
        return None
    return high.number if high.number % 1 == 0 else None


def _beside(text: str, terms: Sequence[Term], k: int, start: int, end: int, sure: bool) -> int | None:
    """The index of the value that is on the scale at `terms[k]`, which reaches from `start` to `end`."""
    one, two = k - 1, k + 1
    if two < len(terms) and _fits(terms[k], terms[two]) and _NEXT.fullmatch(text, end, terms[two].start):
        return two
    if not sure or one < 0 or not _fits(terms[k], terms[one]) or start - terms[one].end > _NEAR:
        return None
    return one if _BETWEEN.fullmatch(text, terms[one].end, max(start, terms[one].end)) else None


def _fits(scale: Term, term: Term) -> bool:
    """Whether a term is a value that lies on a scale."""
    if term.type not in ("VALUE", "AMOUNT") or term.value.scale is not None:
        return False
    limits = [each for each in (term.value.low, term.value.high) if each is not None]
    return bool(limits) and all(_on(each, scale.value) for each in limits)


def _on(limit: Limit, scale: Value) -> bool:
    low, high = scale.low, scale.high
    if limit.number is None or limit.reference is not None or low is None or high is None:
        return False
    if low.number is None or high.number is None:
        return False
    return low.number <= limit.number <= high.number and (high.unit is None or high.unit == limit.unit)
