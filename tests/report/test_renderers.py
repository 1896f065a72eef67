"""Every renderer, on one small trial, against a snapshot of what it prints."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pytest
from lark import Tree
from snapshots import agrees
from trialc import Criterion, Note, Span, Trial, Unread, parse_rule
from trialc.check.codes import diagnostic
from trialc.diagnostics import Diagnostic, Label
from trialc.extract.term import Term
from trialc.report.console import console
from trialc.report.diagnostics import excerpt, findings, position, reaches, render
from trialc.report.explanation import explanation
from trialc.report.trial import beside
from trialc.rules.model import Limit, Value

LONG = "with every further word that a very long line of a protocol can hold, one after the other, " * 2
TEXT = f"""Inclusion Criteria:

* Adults \\>= 18 years
* Consent

Exclusion Criteria:

* Stroke within 6 months
  or so
* Hemoglobin < 9 {LONG}and a slowly resolving rash.
"""


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def trial() -> Trial:
    """Three criteria with a finding of each kind: with help, with a second place, over two lines, far to the right."""
    stroke = parse_rule('condition "stroke" within 6 months before enrollment')
    hemoglobin = parse_rule('latest measurement "hemoglobin" < 9 g/dL')
    rash = at("and a slowly resolving rash")
    return Trial(
        id="NCT00000000",
        title="A small trial",
        text=TEXT,
        diagnostics=(diagnostic("T101", None),),
        criteria=(
            Criterion(
                id="I1", section="inclusion", text="Adults >= 18 years", rule=parse_rule("person age >= 18 years")
            ),
            Criterion(
                id="I2",
                section="inclusion",
                text="Consent",
                notes=(Note(text="Consent"),),
            ),
            Criterion(
                id="E1",
                section="exclusion",
                text="Stroke within 6 months\n  or so",
                rule=stroke,
                diagnostics=(
                    diagnostic("T204", at("within 6 months")),
                    diagnostic(
                        "T201", at("months\n  or so"), secondary=(Label(span=at("Stroke"), text="belongs to this"),)
                    ),
                ),
            ),
            Criterion(
                id="E2",
                section="exclusion",
                text=f"Hemoglobin < 9 {LONG}and a slowly resolving rash.",
                rule=Unread(text="and a slowly resolving rash", about=hemoglobin, span=rash),
                diagnostics=(diagnostic("T201", rash), diagnostic("T301", at("< 9"), low="9", high="3")),
            ),
        ),
    )


@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_diagnostics(form: str) -> None:
    assert agrees(f"diagnostics-{form}", render(trial(), form))  # type: ignore[arg-type]


def test_json_is_one_object_a_line_with_all_that_a_finding_says() -> None:
    lines = [json.loads(line) for line in render(trial(), "json").splitlines()]
    assert {line["trial"] for line in lines} == {"NCT00000000"}
    assert [Diagnostic(**{k: v for k, v in line.items() if k != "trial"}) for line in lines] == list(findings(trial()))


def test_text_beside_rules() -> None:
    page = beside(trial(), console(io.StringIO()))
    assert agrees("trial", page)
    assert "\x1b" not in page


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False)])
def test_colour_only_on_a_terminal_that_wants_it(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    page = beside(trial(), console(Terminal()))
    assert ("\x1b[33m" in page) is coloured  # the yellow of what is unread


@dataclass
class Reading:
    text: str
    tokens: list[Term]
    steps: list[str]
    tree: Tree[Term] | str
    criterion: Criterion


def test_explanation() -> None:
    text = "Stroke within 6 months or so"
    tokens = [
        Term("ENTITY", 0, 6, "condition"),
        Term("LIMIT", 7, 22, Value(high=Limit(number=6, unit="mo"))),
        Term("WORD", 23, 28),
    ]
    criterion = trial().criteria[2]
    tree = Tree("criterion", [Tree("fact", tokens[:2]), tokens[2]])
    reading = Reading(text, tokens, ["or: joins nothing"], tree, criterion)
    page = explanation(reading, TEXT, "NCT00000000", console(io.StringIO()))
    assert agrees("explanation", page)


@pytest.mark.parametrize(
    ("level", "severities"),
    [("never", ""), ("error", "error"), ("warning", "error warning"), ("info", "error warning info")],
)
def test_fail_on_counts_what_is_at_least_as_severe(level: str, severities: str) -> None:
    for code, severity in (("T301", "error"), ("T201", "warning"), ("T204", "info")):
        assert reaches([diagnostic(code, None)], level) is (severity in severities.split())
    assert not reaches([], level)


def test_carets_stand_under_the_span_wherever_it_is() -> None:
    for start in range(len(TEXT) - 1):
        if TEXT[start].isspace():
            continue
        line, carets, *_ = excerpt(TEXT, Span(start, start + 1), "")
        assert line[carets.index("^")] == TEXT[start]


def test_lines_and_columns_count_from_one() -> None:
    assert position("ab\ncd", 0) == (1, 1)
    assert position("ab\ncd", 4) == (2, 2)
