"""The layout of a sentence: the kind of every connective, and where every opened phrase closes."""

from __future__ import annotations

import pytest
from stages import reading, types
from trialc.parse.layout.sentence import CLOSED_BY
from trialc.parse.token import Connective
from trialc.rules.trial import Section

# What a connective joins: C clauses, L members of a list, M modifiers, V values, A anchors.
CONNECTIVES = [
    # A list shares a subject, a negation or what stands behind it.
    ("asthma and pregnant", "NOUN LAND NOUN"),
    ("asthma or stroke", "NOUN LOR NOUN"),
    ("asthma, diabetes or stroke", "NOUN LOR NOUN LOR NOUN"),
    ("asthma, diabetes, and stroke", "NOUN LAND NOUN LAND NOUN"),
    ("asthma/stroke", "NOUN LOR NOUN"),
    ("AST and ALT < 3 x ULN", "NOUN LAND NOUN VALUE"),
    ("no asthma or stroke", "NEG NOUN LOR NOUN"),
    # Clauses: each has its own limit, negation or undertaking.
    ("hemoglobin > 9 g/dL and platelets > 100,000/mm3", "NOUN VALUE CAND NOUN VALUE"),
    ("hemoglobin > 9 g/dL, platelets > 100,000/mm3", "NOUN VALUE CAND NOUN VALUE"),
    ("AST > 2 x ULN or bilirubin > 3 x ULN", "NOUN VALUE COR NOUN VALUE"),
    ("asthma and no stroke", "NOUN CAND NEG NOUN"),
    ("asthma, no stroke", "NOUN CAND NEG NOUN"),
    ("asthma and willing to comply", "NOUN CAND UNDERTAKING"),
    ("asthma; stroke", "NOUN CAND NOUN"),
    # Modifiers of one noun.
    ("oral or inhaled corticosteroids", "MOD MCON MOD NOUN"),
    ("renal, hepatic or cardiac disease", "MOD MCON MOD MCON MOD NOUN"),
    # Values of one measurement.
    ("temperature > 38.0 °C or < 35.0 °C", "NOUN VALUE VCON VALUE"),
    # Anchors of one window.
    ("surgery within 4 weeks before screening or randomization", "NOUN WITHIN PERIOD BEFORE ANCHOR ACON ANCHOR"),
    ("surgery before screening and/or randomization", "NOUN BEFORE ANCHOR ACON ANCHOR"),
]


@pytest.mark.parametrize(("text", "expected"), CONNECTIVES)
def test_a_connective_has_the_kind_of_what_it_joins(text: str, expected: str) -> None:
    assert types(text) == expected


# The operator of a list, and whether the text says it.
OPERATORS: list[tuple[str, Section, str, bool]] = [
    ("asthma and stroke", "inclusion", "and", True),
    ("asthma or stroke", "inclusion", "or", True),
    ("asthma and/or stroke", "inclusion", "or", True),
    ("asthma as well as stroke", "inclusion", "and", True),
    ("asthma, diabetes or stroke", "inclusion", "or", True),
    ("asthma, diabetes and stroke", "inclusion", "and", True),
    ("asthma, diabetes and stroke", "exclusion", "or", True),
    ("both asthma and stroke", "exclusion", "and", True),
    ("no asthma and stroke", "exclusion", "and", True),
    ("asthma/stroke", "inclusion", "or", False),
    ("no asthma, stroke", "inclusion", "or", False),
    ("asthma; stroke", "inclusion", "and", False),
    ("asthma; stroke", "exclusion", "or", False),
    ("asthma, stroke", "exclusion", "or", False),
]


@pytest.mark.parametrize(("text", "section", "operator", "explicit"), OPERATORS)
def test_a_comma_takes_the_operator_that_ends_its_list(
    text: str, section: Section, operator: str, explicit: bool
) -> None:
    found = [token.value for token in reading(text, section).tokens if isinstance(token.value, Connective)]
    assert found
    assert {(each.operator, each.explicit) for each in found} == {(operator, explicit)}


# What opens, what it holds, and what closes it.
OPENED = [
    ("EXCEPT", "asthma except stroke", "NOUN EXCEPT NOUN CLOSE"),
    ("EXCEPT", "asthma, except stroke", "NOUN EXCEPT NOUN CLOSE"),
    ("EXCEPT", "asthma except stroke within 6 months", "NOUN EXCEPT NOUN CLOSE INLAST PERIOD"),
    ("EXCEPT", "asthma except treated stroke within 6 months", "NOUN EXCEPT MOD NOUN INLAST PERIOD CLOSE"),
    ("UNLESS", "aspirin, unless topical, within 6 months", "NOUN UNLESS MOD CLOSE INLAST PERIOD"),
    ("UNLESS", "asthma unless stroke in the opinion of the investigator", "NOUN UNLESS NOUN CLOSE JUDGED"),
    ("IF", "asthma if female", "NOUN IF PERSON CLOSE"),
    ("IF", "asthma if female unless pregnant", "NOUN IF PERSON CLOSE UNLESS NOUN CLOSE"),
    ("LEAD", "If female, negative pregnancy test", "LEAD PERSON CLOSE MOD NOUN"),
    ("LEAD", "Women must have a negative pregnancy test", "LEAD PERSON CLOSE MOD NOUN"),
    ("ELSE", "AST < 5 x ULN if asthma, otherwise AST < 2 x ULN", "NOUN VALUE IF NOUN CLOSE ELSE NOUN VALUE CLOSE"),
    ("EG", "infection such as pneumonia, sepsis or hepatitis within 6 months",
     "NOUN EG NOUN LOR NOUN LOR NOUN CLOSE INLAST PERIOD"),
    ("LINK", "asthma due to stroke within 6 months", "NOUN LINK NOUN CLOSE INLAST PERIOD"),
    ("LINK", "stroke confirmed by MRI within 6 months", "NOUN LINK NOUN CLOSE INLAST PERIOD"),
    ("EVENT", "surgery within 4 weeks of stroke", "NOUN WITHIN PERIOD OF EVENT NOUN CLOSE"),
    ("DEF", "asthma defined as FEV1 < 80 %", "NOUN DEF NOUN VALUE CLOSE"),
    ("WITHOR", "asthma with or without stroke within 6 months", "NOUN WITHOR NOUN CLOSE INLAST PERIOD"),
    ("GROUP", "any of the following: asthma, stroke", "GROUP NOUN LAND NOUN CLOSE"),
    ("GROUP", "at least 2 of the following: asthma, stroke", "GROUP NOUN LAND NOUN CLOSE"),
    ("GROUP", "asthma with FEV1 < 80 % or PEF < 60 %, or stroke",
     "NOUN CAND GROUP NOUN VALUE COR NOUN VALUE CLOSE COR NOUN"),
    ("COLON", "infection: hepatitis or pneumonia", "NOUN COLON NOUN LOR NOUN CLOSE"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), OPENED)
def test_an_opened_phrase_closes(kind: str, text: str, expected: str) -> None:
    assert kind in expected.split()
    assert types(text) == expected


def test_every_kind_that_opens_has_an_example() -> None:
    assert {kind for kind, *_ in OPENED} == set(CLOSED_BY)


# Brackets are read for themselves; what has no partner is no bracket.
BRACKETS = [
    ("asthma (moderate)", "NOUN LPAR MOD RPAR"),
    ("asthma (e.g., emphysema)", "NOUN LPAR EG NOUN CLOSE RPAR"),
    ("asthma (stroke within 6 months)", "NOUN LPAR NOUN INLAST PERIOD RPAR"),
    ("asthma except stroke (MRI)", "NOUN EXCEPT NOUN LPAR NOUN RPAR CLOSE"),
    ("asthma (", "NOUN"),
    ("asthma )", "NOUN"),
    ("asthma ()", "NOUN"),
    ("asthma (stroke", "NOUN LPAR NOUN RPAR"),
]


@pytest.mark.parametrize(("text", "expected"), BRACKETS)
def test_brackets(text: str, expected: str) -> None:
    assert types(text).replace("CAND ", "") == expected


# A span of time is a window where a direction follows, else what something lasts; "within" needs no direction.
TIMES = [
    ("surgery within 4 weeks", "NOUN INLAST PERIOD"),
    ("surgery within 4 weeks before screening", "NOUN WITHIN PERIOD BEFORE ANCHOR"),
    ("surgery in the past 4 weeks", "NOUN INLAST PERIOD"),
    ("surgery at least 4 weeks before screening", "NOUN LENGTH BEFORE ANCHOR"),
    ("asthma for at least 6 months", "NOUN FORLEN LASTS"),
    ("fever at screening", "NOUN AT ANCHOR"),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times(text: str, expected: str) -> None:
    assert types(text) == expected


def test_every_opened_phrase_is_closed() -> None:
    """Openers and CLOSE pair off in every example, inside brackets too."""
    openers = set(CLOSED_BY)
    for _, text, _ in OPENED:
        kinds = types(text).split()
        assert sum(kind in openers for kind in kinds) == kinds.count("CLOSE"), text
