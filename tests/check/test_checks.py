"""Semantic checks. Each case is a trial in the rule language and the findings it must give, and no others."""

from __future__ import annotations

import pytest
from trialc import All, Span, Trial, parse_trial
from trialc.check.checks import CHECKS, checked
from trialc.check.lost_words import lost, runs
from trialc.report.diagnostics import findings
from trialc.rules.model import Concept, Fact
from trialc.rules.trial import Criterion, Note

CASES: dict[str, tuple[str, list[str]]] = {
    "a range runs the wrong way": (
        'include I1 "x" latest measurement "Hb" in [12, 9] g/dL',
        ["I1 T301 no value lies between 12 g/dL and 9 g/dL"],
    ),
    "units are converted before the limits are compared": (
        'include I1 "x" latest measurement "tumour" >= 3 cm and latest measurement "tumour" <= 20 mm',
        ["I1 T301 no value lies between 3 cm and 20 mm"],
    ),
    "a point that is left out on one side is empty": (
        'include I1 "x" latest measurement "Hb" in (9, 9] g/dL',
        ["I1 T301 no value lies between 9 g/dL and 9 g/dL"],
    ),
    "a point that is in is not": ('include I1 "x" latest measurement "Hb" in [9, 9] g/dL', []),
    "multiples of different references have no order": (
        'include I1 "x" latest measurement "AST" > 3 x LLN and latest measurement "AST" < 2 x ULN',
        [],
    ),
    "limits under or do not meet": (
        'exclude E1 "x" latest measurement "Hb" > 18 g/dL or latest measurement "Hb" < 9 g/dL',
        [],
    ),
    "limits on different sites are about different values": (
        'include I1 "x" latest measurement "size" (site: liver) > 3 cm '
        'and latest measurement "size" (site: lung) < 2 cm',
        [],
    ),
    "a count above the number of its members": (
        'include I1 "x" at least 3 of (condition "a" current, condition "b" current)',
        ["I1 T301 no value lies between 3 and 2"],
    ),
    "the age of the text is not that of the field": (
        'include F1 "x" person age in [18, 75] years include I1 "x" person age in [18, 65] years',
        ["I1 T302 the text says 65 years, the record's own field says 75 years"],
    ),
    "an exclusion says the age from the other side": (
        'include F1 "x" person age >= 18 years exclude E1 "x" person age < 21 years',
        ["E1 T302 the text says 21 years, the record's own field says 18 years"],
    ),
    "the same age in months": (
        'include F1 "x" person age >= 2 years include I1 "x" person age >= 24 months',
        [],
    ),
    "ages of one arm are no contradiction": (
        'include F1 "x" person age >= 18 years include I1 "x" if person cohort = "B" then person age >= 60 years',
        [],
    ),
    "a field that has no limit is not contradicted": (
        'include F1 "x" person age >= 18 years include I1 "x" person age <= 65 years',
        [],
    ),
    "two units of one range measure different things": (
        'include I1 "x" latest measurement "creatinine" in [1.5 mg/dL, 60 mL/min]',
        ["I1 T303 1.5 mg/dL and 60 mL/min measure different things"],
    ),
    "a range from the lower to the upper limit of normal fits any unit": (
        'include I1 "x" latest measurement "aPTT" in [LLN, ULN] and latest measurement "PT" in [1 g/L, 2 x ULN]',
        [],
    ),
    "a range of ages may run from weeks to years": ('include I1 "x" person age in [6 weeks, 5 years]', []),
    "criteria of which nothing was read are not known to be the same": (
        'include I1 "x" unread "not specified" include I2 "x" unread "not specified"',
        [],
    ),
    "the same criterion twice, in other words": (
        'exclude E1 "x" condition "Asthma" current exclude E2 "y" not (not condition "asthma" current)',
        ["E2 T304 says the same as E1"],
    ),
    "the same words in the other section are a contradiction": (
        'include I1 "x" condition "asthma" current exclude E1 "x" condition "asthma" current',
        ["E1 T305 required by I1 and excluded here"],
    ),
    "one of several reasons to exclude is enough": (
        'include I1 "x" condition "asthma" current and condition "copd" current '
        'exclude E1 "x" drug "ibuprofen" current or condition "copd" current',
        ["E1 T305 required by I1 and excluded here"],
    ),
    "one of several ways to be included is not": (
        'include I1 "x" condition "asthma" current or condition "copd" current exclude E1 "x" condition "copd" current',
        [],
    ),
    "excluding a severe form is no contradiction": (
        'include I1 "x" condition "asthma" current exclude E1 "x" condition "asthma" (severity: severe) current',
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_checks(case: str) -> None:
    rules, expected = CASES[case]
    trial = checked(parse_trial(f"trial NCT00000000\n{rules}"))
    assert [f"{one.criterion} {one.code} {one.message}" for one in findings(trial)] == expected


def test_checks_run_in_one_order() -> None:
    assert [check.__module__.rsplit(".", 1)[-1] for check in CHECKS] == [
        "empty_range", "structured_age", "unfit_units", "no_unit", "repeated", "lost_words",
    ]  # fmt: skip


TEXT = "Inclusion:\n- severe asthma, well \\<50 treated (see note)\n"


def criterion(*facts: str, notes: str = "") -> Criterion:
    """The criterion of TEXT with the named words read as facts, and `notes` as a note."""

    def place(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    rules = [Fact(domain="condition", concept=Concept(text=words), span=place(words)) for words in facts]
    return Criterion(
        id="I1",
        section="inclusion",
        text=TEXT[13:-1],
        span=Span(13, len(TEXT) - 1),
        rule=All(of=tuple(rules)) if rules else None,
        notes=(Note(text=notes, span=place(notes)),) if notes else (),
    )


def test_every_word_must_be_held_by_a_rule_or_a_note() -> None:
    whole = criterion("severe asthma, well \\<50 treated", notes="(see note)")
    assert lost(whole, TEXT) == []
    part = criterion("severe asthma", notes="note")
    assert [TEXT[slice(*span)] for span in lost(part, TEXT)] == ["well", "50", "treated", "see"]
    assert [TEXT[slice(*span)] for span in runs(lost(part, TEXT))] == ["well \\<50 treated (see"]


def test_two_rules_may_hold_the_halves_of_a_word() -> None:
    assert lost(criterion("severe asth", "ma, well \\<50 tre", "ated (see note)"), TEXT) == []


def test_markers_between_nested_bullets_are_not_lost() -> None:
    text = "Inclusion:\n1. any of:\n   a) fever\n   b) cough\n"
    facts = [
        Fact(domain="condition", concept=Concept(text=word), span=Span(text.index(word), text.index(word) + 5))
        for word in ("fever", "cough")
    ]
    note = Note(text="any of", span=Span(text.index("any of"), text.index("any of") + 7))
    whole = Criterion(
        id="I1", section="inclusion", text="", span=Span(14, len(text) - 1), rule=All(of=tuple(facts)), notes=(note,)
    )
    assert [text[slice(*span)] for span in lost(whole, text)] == ["a", "b"]
    assert list(findings(checked(Trial(id="NCT00000000", text=text, criteria=(whole,))))) == []


def test_lost_words_are_an_error_of_the_criterion() -> None:
    trial = Trial(id="NCT00000000", text=TEXT, criteria=(criterion("asthma"),))
    found = [(one.code, one.severity.value, TEXT[slice(*one.span)]) for one in findings(checked(trial)) if one.span]
    assert found == [
        ("T306", "error", "severe"),
        ("T306", "error", "well \\<50 treated (see note"),
    ]
