"""Rules in "and" and "or"."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import Span
from .model import All, Any_, Concept, Fact, If, Rule, RuleNode, Value


def join(rules: Sequence[Rule], operator: str) -> Rule | None:
    """All of `rules` ("and") or any of them ("or"); unlabelled members of the same kind are taken in."""
    if len(rules) < 2:
        return rules[0] if rules else None
    kind = Any_ if operator == "or" else All
    members: list[Rule] = []
    for rule in rules:
        members.extend(rule.of if isinstance(rule, kind) and not rule.label else (rule,))
    return kind(of=tuple(members), span=hull(*rules))


def under_cohort(rule: Rule, cohort: str, section: str) -> Rule:
    """A criterion for one arm or cohort: among inclusions it binds that cohort only, among exclusions likewise."""
    when = Fact(domain="person", concept=Concept(text="cohort"), value=Value(categories=(cohort,)))
    if section == "inclusion":
        return If(when=when, then=rule, span=rule.span)
    return All(of=(when, rule), span=rule.span)


def hull(*rules: RuleNode) -> Span | None:
    """The shortest span that holds those of all `rules`."""
    spans = [rule.span for rule in rules if rule.span is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
