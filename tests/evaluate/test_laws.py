"""Laws that hold for every rule and every patient."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from patients import CONCEPTS, INDEX, Known, patient, patients
from rules import strategies
from trialc import Patient, Record
from trialc.evaluate.chart import Chart
from trialc.evaluate.ready import Preparer
from trialc.evaluate.scene import Scene
from trialc.rules.language import parse_rule
from trialc.rules.model import All, Any_, Bound, Fact, Not, Offset, Period, Rule, Window
from trialc.rules.normal import normal
from trialc.rules.units import convert

POOL = list(patients(400))
#: Ten patients at a time: one rule tells much of each.
crowds = st.integers(0, len(POOL) - 10).map(lambda first: POOL[first : first + 10])
sparing = settings(max_examples=100)

Value = bool | None


def values(rule: Rule, crowd: list[Patient]) -> list[Value]:
    """What a rule says of each of some patients."""
    node = Preparer().node(rule)
    return [node.test(Scene(Chart(one, INDEX.toordinal()), INDEX)) for one in crowd]


# ------------------------------------------------------------------ rules about what the patients have

_DAYS = ["1 day", "2 weeks", "28 days", "1 month", "3 months", "1 year", "longer of (4 weeks or 5 half-lives)"]
windows = st.one_of(
    st.just("ever"),
    st.just("current"),
    st.builds(
        "{}{} {} {}".format,
        st.sampled_from(["", "starting ", "ending ", "wholly "]),
        st.sampled_from(["within", "less than"]),
        st.sampled_from(_DAYS),
        st.sampled_from(["before enrollment", "of enrollment", 'before (procedure "MRI of lumbar spine")']),
    ),
)


@st.composite
def _facts(draw: st.DrawFn) -> Fact:
    known: Known = draw(st.sampled_from(CONCEPTS))
    coded = draw(st.sampled_from(["", f'coded ("{known.code.system}|{known.code.code}")']))
    pick = draw(st.sampled_from(["", "latest", "first", "every", "lowest", "highest", "mean"])) if known.units else ""
    limit = ""
    if known.units:
        unit = draw(st.sampled_from(sorted(known.units)))
        limit = f"{draw(st.sampled_from(['>=', '<', '<=']))} {draw(st.sampled_from(known.units[unit]))} {unit}"
        if known.reference and draw(st.booleans()):
            limit = f"{draw(st.sampled_from(['>', '<=']))} {draw(st.sampled_from(['1', '2.5']))} x ULN"
    times = draw(st.sampled_from(["", "", "at least 2 times", "at most 1 times"])) if not pick else ""
    rule = parse_rule(f'{pick} {known.domain} "{known.text}" {coded} {limit} {draw(windows)} {times}')
    assert isinstance(rule, Fact)
    return rule


facts = _facts()
rules = st.recursive(
    facts,
    lambda inner: st.one_of(
        st.builds(Not, of=inner),
        st.builds(All, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any_, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@sparing
@given(facts, facts, crowds)
def test_de_morgan(one: Rule, other: Rule, crowd: list[Patient]) -> None:
    neither = Not(of=Any_(of=(one, other)))
    assert values(neither, crowd) == values(All(of=(Not(of=one), Not(of=other))), crowd)
    assert values(Not(of=neither), crowd) == values(Any_(of=(one, other)), crowd)


@sparing
@given(strategies.rules, crowds)
def test_every_rule_has_a_value_and_never_fails(rule: Rule, crowd: list[Patient]) -> None:
    assert set(values(rule, crowd)) <= {True, False, None}


@sparing
@given(rules, crowds)
def test_the_normal_form_has_the_same_value(rule: Rule, crowd: list[Patient]) -> None:
    assert values(normal(rule), crowd) == values(rule, crowd)


@sparing
@given(rules, crowds, st.data())
def test_an_unknown_fact_made_known_never_turns_a_known_verdict(
    rule: Rule, crowd: list[Patient], data: st.DataObject
) -> None:
    leaf, answer = data.draw(st.sampled_from(_leaves(rule))), data.draw(st.booleans())
    for one, before, told in zip(crowd, values(rule, crowd), values(leaf, crowd), strict=True):
        if before is not None and told is None:
            assert values(rule, [one.model_copy(update={"answers": {str(leaf): answer}})]) == [before]


def _leaves(rule: Rule) -> list[Rule]:
    if isinstance(rule, All | Any_):
        return [leaf for member in rule.of for leaf in _leaves(member)]
    return _leaves(rule.of) if isinstance(rule, Not) else [rule]


@sparing
@given(rules, crowds)
def test_a_complete_record_never_turns_a_known_verdict(rule: Rule, crowd: list[Patient]) -> None:
    complete = [one.model_copy(update={"complete": tuple(one.observed)}) for one in crowd]
    for before, after in zip(values(rule, crowd), values(rule, complete), strict=True):
        assert before is None or after is before


@sparing
@given(facts, crowds, st.integers(400, 800))
def test_widening_a_window_never_loses_a_match(fact: Fact, crowd: list[Patient], days: int) -> None:
    assume(fact.pick == "any" and fact.times is None)
    met = [one for one, value in zip(crowd, values(fact, crowd), strict=True) if value]
    assert all(values(fact.model_copy(update={"when": Window()}), met))
    start = fact.when.start
    if start is not None and start.offset is not None and start.offset.pick is None:
        longer = Offset(periods=(Period(number=Decimal(days), unit="day"),))
        wider = fact.when.model_copy(update={"start": Bound(offset=longer)})
        assert all(values(fact.model_copy(update={"when": wider}), met))


@sparing
@given(facts, crowds)
def test_converting_units_changes_nothing(fact: Fact, crowd: list[Patient]) -> None:
    converted = [one.model_copy(update={"facts": tuple(map(_converted, one.facts))}) for one in crowd]
    assert values(fact, converted) == values(fact, crowd)


_OTHER = {"g/dL": "g/L", "g/L": "g/dL", "10*9/L": "/uL", "/uL": "10*9/L", "Cel": "[degF]", "[degF]": "Cel", "kg": "g"}


def _converted(record: Record) -> Record:
    unit = _OTHER.get(record.unit or "")
    if unit is None or not isinstance(record.value, Decimal):
        return record
    reference = record.reference
    if reference is not None:
        limits = {"low": reference.low, "high": reference.high}
        reference = reference.model_copy(update={end: _in(limit, record, unit) for end, limit in limits.items()})
    return record.model_copy(update={"unit": unit, "value": _in(record.value, record, unit), "reference": reference})


def _in(number: Decimal | None, record: Record, unit: str) -> Decimal | None:
    return None if number is None else convert(number, record.unit or "", unit)


@sparing
@given(facts, crowds, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(fact: Fact, crowd: list[Patient], random: Any) -> None:
    shuffled = [one.model_copy(update={"facts": tuple(random.sample(one.facts, len(one.facts)))}) for one in crowd]
    assert values(fact, shuffled) == values(fact, crowd)


@sparing
@given(facts, crowds, st.integers(1, 1000))
def test_what_is_recorded_after_the_index_date_changes_nothing(fact: Fact, crowd: list[Patient], days: int) -> None:
    later = {"start": INDEX + timedelta(days=days), "end": INDEX + timedelta(days=days)}
    more = [
        one.model_copy(update={"facts": (*one.facts, *(record.model_copy(update=later) for record in one.facts))})
        for one in crowd
    ]
    assert values(fact, more) == values(fact, crowd)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_patients(seed: int) -> None:
    assert patient(Random(seed), 1) == patient(Random(seed), 1)
