"""T301: a range in which no value lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from ..diagnostics import Diagnostic
from ..rules.model import All, Count, Fact, Limit, Rule, Value
from ..rules.trial import Trial
from ..rules.walk import conjuncts, nodes
from .codes import diagnostic
from .limits import compare, written


def check(trial: Trial) -> Iterator[Diagnostic]:
    """Ranges that are empty by themselves, and limits on one measurement that exclude each other."""
    for criterion in trial.criteria:
        for rule in nodes(criterion.rule) if criterion.rule else ():
            for low, high in _empty(rule):
                yield diagnostic("T301", rule.span or criterion.span, criterion=criterion.id, low=low, high=high)


def _empty(rule: Rule) -> Iterator[tuple[str, str]]:
    """The (low, high) of each empty range that `rule` itself says, its members' own ranges left out."""
    match rule:
        case Fact():
            for value in _values(rule):
                if value.low and value.high and _excludes(value.low, value.high):
                    yield written(value.low), written(value.high)
            if rule.times and rule.times.low is not None and rule.times.high is not None:
                yield from _counts(rule.times.low, rule.times.high)
        case Count():
            yield from _counts(rule.low or 0, min(len(rule.of), len(rule.of) if rule.high is None else rule.high))
        case All():
            for values in _same_value(conjuncts(rule)).values():
                for one, other in combinations(values, 2):
                    yield from _apart(one, other)


def _same_value(rules: Iterable[Rule]) -> dict[Fact, dict[Value, None]]:
    """The different ranges that facts about the same single record give, by the fact without its range."""
    found: dict[Fact, dict[Value, None]] = {}
    for fact in rules:
        # of several records, each may meet another limit
        if isinstance(fact, Fact) and fact.value and (fact.pick != "any" or fact.domain == "person"):
            found.setdefault(fact.model_copy(update={"value": None}), {})[fact.value] = None
    return found


def _values(fact: Fact) -> Iterator[Value]:
    change = fact.change.value if fact.change is not None else None
    qualifiers = (qualifier.value for qualifier in fact.qualifiers)
    return (value for value in (fact.value, change, *qualifiers) if value is not None)


def _counts(low: int, high: int) -> Iterator[tuple[str, str]]:
    if low > high:
        yield str(low), str(high)


def _excludes(low: Limit, high: Limit) -> bool:
    """No number is above `low` and below `high`."""
    order = compare(low, high)
    return order is not None and (order > 0 or (order == 0 and not (low.closed and high.closed)))


def _apart(one: Value, other: Value) -> Iterator[tuple[str, str]]:
    """The ends of two ranges that do not meet."""
    for low, high in ((one.low, other.high), (other.low, one.high)):
        if low and high and _excludes(low, high):
            yield written(low), written(high)
