"""Walking rule trees, on rules written in the rule language."""

from __future__ import annotations

import pytest
from trialc import parse_rule
from trialc.rules.model import Fact
from trialc.rules.walk import conjuncts, disjuncts, nodes

EVERYWHERE = {
    'condition "a" current and (condition "b" current or not condition "c" current)': "a b c",
    'if condition "a" current then condition "b" current else condition "c" current': "a b c",
    'at least 1 of (condition "a" current, condition "b" current)': "a b",
    'judgement "j" about (condition "a" current)': "a",
    'unread "u" about (condition "a" current)': "a",
    'condition "a" such as ("x", drug "b" ever) current': "a b",
    'condition "a" within 2 weeks before (procedure "b" ever)': "a b",
    'condition "a" ever because of (condition "b" current) except (condition "c" ever)': "a b c",
}


@pytest.mark.parametrize(("rule", "names"), EVERYWHERE.items())
def test_every_fact_of_a_rule_is_visited_in_reading_order(rule: str, names: str) -> None:
    facts = [node for node in nodes(parse_rule(rule)) if isinstance(node, Fact)]
    assert " ".join(fact.concept.text for fact in facts) == names


def test_conjuncts_look_through_all_and_disjuncts_through_any() -> None:
    rule = parse_rule('condition "a" current and (condition "b" current and (drug "c" ever or drug "d" ever))')
    assert [member.kind for member in conjuncts(rule)] == ["fact", "fact", "any"]
    *_, last = conjuncts(rule)
    assert [str(member) for member in disjuncts(last)] == ['drug "c" ever', 'drug "d" ever']
