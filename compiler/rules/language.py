"""Reads the rule language, which `grammar/rules.lark` defines and `grammar/rules.md` explains."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

from ..diagnostics import TrialcError
from .build import Builder
from .build_parts import BuildError
from .model import Rule
from .trial import Trial


class RuleSyntaxError(TrialcError):
    """A text that is not in the rule language; the message has the line, a caret, and what was expected."""

    def __init__(self, message: str, text: str, name: str, line: int, column: int) -> None:
        self.line, self.column, self.name = line, column, name
        lines = text.split("\n")
        shown = lines[line - 1].rstrip() if 0 < line <= len(lines) else ""
        left = max(0, column - 61)
        excerpt = shown[left : left + 100]
        gutter = " " * len(str(line))
        pointer = f"{gutter} | {' ' * (column - 1 - left)}^"
        super().__init__(f"{name}:{line}:{column}: {message}\n{gutter} |\n{line} | {excerpt}\n{pointer}")


def grammar_text() -> str:
    """The grammar of the rule language."""
    return files("trialc.grammar").joinpath("rules.lark").read_text("utf-8")


@cache
def _parser() -> Lark:
    return Lark(
        grammar_text(),
        parser="lalr",
        start=["start_rule", "start_trial"],
        propagate_positions=True,
        maybe_placeholders=True,
    )


def parse_rule(text: str, name: str = "<text>") -> Rule:
    """The rule that `text` writes. Raises `RuleSyntaxError`; `name` stands in its message.

    >>> str(parse_rule('person age >= 18 years'))
    'person age >= 18 years'
    """
    rule: Rule = _parse(text, name, "start_rule")
    return rule


def parse_trial(text: str, name: str = "<text>") -> Trial:
    """The trial that the text of a `.rules` file writes. Raises `RuleSyntaxError`; `name` is the file's."""
    trial: Trial = _parse(text, name, "start_trial")
    seen: set[str] = set()
    for criterion in trial.criteria:
        if criterion.id in seen:
            block = re.compile(rf'\b(?:include|exclude)\s+"?{re.escape(criterion.id)}\b')
            at = [found.start() for found in block.finditer(text)]
            line, column = _place(text, at[-1] if at else 0)
            raise RuleSyntaxError(f"a second criterion has the id {criterion.id}", text, name, line, column)
        seen.add(criterion.id)
    return trial


def _parse(text: str, name: str, start: str) -> Any:
    try:
        return Builder().transform(_parser().parse(text, start=start))
    except UnexpectedInput as error:
        message, line, column = _explain(error, text)
    except RecursionError:
        message, line, column = "rules are nested too deeply here", 1, 1
    except VisitError as error:
        if not isinstance(error.orig_exc, BuildError):
            raise
        message, line, column = str(error.orig_exc), error.orig_exc.line, error.orig_exc.column
    raise RuleSyntaxError(message, text, name, line, column)


# ------------------------------------------------------------------ messages


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FACT = _words(
    "condition drug procedure measurement observation device visit allergy person it planned "
    "latest first every lowest highest mean total"
)
PARTS = _words(
    "( coded also such <= >= < > ≤ ≥ = in of as valued increase decrease improvement worsening change over compared "
    "starting ending wholly ever current at during before up after since within less more exactly from lasting between "
    "any by with because for despite except"
)
PERIODS = _words(
    "minute minutes hour hours day days week weeks month months year years half-life half-lives cycle cycles"
)
#: What may come next, in words: where the sign is accepted, the phrase stands for all the words behind it.
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("a rule", "judgement", FACT | _words(
        "( not if all any count at exactly between judgement undertaking unread STRING"
    )),
    ("another part of the fact", "lasting", PARTS),
    ("a fact", "condition", FACT),
    ("a time (current, ever, within 4 weeks before ...)", "within", PARTS),
    ("a length of time (days, weeks, months, ...)", "days", PERIODS),
    ("an anchor (enrollment, treatment, \"Visit 1\", ...)", "enrollment", _words(
        "enrollment screening randomization consent treatment baseline birth study index it STRING ( unanchored "
        "start end whole"
    )),
    ("a comparison", "<=", _words("<= >= < > ≤ ≥ = in")),
    ("a qualifier (severity, course, stage, site, ...)", "severity", _words(
        "severity course control activity certainty outcome stage grade class type site side route line intent context "
        "specimen method role who"
    )),
    ("a word of change", "increase", _words("increase decrease improvement worsening change")),
    ("an upper or lower limit of normal", "ULN", _words("ULN LLN baseline")),
)  # fmt: skip
SINGLES = {"STRING": "a quoted text", "NUMBER": "a number", "NAME": "a word", "UNIT": "a unit", "$END": "the end"}


def _explain(error: UnexpectedInput, text: str) -> tuple[str, int, int]:
    """The message for what the parser could not read, and where that stands."""
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    start = len(text.rstrip()) if at_end else (error.pos_in_stream or 0)
    line, column = _place(text, start)
    found = re.compile(r'"(\\.|[^"\\])*"?|[^\s"(),]+|\S').match(text, start)
    word = found[0] if found else ""
    if word.startswith('"') and (len(word) == 1 or not word.endswith('"')):
        return "this quoted text has no end", line, column
    shown = word if len(word) < 40 else word[:40] + "..."
    what = "the text ends too early" if at_end or not word else f"unexpected {shown}"
    if isinstance(error, UnexpectedToken):
        accepted = set(error.accepts or error.expected)
    else:
        accepted = set(getattr(error, "allowed", None) or ())
    if (word, *accepted & {"AND", "OR"}) in (("and", "OR"), ("or", "AND")):
        return '"and" and "or" mix only with parentheses', line, column
    return f"{what}; expected {_in_words(accepted)}", line, column


def _in_words(terminals: set[str]) -> str:
    """The expected terminals as a reader knows them."""
    spelling = {t.name: t.pattern.value for t in _parser().terminals if t.pattern.type == "str"}
    rest = {spelling.get(name, name) for name in terminals}
    phrases: list[str] = []
    for phrase, sign, members in GROUPS:
        if sign in rest:
            phrases.append(phrase)
            rest -= members
    phrases += sorted(SINGLES.get(word, f'"{word}"') for word in rest)
    return " or ".join(filter(None, [", ".join(phrases[:-1]), *phrases[-1:]])) or "something else"
