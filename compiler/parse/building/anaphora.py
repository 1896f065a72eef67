"""A sentence that says what a name of the sentence before it means: "Positive results are defined as ..."."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...rules.model import CURRENT, All, Any_, Fact, If, Judgement, Link, Not, Rule, Unread
from ...rules.normal import fold
from ..syntax.tree import Join, Reading, items
from .shapes import label

_IS_DEFINED = re.compile(r"(?:is|are|will be|was|were) (?:also )?defined\b", re.IGNORECASE)


def only_defines(reading: Reading, text: str) -> bool:
    """Whether a sentence only says what a name means: "Remission is defined as ...", of whomever it may be.

    "This is defined as ..." says what is asked.
    """
    if isinstance(reading, Join) and reading.operator == "or" and not reading.listed:
        first, *more = reading.of  # "... is defined as 12 months of amenorrhea, or 6 weeks after surgery"
        nameless = all(item.head.type == "EMPTY" for each in more for item in items(each))
        return nameless and only_defines(first, text)
    said = list(items(reading))
    told = [part.tokens[0] for part in said[-1].some("defined")] if said else []
    if not any(_IS_DEFINED.match(text, token.start) for token in told):
        return False
    named = said[-1].head.type != "EMPTY" or said[-1].parts[0].kind != "defined"
    return named and all(item.head.type == "PERSON" and not item.parts for item in said[:-1])


def defines(before: Rule | None, meaning: Rule) -> Rule | None:
    """`before` with `meaning`, whose label is a name that `before` uses, in its place; None where it does not.

    A quality that is defined ("with positive results") becomes a link to what it means.
    """
    if isinstance(meaning, All):  # "women of childbearing potential are defined as ...": said of the women before
        told = [member for member in meaning.of if not _is_person(member)]
        meaning = told[0] if len(told) == 1 else meaning
    if before is None or not meaning.label:
        return None
    name = fold(meaning.label)
    changed, done = _within(before, lambda fact: _defined(fact, name, meaning) or _meant(fact, name, meaning))
    return changed if done else None


def _is_person(rule: Rule) -> bool:
    return isinstance(rule, Fact) and rule.domain == "person"


def _meant(fact: Fact, name: str, meaning: Rule) -> Rule | None:
    """What a name means in place of the fact that says it, and no more than it; None of other facts."""
    more = fact.value or fact.change or fact.links or fact.lasting or fact.times or fact.except_
    if more or fact.concept.such_as or fact.when != CURRENT or fact.status != "happened":
        return None
    named = name in (fold(fact.concept.text), fold(label(fact)))
    return meaning.model_copy(update={"label": label(fact)}) if named else None


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


def _within(rule: Rule, change: Callable[[Fact], Rule | None]) -> tuple[Rule, bool]:
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
        case If(when=when):
            inner, done = _within(when, change)
            return rule.model_copy(update={"when": inner}), done
    return rule, False
