"""The rule language: its grammar, its phrases, its messages."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from lark import Lark
from trialc import parse_rule, parse_trial, print_rule, print_trial
from trialc.rules.language import RuleSyntaxError, grammar_text
from trialc.rules.model import CURRENT, EVER, Anchor, Bound, Fact, Limit, Offset, Period, Window

PAGE = files("trialc.grammar").joinpath("rules.md").read_text("utf-8")


def test_the_grammar_is_strictly_lalr_1_without_a_conflict() -> None:
    pytest.importorskip("interegular", reason="strict mode looks for terminals that collide with it")
    Lark(grammar_text(), parser="lalr", strict=True, start=["start_rule", "start_trial"])


# The examples of the design, and what each prints as where that is not itself.
DESIGN = {
    'latest measurement "low back pain VAS" in [30, 90] mm of 100 mm as mean over 24 hours': None,
    'latest measurement "AST" <= 2.5 x ULN': None,
    'if condition "m" current then latest measurement "AST" <= 5 x ULN else latest measurement "AST" <= 2 x ULN': None,
    "person age >= 18 years": None,
    "person sex = female": None,
    'condition "low back pain" (course: chronic) current lasting >= 6 months': None,
    'procedure "epidural steroid injection" within 4 weeks before treatment': None,
    'procedure "injection" (site: "index level") within 1 month before treatment except '
    '(it ending at least 2 weeks before treatment with only (drug "contrast medium" or drug "saline"))': None,
    'condition "malignancy" ever except (condition "cervical carcinoma" '
    'with (procedure "excision" (outcome: "clear margins")))': None,
    'condition "pregnancy" current or planned condition "pregnancy" during study': None,
    'condition "spondylolisthesis" (grade > II) current': None,
    '"adequate" means (latest measurement "ejection fraction" >= 50 % by (procedure "radionuclide study"))':
        '"adequate" means latest measurement "ejection fraction" >= 50 % by (procedure "radionuclide study")',
    'not measurement "weight" change > 5 kg over 6 months': None,
    'at least 2 of (condition "fever" current, condition "cough" current, latest measurement "t" >= 38.0 Cel)': None,
    'judgement "clinically significant" about (condition "disease" such as ("angina", "heart failure") current)':
        'judgement "clinically significant" about condition "disease" such as ("angina", "heart failure") current',
    'undertaking "written informed consent"': None,
    'unread "or mental confusion at baseline" about (condition "fever" at baseline)':
        'unread "or mental confusion at baseline" about condition "fever" at baseline',
}  # fmt: skip


@pytest.mark.parametrize(("written", "printed"), DESIGN.items())
def test_the_examples_of_the_design_read_and_print_back(written: str, printed: str | None) -> None:
    assert print_rule(parse_rule(written), width=1000) == (printed or written)


def weeks(number: int) -> Offset:
    return Offset(periods=(Period(number=number, unit="week"),))


A = (Anchor(name="treatment"),)
BEFORE, AFTER = Bound(offset=weeks(4)), Bound(offset=weeks(4), side="after")
OPEN_BEFORE, OPEN_AFTER = Bound(offset=weeks(4), closed=False), Bound(offset=weeks(4), side="after", closed=False)
HERE, NOT_HERE = Bound(), Bound(closed=False)
WINDOWS = {
    "ever": EVER,
    "current": CURRENT,
    "at treatment": Window(start=HERE, end=HERE, anchors=A),
    "during treatment": Window(start=HERE, end=HERE, anchors=(Anchor(name="treatment", point="whole"),)),
    "before treatment": Window(end=NOT_HERE, anchors=A),
    "up to treatment": Window(end=HERE, anchors=A),
    "after treatment": Window(start=NOT_HERE, anchors=A),
    "since treatment": Window(start=HERE, anchors=A),
    "within 4 weeks before treatment": Window(start=BEFORE, end=HERE, anchors=A),
    "within 4 weeks after treatment": Window(start=HERE, end=AFTER, anchors=A),
    "within 4 weeks of treatment": Window(start=BEFORE, end=AFTER, anchors=A),
    "less than 4 weeks before treatment": Window(start=OPEN_BEFORE, end=HERE, anchors=A),
    "less than 4 weeks after treatment": Window(start=HERE, end=OPEN_AFTER, anchors=A),
    "less than 4 weeks of treatment": Window(start=OPEN_BEFORE, end=OPEN_AFTER, anchors=A),
    "at least 4 weeks before treatment": Window(end=BEFORE, anchors=A),
    "at least 4 weeks after treatment": Window(start=AFTER, anchors=A),
    "more than 4 weeks before treatment": Window(end=OPEN_BEFORE, anchors=A),
    "more than 4 weeks after treatment": Window(start=OPEN_AFTER, anchors=A),
    "exactly 4 weeks after treatment": Window(start=AFTER, end=AFTER, anchors=A),
    "from 4 weeks before to 1 week before treatment": Window(start=BEFORE, end=Bound(offset=weeks(1)), anchors=A),
    "from [4 weeks before to anchor) treatment": Window(start=BEFORE, end=NOT_HERE, anchors=A),
    "from any time to 4 weeks after treatment": Window(end=AFTER, anchors=A),
    "wholly at least 4 weeks before end of treatment": Window(
        end=BEFORE, anchors=(Anchor(name="treatment", point="end"),), edge="whole"
    ),
    "starting within 4 weeks before unanchored": Window(start=BEFORE, end=HERE, edge="start"),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "window"), WINDOWS.items())
def test_each_phrase_of_time_means_one_window_and_prints_as_itself(phrase: str, window: Window) -> None:
    rule = parse_rule(f'drug "x" {phrase}')
    assert isinstance(rule, Fact)
    assert rule.when == window
    assert print_rule(rule) == f'drug "x" {phrase}'


ALSO_READ = {
    'measurement "x" ≥ 5 mg ever': 'measurement "x" >= 5 mg ever',
    "person age >= 18 a": "person age >= 18 years",
    "person age >= 18": "person age >= 18",
    'current (course: chronic) condition "x"': None,
    'condition "x" current (course: chronic) (who: partner)': 'condition "x" (who: partner, course: chronic) current',
    'condition "x" # why\n  current': 'condition "x" current',
    'measurement "x" >= 1 mg <= 5 mg ever': 'measurement "x" in [1, 5] mg ever',
    'measurement "x" in [5 mg, 5 mg] ever': 'measurement "x" = 5 mg ever',
}


@pytest.mark.parametrize(("written", "printed"), ALSO_READ.items())
def test_parts_may_come_in_any_order_behind_the_subject(written: str, printed: str | None) -> None:
    if printed is None:
        with pytest.raises(RuleSyntaxError):
            parse_rule(written)
    else:
        assert print_rule(parse_rule(written)) == printed


def test_limits_behind_a_word_of_change_are_its_own() -> None:
    rule = parse_rule('latest measurement "weight" > 50 kg increase >= 5 % over 6 months compared with baseline')
    assert isinstance(rule, Fact)
    assert rule.value is not None
    assert rule.value.low == Limit(number=50, unit="kg", closed=False)
    assert rule.change is not None
    assert rule.change.value is not None
    assert rule.change.value.low == Limit(number=5, unit="%")


# text, line, column, and words of the message
WRONG = [
    ("", 1, 1, "the text ends too early; expected a rule"),
    ("condition", 1, 10, "expected a quoted text"),
    ('condition "x', 1, 11, "this quoted text has no end"),
    ('condition "x" curent', 1, 15, "unexpected curent; expected another part of the fact"),
    ('condition "x" current and\n  it or it', 2, 6, '"and" and "or" mix only with parentheses'),
    ('condition "x" lasting >= 3 mg', 1, 28, "unexpected mg; expected a length of time"),
    ('drug "x" within 4 weeks before', 1, 31, "expected an anchor"),
    ('condition "x" ever current', 1, 1, "says its time twice"),
    ('measurement "x" > 1 > 2 ever', 1, 1, "says its lower limit twice"),
    ('drug "x" over 3 weeks', 1, 1, "needs a word of change before it"),
    ("at least 2.5 of (it)", 1, 10, "a count is a whole number"),
    ('condition "\\q" ever', 1, 11, "escapes as JSON does"),
    ('condition "x" coded ("C50")', 1, 22, '"system|code"'),
    ("not " * 5000 + "it", 1, 1, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), WRONG, ids=[words for *_, words in WRONG])
def test_a_wrong_text_says_what_where_and_what_was_expected(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        parse_rule(text, "my.rules")
    assert (caught.value.line, caught.value.column) == (line, column)
    message = str(caught.value)
    assert message.startswith(f"my.rules:{line}:{column}: ")
    assert words in message
    assert message.split("\n")[-1].index("^") - len(f"{line} | ") == column - 1


def test_a_rule_file_begins_with_its_trial() -> None:
    with pytest.raises(RuleSyntaxError, match='the text ends too early; expected "trial"'):
        parse_trial("# nothing\n")


def test_an_id_said_twice_is_an_error_at_the_second() -> None:
    with pytest.raises(RuleSyntaxError, match=r"x\.rules:3:1: a second criterion has the id I1"):
        parse_trial('trial T\ninclude I1 "a"\ninclude I1 "b"\n', "x.rules")


@pytest.mark.parametrize("rule", re.findall(r"```rules\n(.*?)```", PAGE, re.DOTALL)[0].splitlines())
def test_examples_of_the_page_about_rules(rule: str) -> None:
    assert parse_rule(print_rule(parse_rule(rule))) == parse_rule(rule)


def test_other_examples_of_the_page() -> None:
    for rule in re.findall(r"```rules\n(.*?)```", PAGE, re.DOTALL)[1].splitlines():
        assert print_rule(parse_rule(rule)) == rule
    (trial,) = re.findall(r"```trial\n(.*?)```", PAGE, re.DOTALL)
    assert parse_trial(print_trial(parse_trial(trial))) == parse_trial(trial)
    table = PAGE.split("## Facts")[1].split("## Time")[0]
    for row in ("qualifiers", "value", "length", "times"):
        (line,) = (line for line in table.splitlines() if line.startswith(f"| {row} |"))
        for example in re.findall("`([^`]+)`", line.split("|", 2)[2]):
            assert example in print_rule(parse_rule(f'measurement "x" {example}'))
