"""What holds of every text: real records, one in twenty of the training registry, and texts that nobody wrote.

`TRIALC_EVERY=1` takes every record instead of every twentieth.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc import Trial, compile_criterion, compile_trial, parse_rule
from trialc.compile import LONGEST, compile_protocols
from trialc.outline import outline
from trialc.parse.syntax import automaton
from trialc.parse.terms import phrases
from trialc.rules.model import Rule
from trialc.rules.normal import normal
from trialc.rules.trial import Criterion
from trialc.rules.walk import nodes
from trialc.source import Protocol, read
from trialc.text import Span

EVERY = int(os.environ.get("TRIALC_EVERY", "20"))


@pytest.fixture(scope="module")
def records(shared: Path) -> list[Protocol]:
    """Every n-th record of the training registry that has an eligibility text."""
    lines = (shared / "data" / "registry" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return [protocol for line in lines[::EVERY] for protocol in read(json.loads(line)).protocols]


@pytest.fixture(scope="module")
def trials(records: list[Protocol]) -> list[Trial]:
    """The compiled records. Where a text crashes the compiler, every test of this module says so."""
    return list(compile_protocols(records))


def bullets(trial: Trial) -> list[Criterion]:
    """The criteria that the text has, without those of the structured fields."""
    return [criterion for criterion in trial.criteria if not criterion.id.startswith("F")]


def spans(criterion: Criterion) -> list[Span]:
    """Every place in the text that a criterion names."""
    said = [criterion.span, *(note.span for note in criterion.notes), *(each.span for each in criterion.diagnostics)]
    below = [node.span for node in nodes(criterion.rule)] if criterion.rule else []
    return [span for span in (*said, *below) if span is not None]


def rules(trials: list[Trial]) -> list[tuple[str, Rule]]:
    return [
        (f"{trial.id} {criterion.id}", criterion.rule)
        for trial in trials
        for criterion in trial.criteria
        if criterion.rule is not None
    ]


# --------------------------------------------------------------------------- real records


def test_criteria_in_are_criteria_out(records: list[Protocol], trials: list[Trial]) -> None:
    found = {trial.id: [criterion.id for criterion in bullets(trial)] for trial in trials}
    assert found == {protocol.id: [item.id for item in outline(protocol.eligibility).items] for protocol in records}


def test_a_criterion_has_a_rule_a_note_or_an_unread_text(trials: list[Trial]) -> None:
    silent = [
        f"{trial.id} {criterion.id} {criterion.text!r}"
        for trial in trials
        for criterion in bullets(trial)
        if criterion.rule is None and not criterion.notes
    ]
    assert silent == []


def test_no_word_is_lost(trials: list[Trial]) -> None:
    lost = [
        f"{trial.id} {criterion.id}: {trial.text[found.span.start : found.span.end]!r}"
        for trial in trials
        for criterion in trial.criteria
        for found in criterion.diagnostics
        if found.code == "T306" and found.span
    ]
    assert lost == []


def test_spans_lie_inside_the_text(trials: list[Trial]) -> None:
    outside = [
        f"{trial.id} {criterion.id}: {span}"
        for trial in trials
        for criterion in bullets(trial)
        for span in spans(criterion)
        if not 0 <= span.start <= span.end <= len(trial.text)
    ]
    assert outside == []


def test_the_parts_of_a_rule_lie_in_its_criterion(trials: list[Trial]) -> None:
    """A criterion that others are joined to ("OR" between bullets) reaches as far as they do."""
    outside = []
    for trial in trials:
        notes = [note.text for criterion in trial.criteria for note in criterion.notes]
        joined = {note.split()[2] for note in notes if note.startswith("joined to ")}
        for criterion in bullets(trial):
            start, end = criterion.span or (0, 0)
            found = [node.span for node in nodes(criterion.rule) if node.span] if criterion.rule else []
            if criterion.id not in joined and any(span.start < start or span.end > end for span in found):
                outside.append(f"{trial.id} {criterion.id}")
    assert outside == []


def test_printing_and_parsing_are_inverse(trials: list[Trial]) -> None:
    wrong = [f"{name}\n{rule}" for name, rule in rules(trials) if parse_rule(str(rule)) != rule]
    assert wrong == []


def test_the_normal_form_is_its_own(trials: list[Trial]) -> None:
    wrong = [name for name, rule in rules(trials) if normal(normal(rule)) != normal(rule)]
    assert wrong == []


# --------------------------------------------------------------------------- same text, same rules

COMPILE = """
import json, sys, trialc
for row in json.load(sys.stdin):
    print(trialc.compile_trial(row).model_dump_json())
"""


@pytest.fixture(scope="module")
def few(shared: Path) -> list[dict[str, object]]:
    lines = (shared / "data" / "registry" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[7::200]]


@pytest.fixture(scope="module")
def dumped(few: list[dict[str, object]]) -> list[str]:
    return [compile_trial(row).model_dump_json() for row in few]


def test_compiling_again_gives_the_same(few: list[dict[str, object]], dumped: list[str]) -> None:
    """Nor does it matter what was compiled before: here the order is reversed."""
    assert [compile_trial(row).model_dump_json() for row in reversed(few)][::-1] == dumped


def test_another_process_and_hash_seed_give_the_same(few: list[dict[str, object]], dumped: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPILE],
        input=json.dumps(few),
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == dumped


# --------------------------------------------------------------------------- texts that nobody wrote

#: Words and signs of criteria, from every table that the reading knows and from the signs that it lays out by.
PIECES = (
    "asthma", "type 2 diabetes", "metformin", "hemoglobin", "AST", "appendectomy", "pacemaker", "ECOG", "patients",
    "women", "qwrtz", "≥ 9 g/dL", "< 3 x ULN", "18 to 75 years of age", "6 months", "at least 2 weeks", "10-20", "3",
    "140/90 mmHg", "grade II", "50 %", "within", "before", "after", "prior to", "during", "at", "of", "for",
    "in the past", "screening", "randomization", "first dose", "no", "not", "history of", "no history of", "current",
    "planned", "severe", "chronic", "renal", "positive", "increase of", "and", "or", "and/or", "but", ",", ";", ":",
    ".", "/", "-", "(", ")", "[", "]", "\n* ", "\n  1. ", "\n\n", "e.g.", "including", "such as", "except",
    "other than", "unless", "if", "otherwise", "defined as", "due to", "confirmed by", "with", "with or without",
    "any of the following", "at least 2 of the following", "must", "should", "willing to", "unable to", "able to",
    "in the opinion of the investigator", "clinically significant", "that could interfere with", "is permitted",
    "etc.",
)  # fmt: skip
SECTIONS = ("inclusion", "exclusion")


def holds(text: str, section: str) -> None:
    """What must hold of the criterion of any text."""
    criterion = compile_criterion(text, section=section)  # type: ignore[arg-type]
    assert criterion.rule is None or parse_rule(str(criterion.rule)) == criterion.rule
    assert all(0 <= start <= end <= len(text) for start, end in spans(criterion))
    assert criterion.rule is not None or criterion.notes or not any(c.isalnum() for c in text)


@given(st.text(max_size=200), st.sampled_from(SECTIONS))
def test_any_characters(text: str, section: str) -> None:
    holds(text, section)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.sampled_from(SECTIONS))
def test_any_order_of_the_words_of_criteria(text: str, section: str) -> None:
    holds(text, section)


@pytest.mark.parametrize("seed", range(3))
def test_real_criteria_with_their_words_shuffled(records: list[Protocol], seed: int) -> None:
    shuffle = random.Random(seed)
    for protocol in records[seed::25]:
        words = protocol.eligibility.split()[:200]
        shuffle.shuffle(words)
        holds(" ".join(words), SECTIONS[seed % 2])


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000,
        ")" * 2000,
        "(" * 300 + "asthma" + ")" * 300,
        "asthma (" * 300,
        "asthma (e.g. copd " * 200 + ")" * 200,
        "except " * 500,
        "not " * 500 + "asthma",
        "no history of " * 300 + "asthma",
        "if " * 500,
        "asthma unless " * 300,
        "asthma with " * 300 + "copd",
        "at least 2 of the following: " * 200 + "asthma",
        "before " * 300 + "surgery after " * 300,
        "and or and/or , ; " * 400,
        "≥ " * 1000,
        "1" * 5000,
        "1 " * 2000,
        "(a) " * 500,
        "* \n" * 1000,
        ":" * 2000,
        "\n" * 2000,
        "\u0000\u200b\ufeff\ud7ff",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_depths_and_repetitions(text: str) -> None:
    for section in SECTIONS:
        holds(text, section)


def test_a_line_of_100_kilobytes() -> None:
    """What is read is read, the rest is unread and said to be."""
    text = "Asthma or hemoglobin ≥ 9 g/dL within 4 weeks before screening, " * 1600
    assert len(text) > 100_000
    holds(text[:LONGEST], "exclusion")
    criterion = compile_criterion(text, section="exclusion")
    assert "T214" in {found.code for found in criterion.diagnostics}


# --------------------------------------------------------------------------- work grows with the length


def work(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The steps that the machines of the reading take: words that phrases begin at, stacks that the parser tries."""
    steps = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal steps
            steps += 1
            return function(*arguments)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(automaton.Automaton, "_run", counted(automaton.Automaton._run))
        patch.setattr(phrases.Automaton, "matches", counted(phrases.Automaton.matches))
        compile_criterion(text, section="exclusion")
    return steps


@pytest.mark.parametrize(
    "sentence",
    [
        "asthma, copd, ",
        "stroke within 6 months before screening and ",
        "AST ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases) or ",
        "tumor (e.g., melanoma or lymphoma) with qwrtz brtz, ",
        "no history of drug abuse except nicotine; ",
        "of the ",
        "the qwrtz brtzl ",
    ],
)
def test_ten_times_the_text_is_about_ten_times_the_work(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, ten = work(sentence * 10, monkeypatch), work(sentence * 100, monkeypatch)
    assert ten <= 15 * one
