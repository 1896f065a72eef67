"""The normal form: two rules say the same when theirs are equal.

Only what is certain is folded. A month equals no number of days, a hyphen is no space, `not (a and b)` is not
`not a or not b`, and mass is not amount of substance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from decimal import Decimal
from typing import TypeVar

from .implied import without_implied_persons
from .model import (
    All,
    Anchor,
    Any_,
    Bound,
    Change,
    Concept,
    Count,
    Fact,
    If,
    Judgement,
    Length,
    LengthLimit,
    Limit,
    Link,
    Node,
    Not,
    Offset,
    Period,
    Qualifier,
    Rule,
    Summary,
    Times,
    Undertaking,
    Unread,
    Value,
    Window,
)
from .units import UnitError, canonical

N = TypeVar("N", bound=Node)


def normal(rule: Rule) -> Rule:
    """The normal form of a rule, without spans and labels. `normal(normal(rule)) == normal(rule)`.

    >>> from trialc.rules.language import parse_rule
    >>> str(normal(parse_rule('all of (person age >= 1 year, person age >= 12 months)')))
    'person age >= 12 months'
    """
    match rule:
        case Fact():
            return _fact(rule)
        case All(of=of):
            return _junction(All, [normal(member) for member in of])
        case Any_(of=of):
            return _junction(Any_, [normal(member) for member in of])
        case Not(of=of):
            inner = normal(of)
            return inner.of if isinstance(inner, Not) else Not(of=inner)
        case Count():
            return _count(rule)
        case If(when=when, then=then, otherwise=otherwise):
            return If(when=normal(when), then=normal(then), otherwise=otherwise and normal(otherwise))
        case Judgement(text=text, about=about):
            return Judgement(text=fold(text), about=about and normal(about))
        case Undertaking(text=text):
            return Undertaking(text=fold(text))
        case Unread(text=text, about=about):
            return Unread(text=fold(text), about=about and normal(about))
    raise TypeError(f"{type(rule).__name__} is no rule")


def same(one: Rule | None, other: Rule | None) -> bool:
    """Whether two rules say the same; a criterion without a rule says the same as another without."""
    if one is None or other is None:
        return one is other
    return one == other or normal(one) == normal(other)


def fold(text: str) -> str:
    """A text without its case, its spacing and the punctuation around it; a hyphen stays a hyphen.

    >>> fold(' "Type 2  Diabetes-Mellitus".')
    'type 2 diabetes-mellitus'
    """
    return " ".join(text.casefold().split()).strip(" .,;:!?'\"“”‘’")


# ------------------------------------------------------------------ rules


def _junction(kind: type[All] | type[Any_], members: Iterable[Rule]) -> Rule:
    """Members of members are members; each once, in one order; one member is itself; what others imply is not said."""
    flat: list[Rule] = []
    for member in members:
        flat += member.of if isinstance(member, kind) else [member]
    of = _ordered(without_implied_persons(flat) if kind is All else flat)
    return of[0] if len(of) == 1 else kind(of=of)


def _count(rule: Count) -> Rule:
    members = [normal(member) for member in rule.of]
    low = rule.low if rule.low is not None and rule.low > 0 else None
    high = rule.high if rule.high is not None and rule.high < len(members) else None
    if high is None and low == len(members):
        return _junction(All, members)
    if high is None and low == 1:
        return _junction(Any_, members)
    if high == 0 and low is None:
        return normal(Not(of=_junction(Any_, members)))
    # a member said twice counts twice
    return Count(low=low, high=high, of=tuple(sorted(members, key=_key)))


def _key(node: Node | str) -> str:
    return node if isinstance(node, str) else node.model_dump_json(exclude_none=True)


T = TypeVar("T", bound=Node | str)


def _ordered(nodes: Iterable[T]) -> tuple[T, ...]:
    """Each once, in an order that depends on nothing but what they say."""
    found = tuple(nodes)
    return found if len(found) < 2 else tuple(sorted(dict.fromkeys(found), key=_key))


# ------------------------------------------------------------------ facts


def _fact(fact: Fact) -> Rule:
    age = fact.domain == "person" and fold(fact.concept.text) == "age"
    value = fact.value and (_value(_completed(fact.value), numbered=False) if age else _value(fact.value))
    links = _ordered(Link(kind=link.kind, rule=normal(link.rule)) for link in fact.links)
    return Fact(
        domain=fact.domain,
        concept=_concept(fact.concept),
        pick=fact.pick,
        value=None if value == Value() else value,
        change=_optional(_change, fact.change),
        when=_window(fact.when),
        status=fact.status,
        lasting=_optional(_length, fact.lasting),
        times=_optional(_times, fact.times),
        qualifiers=_ordered(_qualifier(qualifier) for qualifier in fact.qualifiers),
        who=fold(fact.who),
        links=links,
        except_=fact.except_ and normal(fact.except_),
    )


#: Parts of a fact that limit nothing.
_LIMITLESS: tuple[Node, ...] = (Value(), Length(), Times(), Anchor())


def _optional(function: Callable[[N], N], node: N | None) -> N | None:
    """The node's normal form; None where it is missing, and where it limits nothing."""
    if node is None:
        return None
    found = function(node)
    return None if found in _LIMITLESS else found


def _concept(concept: Concept) -> Concept:
    text = fold(concept.text)
    codes = _ordered(code.model_copy(update={"display": None}) for code in concept.codes)
    also = _ordered(name for name in map(fold, concept.also) if name != text)
    such_as = _ordered(fold(item) if isinstance(item, str) else normal(item) for item in concept.such_as)
    return Concept(text=text, codes=codes, also=also, such_as=such_as)


#: The qualifiers whose names are numbered in Roman or Arabic figures. (A route "IV" is no fourth route.)
_NUMBERED = ("stage", "grade", "class", "type")


def _qualifier(qualifier: Qualifier) -> Qualifier:
    return Qualifier(key=qualifier.key, value=_value(qualifier.value, numbered=qualifier.key in _NUMBERED))


def _change(change: Change) -> Change:
    return Change(
        sense=change.sense,
        value=_optional(_difference, change.value),
        since=_optional(_anchor, change.since),
        over=_optional(_period, change.over),
    )


# ------------------------------------------------------------------ values

_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_FIGURE = re.compile(r"([ivx]+)([a-d]?\d?)")


def _category(name: str, numbered: bool = True) -> str:
    """A category's name: III and 3, IIIb and 3B are the same."""
    folded = fold(name)
    found = _FIGURE.fullmatch(folded) if numbered else None
    return f"{_ROMAN[found[1]]}{found[2]}" if found and found[1] in _ROMAN else folded


def _difference(value: Value) -> Value:
    """The value of a change: a rise by 9 degrees Fahrenheit is one by 5 Celsius."""
    return _value(value, difference=True)


def _value(value: Value, numbered: bool = True, difference: bool = False) -> Value:
    low = value.low and _limit(value.low, numbered, difference)
    high = value.high and _limit(value.high, numbered, difference)
    names: set[str | None] = {_category(name, numbered) for name in value.categories}
    if low is not None and low == high and low.closed and low.unit is None and low.reference is None and not names:
        # "grade = 3" and "grade: 3"
        names, low, high = {low.category if low.number is None else format(low.number, "f")} - {None}, None, None
    scale = value.scale
    if scale is not None:
        number, unit = _measured(scale.number, scale.unit, difference=True)
        scale = scale.model_copy(update={"number": number, "unit": unit})
    summary = value.summary and Summary(statistic=value.summary.statistic, over=_optional(_period, value.summary.over))
    categories = tuple(sorted(name for name in names if name is not None))
    if (
        numbered
        and len(categories) > 1
        and low is None
        and high is None
        and (ends := _consecutive(categories)) is not None
    ):
        low, high, categories = Limit(number=ends[0]), Limit(number=ends[1]), ()
    return Value(low=low, high=high, categories=categories, scale=scale, summary=summary)


def _consecutive(categories: tuple[str, ...]) -> tuple[Decimal, Decimal] | None:
    """The ends of neighbouring whole numbers: "III or IV" is III to IV."""
    if not all(name.isdecimal() for name in categories):
        return None
    figures = sorted(int(name) for name in categories)
    return (Decimal(figures[0]), Decimal(figures[-1])) if figures[-1] - figures[0] == len(figures) - 1 else None


def _limit(limit: Limit, numbered: bool, difference: bool) -> Limit:
    category = limit.category and _category(limit.category, numbered)
    if category and numbered and limit.number is None and re.fullmatch(r"\d+(\.\d+)?", category, re.ASCII):
        return Limit(number=_plain(Decimal(category)), closed=limit.closed)
    if limit.reference is not None:
        number = _plain(Decimal(1) if limit.number is None else limit.number)
        return limit.model_copy(update={"number": number, "category": category})
    if limit.number is None:
        return Limit(unit=limit.unit, category=category, closed=limit.closed)
    number, unit = _measured(limit.number, limit.unit, difference)
    return Limit(number=number, unit=unit, category=category, closed=limit.closed)


def _measured(number: Decimal, unit: str | None, difference: bool) -> tuple[Decimal, str | None]:
    """In base units; as written where the unit is none that we know."""
    if unit is None:
        return _plain(number), None
    unit = " ".join(unit.split())
    with suppress(UnitError):
        number, unit = canonical(number, unit, difference=difference)
    return _plain(number), unit


def _plain(number: Decimal) -> Decimal:
    """One spelling of a number: 2.50 is 2.5, and 1E+1 is 10."""
    if number == number.to_integral_value():
        return Decimal(int(number))
    return number.normalize()


def _completed(value: Value) -> Value:
    """Ages count completed units: "at most 80 years" is under 81, which months can say too."""
    low, high = value.low, value.high
    if low is not None and not low.closed and (after := _next_whole(low)) is not None:
        low = low.model_copy(update={"number": after, "closed": True})
    if high is not None and high.closed and (after := _next_whole(high)) is not None:
        high = high.model_copy(update={"number": after, "closed": False})
    return value.model_copy(update={"low": low, "high": high})


def _next_whole(limit: Limit) -> Decimal | None:
    """The whole number after a limit's own; None of a multiple of a reference."""
    if limit.number is None or limit.reference is not None:
        return None
    return limit.number + 1 if limit.number == limit.number.to_integral_value() else None


# ------------------------------------------------------------------ time

_MINUTES = {"week": 7 * 24 * 60, "day": 24 * 60, "hour": 60, "minute": 1}


def _period(period: Period) -> Period:
    """In months, or in the longest of days, hours and minutes that counts it whole; other units as they are."""
    number = period.number
    if period.unit == "year":
        return Period(number=_plain(number * 12), unit="month")
    if period.unit not in _MINUTES:
        return Period(number=_plain(number), unit=period.unit)
    minutes = number * _MINUTES[period.unit]
    if minutes % _MINUTES["day"] == 0:
        return Period(number=_plain(minutes / _MINUTES["day"]), unit="day")
    if minutes % _MINUTES["hour"] == 0:
        return Period(number=_plain(minutes / _MINUTES["hour"]), unit="hour")
    return Period(number=_plain(minutes), unit="minute")


def _offset(offset: Offset) -> Offset:
    periods = _ordered(map(_period, offset.periods))
    return Offset(periods=periods, pick=offset.pick if len(periods) > 1 else None)


def _window(window: Window) -> Window:
    if window.start is None and window.end is None:
        return Window()
    return Window(
        start=_optional_bound(window.start),
        end=_optional_bound(window.end),
        anchors=_ordered(map(_anchor, window.anchors)),
        edge=window.edge,
    )


def _optional_bound(bound: Bound | None) -> Bound | None:
    """At the anchor itself there is no side; no time before it is at it."""
    if bound is None:
        return None
    offset = bound.offset and _offset(bound.offset)
    if offset is None or all(period.number == 0 for period in offset.periods):
        return Bound(closed=bound.closed)
    return Bound(offset=offset, side=bound.side, closed=bound.closed)


def _anchor(anchor: Anchor) -> Anchor:
    fact = anchor.fact and normal(anchor.fact)
    name = anchor.name and fold(anchor.name)
    return Anchor(name=name, fact=fact if isinstance(fact, Fact) else None, point=anchor.point)


def _length(length: Length) -> Length:
    low, high = (
        limit and LengthLimit(offset=_offset(limit.offset), closed=limit.closed) for limit in (length.low, length.high)
    )
    return Length(low=low, high=high, until=_optional(_anchor, length.until))


def _times(times: Times) -> Times:
    """Once or more is what a fact says anyway."""
    once = times.low == 1 and times.high is None and times.per is None
    return Times(
        low=None if once else times.low,
        high=times.high,
        consecutive=times.consecutive and not once,
        spaced=None if once else _optional(_length, times.spaced),
        per=_optional(_period, times.per),
    )
