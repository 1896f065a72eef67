"""The closed-class phrases: choices, optional and repeated groups, and what of several readings comes first."""

from __future__ import annotations

import pytest
from trialc.parse.terms.phrases import TABLES, Automaton, rows
from trialc.tokens import tokens

# Each pattern with texts that it matches whole, and texts that it does not.
PATTERNS = {
    "prior to": (["prior to", "PRIOR TO"], ["prior", "to", "prior to to"]),
    "{before|prior to}": (["before", "prior to"], ["prior", "before prior to"]),
    "{the}? first dose": (["first dose", "the first dose"], ["the the first dose", "the dose"]),
    "{very|extremely}* severe": (["severe", "very severe", "very extremely very severe"], ["very", "severe very"]),
    "{a|an}? {known|prior}* history of": (["history of", "a known prior history of"], ["known", "an a history of"]),
    "and/or": (["and/or"], ["and", "or"]),
    "e.g.": (["e.g."], ["g"]),
    "Child-Pugh {class}?": (["child-pugh", "Child-Pugh class"], ["child pugh"]),
}


def lengths(machine: Automaton, text: str) -> list[int]:
    """How many words of `text` each match from its start takes."""
    words = [text[start:end].lower() for start, end in tokens(text)]
    return [length for length, _ in machine.matches(words, 0) if length == len(words)]


@pytest.mark.parametrize(("pattern", "texts"), PATTERNS.items())
def test_pattern(pattern: str, texts: tuple[list[str], list[str]]) -> None:
    machine = Automaton()
    machine.add(pattern, ("X", ""))
    good, bad = texts
    assert [text for text in good if not lengths(machine, text)] == []
    assert [text for text in bad if lengths(machine, text)] == []


def test_longer_and_shorter_matches_are_all_found() -> None:
    machine = Automaton()
    machine.add("history of", ("MOD", "when=ever"))
    machine.add("history", ("SKIP", ""))
    found = list(machine.matches(["history", "of", "asthma"], 0))
    assert found == [(1, (("SKIP", ""),)), (2, (("MOD", "when=ever"),))]


def test_readings_come_in_the_order_of_the_tables() -> None:
    machine = Automaton()
    machine.add("prior", ("MOD", "when=ever"))
    machine.add("{prior|earlier}", ("AGO", ""))
    assert list(machine.matches(["prior"], 0)) == [(1, (("MOD", "when=ever"), ("AGO", "")))]


def test_matching_starts_at_any_word_and_keeps_what_it_has_learnt() -> None:
    machine = Automaton()
    machine.add("prior to", ("BEFORE", ""))
    words = ["surgery", "prior", "to", "screening"]
    for _ in range(2):
        assert [list(machine.matches(words, i)) for i in range(4)] == [[], [(2, (("BEFORE", ""),))], [], []]


def test_every_pattern_of_the_tables_is_well_formed() -> None:
    """No stray brace, no empty choice, no pattern that would match nothing at all."""
    wrong = []
    for terminal, _, pattern in rows():
        machine = Automaton()
        machine.add(pattern, (terminal, ""))
        depths = [pattern.count("{"), pattern.count("}")]
        if depths[0] != depths[1] or "{}" in pattern or "||" in pattern or machine._begin().readings:
            wrong.append(f"{terminal}: {pattern}")
    assert wrong == []


def test_every_table_is_read() -> None:
    assert len(TABLES) == len(set(TABLES))
    assert {"SKIP", "MOD", "LINK", "WITHIN", "ANCHOR", "ANYOF", "JUDGED", "UNDERTAKE", "NOTEMARK"} <= {
        row[0] for row in rows()
    }
