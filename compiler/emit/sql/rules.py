"""The table from the kinds of rules to how SQL says them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from ...evaluate.expand import expanded
from ...rules.model import All, Any_, Count, Fact, If, Judgement, Not, Rule, Undertaking, Unread
from .facts import fact
from .notes import Notes
from .persons import person
from .query import Query
from .tree import FALSE, TRUE, UNKNOWN, and_, binary, decided, is_unknown, not_, or_, sql


class Compiler:
    """Compiles the rules of one criterion into expressions over the final select; `notes` says what is not exact."""

    def __init__(self, query: Query, notes: Notes) -> None:
        self.query = query
        self.notes = notes

    def rule(self, rule: Rule) -> exp.Expr:
        """A nullable boolean: the truth of `rule` of a person."""
        return _HANDLERS[type(rule)](self, rule)

    def fact(self, rule: Fact) -> exp.Expr:
        """The truth of a fact, or of the facts that it stands for."""
        several = expanded(rule)
        if several is not rule:
            return self.rule(several)
        return (person if rule.domain == "person" else fact)(self.query, rule, self.notes)

    def count(self, rule: Count) -> exp.Expr:
        """True when between `low` and `high` members are."""
        members = [self.rule(member) for member in rule.of]
        sure, maybe = (
            _sum(members, "CASE WHEN :member THEN 1 ELSE 0 END"),
            _sum(members, "CASE WHEN NOT :member THEN 0 ELSE 1 END"),
        )
        enough: list[exp.Expr] = []
        never: list[exp.Expr] = []
        if rule.low is not None:
            low = exp.Literal.number(rule.low)
            enough.append(binary(exp.GTE, sure, low))
            never.append(binary(exp.LT, maybe, low))
        if rule.high is not None:
            high = exp.Literal.number(rule.high)
            enough.append(binary(exp.LTE, maybe, high))
            never.append(binary(exp.GT, sure, high))
        return decided(and_(enough), or_(never)) if enough else TRUE

    def if_(self, rule: If) -> exp.Expr:
        """(not when or then) and (when or otherwise); SQL's CASE would take its ELSE for NULL."""
        when, then = self.rule(rule.when), self.rule(rule.then)
        otherwise = self.rule(rule.otherwise) if rule.otherwise is not None else TRUE
        return and_([or_([not_(when), then]), or_([when, otherwise])])

    def judgement(self, rule: Judgement) -> exp.Expr:
        """False where what it is about is; else an investigator would have to say."""
        self.notes.limit("an investigator's judgement is not in the CDM")
        return and_([self.rule(rule.about) if rule.about is not None else TRUE, UNKNOWN])

    def undertaking(self, rule: Undertaking) -> exp.Expr:
        """Never known: people are asked."""
        self.notes.limit("what a patient consents to, understands or will do is not in the CDM")
        return UNKNOWN

    def unread(self, rule: Unread) -> exp.Expr:
        """Never known."""
        self.notes.limit(f'"{rule.text}" was not read')
        return UNKNOWN


def _sum(members: list[exp.Expr], template: str) -> exp.Expr:
    total: exp.Expr = exp.Literal.number(0)
    for member in members:
        total = exp.Add(this=total, expression=sql(template, member=exp.Paren(this=member.copy())))
    return exp.Paren(this=total)


_HANDLERS: dict[type, Callable[[Compiler, Any], exp.Expr]] = {
    Fact: Compiler.fact,
    All: lambda compiler, rule: and_(compiler.rule(member) for member in rule.of),
    Any_: lambda compiler, rule: or_(compiler.rule(member) for member in rule.of),
    Not: lambda compiler, rule: not_(compiler.rule(rule.of)),
    Count: Compiler.count,
    If: Compiler.if_,
    Judgement: Compiler.judgement,
    Undertaking: Compiler.undertaking,
    Unread: Compiler.unread,
}


def nothing_known(found: exp.Expr) -> bool:
    """Whether an expression can never be true or false."""
    if is_unknown(found) or found == FALSE:
        return is_unknown(found)
    return not any(found.find_all(exp.Column)) and not any(found.find_all(exp.Boolean))
