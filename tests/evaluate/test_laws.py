"""Laws that hold for every rule and every patient."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patients import CONCEPTS, INDEX, Known, patient
from rules import strategies
from trialc import Patient, Record
from trialc.evaluate.chart import Chart
from trialc.evaluate.ready import Preparer
from trialc.evaluate.scene import Scene
from trialc.rules.language import parse_rule
from trialc.rules.model import All, Any_, Fact, Not, Rule, Window
from trialc.rules.normal import normal
from trialc.rules.units import convert

people = st.integers(0, 10_000).map(lambda seed: patient(Random(seed), seed))


def value(rule: Rule, one: Patient) -> bool | None:
    return Preparer().node(rule).test(Scene(Chart(one, INDEX.toordinal()), INDEX))


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


@given(facts, facts, people)
def test_de_morgan(one: Rule, other: Rule, who: Patient) -> None:
    neither = Not(of=Any_(of=(one, other)))
    assert value(neither, who) is value(All(of=(Not(of=one), Not(of=other))), who)
    assert value(Not(of=neither), who) is value(Any_(of=(one, other)), who)


@given(strategies.rules, people)
def test_every_rule_has_a_value_and_never_fails(rule: Rule, who: Patient) -> None:
    assert value(rule, who) in (True, False, None)


@given(rules, people)
def test_the_normal_form_has_the_same_value(rule: Rule, who: Patient) -> None:
    assert value(normal(rule), who) is value(rule, who)


@given(rules, people, st.data())
def test_an_unknown_fact_made_known_never_turns_a_known_verdict(rule: Rule, who: Patient, data: st.DataObject) -> None:
    before = value(rule, who)
    leaf = data.draw(st.sampled_from(_leaves(rule)))
    if before is None or value(leaf, who) is not None:
        return
    answered = who.model_copy(update={"answers": {str(leaf): data.draw(st.booleans())}})
    assert value(rule, answered) is before


def _leaves(rule: Rule) -> list[Rule]:
    if isinstance(rule, All | Any_):
        return [leaf for member in rule.of for leaf in _leaves(member)]
    return _leaves(rule.of) if isinstance(rule, Not) else [rule]


@given(rules, people)
def test_a_complete_record_never_turns_a_known_verdict(rule: Rule, who: Patient) -> None:
    before = value(rule, who)
    complete = who.model_copy(update={"complete": tuple(who.observed)})
    assert before is None or value(rule, complete) is before


@given(facts, people, st.integers(1, 400))
def test_widening_a_window_never_loses_a_match(fact: Fact, who: Patient, days: int) -> None:
    if fact.pick != "any" or fact.times is not None or value(fact, who) is not True:
        return
    assert value(fact.model_copy(update={"when": Window()}), who) is True
    if fact.when.start is None or fact.when.start.offset is None or fact.when.start.offset.pick is not None:
        return
    longer = parse_rule(f'condition "x" within {days + 400} days before enrollment')
    assert isinstance(longer, Fact)
    wider = fact.when.model_copy(update={"start": longer.when.start})
    assert value(fact.model_copy(update={"when": wider}), who) is True


@given(facts, people)
def test_converting_units_changes_nothing(fact: Fact, who: Patient) -> None:
    converted = who.model_copy(update={"facts": tuple(map(_converted, who.facts))})
    assert value(fact, converted) is value(fact, who)


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


@given(facts, people, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(fact: Fact, who: Patient, random: Any) -> None:
    shuffled = list(who.facts)
    random.shuffle(shuffled)
    assert value(fact, who.model_copy(update={"facts": tuple(shuffled)})) is value(fact, who)


@given(facts, people, st.integers(1, 1000))
def test_what_is_recorded_after_the_index_date_changes_nothing(fact: Fact, who: Patient, days: int) -> None:
    later = INDEX + timedelta(days=days)
    future = [one.model_copy(update={"start": later, "end": later}) for one in who.facts]
    assert value(fact, who.model_copy(update={"facts": (*who.facts, *future)})) is value(fact, who)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_patients(seed: int) -> None:
    assert patient(Random(seed), 1) == patient(Random(seed), 1)
