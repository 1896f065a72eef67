"""Which of several records is tested, as aggregates over a person's records. The mirror of `evaluate/picks.py`.

Every group has `person_id`, `value` (the truth) and `sure` (whether some record surely matches).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from ...rules.model import Fact
from .tree import UNKNOWN, and_, any_of_rows, binary, case, not_, or_, possible, some, sql
from .values import ValueColumns

_TRUTH, _FITS = exp.column("truth"), exp.column("fits")
_SURE = some(_TRUTH)

Grouping = Callable[[Fact, exp.Select, ValueColumns | None], exp.Select]


def grouped(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    """The rows of a fact's records as one row for each person."""
    return _PICKS[rule.pick](rule, rows, values)


def _group(rows: exp.Expr, value: exp.Expr) -> exp.Select:
    found = exp.select("person_id", exp.alias_(value, "value"), exp.alias_(_SURE, "sure"))
    return found.from_(
        exp.Subquery(this=rows.copy(), alias=exp.TableAlias(this=exp.to_identifier("records")))
    ).group_by("person_id")


def _any(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    return _group(rows, any_of_rows(and_([_TRUTH, _FITS])))


def _readings(rule: Fact, values: ValueColumns | None) -> exp.Expr:
    """The condition of records that are readings: with a value to test, those that have one."""
    return exp.column("has") if values is not None else exp.true()


def _edge(function: type[exp.Min | exp.Max], of: exp.Expr, condition: exp.Expr) -> exp.Expr:
    """The extreme of `of` among the person's records that meet `condition`, on each of them."""
    extreme = function(this=exp.Case(ifs=[exp.If(this=condition.copy(), true=of.copy())]))
    return exp.alias_(exp.Window(this=extreme, partition_by=[exp.column("person_id")]), "edge")


def _latest(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    latest = rule.pick == "latest"
    reading = _readings(rule, values)
    first = exp.column("first_day")
    edged = exp.select("*", _edge(exp.Max if latest else exp.Min, first, and_([_TRUTH, reading]))).from_(
        rows.subquery("every_one")
    )
    candidate = and_([reading, possible(binary(exp.GTE if latest else exp.LTE, first, exp.column("edge")))])
    value = case(
        (sql("MAX(edge) IS NULL"), UNKNOWN),
        (some(and_([candidate, sql("fits IS NULL")])), UNKNOWN),
        (not_(some(and_([candidate, not_(_FITS)]))), exp.true()),
        (not_(some(and_([candidate, _FITS]))), exp.false()),
    )
    return _group(edged, value)


def _every(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    read = exp.select("*", exp.alias_(_readings(rule, values), "reading")).from_(rows.subquery("every_one"))
    reading = exp.column("reading")
    each = or_([not_(reading), not_(_TRUTH), _FITS])
    value = case(
        (not_(some(reading)), UNKNOWN),
        (some(not_(each)), exp.false()),
        (or_([some(sql(":each IS NULL", each=exp.Paren(this=each))), not_(some(and_([reading, _TRUTH])))]), UNKNOWN),
        default=exp.true(),
    )
    return _group(read, value)


def _extreme(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    lowest = rule.pick == "lowest"
    if values is None:
        return _group(rows, case((_SURE, exp.true())))
    measure, edge = exp.column("measure"), exp.column("edge")
    reading = exp.column("has")
    edged = exp.select("*", _edge(exp.Min if lowest else exp.Max, measure, and_([_TRUTH, reading]))).from_(
        rows.subquery("every_one")
    )
    candidate = and_([reading, possible(binary(exp.LTE if lowest else exp.GTE, measure, edge))])
    value = case(
        (sql("MAX(edge) IS NULL"), UNKNOWN),
        (some(and_([reading, _TRUTH, sql("measure IS NULL")])), UNKNOWN),
        (some(and_([candidate, sql("fits IS NULL")])), UNKNOWN),
        (not_(some(and_([candidate, not_(_FITS)]))), exp.true()),
        (not_(some(and_([candidate, _FITS]))), exp.false()),
    )
    return _group(edged, value)


def _summed(rule: Fact, rows: exp.Select, values: ValueColumns | None) -> exp.Select:
    if values is None:
        return _group(rows, case((_SURE, exp.true())))
    reading = exp.column("has")
    unclear = and_([reading, or_([sql("truth IS NULL"), sql("measure IS NULL")])])
    function = "AVG(CASE WHEN has THEN measure END)" if rule.pick == "mean" else "SUM(CASE WHEN has THEN measure END)"
    value = case((some(unclear), UNKNOWN), (some(reading), values.fits_measure(sql(function))))
    return _group(rows, value)


_PICKS: dict[str, Grouping] = {
    "any": _any,
    "latest": _latest,
    "first": _latest,
    "every": _every,
    "lowest": _extreme,
    "highest": _extreme,
    "mean": _summed,
    "total": _summed,
}


def latest(pick: str, rows: exp.Select) -> exp.Select:
    """The records that may be the latest, or the first."""
    first = exp.column("first_day")
    newest = pick == "latest"
    edged = exp.select("*", _edge(exp.Max if newest else exp.Min, first, _TRUTH)).from_(rows.subquery("every_one"))
    candidate = possible(binary(exp.GTE if newest else exp.LTE, first, exp.column("edge")))
    return exp.select("*").from_(edged.subquery("edged")).where(candidate)
