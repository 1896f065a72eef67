"""Walking a rule tree: every node below a rule, and the members that must all, or need only singly, hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .model import All, Any_, Count, Fact, If, Judgement, Not, Rule, Unread


def children(rule: Rule) -> Sequence[Rule]:
    """The rules directly below `rule`, in reading order; of a fact, those inside its parts."""
    match rule:
        case Fact():
            return _inside(rule)
        case All() | Any_() | Count():
            return rule.of
        case Not():
            return (rule.of,)
        case If():
            return [part for part in (rule.when, rule.then, rule.otherwise) if part is not None]
        case Judgement() | Unread() if rule.about is not None:
            return (rule.about,)
    return ()


def _inside(fact: Fact) -> list[Rule]:
    found: list[Rule] = [example for example in fact.concept.such_as if not isinstance(example, str)]
    anchors = [*fact.when.anchors, fact.lasting and fact.lasting.until, fact.change and fact.change.since]
    found += [anchor.fact for anchor in anchors if anchor and anchor.fact]
    found += [link.rule for link in fact.links]
    if fact.except_ is not None:
        found.append(fact.except_)
    return found


def nodes(rule: Rule) -> list[Rule]:
    """`rule` and every rule below it."""
    found = [rule]
    for child in children(rule):
        found += nodes(child)
    return found


def conjuncts(rule: Rule) -> Iterator[Rule]:
    """The rules that must each hold for `rule` to hold: the members of nested `all`."""
    if isinstance(rule, All):
        for member in rule.of:
            yield from conjuncts(member)
    else:
        yield rule


def disjuncts(rule: Rule) -> Iterator[Rule]:
    """The rules each of which is enough for `rule` to hold: the members of nested `any`."""
    if isinstance(rule, Any_):
        for member in rule.of:
            yield from disjuncts(member)
    else:
        yield rule
