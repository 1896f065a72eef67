"""The table from the kinds of rules to how SQL says them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from ...evaluate.expand import expanded
from ...rules.model import All, Any_, Count, Fact, If, Judgement, Not, Rule, Undertaking, Unread
from .facts import fact
from .notes import Notes
from .persons import person
from .query import Query
from .tree import FALSE, TRUE, UNKNOWN, and_, binary, case, decided, is_unknown, not_, or_, sql


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
        return _counted(rule, [self.rule(member) for member in rule.of])

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

    # ---------------------------------------------------------------- on the records alone

    def records(self, rule: Rule) -> Answer:
        """What the records alone say of a rule; what only people can answer is left out."""
        if isinstance(rule, Fact):
            several = expanded(rule)
            return Answer(self.rule(rule)) if several is rule else self.records(several)
        handler = _RECORDS.get(type(rule))
        return Answer(self.rule(rule)) if handler is None else handler(self, rule)

    def _records_of_all(self, rule: All) -> Answer:
        parts = list(map(self.records, rule.of))
        value = and_(or_([part.out, part.value]) for part in parts)
        return Answer(value, and_(part.out for part in parts) if parts else FALSE)

    def _records_of_any(self, rule: Any_) -> Answer:
        parts = list(map(self.records, rule.of))
        value = or_(and_([not_(part.out), part.value]) for part in parts)
        return Answer(value, and_(part.out for part in parts) if parts else FALSE)

    def _records_of_not(self, rule: Not) -> Answer:
        part = self.records(rule.of)
        return Answer(not_(part.value), part.out)

    def _records_of_count(self, rule: Count) -> Answer:
        return Answer(_counted(rule, [self.records(member).known for member in rule.of]))

    def _records_of_if(self, rule: If) -> Answer:
        when, then = self.records(rule.when), self.records(rule.then)
        otherwise = self.records(rule.otherwise) if rule.otherwise is not None else Answer(TRUE)
        so, not_so = and_([not_(when.out), when.value]), and_([not_(when.out), not_(when.value)])
        unknown = and_([or_([UNKNOWN, then.known]), or_([UNKNOWN, otherwise.known])])
        value = case((so, then.value), (not_so, otherwise.value), default=unknown)
        return Answer(value, case((so, then.out), (not_so, otherwise.out), default=FALSE))

    def _records_of_judgement(self, rule: Judgement) -> Answer:
        if rule.about is None:
            return _LEFT_OUT
        about = self.records(rule.about)
        return Answer(about.value, or_([about.out, sql("COALESCE(:about, FALSE)", about=about.value)]))


@dataclass(frozen=True)
class Answer:
    """A truth on the records alone; where `out`, which is never NULL, it is left out instead."""

    value: exp.Expr
    out: exp.Expr = FALSE

    @property
    def known(self) -> exp.Expr:
        """The truth; unknown where it is left out."""
        return self.value if self.out == FALSE else case((self.out, UNKNOWN), default=self.value)


_LEFT_OUT = Answer(UNKNOWN, TRUE)


def _counted(rule: Count, members: list[exp.Expr]) -> exp.Expr:
    """Whether between `low` and `high` members are true."""
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


_RECORDS: dict[type, Callable[[Compiler, Any], Answer]] = {
    All: Compiler._records_of_all,
    Any_: Compiler._records_of_any,
    Not: Compiler._records_of_not,
    Count: Compiler._records_of_count,
    If: Compiler._records_of_if,
    Judgement: Compiler._records_of_judgement,
    Undertaking: lambda compiler, rule: _LEFT_OUT,
}


def nothing_known(found: exp.Expr) -> bool:
    """Whether an expression can never be true or false."""
    if is_unknown(found) or found == FALSE:
        return is_unknown(found)
    return not any(found.find_all(exp.Column)) and not any(found.find_all(exp.Boolean))
