"""What a rule implies without saying it: only women are pregnant, and who is over 30 is an adult."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..vocabulary import pairs
from .model import All, Any_, Concept, Fact, Limit, Rule, Value

#: Where the age groups of ClinicalTrials.gov part: a child is under 18 years, an adult is not.
MAJORITY = Decimal(18 * 12)


def without_implied_persons(members: Sequence[Rule]) -> list[Rule]:
    """The members of an `all`, in normal form, less the sex and age group that others of them imply."""
    implied = {name for member in members for name in _implied(member)}
    return [member for member in members if not (stated := _stated(member)) or not stated <= implied]


def _implied(rule: Rule) -> set[str]:
    """The sex and age group of all of whom the rule is true. A negation implies none: no man is pregnant either."""
    match rule:
        case Fact(domain="person", concept=Concept(text="age"), value=Value(low=low, high=high)):
            return _age_group(low, high)
        case Fact():
            sex = pairs("implied_sex").get(rule.concept.text.lower()) if rule.who == "patient" else None
            return {sex} if sex else set()
        case Any_(of=of):
            each = [_implied(member) for member in of]
            return set.intersection(*each) if each else set()
        case All(of=of):
            return {sex for member in of for sex in _implied(member)}
    return set()


def _age_group(low: Limit | None, high: Limit | None) -> set[str]:
    """The group that a limit of age in completed months lies within."""
    if low is not None and low.unit == "mo" and low.number is not None and low.number >= MAJORITY:
        return {"adult"}
    if high is not None and high.unit == "mo" and high.number is not None and high.number <= MAJORITY:
        return {"child"}
    return set()


def _stated(rule: Rule) -> set[str]:
    match rule:
        case Fact(domain="person", concept=Concept(text="sex" | "age group"), value=Value(categories=categories)):
            return set(categories)
    return set()
