"""The grammar of criteria: strict, one reading for every sequence of tokens, and a tree for any sequence at all."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from criteria_phrases import names, phrases
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Tree
from lark.exceptions import UnexpectedInput
from stages import reading
from trialc.parse.syntax import grammar
from trialc.parse.token import Connective, Token
from trialc.rules.trial import Section

TEXT = files("trialc.grammar").joinpath("criteria.lark").read_text("utf-8")
TERMINALS = sorted(set(re.findall(r"\b[A-Z_]{2,}\b", re.sub(r"//.*", "", TEXT))) - {"LALR"})
#: A few of every file of phrases.
TEXTS = [(phrase.text, phrase.section) for name in names() for phrase in list(phrases(name))[::8]]


def test_the_grammar_is_strictly_lalr_1_without_a_conflict() -> None:
    pytest.importorskip("interegular", reason="strict mode looks for terminals that collide with it")
    grammar.parser(strict=True)


@cache
def all_readings() -> Lark:
    """The same grammar over the names of the tokens, with every reading that it allows."""
    named = "\n".join(f'{name}: "{name};"' for name in TERMINALS)
    return Lark(f"{TEXT}\n{named}\n", parser="earley", lexer="basic", ambiguity="explicit", keep_all_tokens=True)


def ambiguous(tree: Tree[Any]) -> list[Tree[Any]]:
    return list(tree.find_data("_ambig"))


def spelled(text: str, section: Section) -> str:
    """The names of the tokens of one text."""
    return "".join(f"{token.type};" for token in reading(text, section).tokens)


def is_sentence(names: str) -> bool:
    """Whether the grammar reads these tokens without a repair."""
    try:
        all_readings().parse(names)
    except UnexpectedInput:
        return False
    return True


@pytest.mark.parametrize(("text", "section"), TEXTS)
def test_a_sentence_has_one_reading(text: str, section: Section) -> None:
    found = spelled(text, section)
    assert not is_sentence(found) or ambiguous(all_readings().parse(found)) == []


def test_most_sentences_need_no_repair() -> None:
    """So that the test above says something."""
    assert sum(is_sentence(spelled(*each)) for each in TEXTS) >= 0.9 * len(TEXTS)


def test_the_grammar_that_allows_all_readings_does_find_two() -> None:
    """The test of one reading can fail: with a second way to read a list, Earley reports it."""
    text = TEXT.replace("?list_and: item (LAND item)*", "?list_and: item (LAND item)* | item LAND list_and")
    named = "\n".join(f'{name}: "{name};"' for name in TERMINALS)
    two = Lark(f"{text}\n{named}\n", parser="earley", lexer="basic", ambiguity="explicit", keep_all_tokens=True)
    assert ambiguous(two.parse("NOUN;LAND;NOUN;"))


# --------------------------------------------------------------------------- repairs


def tokens(kinds: str) -> list[Token]:
    made = []
    for i, kind in enumerate(kinds.split()):
        virtual = kind in ("CLOSE", "EMPTY", "STOP", "EVENT")
        made.append(Token(kind, 2 * i, 2 * i + (not virtual), Connective("and", ",", True)))
    return made


def leaves(tree: Tree[Any]) -> str:
    return " ".join(leaf.type for leaf in tree.scan_values(lambda _: True))


# What is fed, and what the tree holds: what is missing is put in, and what cannot stand becomes JUNK.
REPAIRS = [
    ("NOUN VALUE", "NOUN VALUE", 0),
    ("NOUN NOUN", "NOUN CAND NOUN", 1),
    ("NOUN LAND", "NOUN LAND EMPTY", 1),
    ("VALUE", "VALUE EMPTY", 1),
    ("LAND NOUN", "EMPTY LAND NOUN", 1),
    ("NOUN NEG NOUN", "NOUN CAND NEG NOUN", 1),
    ("MOD STOP NOUN", "MOD EMPTY STOP NOUN", 1),
]


@pytest.mark.parametrize(("fed", "expected", "steps"), REPAIRS)
def test_a_repair_is_made_and_told(fed: str, expected: str, steps: int) -> None:
    trace: list[str] = []
    assert leaves(grammar.parse(tokens(fed), trace)) == expected
    assert len(trace) == steps


@given(st.lists(st.sampled_from(TERMINALS), min_size=1, max_size=25).map(" ".join))
def test_any_tokens_give_a_tree_or_are_refused_whole(kinds: str) -> None:
    """Nothing is invented: without what was put in, the leaves are the tokens, in order, as themselves or as JUNK."""
    fed = tokens(kinds)
    try:
        tree = grammar.parse(fed, [])
    except UnexpectedInput:
        return
    places = [leaf.start for leaf in tree.scan_values(lambda _: True) if leaf.end > leaf.start]
    assert places == sorted(set(places))
    assert set(places) <= {token.start for token in fed}
