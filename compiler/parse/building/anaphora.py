"""A sentence that says what a name of the sentence before it means: "Positive results are defined as ..."."""

from __future__ import annotations

from collections.abc import Callable

from ...rules.model import All, Any_, Fact, Judgement, Link, Not, Rule, Unread
from ...rules.normal import fold


def defines(before: Rule | None, meaning: Rule) -> Rule | None:
    """`before` with `meaning`, whose label is a name that `before` uses, in its place; None where it does not.

    A quality that is defined ("with positive results") becomes a link to what it means.
    """
    if before is None or not meaning.label:
        return None
    name = fold(meaning.label)
    changed, done = _within(before, lambda fact: _defined(fact, name, meaning))
    return changed if done else None


def _defined(fact: Fact, name: str, meaning: Rule) -> Fact | None:
    for qualifier in fact.qualifiers:
        if name in {fold(each) for each in qualifier.value.categories}:
            kept = tuple(each for each in fact.qualifiers if each is not qualifier)
            return fact.model_copy(update={"qualifiers": kept, "links": (*fact.links, Link(kind="with", rule=meaning))})
    return None


def exemplifies(before: Rule | None, listed: Rule) -> Rule | None:
    """`before` with the examples of `listed`, a fact that only lists what a name of `before` may be; else None."""
    if before is None or not isinstance(listed, Fact) or not listed.concept.such_as:
        return None
    said = set(fold(listed.concept.text).split())

    def examples(fact: Fact) -> Fact | None:
        if fact.concept.such_as or not said & {word for word in fold(fact.concept.text).split() if len(word) > 4}:
            return None
        return fact.model_copy(update={"concept": fact.concept.model_copy(update={"such_as": listed.concept.such_as})})

    changed, done = _within(before, examples)
    return changed if done else None


def _within(rule: Rule, change: Callable[[Fact], Fact | None]) -> tuple[Rule, bool]:
    """The rule with the first fact that `change` takes, looked for in links too."""
    match rule:
        case Fact():
            changed = change(rule)
            if changed is not None:
                return changed, True
            for i, link in enumerate(rule.links):
                inner, done = _within(link.rule, change)
                if done:
                    links = (*rule.links[:i], link.model_copy(update={"rule": inner}), *rule.links[i + 1 :])
                    return rule.model_copy(update={"links": links}), True
        case All(of=of) | Any_(of=of):
            for i, member in enumerate(of):
                inner, done = _within(member, change)
                if done:
                    return rule.model_copy(update={"of": (*of[:i], inner, *of[i + 1 :])}), True
        case Judgement(about=about) | Unread(about=about) if about is not None:
            inner, done = _within(about, change)
            return rule.model_copy(update={"about": inner}), done
        case Not(of=member):
            inner, done = _within(member, change)
            return rule.model_copy(update={"of": inner}), done
    return rule, False
