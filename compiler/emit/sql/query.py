"""One query in the making: its common table expressions, each once, and what the final select joins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlglot import exp

from .tree import day

#: Name and alias of the CTE of persons.
PERSONS = "persons"
PERSON = "p"
#: CTEs of which stretches of days are covered by observation; the late ones depend on events.
COVERAGE, LATE_COVERAGE = "coverage", "late_coverage"


class Query:
    """Collects common table expressions; equal ones are one.

    `index` is the index date: one day for all, or a column of `persons` that has each one's own.
    """

    def __init__(self, index: date | None, anchors: Mapping[str, str] | None = None) -> None:
        self.index: exp.Expr = day(index) if index is not None else exp.column("index_date", PERSON)
        self.anchors = dict(anchors or {})
        self.ctes: dict[str, exp.Expr] = {}
        self.joins: dict[str, str] = {}
        self.covers: dict[exp.Expr, str] = {}
        self.late_covers: dict[exp.Expr, str] = {}
        self.spans: dict[str, None] = {}
        self._built: dict[object, str] = {}
        self._names: dict[exp.Expr, str] = {}
        self._counts: dict[str, int] = {}

    def add(self, stem: str, rows: exp.Expr) -> str:
        """The name of the CTE of `rows`: `stem`, with a number from the second on."""
        name = self._names.get(rows)
        if name is None:
            count = self._counts[stem] = self._counts.get(stem, 0) + 1
            name = stem if count == 1 else f"{stem}_{count}"
            self._names[rows] = name
            self.ctes[name] = rows
        return name

    def once(self, key: object, build: Callable[[], str]) -> str:
        """The name of the CTE that `build` adds, which is built at the first call with that key only."""
        if key not in self._built:
            self._built[key] = build()
        return self._built[key]

    def person_rows(self, name: str) -> str:
        """The alias under which the final select has the CTE `name`, which has one row for a person at most."""
        return self.joins.setdefault(name, name)

    def cover(self, condition: exp.Expr, spans: Sequence[str] = ()) -> exp.Expr:
        """Whether a condition on an observation period `o` holds of some period of the person.

        `spans` are CTEs with one row for a person at most that the condition speaks of.
        """
        covers, table = (self.late_covers, LATE_COVERAGE) if spans else (self.covers, COVERAGE)
        self.spans |= dict.fromkeys(spans)
        name = covers.setdefault(condition, f"c{len(covers) + 1}")
        return exp.column(name, table)


def with_person(rows: exp.Select, person_id: exp.Expr) -> exp.Select:
    """`rows` joined with the persons where an expression in them speaks of the person."""
    if not any(found.table == PERSON for found in rows.find_all(exp.Column)):
        return rows
    on = exp.EQ(this=exp.column("person_id", PERSON), expression=person_id.copy())
    return rows.join(exp.alias_(exp.to_table(PERSONS), PERSON, table=True), on=on)
