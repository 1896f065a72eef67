"""How many distinct days of occurrences, as SQL. The mirror of `evaluate/occurrences.py`."""

from __future__ import annotations

from sqlglot import exp

from ...rules.model import Times
from .tree import TRUE, and_, any_of_rows, binary, column, decided, number, or_, some, sql


def grouped(rows: exp.Select) -> exp.Select:
    """For each person the number of days with an occurrence, and of days with what may be one."""
    truth = and_([exp.column("truth"), exp.column("fits")])
    days = exp.select(
        "person_id", exp.alias_(any_of_rows(truth), "found"), exp.alias_(some(exp.column("truth")), "sure")
    )
    days = days.from_(rows.subquery("records")).group_by("person_id", "first_day")
    found = exp.select("person_id", exp.alias_(some(exp.column("sure")), "sure"))
    found = found.select(
        "SUM(CASE WHEN found THEN 1 ELSE 0 END) AS certain", "SUM(CASE WHEN NOT found THEN 0 ELSE 1 END) AS possible"
    )
    return found.from_(days.subquery("days")).group_by("person_id")


def counted(times: Times, alias: str, observed: exp.Expr) -> exp.Expr:
    """Whether there are as many as asked; there may be more where the record is not complete."""
    certain = sql("COALESCE(:count, 0)", count=column(alias, "certain"))
    possible = sql("COALESCE(:count, 0)", count=column(alias, "possible"))
    complete = sql("COALESCE(:observed, FALSE)", observed=observed)
    low = times.low if times.low is not None or times.high is not None else 1
    enough: list[exp.Expr] = [TRUE]
    never: list[exp.Expr] = []
    if low is not None:
        enough.append(binary(exp.GTE, certain, number(low)))
        never.append(and_([complete, binary(exp.LT, possible, number(low))]))
    if times.high is not None:
        enough.append(and_([complete, binary(exp.LTE, possible, number(times.high))]))
        never.append(binary(exp.GT, certain, number(times.high)))
    return decided(and_(enough), or_(never))
