"""Hypothesis strategies for rules of every kind and field, and for trials: `from rules.strategies import rules`."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st
from trialc.rules import model
from trialc.rules.model import (
    ANCHORS,
    CURRENT,
    EVER,
    All,
    Anchor,
    Any_,
    Bound,
    Change,
    Code,
    Concept,
    Count,
    Fact,
    If,
    Judgement,
    Length,
    LengthLimit,
    Limit,
    Link,
    Not,
    Offset,
    Period,
    Qualifier,
    Rule,
    Scale,
    Summary,
    Times,
    Undertaking,
    Unread,
    Value,
    Window,
)
from trialc.rules.trial import Criterion, Note, Trial

WORDS = ["malignancy", "Type 2 diabetes", "AST", "female", "III", "IIIb", "x", "within", "ULN", "T2a", "non-smoker"]
UNITS = ["mm", "mg/dL", "10*9/L", "mm[Hg]", "[degF]", "Cel", "%", "a", "mo", "d", "mL/min/{1.73_m2}", "[IU]/L", "at"]

characters = st.characters(exclude_categories=["Cs"])
texts = st.sampled_from(WORDS) | st.text(characters, max_size=8)
units = st.sampled_from(UNITS) | st.text(characters, max_size=5)
numbers = st.decimals(-1000, 100_000, allow_nan=False, allow_infinity=False, places=2) | st.integers(0, 100).map(
    lambda number: model.Decimal(number)
)
counts = st.none() | st.integers(0, 5)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """One of the values of a `Literal`."""
    return st.sampled_from(get_args(literal))


def few(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """A tuple of up to three."""
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


def mostly(value: Any, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """`value` in one half of the cases: what a field leaves out."""
    return st.booleans().flatmap(lambda rare: other if rare else st.just(value))


periods = st.builds(Period, number=numbers, unit=one_of(model.TimeUnit))
offsets = st.builds(Offset, periods=few(periods, 1).map(lambda found: found[:1])) | st.builds(
    Offset, periods=few(periods), pick=st.sampled_from([None, "longer", "shorter"])
)
closed = st.booleans()
limits = (
    st.builds(
        Limit,
        number=numbers,
        unit=mostly(None, units),
        reference=mostly(None, one_of(model.Reference)),
        closed=closed,
    )
    | st.builds(Limit, category=texts, closed=closed)
    | st.builds(Limit, reference=one_of(model.Reference), closed=closed)
)
values = st.builds(
    Value,
    low=mostly(None, limits),
    high=mostly(None, limits),
    categories=mostly((), few(texts)),
    scale=mostly(None, st.builds(Scale, number=numbers, unit=st.none() | units)),
    summary=mostly(None, st.builds(Summary, statistic=one_of(model.Statistic), over=st.none() | periods)),
)
qualifiers = st.builds(Qualifier, key=one_of(model.QualifierKey), value=values)
codes = st.builds(
    Code,
    system=texts,
    code=texts.map(lambda text: text.replace("|", "")),
    display=st.none() | texts,
    descendants=st.booleans(),
    excluded=st.booleans(),
)


def facts_of(rules: st.SearchStrategy[Rule], facts: st.SearchStrategy[Fact]) -> st.SearchStrategy[Fact]:
    """Facts whose parts hold `rules` and `facts`."""
    points = st.none() | st.sampled_from(["start", "end", "whole"])
    anchors = st.builds(Anchor, name=st.sampled_from(ANCHORS) | texts, point=points) | mostly(
        Anchor(name="treatment"), st.builds(Anchor, fact=facts, point=points)
    )
    bounds = st.builds(Bound, offset=mostly(None, offsets), side=st.sampled_from(["before", "after"]), closed=closed)
    windows = st.sampled_from([EVER, CURRENT]) | st.builds(
        Window,
        start=st.none() | bounds,
        end=st.none() | bounds,
        anchors=few(anchors),
        edge=mostly("overlap", one_of(model.Edge)),
    )
    length_limits = st.none() | st.builds(LengthLimit, offset=offsets, closed=closed)
    lengths = st.builds(Length, low=length_limits, high=length_limits, until=mostly(None, anchors))
    times = st.builds(
        Times,
        low=counts,
        high=counts,
        consecutive=st.booleans(),
        spaced=mostly(None, lengths),
        per=mostly(None, periods),
    )
    changes = st.builds(
        Change,
        sense=one_of(model.ChangeSense),
        value=mostly(None, values),
        since=mostly(None, anchors),
        over=mostly(None, periods),
    )
    concepts = st.builds(
        Concept,
        text=st.sampled_from(["age", "sex", "it"]) | texts,
        codes=mostly((), few(codes)),
        also=mostly((), few(texts)),
        such_as=mostly((), few(texts | rules)),
    )
    return st.builds(
        Fact,
        domain=one_of(model.Domain),
        concept=concepts,
        pick=one_of(model.Pick),
        value=mostly(None, values),
        change=mostly(None, changes),
        when=windows,
        status=one_of(model.Status),
        lasting=mostly(None, lengths),
        times=mostly(None, times),
        qualifiers=mostly((), few(qualifiers)),
        who=mostly("patient", texts),
        links=mostly((), few(st.builds(Link, kind=one_of(model.LinkKind), rule=rules))),
        except_=mostly(None, rules),
        label=mostly(None, texts),
    )


def nested(rules: st.SearchStrategy[Rule], facts: st.SearchStrategy[Fact]) -> st.SearchStrategy[Rule]:
    """Rules of every kind that hold `rules` and `facts`."""
    label = mostly(None, texts)
    members = few(rules)
    return st.one_of(
        facts_of(rules, facts),
        st.builds(All, of=members, label=label),
        st.builds(Any_, of=members, label=label),
        st.builds(Not, of=rules, label=label),
        st.builds(Count, low=counts, high=counts, of=members, label=label),
        st.builds(If, when=rules, then=rules, otherwise=st.none() | rules, label=label),
        st.builds(Judgement, text=texts, about=st.none() | rules, label=label),
        st.builds(Undertaking, text=texts, label=label),
        st.builds(Unread, text=texts, about=st.none() | rules, label=label),
    )


leaves = st.builds(
    Fact,
    domain=one_of(model.Domain),
    concept=st.builds(Concept, text=texts),
    when=st.sampled_from([EVER, CURRENT]),
    value=mostly(None, values),
)
_inner = nested(leaves, leaves)
facts = facts_of(_inner, leaves)
rules = nested(_inner, leaves)

criteria = st.builds(
    Criterion,
    id=st.from_regex(r"[IEF][1-9][0-9]?", fullmatch=True),
    section=st.sampled_from(["inclusion", "exclusion"]),
    text=texts,
    rule=st.none() | _inner,
    notes=few(st.builds(Note, text=texts)),
)
trials = st.builds(
    Trial,
    id=st.just("NCT00000001") | texts,
    title=st.none() | texts,
    anchors=st.dictionaries(texts, st.sampled_from(ANCHORS) | texts, max_size=2),
    criteria=st.lists(criteria, max_size=3, unique_by=lambda criterion: criterion.id).map(tuple),
)
