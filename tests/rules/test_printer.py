"""Printing is the inverse of parsing, for every rule that the model can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from rules.strategies import rules, trials
from trialc import Trial, parse_rule, parse_trial, print_rule, print_trial
from trialc.rules.model import Rule


@given(rules)
def test_parsing_what_was_printed_gives_the_same_rule_with_its_labels(rule: Rule) -> None:
    assert parse_rule(print_rule(rule)).model_dump() == rule.model_dump()


@given(rules)
def test_the_width_changes_lines_and_nothing_else(rule: Rule) -> None:
    assert parse_rule(print_rule(rule, width=30)) == parse_rule(print_rule(rule, width=10_000)) == rule


@given(trials)
def test_parsing_a_printed_trial_gives_the_same_trial(trial: Trial) -> None:
    assert parse_trial(print_trial(trial)) == trial


# What people read: clause order, breaks, parentheses. Each stands as the printer writes it.
AS_PRINTED = {
    "a fact in the one clause order": """
        latest measurement "low back pain VAS" in [30, 90] mm of 100 mm as mean over 24 hours
    """,
    "a long fact breaks before a clause": """
        procedure "lumbar facet injection" (site: "index level") within 1 month before treatment
          except (
            it ending at least 2 weeks before treatment with only (drug "contrast medium" or drug "saline")
          )
    """,
    "long branches stand one a line": """
        if condition "liver metastases" current
        then latest measurement "AST" <= 5 x ULN
        else latest measurement "AST" <= 2.5 x ULN
    """,
    "a long list of members stands one a line": """
        at least 2 of (
          condition "fever" current,
          condition "cough" current,
          latest measurement "temperature" >= 38.0 Cel
        )
    """,
    "mixed and/or has parentheses": """
        condition "a" current and (condition "b" current or condition "c" ever)
    """,
    "ages are counted in words": "person age in [18, 75] years",
    "one is singular": "person age < 1 year",
    "other limits keep their UCUM code": 'latest measurement "QT" > 2 d',
    "a reserved word stands in quotes": 'condition "x" (type: "within" or other) current',
}


@pytest.mark.parametrize("printed", AS_PRINTED.values(), ids=AS_PRINTED.keys())
def test_rules_are_written_like_this(printed: str) -> None:
    lines = printed.strip("\n").rstrip().split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    expected = "\n".join(line[indent:] for line in lines)
    assert print_rule(parse_rule(expected)) == expected


def test_a_trial_is_written_block_by_block() -> None:
    text = """trial NCT00000001 title "A study"
anchor "Visit 1" is screening

include I1 "Adults"
  person age >= 18 years
  note "see protocol"

exclude E1 "Heading:"
"""
    trial = parse_trial(text)
    assert [criterion.section for criterion in trial.criteria] == ["inclusion", "exclusion"]
    assert trial.anchors == {"Visit 1": "screening"}
    assert trial.criteria[1].rule is None
    assert print_trial(trial) == text
