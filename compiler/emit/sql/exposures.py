"""Exposures to a drug that follow each other without a day between, as one stretch. The mirror of `joined` in
`evaluate/lengths.py`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from ...rules.model import Fact
from .lengths import lasts
from .notes import Notes
from .query import PERSON, PERSONS, Query
from .times import Point, at
from .tree import FALSE, TRUE, and_, any_of_rows, case, column, or_, possible, some, sql
from .windows import Stay, beside, lies

_STRETCH = (at(column("x", "first_day")), Point(column("x", "end_low"), column("x", "end_high")))


def grouped(
    query: Query,
    rule: Fact,
    rows: exp.Select,
    named: list[Stay] | None,
    events: Sequence[tuple[Stay, str]],
    notes: Notes,
) -> exp.Select:
    """The rows of a drug's exposures as one row for each person: those that surely join, and those that may.

    `events`: what the window asks for around events `h`, each with their CTE.
    """
    assert rule.lasting is not None
    length = lasts(query, rule.lasting, _STRETCH, notes)
    dosed = exp.select("*", exp.alias_(and_([exp.column("truth"), exp.column("fits")]), "dosed")).from_(
        rows.subquery("records")
    )
    name = query.add("exposures", dosed)
    sure = _stretches(query, exp.select("*").from_(name).where("dosed"), "end_low")
    maybe = _stretches(query, exp.select("*").from_(name).where(possible(exp.column("dosed"))), "end_high")
    hit, may = (_judged(query, rule, stretches, named, events, length) for stretches in (sure, maybe))
    value = case(
        (some(exp.column("hit")), TRUE),
        (sql("NOT :maybe", maybe=exp.Paren(this=some(exp.column("maybe")))), exp.false()),
    )
    hit = exp.select("person_id", "COALESCE(truth, FALSE) AS hit", "FALSE AS maybe").from_(hit.subquery("sure"))
    may = exp.select("person_id", "FALSE AS hit", "COALESCE(truth, TRUE) AS maybe").from_(may.subquery("may"))
    both = exp.union(hit, may, distinct=False).subquery("stretches")
    return exp.select("person_id", exp.alias_(value, "value"), "TRUE AS sure").from_(both).group_by("person_id")


def _judged(
    query: Query,
    rule: Fact,
    stretches: str,
    named: list[Stay] | None,
    events: Sequence[tuple[Stay, str]],
    length: exp.Expr,
) -> exp.Select:
    """Whether each of the stretches `x` is as long as asked and lies where it should."""
    time = lies(rule.when, _STRETCH, named)
    found = exp.select(column("x", "person_id")).from_(exp.alias_(exp.to_table(stretches), "x", table=True))
    if events:
        near = [_near(query, rule, stretches, one, hits) for one, hits in events]
        time = or_([time if named else FALSE, *(beside(name) for name in near)])
        for name in near:
            on = f"{name}.id = x.person_id AND {name}.stretch = x.stretch"
            found = found.join(name, on=on, join_type="left")
    truth = and_([time, length])
    if any(name.table == PERSON for name in truth.find_all(exp.Column)):
        found = found.join(exp.alias_(exp.to_table(PERSONS), PERSON, table=True), on="p.person_id = x.person_id")
    return found.select(exp.alias_(truth, "truth"))


def _near(query: Query, rule: Fact, stretches: str, one: Stay, hits: str) -> str:
    """The CTE of whether each stretch lies in the window around some event."""
    rows = exp.select(
        "x.person_id AS id", "x.stretch", exp.alias_(any_of_rows(lies(rule.when, _STRETCH, [one])), "lies")
    )
    rows = rows.from_(exp.alias_(exp.to_table(stretches), "x", table=True))
    rows = rows.join(exp.alias_(exp.to_table(hits), "h", table=True), on="h.person_id = x.person_id")
    return query.add("near", rows.group_by("x.person_id", "x.stretch"))


def _stretches(query: Query, rows: exp.Select, end: str) -> str:
    """The CTE of the stretches of exposures, numbered for each person."""
    before = sql(
        "MAX(:end) OVER (PARTITION BY person_id ORDER BY first_day, end_low, end_high"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)",
        end=exp.column(end),
    )
    apart = sql("CASE WHEN first_day <= CAST(:before + INTERVAL '1' DAY AS DATE) THEN 0 ELSE 1 END", before=before)
    marked = exp.select("*", exp.alias_(apart, "apart")).from_(rows.subquery("doses"))
    # of exposures with one start, the one that begins a stretch comes first
    place = sql(
        "SUM(apart) OVER (PARTITION BY person_id ORDER BY first_day, apart DESC, end_low, end_high"
        " ROWS UNBOUNDED PRECEDING)"
    )
    numbered = exp.select("*", exp.alias_(place, "stretch")).from_(marked.subquery("marked"))
    stretches = exp.select("person_id", "stretch", "MIN(first_day) AS first_day")
    stretches = stretches.select("MAX(end_low) AS end_low", "MAX(end_high) AS end_high")
    return query.add("stretches", stretches.from_(numbered.subquery("numbered")).group_by("person_id", "stretch"))
