"""Exceptions that are of the patient: "bilirubin <= 1.5 x ULN except in patients with Gilbert's syndrome".

A result is no illness and nothing that is given: an exception that names one excepts whoever has it, as "unless" does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import All, Any_, Fact, Rule

_PEOPLE = re.compile(
    r"\s*(?:in|for|of)?\s*(?:(?:the|those|any)\s+)?"
    r"(?:patient|subject|participant|individual|person|people|volunteer|women|men|those|who)",
    re.IGNORECASE,
)
_HAD = frozenset({"condition", "procedure", "drug", "device", "observation"})


def excepts_patients(rule: Rule, exception: Rule, said: str) -> bool:
    """Whether an exception is of the patient; `said` is the text behind the word that excepts.

    What was found in a result may be excepted from it: "positive drug screen except marijuana".
    """
    results, excepted = _facts(rule), _facts(exception)
    if not results or not excepted or not all(map(_is_result, results)):
        return False
    limited = all(map(_is_limited, results))
    had = all(fact.domain in _HAD for fact in excepted)
    return had and (limited or _PEOPLE.match(said) is not None)


def are_people(rule: Rule, exception: Rule) -> bool:
    """Whether a rule says who is meant, and an exception what they may not have: "women except those with X"."""
    people, excepted = _facts(rule), _facts(exception)
    meant = bool(people) and all(fact.domain == "person" and not _is_limited(fact) for fact in people)
    return meant and bool(excepted) and all(fact.domain in _HAD for fact in excepted)


def _is_result(fact: Fact) -> bool:
    """Whether a fact is a result of a measurement, or an age: nobody's sex or group is let off by an illness."""
    return (fact.domain == "measurement" and fact.value is not None) or (fact.domain == "person" and _is_limited(fact))


def _is_limited(fact: Fact) -> bool:
    return fact.value is not None and not fact.value.categories


def _facts(rule: Rule) -> Sequence[Fact]:
    """The facts of a list of facts; none of anything else."""
    if isinstance(rule, Fact):
        return [rule]
    if not isinstance(rule, All | Any_):
        return []
    parts = [_facts(each) for each in rule.of]
    return [fact for part in parts for fact in part] if all(parts) else []
