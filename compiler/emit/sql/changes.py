"""Changes of a value from one reading to a later one, as SQL. The mirror of `evaluate/changes.py`.

The CDM does not record that a value is a change, so that all are computed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from ...evaluate.analytes import UNKNOWN as UNKNOWN_ANALYTE
from ...evaluate.analytes import analyte
from ...evaluate.values import same_kind
from ...rules.model import Change, Concept, Limit, Offset
from .notes import Notes
from .query import PERSON, PERSONS, Query
from .times import at, at_most, moved
from .tree import FALSE, TRUE, UNKNOWN, and_, case, column, not_, or_, possible, some, sql
from .units import bases, converted, limits, real
from .windows import named, part

#: Differences that are smaller than this part of what they are between are none: what floating point adds.
_ROUNDING = real(Decimal("1E-12"))


def beyond(change: Change) -> str | None:
    """Why a change cannot be computed in a database, if so."""
    return "a change since an event is not computed" if change.since is not None and change.since.fact else None


def grouped(
    query: Query, change: Change, concept: Concept, later: exp.Select, readings: exp.Select, notes: Notes
) -> exp.Select:
    """For each person whether some change up to a reading of `later` is as asked; of no two readings, unknown.

    Rows have person_id, id, first_day, truth, number and unit.
    """
    last, every = query.add("later", later), query.add("readings", readings)
    pairs = _since(query, change, last, every, notes) if change.since else _before(query, change, last, every)
    fits = _Difference(query, change, concept)
    truth = and_([column("l", "truth"), column("r", "truth"), exp.column("earlier"), fits.truth])
    judged = exp.select("pair.id", exp.alias_(truth, "truth")).from_(
        exp.alias_(exp.to_table(pairs), "pair", table=True)
    )
    for alias, of, key in (("l", last, "pair.id"), ("r", every, "pair.earlier_id")):
        judged = judged.join(exp.alias_(exp.to_table(of), alias, table=True), on=f"{alias}.id = {key}")
    found = query.add("changes", fits.join(judged))
    truth, there = column("c", "truth"), sql("NOT c.id IS NULL")
    value = case(
        (some(and_([there, truth])), TRUE),
        (some(and_([there, sql("c.truth IS NULL")])), UNKNOWN),
        (some(there), FALSE),
    )
    rows = exp.select("l.person_id", exp.alias_(value, "value"), exp.alias_(some(column("l", "truth")), "sure"))
    rows = rows.from_(exp.alias_(exp.to_table(last), "l", table=True))
    return rows.join(exp.alias_(exp.to_table(found), "c", table=True), on="c.id = l.id", join_type="left").group_by(
        "l.person_id"
    )


# --------------------------------------------------------------------------- pairs


def _joined(last: str, every: str, on: exp.Expr) -> exp.Select:
    rows = exp.select("l.id", exp.alias_(column("r", "id"), "earlier_id"))
    rows = rows.from_(exp.alias_(exp.to_table(last), "l", table=True))
    return rows.join(exp.alias_(exp.to_table(every), "r", table=True), on=on)


_OTHER = sql("r.person_id = l.person_id AND r.id <> l.id")


def _before(query: Query, change: Change, last: str, every: str) -> str:
    """The CTE of pairs of readings, the earlier one at most so long before."""
    near: exp.Expr = TRUE
    if change.over is not None:
        end = moved(at(column("r", "first_day")), Offset(periods=(change.over,)), 1)
        near = at_most(at(column("l", "first_day")), end)
    on = and_([_OTHER, sql("r.first_day < l.first_day"), possible(near)])
    return query.add("pairs", _joined(last, every, on).select(exp.alias_(near, "earlier")))


def _since(query: Query, change: Change, last: str, every: str, notes: Notes) -> str:
    """The CTE of pairs of readings, the earlier one the latest up to an anchor."""
    assert change.since is not None
    stretch = named(query, change.since.name or "index")
    if stretch is None:
        notes.limit(f'the date of "{change.since.name}" is not in the CDM')
        return query.add("pairs", _joined(last, every, FALSE).select(exp.alias_(FALSE, "earlier")))
    anchor = part(change.since, stretch)[0]
    up_to = {alias: possible(at_most(at(column(alias, "first_day")), anchor)) for alias in ("l", "r")}
    latest = sql("MAX(r.first_day) OVER (PARTITION BY l.id)")
    # where the later reading is itself the latest up to the anchor, there is no earlier one
    counts = or_([not_(up_to["l"]), sql("r.first_day >= l.first_day")])
    rows = _joined(last, every, and_([_OTHER, up_to["r"]])).select("r.first_day", exp.alias_(latest, "latest"))
    rows = rows.select(exp.alias_(sql("r.first_day < l.first_day"), "earlier"), exp.alias_(counts, "counts"))
    if any(name.table == PERSON for condition in up_to.values() for name in condition.find_all(exp.Column)):
        persons = exp.alias_(exp.to_table(PERSONS), PERSON, table=True)
        rows.args["joins"].insert(0, exp.Join(this=persons, on=sql("p.person_id = l.person_id")))
    kept = exp.select("id", "earlier_id", "earlier").from_(rows.subquery("candidates"))
    return query.add("pairs", kept.where("first_day = latest AND counts"))


# --------------------------------------------------------------------------- sizes


class _Difference:
    """Whether the difference of the readings `r` and `l` has the sense and the size."""

    def __init__(self, query: Query, change: Change, concept: Concept) -> None:
        self._bases = query.once("bases", lambda: query.add("units", bases()))
        self._limits: str | None = None
        self._value = change.value
        ends = (change.value.low, change.value.high) if change.value else ()
        self._ends = tuple(limit for limit in ends if limit is not None)
        scale = change.value.scale if change.value else None
        self._unit = next((limit.unit for limit in self._ends if limit.unit), scale.unit if scale else None)
        self._analyte = analyte(concept)
        relative = any(limit.unit == "%" for limit in self._ends)
        plain = not any(limit.reference or limit.category is not None for limit in self._ends)
        if plain and self._ends and not relative and not same_kind(None, self._unit):
            low, high = (change.value.low, change.value.high) if change.value else (None, None)
            self._limits = limits(query, low, high, self._unit or "1", self._analyte, difference=True)
        self.truth = self._truth(change, relative, plain)

    def join(self, rows: exp.Select) -> exp.Select:
        """The rows of pairs with what their units are."""
        for alias in ("l", "r"):
            units = exp.alias_(exp.to_table(self._bases), f"{alias}_unit", table=True)
            rows = rows.join(units, on=f"{alias}_unit.unit = {alias}.unit", join_type="left")
        if self._limits is not None:
            limit = exp.alias_(exp.to_table(self._limits), "limit_of", table=True)
            rows = rows.join(limit, on="limit_of.unit = l.unit", join_type="left")
        return rows

    def _truth(self, change: Change, relative: bool, plain: bool) -> exp.Expr:
        if change.sense in ("improvement", "worsening"):
            return UNKNOWN
        after, before = column("l", "number"), _BEFORE
        rise = sql(":after - :before", after=after, before=before)
        size = {"increase": rise, "decrease": sql(":before - :after", before=before, after=after)}.get(
            change.sense, sql("ABS(:rise)", rise=exp.Paren(this=rise))
        )
        slack = sql("(ABS(:after) + ABS(:before)) * :part", after=after, before=before, part=_ROUNDING)
        more = sql(":size > :slack", size=exp.Paren(this=size), slack=slack)
        if self._value is None:
            return more
        if not plain or not self._ends:
            return and_([more, UNKNOWN])
        if not relative:
            return and_([more, self._within(size, slack, self._absolute)])
        share = sql("(:size) * 100 / ABS(:before)", size=exp.Paren(this=size), before=before)
        within = self._within(share, sql("(:slack) * 100 / ABS(:before)", slack=slack, before=before), self._percent)
        return case(
            (sql("COALESCE(l.unit = '%', FALSE) OR :before = 0", before=before), UNKNOWN), default=and_([more, within])
        )

    def _within(self, size: exp.Expr, slack: exp.Expr, limit_of: Callable[[Limit], exp.Expr]) -> exp.Expr:
        parts: list[exp.Expr] = []
        for limit in self._ends:
            above = self._value is not None and limit is self._value.low
            sign = {(True, True): ">=", (True, False): ">", (False, True): "<=", (False, False): "<"}[
                above, limit.closed
            ]
            wide = "-" if above == limit.closed else "+"
            parts.append(sql(f"(:size) {sign} (:limit) {wide} (:slack)", size=size, limit=limit_of(limit), slack=slack))
        return and_(parts)

    def _absolute(self, limit: Limit) -> exp.Expr:
        """A limit in the unit of the later reading."""
        low = self._value is not None and limit is self._value.low
        if self._limits is not None:
            return column("limit_of", "low_limit" if low else "high_limit")
        own = limit.number if limit.number is not None else Decimal(1)
        return case((_is_bare("l"), real(own)))

    def _percent(self, limit: Limit) -> exp.Expr:
        own = limit.number if limit.number is not None else Decimal(1)
        unit = limit.unit or self._unit
        if unit != "%" and (same_kind(unit, "%") is False or same_kind(self._unit, "%") is False):
            return exp.cast(exp.null(), "double")
        return real(own if unit is None else converted(own, unit, "%", UNKNOWN_ANALYTE, difference=True))


def _is_bare(alias: str) -> exp.Expr:
    return sql("COALESCE(:unit = '1' OR (:unit LIKE '{%}'), TRUE)", unit=column(alias, "unit"))


#: The earlier number in the unit of the later one.
_BEFORE = case(
    (
        or_([sql("COALESCE(r.unit, '1') = COALESCE(l.unit, '1')"), and_([_is_bare("l"), _is_bare("r")])]),
        column("r", "number"),
    ),
    (
        sql("r_unit.base = l_unit.base"),
        sql("(r.number + r_unit.offset_) * r_unit.factor / l_unit.factor - l_unit.offset_"),
    ),
)
