"""T302: the age limits of the text against those of the registry's own fields."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..rules.model import Fact, Limit, Rule, Value
from ..rules.trial import Criterion, Trial
from ..rules.walk import conjuncts, disjuncts
from .codes import diagnostic
from .limits import compare, written

_SPELLED = {"a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours"}


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Every unconditional age limit of the text that differs from the record's field for the same end.

    Limits for one arm or one sex are left out, for the record has one field for all. A limit that the record does
    not give cannot be contradicted. "Above 18" and "18 or above" are not told apart: registries round so.
    """
    fields = [value for criterion in trial.criteria if _is_field(criterion) for value in _ages(criterion)]
    low = next((value.low for value in fields if value.low), None)
    high = next((value.high for value in fields if value.high), None)
    for criterion in trial.criteria:
        if _is_field(criterion):
            continue
        for value in _ages(criterion):
            for text, field in ((value.low, low), (value.high, high)):
                if text and field and compare(text, field) not in (0, None):
                    yield diagnostic(
                        "T302", criterion.span, criterion=criterion.id, text=_spelled(text), field=_spelled(field)
                    )


def _is_field(criterion: Criterion) -> bool:
    return criterion.id.startswith("F")


def _ages(criterion: Criterion) -> Iterator[Value]:
    """The ages that a criterion lets in. An exclusion lets in what lies beyond its one limit."""
    if criterion.rule is None:
        return
    including = criterion.section == "inclusion"
    parts = conjuncts(criterion.rule) if including else disjuncts(criterion.rule)
    for value in map(_age, parts):
        if value is None:
            continue
        if including:
            yield value
        elif value.low is None or value.high is None:
            yield Value(low=value.high, high=value.low)


def _age(rule: Rule) -> Value | None:
    return rule.value if isinstance(rule, Fact) and rule.domain == "person" and rule.concept.text == "age" else None


def _spelled(limit: Limit) -> str:
    number, _, unit = written(limit).partition(" ")
    return f"{number} {_SPELLED.get(unit, unit)}".strip()
