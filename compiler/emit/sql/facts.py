"""A fact as SQL: a CTE with one row for each person who has records that match or may, and what their absence says.

The mirror of `evaluate/facts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from ...rules.model import Fact
from ...rules.normal import fold
from . import lengths, picks
from .notes import Notes
from .query import PERSON, PERSONS, Query
from .records import details
from .tables import EVENT, TABLES, end, start
from .tree import FALSE, UNKNOWN, and_, case, column, possible, sql
from .values import ValueColumns
from .vocabulary import TRUTH, joined, matching
from .windows import Stay, complete, extent, is_always, is_clocked, lies, stays

#: Domains of which nothing on record does not mean that there is nothing: nobody may have looked.
_LOOKED_AT = ("measurement", "observation")
_FOUND = "found"


@dataclass(frozen=True)
class Records:
    """The records of a fact as a select: person_id, first_day, truth (never FALSE), fits, has and measure."""

    rows: exp.Select
    values: ValueColumns | None


def fact(query: Query, rule: Fact, notes: Notes) -> exp.Expression:
    """The truth of a fact about records, of persons `p` of the final select."""
    reason = _beyond(rule)
    if reason is not None:
        notes.limit(reason)
        return UNKNOWN
    if rule.domain == "it":
        return FALSE
    where = None if is_always(rule.when) else stays(query, rule.when, notes)
    records = select(query, rule, notes, where)
    name = query.add(f"{rule.domain}_fact", picks.grouped(rule, records.rows, records.values))
    alias = query.person_rows(name)
    return _closed(query, rule, alias, where)


def _beyond(rule: Fact) -> str | None:
    """Why nothing of a fact can be decided in a database, if so."""
    if fold(rule.who) != "patient":
        return f"the CDM has no records of the {rule.who}"
    if rule.status == "planned":
        return "the CDM has no plans"
    if rule.domain == "allergy":
        return "the CDM has no table of allergies"
    if rule.change is not None:
        return "changes of a value are not computed"
    if rule.times is not None:
        return "occurrences are not counted"
    if is_clocked(rule.when):
        return "CDM dates have no time of day for a window in hours"
    if rule.lasting is not None:
        return lengths.beyond(rule)
    return None


def select(query: Query, rule: Fact, notes: Notes, where: list[Stay] | None) -> Records:
    """The records of a fact: those that match, or may, all but value and length."""
    table = TABLES[rule.domain]
    match = matching(query, rule.domain, rule.concept)
    stretch = start(table), end(table)
    others: dict[str, str] = {}
    truth = and_([TRUTH, lies(rule.when, stretch, where), details(query, rule, stretch, notes, others)])
    measured = rule.pick in ("lowest", "highest", "mean", "total")
    values = ValueColumns(query, table, rule.value, rule.concept, notes, measured) if rule.value is not None else None
    fits: list[exp.Expression] = [values.fits] if values else []
    if rule.lasting is not None:
        fits.append(lengths.lasts(query, rule.lasting, stretch, notes))
    rows = exp.select(
        exp.column("person_id", EVENT),
        exp.alias_(stretch[0].low, "first_day"),
        exp.alias_(truth, "truth"),
        exp.alias_(and_(fits), "fits"),
    )
    if values is not None:
        rows = rows.select(exp.alias_(values.has, "has"), exp.alias_(values.measure, "measure"))
    rows = rows.from_(exp.alias_(exp.to_table(table.name), EVENT, table=True))
    rows = joined(rows, match, table)
    for other, also in others.items():
        rows = joined(rows, other, table, also)
    if values is not None:
        rows = values.join(rows)
    if any(found.table == PERSON for found in rows.find_all(exp.Column)):
        on = exp.EQ(this=column(PERSON, "person_id"), expression=column(EVENT, "person_id"))
        rows = rows.join(exp.alias_(exp.to_table(PERSONS), PERSON, table=True), on=on)
    # what happens after the index date is not known yet
    rows = rows.where(sql("COALESCE(:first <= :index, TRUE)", first=stretch[0].low, index=query.index))
    found = exp.select("*").from_(rows.subquery(_FOUND)).where(possible(exp.column("truth")))
    return Records(found, values)


def _closed(query: Query, rule: Fact, alias: str, where: list[Stay] | None) -> exp.Expression:
    """What is found, or where nothing is what absence says."""
    value, sure = column(alias, "value"), column(alias, "sure")
    days = extent(query, rule.when, where)
    observed = FALSE if days is None else query.cover(complete(query, days))
    if rule.domain in _LOOKED_AT:
        observed = and_([observed, sql("COALESCE(:sure, FALSE)", sure=sure)])
    absent = case((observed, FALSE)) if not observed == FALSE else UNKNOWN
    nothing = sql(":person IS NULL", person=column(alias, "person_id"))
    if rule.pick != "any":
        return case((nothing, absent), default=value)
    nothing_fits = sql(":nothing OR NOT :value", nothing=nothing, value=value)
    return case((nothing_fits, absent), default=value)
