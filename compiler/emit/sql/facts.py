"""A fact as SQL: a CTE with one row for each person who has records that match or may, and what their absence says.

The mirror of `evaluate/facts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from ...evaluate.expand import expanded
from ...evaluate.occurrences import once
from ...rules.model import Anchor, Concept, Fact, Window
from ...rules.normal import fold
from . import changes, exposures, lengths, occurrences, picks
from .notes import Notes
from .query import PERSON, PERSONS, Query, with_person
from .records import details
from .tables import EVENT, FAMILY, FAMILY_ROWS, TABLES, end, start
from .times import FIRST, LAST, Point
from .tree import FALSE, TRUE, UNKNOWN, and_, any_of_rows, case, column, or_, possible, sql
from .values import ValueColumns, reading, with_units
from .vocabulary import TRUTH, joined, matching
from .windows import Stay, beside, complete, extent, is_always, is_clocked, lies, part, stay, stays, widest

#: Domains of which nothing on record does not mean that there is nothing: nobody may have looked.
_LOOKED_AT = ("measurement", "observation")
_FOUND = "found"


@dataclass(frozen=True)
class Records:
    """The records of a fact: person_id, first_day, end_low, end_high, truth (never FALSE), fits, has and measure."""

    rows: exp.Select
    values: ValueColumns | None


def fact(query: Query, rule: Fact, notes: Notes) -> exp.Expr:
    """The truth of a fact about records, of persons `p` of the final select."""
    reason = _beyond(rule)
    if reason is not None:
        notes.limit(reason)
        return UNKNOWN
    if rule.domain == "it":
        return FALSE
    if fold(rule.who) != "patient":
        return _of_family(query, rule)
    if rule.times is not None and once(rule.times):
        rule = rule.model_copy(update={"times": None})
    where = around(query, rule.when, notes)
    if rule.change is not None:
        if not TABLES[rule.domain].values:
            notes.limit(f"{TABLES[rule.domain].name} holds no values")
        # a change is of readings, which nothing else is asked of
        rule = rule.model_copy(update={"value": None, "lasting": None, "times": None, "pick": "any"})
    joins = _is_joined(rule)
    records = select(query, rule, notes, where, timed=not joins)
    if rule.change is not None:
        readings = select(query, rule, notes, where, timed=False)
        grouped = changes.grouped(query, rule.change, rule.concept, records.rows, readings.rows, notes)
    elif joins:
        around_events = [(_stay(rule.when, anchor), hits) for anchor, hits in where.hits]
        grouped = exposures.grouped(query, rule, records.rows, where.named, around_events, notes)
    elif rule.times is not None:
        grouped = occurrences.grouped(query, rule.times, records.rows)
    else:
        grouped = picks.grouped(rule, records.rows, records.values)
    alias = query.person_rows(query.add(f"{rule.domain}_fact", grouped))
    found = _closed(query, rule, alias, where)
    return case((where.nothing, FALSE), default=found) if where.nothing != FALSE else found


def _is_of_family(rule: Fact) -> bool:
    """Whether a fact only asks whether the family ever had a condition."""
    plain = rule.model_copy(update={"concept": Concept(text=""), "span": None, "label": None})
    return plain == Fact(domain="condition", concept=Concept(text=""), who="family")


def _of_family(query: Query, rule: Fact) -> exp.Expr:
    """What is recorded of the family; what is not recorded is unknown."""
    query.once(FAMILY.name, lambda: query.add(FAMILY.name, FAMILY_ROWS))
    rows = exp.select(exp.column("person_id", EVENT), exp.alias_(TRUTH, "truth"))
    rows = rows.from_(exp.alias_(exp.to_table(FAMILY.name), EVENT, table=True))
    rows = joined(rows, matching(query, FAMILY.name, rule.concept), FAMILY)
    found = exp.select("person_id", exp.alias_(any_of_rows(exp.column("truth")), "value"))
    alias = query.person_rows(query.add("family_fact", found.from_(rows.subquery("records")).group_by("person_id")))
    return case((column(alias, "value"), TRUE))


def _is_joined(rule: Fact) -> bool:
    """Whether a fact is about exposures to a drug that are one stretch together."""
    return rule.domain == "drug" and rule.lasting is not None


def _beyond(rule: Fact) -> str | None:
    """Why nothing of a fact can be decided in a database, if so."""
    if fold(rule.who) != "patient" and not _is_of_family(rule):
        return f"the CDM has no records of the {rule.who}"
    if rule.status == "planned":
        return "the CDM has no plans"
    if rule.domain == "allergy":
        return "the CDM has findings of allergies, and no relation that surely joins them with what they are to"
    if rule.change is not None and changes.beyond(rule.change):
        return changes.beyond(rule.change)
    if rule.times is not None and occurrences.beyond(rule.times):
        return occurrences.beyond(rule.times)
    if is_clocked(rule.when):
        return "CDM dates have no time of day for a window in hours"
    return lengths.beyond(rule)


# --------------------------------------------------------------------------- when


@dataclass(frozen=True)
class Where:
    """Where the window of a fact lies. `hits`: CTEs of events that it lies around; `spans`: of the days asked for."""

    named: list[Stay] | None
    hits: tuple[tuple[Anchor, str], ...] = ()
    spans: tuple[str, ...] = ()

    @property
    def nothing(self) -> exp.Expr:
        """Whether what the window is counted from never was."""
        if self.named or self.named is None or not self.spans:
            return FALSE
        return and_(sql(":person IS NULL", person=column(span, "person_id")) for span in self.spans)


def around(query: Query, window: Window, notes: Notes) -> Where:
    """Where a window lies, around names and events."""
    if is_always(window):
        return Where(None)
    anchors = [anchor for anchor in window.anchors if anchor.fact is not None and _is_plain(anchor.fact)]
    named = stays(query, window, notes, events=anchors)
    hits = tuple((anchor, _hits(query, anchor.fact, notes)) for anchor in anchors if anchor.fact is not None)
    spans = tuple(query.person_rows(_span(query, window, anchor, name)) for anchor, name in hits)
    return Where(named, hits, spans)


def _is_plain(event: Fact) -> bool:
    """Whether the records of an event can be anchors here."""
    return (
        event.domain in TABLES
        and _beyond(event) is None
        and event.times is None
        and event.change is None
        and event.lasting is None
        and event.pick in ("any", "latest", "first")
        and not any(anchor.fact for anchor in event.when.anchors)
        and expanded(event) is event
    )


def _hits(query: Query, event: Fact, notes: Notes) -> str:
    """The CTE of the records that an anchor stands for, with their truth; where there may be others, one at any day."""
    rows = select(query, event, notes, around(query, event.when, notes)).rows
    if event.pick != "any":
        rows = picks.latest(event.pick, rows)
    truth = and_([exp.column("truth"), exp.column("fits")])
    stretch = ("first_day AS first_low", "first_day AS first_high", "end_low", "end_high")
    sure = exp.select("person_id", exp.alias_(truth, "truth"), *stretch).from_(rows.subquery("records"))
    found = query.add("hits", exp.select("*").from_(sure.subquery("judged")).where(possible(exp.column("truth"))))
    value = fact(query, event, notes)
    person = exp.column("person_id", PERSON)
    anywhere = exp.select(person, exp.alias_(UNKNOWN, "truth")).select(
        *(exp.alias_(limit, name) for name, limit in zip(_STRETCH, (FIRST, LAST, FIRST, LAST), strict=True))
    )
    anywhere = anywhere.from_(exp.alias_(exp.to_table(PERSONS), PERSON, table=True))
    for name in dict.fromkeys(found.table for found in value.find_all(exp.Column) if found.table != PERSON):
        anywhere = anywhere.join(
            name, on=exp.EQ(this=exp.column("person_id", name), expression=person.copy()), join_type="left"
        )
    surely = exp.select("person_id").distinct().from_(found).where("truth").subquery("surely")
    anywhere = anywhere.join(
        surely, on=exp.EQ(this=exp.column("person_id", "surely"), expression=person.copy()), join_type="left"
    )
    anywhere = anywhere.where(sql(":value IS NULL AND surely.person_id IS NULL", value=exp.Paren(this=value)))
    return query.add("events", exp.union(exp.select("*").from_(found), anywhere, distinct=False))


_STRETCH = ("first_low", "first_high", "end_low", "end_high")


def _stay(window: Window, anchor: Anchor) -> Stay:
    """What a window asks for around an event `h`."""
    first_low, first_high, end_low, end_high = (column("h", name) for name in _STRETCH)
    stretch = part(anchor, (Point(first_low, first_high), Point(end_low, end_high)))
    return stay(window, stretch, column("h", "truth"))


def _span(query: Query, window: Window, anchor: Anchor, hits: str) -> str:
    """The CTE of the days that a window around events asks for at its widest, for each person."""
    low, high = widest(_stay(window, anchor))
    rows = exp.select(exp.column("person_id", "h"))
    rows = rows.select(exp.alias_(exp.Min(this=low), "low"), exp.alias_(exp.Max(this=high), "high"))
    return query.add("span", rows.from_(exp.alias_(exp.to_table(hits), "h", table=True)).group_by("h.person_id"))


def _near(query: Query, rule: Fact, match: str, anchor: Anchor, hits: str) -> str:
    """The CTE of whether each record of a fact lies in the window around some event."""
    table = TABLES[rule.domain]
    truth = any_of_rows(lies(rule.when, (start(table), end(table)), [_stay(rule.when, anchor)]))
    rows = exp.select(exp.alias_(column(EVENT, table.key), "id"), exp.alias_(truth, "lies"))
    rows = joined(rows.from_(exp.alias_(exp.to_table(table.name), EVENT, table=True)), match, table)
    rows = rows.join(exp.alias_(exp.to_table(hits), "h", table=True), on="h.person_id = e.person_id")
    return query.add("near", rows.group_by(column(EVENT, table.key)))


# --------------------------------------------------------------------------- records


def select(query: Query, rule: Fact, notes: Notes, where: Where, timed: bool = True) -> Records:
    """The records of a fact: those that match, or may, all but value and length."""
    table = TABLES[rule.domain]
    match = matching(query, rule.domain, rule.concept)
    stretch = start(table), end(table)
    others: dict[str, str] = {}
    near = [_near(query, rule, match, anchor, hits) for anchor, hits in where.hits] if timed else []
    time = lies(rule.when, stretch, where.named) if timed else TRUE
    if near:
        time = or_([time if where.named else FALSE, *map(beside, near)])
    truth = and_([TRUTH, time, details(query, rule, stretch, notes, others)])
    measured = rule.pick in ("lowest", "highest", "mean", "total")
    values = ValueColumns(query, table, rule.value, rule.concept, notes, measured) if rule.value is not None else None
    fits: list[exp.Expr] = [values.fits] if values else []
    if rule.lasting is not None and timed:
        fits.append(lengths.lasts(query, rule.lasting, stretch, notes))
    rows = exp.select(
        exp.column("person_id", EVENT),
        exp.alias_(stretch[0].low, "first_day"),
        exp.alias_(stretch[1].low, "end_low"),
        exp.alias_(stretch[1].high, "end_high"),
        exp.alias_(truth, "truth"),
        exp.alias_(and_(fits), "fits"),
    )
    if rule.change is not None:
        rows = rows.select(exp.alias_(column(EVENT, table.key), "id"), *reading(table))
    if values is not None:
        rows = rows.select(exp.alias_(values.has, "has"), exp.alias_(values.measure, "measure"))
    rows = rows.from_(exp.alias_(exp.to_table(table.name), EVENT, table=True))
    rows = joined(rows, match, table)
    for other, also in others.items():
        rows = joined(rows, other, table, also)
    for name in near:
        on = exp.EQ(this=column(name, "id"), expression=column(EVENT, table.key))
        rows = rows.join(name, on=on, join_type="left")
    if values is not None:
        rows = values.join(rows)
    elif rule.change is not None and table.values:
        rows = with_units(rows)
    rows = with_person(rows, column(EVENT, "person_id"))
    # what happens after the index date is not known yet
    rows = rows.where(sql("COALESCE(:first <= :index, TRUE)", first=stretch[0].low, index=query.index))
    found = exp.select("*").from_(rows.subquery(_FOUND)).where(possible(exp.column("truth")))
    return Records(found, values)


def _closed(query: Query, rule: Fact, alias: str, where: Where) -> exp.Expr:
    """What is found, or where nothing is what absence says."""
    value, sure = column(alias, "value"), column(alias, "sure")
    days = extent(query, rule.when, where.named, where.spans)
    observed = FALSE if days is None else query.cover(complete(query, days), where.spans)
    if rule.domain in _LOOKED_AT:
        observed = and_([observed, sql("COALESCE(:sure, FALSE)", sure=sure)])
    if rule.change is not None:
        return case(
            (sql("NOT :value", value=value), case((observed, FALSE)) if observed != FALSE else UNKNOWN), default=value
        )
    if rule.times is not None and not _is_joined(rule):
        return occurrences.counted(rule.times, alias, observed)
    absent = case((observed, FALSE)) if observed != FALSE else UNKNOWN
    nothing = sql(":person IS NULL", person=column(alias, "person_id"))
    if rule.pick != "any" and not _is_joined(rule):
        return case((nothing, absent), default=value)
    nothing_fits = sql(":nothing OR NOT :value", nothing=nothing, value=value)
    return case((nothing_fits, absent), default=value)
