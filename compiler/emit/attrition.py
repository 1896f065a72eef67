"""Who is lost where: a trial's query run on a database, and counted."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from ..rules.trial import Section
from .database import Database
from .outcome import Outcome
from .sql import Emitted
from .sql.tree import and_, case, not_, number, or_, sql


class _Counts(BaseModel):
    model_config = ConfigDict(frozen=True)


class Step(_Counts):
    """One criterion: how many persons it lets in, removes, or cannot decide alone; and what is left in order.

    `removed` are those that no earlier criterion had removed. `left` are those that no criterion up to this one
    removes; `sure` those of them that meet each one for certain.
    """

    id: str
    section: Section
    text: str
    outcome: Outcome
    met: int
    failed: int
    unknown: int
    removed: int
    left: int
    sure: int


class Attrition(_Counts):
    """The funnel of a trial in a database. `eligible` meet all criteria, `excluded` fail one; the rest is `unknown`."""

    trial: str
    database: str
    at: date | None
    persons: int
    eligible: int
    excluded: int
    unknown: int
    steps: tuple[Step, ...]


def attrition(emitted: Emitted, database: Database, name: str, at: date | None) -> Attrition:
    """The funnel of a trial; `name` is what the database is called. Raises TrialcError when it cannot run the query."""
    (row,) = database.rows(counting(emitted).sql(dialect=database.dialect))
    return _read([int(count or 0) for count in row], emitted, name, at)


def counting(emitted: Emitted) -> exp.Expr:
    """The query that counts: all persons, then four numbers for each criterion, as `_read` takes them."""
    met = [_met(emitted, place) for place in range(len(emitted.columns))]
    met_columns = [exp.column(f"met_{place}") for place in range(len(met))]
    select = exp.select(sql("COUNT(*)"))
    for place, own in enumerate(met_columns):
        before = met_columns[:place]
        lost = or_(sql("NOT COALESCE(:met, TRUE)", met=other) for other in before)
        kept_before = not_(exp.Paren(this=lost)) if before else exp.true()
        failed = not_(own)
        select = select.select(
            _count(own),
            _count(failed),
            _count(and_([kept_before, failed])),
            _count(and_([*before, own])),
        )
    rows = exp.select(*(exp.alias_(one, f"met_{place}") for place, one in enumerate(met)))
    rows = rows.from_(emitted.tree.subquery("verdicts"))
    return select.from_(rows.subquery("met"))


def _met(emitted: Emitted, place: int) -> exp.Expr:
    column = emitted.columns[place]
    value = exp.column(exp.to_identifier(column.id, quoted=True), "verdicts")
    return not_(value) if column.section == "exclusion" else value


def _count(condition: exp.Expr) -> exp.Expr:
    return exp.Sum(this=case((condition, number(1)), default=number(0)))


def _read(row: list[int], emitted: Emitted, database: str, at: date | None) -> Attrition:
    persons, numbers = row[0], row[1:]
    steps: list[Step] = []
    left, sure = persons, persons
    for place, column in enumerate(emitted.columns):
        met, failed, removed, sure = numbers[4 * place : 4 * place + 4]
        left -= removed
        steps.append(
            Step(
                id=column.id, section=column.section, text=column.text, outcome=column.outcome,
                met=met, failed=failed, unknown=persons - met - failed, removed=removed, left=left, sure=sure,
            )
        )  # fmt: skip
    return Attrition(
        trial=emitted.trial, database=database, at=at, persons=persons, eligible=sure, excluded=persons - left,
        unknown=left - sure, steps=tuple(steps),
    )  # fmt: skip
