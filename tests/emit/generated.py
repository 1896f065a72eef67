"""Hypothesis strategies for rules about the patients of `patients.py`, of every kind that a database can meet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from patients import CONCEPTS, Known
from trialc.rules.model import (
    CURRENT,
    EVER,
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
    Not,
    Offset,
    Period,
    Qualifier,
    Rule,
    Times,
    Undertaking,
    Value,
    Window,
)

#: Allergies have no table in the CDM; they stay in, to be seen to be unknown.
_KNOWN = {domain: [one for one in CONCEPTS if one.domain == domain] for domain in {one.domain for one in CONCEPTS}}
_PERIODS = [
    (1, "day"),
    (14, "day"),
    (30, "day"),
    (2, "week"),
    (1, "month"),
    (3, "month"),
    (6, "month"),
    (1, "year"),
    (2, "year"),
]


def periods() -> st.SearchStrategy[Period]:
    """Periods at whose ends the patients' dates lie; seldom of a length that is not known or no whole number."""
    usual = st.sampled_from(_PERIODS).map(lambda found: Period(number=Decimal(found[0]), unit=found[1]))
    odd = st.sampled_from([("1.5", "month"), ("0.5", "year"), ("5", "half-life"), ("2", "cycle"), ("36", "hour")])
    return st.one_of(usual, usual, usual, odd.map(lambda found: Period(number=Decimal(found[0]), unit=found[1])))


def offsets() -> st.SearchStrategy[Offset]:
    """One period, or the longer or shorter of two."""
    one = periods().map(lambda period: Offset(periods=(period,)))
    two = st.builds(
        Offset,
        periods=st.tuples(periods(), periods()),
        pick=st.sampled_from(["longer", "shorter", None]),
    )
    return st.one_of(one, one, one, two)


def windows(anchors: st.SearchStrategy[Anchor]) -> st.SearchStrategy[Window]:
    """Ever, current, and windows before and after anchors with open and closed ends."""
    bounds = st.builds(
        Bound, offset=st.none() | offsets(), side=st.sampled_from(["before", "before", "after"]), closed=st.booleans()
    )
    edges = st.sampled_from(["overlap", "overlap", "whole", "start", "end"])
    free = st.builds(
        Window,
        start=st.none() | bounds,
        end=st.none() | bounds,
        anchors=st.lists(anchors, min_size=1, max_size=2).map(tuple),
        edge=edges,
    )
    within = st.builds(
        lambda offset, closed, anchor, edge: Window(
            start=Bound(offset=offset, closed=closed), end=Bound(), anchors=(anchor,), edge=edge
        ),
        offsets(), st.booleans(), anchors, edges,
    )  # fmt: skip
    return st.one_of(st.sampled_from([EVER, CURRENT]), within, within, free)


_NAMED_POINTS = st.sampled_from([None, None, None, "start", "end"])
_NAMED = st.builds(
    Anchor,
    name=st.sampled_from(["enrollment", "treatment", "index", "index", "study", "birth", "visit 1"]),
    point=_NAMED_POINTS,
)
_RECORDED = ("condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy")
_LIMITS = {"hemoglobin": ["9", "12"], "platelets": ["100"], "body temperature": ["38"], "body weight": ["70"]}


@st.composite
def values(draw: Any, known: Known) -> Value:
    """Ranges whose limits records sit on, in a unit that records may or may not have; multiples; categories."""
    if known.domain == "observation":
        names = draw(st.lists(st.sampled_from(["positive", "current smoker", "3"]), min_size=1, max_size=2))
        return Value(categories=tuple(names))
    if draw(st.integers(0, 5)) == 0:
        return Value(categories=(draw(st.sampled_from(["normal", "abnormal", "high", "low", "positive", "9"])),))
    unit = draw(st.sampled_from([*known.units, *known.units, "mmol/L", None])) if known.units else "kg"
    numbers = sorted({number for found in known.units.values() for number in found}) or ["70"]
    reference = draw(st.sampled_from([None, None, None, "ULN", "LLN"]))
    if reference:
        number, unit = draw(st.sampled_from(["1", "2.5", "0.75"])), None
    else:
        number = draw(st.sampled_from(numbers))
    limit = Limit(number=Decimal(number), unit=unit, reference=reference, closed=draw(st.booleans()))
    if draw(st.booleans()):
        return Value(low=limit)
    if draw(st.booleans()) or reference:
        return Value(high=limit)
    other = Limit(number=Decimal(number) * 2, unit=unit, closed=draw(st.booleans()))
    return Value(low=limit, high=other)


@st.composite
def concepts(draw: Any, known: Known) -> Concept:
    """A concept with its code, with its name, or with both; sometimes with examples."""
    coded = draw(st.sampled_from([True, True, False]))
    other = draw(st.sampled_from(_KNOWN[known.domain]))
    examples = draw(st.sampled_from([(), (), (), (other.text,)]))
    text = known.text if draw(st.booleans()) else "something else"
    return Concept(text=text.upper(), codes=(known.code,) if coded else (), such_as=examples)


@st.composite
def record_facts(draw: Any, domains: tuple[str, ...], anchors: st.SearchStrategy[Anchor] = _NAMED) -> Fact:
    """A fact of one of the domains."""
    known = draw(st.sampled_from([one for domain in domains for one in _KNOWN[domain]]))
    fields: dict[str, Any] = {
        "domain": known.domain, "concept": draw(concepts(known)), "when": draw(windows(anchors)),
    }  # fmt: skip
    if known.domain in ("measurement", "observation") and draw(st.integers(0, 4)):
        fields["value"] = draw(values(known))
    rare = draw(st.integers(0, 9))
    if known.domain == "measurement" or rare == 1:
        fields["pick"] = draw(
            st.sampled_from(["any", "latest", "latest", "first", "every", "lowest", "highest", "mean", "total"])
        )
    if rare == 2:
        fields["qualifiers"] = (Qualifier(key="severity", value=Value(categories=("severe",))),)
    if rare in (3, 4):
        limit = LengthLimit(offset=draw(offsets()), closed=draw(st.booleans()))
        fields["lasting"] = draw(st.sampled_from([Length(low=limit), Length(high=limit)]))
    if rare in (5, 6):
        fields["except_"] = draw(exceptions(known))
    if rare == 8 or (rare == 7 and known.domain == "drug"):
        fields["times"] = draw(times())
    if known.domain == "drug" and draw(st.booleans()):
        limit = LengthLimit(offset=draw(offsets()), closed=draw(st.booleans()))
        fields["lasting"] = draw(st.sampled_from([Length(low=limit), Length(high=limit)]))
    if rare == 9 and (known.domain == "measurement" or draw(st.booleans())):
        fields["change"] = draw(changes(known))
    if rare == 7:
        fields["status"] = draw(st.sampled_from(["happened", "planned"]))
    return Fact(**fields)


@st.composite
def times(draw: Any) -> Times:
    """A number of occurrences, in a run, spaced, or within a period."""
    few = st.none() | st.integers(0, 3)
    limit = st.builds(LengthLimit, offset=offsets(), closed=st.booleans())
    spaced = st.one_of(
        st.builds(Length, low=limit), st.builds(Length, high=limit), st.builds(Length, low=limit, high=limit)
    )
    return Times(
        low=draw(few),
        high=draw(few),
        consecutive=draw(st.booleans()),
        spaced=draw(st.none() | st.none() | spaced),
        per=draw(st.none() | st.none() | periods()),
    )


@st.composite
def changes(draw: Any, known: Known) -> Change:
    """A rise or fall, as a number or in %, over a period or since a point."""
    units = [*known.units, *known.units, "%", "%", "mmol/L", None]
    limit = Limit(
        number=Decimal(draw(st.sampled_from(["0.1", "1", "5", "10", "30"]))),
        unit=draw(st.sampled_from(units)),
        closed=draw(st.booleans()),
    )
    since = st.builds(Anchor, name=st.sampled_from(["enrollment", "index", "birth", "visit 1"]), point=_NAMED_POINTS)
    return Change(
        sense=draw(st.sampled_from(["increase", "decrease", "change", "change", "worsening"])),
        value=draw(st.sampled_from([None, Value(low=limit), Value(low=limit), Value(high=limit)])),
        since=draw(st.none() | st.none() | since),
        over=draw(st.none() | periods()),
    )


@st.composite
def exceptions(draw: Any, known: Known) -> Rule:
    """A rule on the record at hand: when it was, or what else it is."""
    it = Fact(domain="it", concept=Concept(text="it"), when=draw(windows(_NAMED)))
    other = draw(st.sampled_from(_KNOWN[known.domain]))
    same = Fact(domain=other.domain, concept=draw(concepts(other)), when=draw(windows(_NAMED)))
    return draw(st.sampled_from([it, same, All(of=(it, same)), Any_(of=(same, Not(of=it)))]))


@st.composite
def person_facts(draw: Any) -> Fact:
    """Age, age group, sex and what the CDM has no column for."""
    name = draw(st.sampled_from(["age", "age", "age", "sex", "age group", "cohort"]))
    when = draw(st.sampled_from([EVER, EVER, CURRENT]) | windows(_NAMED))
    if name == "age":
        low = Limit(
            number=Decimal(draw(st.sampled_from(["18", "20", "60", "80", "17.5"]))),
            unit=draw(st.sampled_from(["a", "a", "mo", None])),
            closed=draw(st.booleans()),
        )
        value = draw(st.sampled_from([Value(low=low), Value(high=low)]))
    else:
        names = {"sex": ["female", "Male"], "age group": ["adult", "child"], "cohort": ["A"]}
        value = Value(categories=(draw(st.sampled_from(names[name])),))
    return Fact(domain="person", concept=Concept(text=name), value=value, when=when)


def anchors() -> st.SearchStrategy[Anchor]:
    """Named points and events, whole or their ends."""
    event = st.builds(Anchor, fact=record_facts(_RECORDED), point=st.sampled_from([None, None, "start", "end"]))
    return st.one_of(event, event, event, _NAMED)


def facts() -> st.SearchStrategy[Fact]:
    """Facts of every domain, about measurements and conditions most often."""
    usual = record_facts(("condition", "measurement"))
    every = record_facts(_RECORDED)
    near = record_facts(_RECORDED, anchors())
    return st.one_of(usual, usual, every, every, near, person_facts())


def rules() -> st.SearchStrategy[Rule]:
    """Rules of every kind over such facts."""
    leaves = facts()
    few = st.lists(leaves, min_size=1, max_size=3).map(tuple)
    nested = st.one_of(
        st.builds(All, of=few),
        st.builds(Any_, of=few),
        st.builds(Not, of=leaves),
        st.builds(Count, low=st.none() | st.integers(0, 2), high=st.none() | st.integers(0, 2), of=few),
        st.builds(If, when=leaves, then=leaves, otherwise=st.none() | leaves),
        st.builds(Judgement, text=st.just("clinically significant"), about=st.none() | leaves),
        st.builds(Undertaking, text=st.just("written informed consent")),
    )
    return st.one_of(leaves, leaves, leaves, nested)


def asked() -> st.SearchStrategy[Rule]:
    """Rules of which people must answer some part, over facts that are exact in SQL."""
    plain = [
        Fact(domain="condition", concept=Concept(text=known.text), when=when)
        for known in _KNOWN["condition"]
        for when in (EVER, CURRENT)
    ]
    fact: st.SearchStrategy[Rule] = st.sampled_from(plain)
    people = st.one_of(
        st.builds(Judgement, text=st.just("clinically significant"), about=st.none() | fact),
        st.builds(Undertaking, text=st.just("written informed consent")),
    )
    return st.recursive(st.one_of(fact, people, people), _composed, max_leaves=6)


def _composed(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    few = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, of=few),
        st.builds(Any_, of=few),
        st.builds(Not, of=parts),
        st.builds(Count, low=st.none() | st.integers(0, 2), high=st.none() | st.integers(0, 2), of=few),
        st.builds(If, when=parts, then=parts, otherwise=st.none() | parts),
        st.builds(Judgement, text=st.just("unsafe"), about=parts),
    )
