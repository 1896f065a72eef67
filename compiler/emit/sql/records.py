"""What else a fact asks of one record: qualities, links and exceptions. The mirror of `evaluate/records.py`.

The CDM records neither qualities nor links, so that they are unknown; an exception is tested on the record itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from ...evaluate.expand import expanded
from ...rules.model import All, Any_, Fact, Not, Rule
from ...rules.normal import fold
from .notes import Notes
from .query import Query
from .tree import FALSE, TRUE, UNKNOWN, and_, case, column, not_, or_, sql
from .vocabulary import matching
from .windows import Stretch, is_always, is_clocked, lies, stays

#: CTEs of concepts that the records are compared with besides the fact's own, and their aliases.
Others = dict[str, str]


def details(query: Query, rule: Fact, stretch: Stretch, notes: Notes, others: Others) -> exp.Expr:
    """The truth of all that a fact asks of a record besides its concept, time, value and length."""
    parts: list[exp.Expr] = []
    for qualifier in rule.qualifiers:
        notes.limit(f"the CDM does not record {qualifier.key}")
        parts.append(UNKNOWN)
    for link in rule.links:
        notes.limit(f'the CDM does not record what an event is "{link.kind}"')
        parts.append(UNKNOWN)
    if rule.except_ is not None:
        parts.append(not_(_Record(query, rule.domain, stretch, notes, others).rule(rule.except_)))
    return and_(parts)


class _Record:
    """Compiles a rule that is tested on one record."""

    def __init__(self, query: Query, domain: str, stretch: Stretch, notes: Notes, others: Others) -> None:
        self._query = query
        self._domain = domain
        self._stretch = stretch
        self._notes = notes
        self._others = others

    def rule(self, rule: Rule) -> exp.Expr:
        handler = _HANDLERS.get(type(rule))
        if handler is None:
            return self.unknown(f"a {rule.kind} about a single record")
        return handler(self, rule)

    def unknown(self, what: str) -> exp.Expr:
        """A part that is not decided for single records."""
        self._notes.limit(f"{what} is not decided")
        return UNKNOWN

    def fact(self, rule: Fact) -> exp.Expr:
        several = expanded(rule)
        if several is not rule:
            return self.rule(several)
        if rule.domain not in ("it", self._domain):
            return FALSE if rule.domain != "person" else self.unknown("a fact of the person about a single record")
        if fold(rule.who) != "patient" or rule.status != "happened":
            return FALSE
        if rule.value or rule.change or rule.times or rule.lasting or rule.pick != "any" or is_clocked(rule.when):
            return self.unknown("the value or length of a single record")
        where = None if is_always(rule.when) else stays(self._query, rule.when, self._notes, self._stretch)
        time = lies(rule.when, self._stretch, where)
        more = details(self._query, rule, self._stretch, self._notes, self._others)
        return and_([self._concept(rule), time, more])

    def _concept(self, rule: Fact) -> exp.Expr:
        if rule.domain == "it" and fold(rule.concept.text) == "it":
            return TRUE
        match = matching(self._query, self._domain, rule.concept)
        alias = self._others.setdefault(match, f"also_{len(self._others) + 1}")
        return case((sql(":id IS NULL", id=column(alias, "concept_id")), FALSE), default=column(alias, "truth"))


_HANDLERS: dict[type, Callable[[_Record, Any], exp.Expr]] = {
    Fact: _Record.fact,
    All: lambda record, rule: and_(record.rule(member) for member in rule.of),
    Any_: lambda record, rule: or_(record.rule(member) for member in rule.of),
    Not: lambda record, rule: not_(record.rule(rule.of)),
}
