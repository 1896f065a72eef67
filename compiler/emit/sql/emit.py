"""A trial as one SQL query over the OMOP common data model: for each person one nullable boolean per criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal

import sqlglot
from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from ...rules.trial import Section, Trial
from ..outcome import Outcome
from . import persons
from .notes import Notes
from .query import COVERAGE, LATE_COVERAGE, PERSON, PERSONS, Query
from .rules import Answer, Compiler, nothing_known
from .tree import and_, not_, or_, some

Dialect = Literal["duckdb", "postgres", "spark"]
VERDICT = "verdict"
ON_RECORDS = "on_records"


class Column(BaseModel):
    """One column of the result: the truth of a criterion's rule, and how exactly SQL says it."""

    model_config = ConfigDict(frozen=True)
    id: str
    section: Section
    text: str
    outcome: Outcome


class Emitted(BaseModel):
    """A trial as a query: person_id, a nullable boolean for each of `columns`, by its id, `verdict` and `on_records`.

    `on_records` is the verdict without what only people can answer.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    trial: str
    columns: tuple[Column, ...]
    tree: exp.Select

    def sql(self, dialect: Dialect = "duckdb", pretty: bool = True) -> str:
        """The query as text."""
        return self.tree.sql(dialect=dialect, pretty=pretty)


def emit(
    trial: Trial, at: date | None, *, own_index: tuple[str, str] | None = None, schema: str | None = None
) -> Emitted:
    """The query of a trial at an index date, or at each person's own: (table, column), whose table has person_id too.

    `schema` is where the CDM's tables are. Criteria without a rule limit nobody and have no column.
    """
    query = Query(at if own_index is None else None, {**trial.anchors})
    columns: list[Column] = []
    values: dict[str, exp.Expr] = {}
    verdict: list[exp.Expr] = []
    on_records: list[exp.Expr] = []
    for criterion in trial.criteria:
        if criterion.rule is None:
            continue
        notes = Notes()
        compiler = Compiler(query, notes)
        value = compiler.rule(criterion.rule)
        outcome = notes.outcome(nothing_known(value))
        columns.append(Column(id=criterion.id, section=criterion.section, text=criterion.text, outcome=outcome))
        turned = not_ if criterion.section == "exclusion" else _as_it_is
        values[criterion.id] = value
        verdict.append(turned(_criterion(criterion.id)))
        answer = compiler.records(criterion.rule)
        if answer == Answer(value):
            on_records.append(verdict[-1])
        else:
            values[f"{criterion.id} {ON_RECORDS}"] = or_([answer.out, turned(answer.value)])
            on_records.append(_criterion(f"{criterion.id} {ON_RECORDS}"))
    final = exp.select("criteria.person_id", *(_criterion(column.id) for column in columns))
    final = final.select(exp.alias_(and_(verdict), VERDICT), exp.alias_(and_(on_records), ON_RECORDS))
    tree = _assembled(query, own_index, values, final)
    if schema is not None:
        tree = _in_schema(tree, schema, own_index)
    return Emitted(trial=trial.id, columns=tuple(columns), tree=tree)


def _as_it_is(found: exp.Expr) -> exp.Expr:
    return found


def _criterion(name: str) -> exp.Expr:
    """A column of the criteria, by its name."""
    return exp.column(exp.to_identifier(name, quoted=True), "criteria")


def _assembled(
    query: Query, own_index: tuple[str, str] | None, values: Mapping[str, exp.Expr], final: exp.Select
) -> exp.Expr:
    named = [exp.alias_(value, exp.to_identifier(name, quoted=True)) for name, value in values.items()]
    select = exp.select(exp.column("person_id", PERSON), *named)
    select = select.from_(exp.alias_(exp.to_table(PERSONS), PERSON, table=True))
    ctes = {PERSONS: persons.rows(query, own_index)}
    joins = list(query.joins.values())
    if query.covers or query.late_covers:
        ctes["observed"] = _observed()
    if query.covers:
        ctes[COVERAGE] = _coverage(query.covers, ())
        joins.append(COVERAGE)
    ctes |= query.ctes
    if query.late_covers:
        ctes[LATE_COVERAGE] = _coverage(query.late_covers, list(query.spans))
        joins.append(LATE_COVERAGE)
    for name in joins:
        on = exp.EQ(this=exp.column("person_id", name), expression=exp.column("person_id", PERSON))
        select = select.join(exp.to_table(name), on=on, join_type="left", copy=False)
    ctes["criteria"] = select
    final = final.from_("criteria").order_by("person_id")
    for name, rows in ctes.items():
        final = final.with_(name, as_=rows, copy=False)
    return final


def _coverage(covers: Mapping[exp.Expr, str], spans: Sequence[str]) -> exp.Select:
    """For each person, whether some observation period covers each stretch of days that is asked for."""
    select = exp.select(exp.column("person_id", PERSON))
    for condition, name in covers.items():
        select = select.select(exp.alias_(some(condition), name), copy=False)
    select = select.from_(exp.alias_(exp.to_table(PERSONS), PERSON, table=True))
    for span in spans:
        select = select.join(
            span,
            on=exp.EQ(this=exp.column("person_id", span), expression=exp.column("person_id", PERSON)),
            join_type="left",
        )
    return select.join("observed AS o", on="o.person_id = p.person_id").group_by(exp.column("person_id", PERSON))


@cache
def _observed() -> exp.Expr:
    """Observation periods, those that leave no day between them made one."""
    return sqlglot.parse_one(
        """
        SELECT person_id, MIN(first_day) AS first_day, MAX(last_day) AS last_day FROM (
          SELECT *, SUM(apart) OVER (
              PARTITION BY person_id ORDER BY first_day, last_day ROWS UNBOUNDED PRECEDING
            ) AS stretch
          FROM (
            SELECT *, CASE WHEN first_day <= CAST(MAX(last_day) OVER (
                PARTITION BY person_id ORDER BY first_day, last_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
              ) + INTERVAL '1' DAY AS DATE) THEN 0 ELSE 1 END AS apart
            FROM (
              SELECT person_id, CAST(observation_period_start_date AS DATE) AS first_day,
                CAST(observation_period_end_date AS DATE) AS last_day
              FROM observation_period
            ) AS periods
          ) AS neighbours
        ) AS numbered GROUP BY person_id, stretch
        """
    )


def _in_schema(tree: exp.Expr, schema: str, own_index: tuple[str, str] | None) -> exp.Expr:
    """The query with the tables of the CDM in a schema."""
    own = {cte.alias for cte in tree.find_all(exp.CTE)}

    def placed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and node.name not in own and not node.db:
            node.set("db", exp.to_identifier(schema, quoted=True))
        return node

    return tree.transform(placed)
