"""Exposures to a drug that follow each other without a day between, as one stretch. The mirror of `joined` in
`evaluate/lengths.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...rules.model import Fact
from .lengths import lasts
from .notes import Notes
from .query import PERSON, PERSONS, Query
from .times import Point, at
from .tree import TRUE, UNKNOWN, and_, case, column, possible, some, sql
from .windows import lies

if TYPE_CHECKING:
    from .facts import Where

_STRETCH = (at(column("x", "first_day")), Point(column("x", "end_low"), column("x", "end_high")))


def grouped(query: Query, rule: Fact, rows: exp.Select, where: Where, notes: Notes) -> exp.Select:
    """The rows of a drug's exposures as one row for each person: those that surely join, and those that may."""
    window = lies(rule.when, _STRETCH, where.named)
    if where.hits:
        notes.limit("joined exposures around an event are not computed")
        window = UNKNOWN
    assert rule.lasting is not None
    truth = and_([window, lasts(query, rule.lasting, _STRETCH, notes)])
    dosed = exp.select("*", exp.alias_(and_([exp.column("truth"), exp.column("fits")]), "dosed")).from_(
        rows.subquery("records")
    )
    name = query.add("exposures", dosed)
    sure = _judged(query, exp.select("*").from_(name).where("dosed"), "end_low", truth)
    maybe = _judged(query, exp.select("*").from_(name).where(possible(exp.column("dosed"))), "end_high", truth)
    hit = sure.select(exp.alias_(case((truth, TRUE), default=exp.false()), "hit"), "FALSE AS maybe")
    may = maybe.select("FALSE AS hit", exp.alias_(possible(truth), "maybe"))
    value = case(
        (some(exp.column("hit")), TRUE),
        (sql("NOT :maybe", maybe=exp.Paren(this=some(exp.column("maybe")))), exp.false()),
    )
    both = exp.union(hit, may, distinct=False).subquery("stretches")
    return exp.select("person_id", exp.alias_(value, "value"), "TRUE AS sure").from_(both).group_by("person_id")


def _judged(query: Query, rows: exp.Select, end: str, truth: exp.Expr) -> exp.Select:
    """The stretches `x` of exposures, with the person where `truth` speaks of them."""
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
    stretches = (
        exp.select("person_id", "MIN(first_day) AS first_day", "MAX(end_low) AS end_low", "MAX(end_high) AS end_high")
        .from_(numbered.subquery("numbered"))
        .group_by("person_id", "stretch")
    )
    found = exp.select(column("x", "person_id")).from_(stretches.subquery("x"))
    if any(name.table == PERSON for name in truth.find_all(exp.Column)):
        found = found.join(exp.alias_(exp.to_table(PERSONS), PERSON, table=True), on="p.person_id = x.person_id")
    return found
