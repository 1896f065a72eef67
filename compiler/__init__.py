"""trialc compiles the eligibility criteria of clinical trials into typed rule trees that a computer can run.

    >>> import trialc
    >>> str(trialc.parse_rule("person age >= 18 years"))
    'person age >= 18 years'

Names are imported when first used: reading rules does not load the language tools that reading text needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .compile import compile_criterion, compile_trial, explain
    from .diagnostics import Diagnostic, Severity, TrialcError
    from .evaluate.patient import Patient, Record
    from .evaluate.verdict import Verdict
    from .rules.diff import diff_rules, diff_trials
    from .rules.flatten import flatten
    from .rules.language import parse_rule, parse_trial
    from .rules.model import All, Any_, Count, Fact, If, Judgement, Not, Rule, Undertaking, Unread
    from .rules.normal import normal, same
    from .rules.printer import print_rule, print_trial
    from .rules.trial import Criterion, Note, Trial
    from .text import Span

_HOMES = {
    "compile": ("compile_criterion", "compile_trial", "explain"),
    "diagnostics": ("Diagnostic", "Severity", "TrialcError"),
    "evaluate.patient": ("Patient", "Record"),
    "evaluate.verdict": ("Verdict",),
    "rules.diff": ("diff_rules", "diff_trials"),
    "rules.flatten": ("flatten",),
    "rules.language": ("parse_rule", "parse_trial"),
    "rules.model": ("All", "Any_", "Count", "Fact", "If", "Judgement", "Not", "Rule", "Undertaking", "Unread"),
    "rules.normal": ("normal", "same"),
    "rules.printer": ("print_rule", "print_trial"),
    "rules.trial": ("Criterion", "Note", "Trial"),
    "text": ("Span",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "All",
    "Any_",
    "Count",
    "Criterion",
    "Diagnostic",
    "Fact",
    "If",
    "Judgement",
    "Not",
    "Note",
    "Patient",
    "Record",
    "Rule",
    "Severity",
    "Span",
    "Trial",
    "TrialcError",
    "Undertaking",
    "Unread",
    "Verdict",
    "compile_criterion",
    "compile_trial",
    "diff_rules",
    "diff_trials",
    "explain",
    "flatten",
    "normal",
    "parse_rule",
    "parse_trial",
    "print_rule",
    "print_trial",
    "same",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'trialc' has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
