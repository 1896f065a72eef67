"""How many distinct days of occurrences, in a run, spaced or at a rate, as SQL. The mirror of
`evaluate/occurrences.py`."""

from __future__ import annotations

from sqlglot import exp

from ...rules.model import Length, Offset, Times
from .lengths import apart, in_hours
from .query import Query
from .times import at, moved
from .tree import TRUE, and_, any_of_rows, binary, column, decided, number, or_, possible, some, sql

#: A series of more occurrences than this is not looked for.
_LONGEST = 12


def beyond(times: Times) -> str | None:
    """Why occurrences cannot be counted in a database, if so."""
    if times.spaced is not None and in_hours(times.spaced):
        return "CDM dates have no time of day for a gap in hours"
    if times.spaced is not None and _enough(times) > _LONGEST:
        return f"a series of more than {_LONGEST} spaced occurrences is not computed"
    return None


def grouped(query: Query, times: Times, rows: exp.Select) -> exp.Select:
    """For each person how many days count, those that surely do and those that may, in the best run or period."""
    truth = and_([exp.column("truth"), exp.column("fits")])
    days = exp.select("person_id", "first_day", exp.alias_(any_of_rows(truth), "found"))
    days = days.select(exp.alias_(some(exp.column("truth")), "sure"))
    name = query.add("days", days.from_(rows.subquery("records")).group_by("person_id", "first_day"))
    certain, maybe = (_counted(query, times, name, condition) for condition in _CONDITIONS)
    found = exp.select(column("d", "person_id"), exp.alias_(some(column("d", "sure")), "sure"))
    found = found.select(
        exp.alias_(sql("COALESCE(MAX(certain.n), 0)"), "certain"),
        exp.alias_(sql("COALESCE(MAX(maybe.n), 0)"), "possible"),
    )
    found = found.from_(exp.alias_(exp.to_table(name), "d", table=True))
    for alias, counts in (("certain", certain), ("maybe", maybe)):
        found = found.join(
            exp.alias_(exp.to_table(counts), alias, table=True),
            on=f"{alias}.person_id = d.person_id",
            join_type="left",
        )
    return found.group_by(column("d", "person_id"))


#: Which days are occurrences: those that surely are, and those that may be.
_CONDITIONS = (sql("COALESCE(found, FALSE)"), possible(exp.column("found")))


def _counted(query: Query, times: Times, days: str, condition: exp.Expr) -> str:
    """The CTE of how many occurrences a person has in the best run, period or series: person_id, n."""
    certainly = condition == _CONDITIONS[0]
    run: exp.Expr = number(0)
    if times.consecutive:  # a day that is no occurrence ends a run
        breaks = "SUM(CASE WHEN :is THEN 0 ELSE 1 END) OVER (PARTITION BY person_id ORDER BY first_day)"
        run = sql(breaks, **{"is": condition})
    numbered = exp.select("person_id", "first_day", exp.alias_(condition, "counts"), exp.alias_(run, "run")).from_(days)
    kept = exp.select("person_id", "first_day", "run").from_(numbered.subquery("numbered")).where("counts")
    occurrences = query.add("occurrences", kept)
    if times.spaced is not None:
        return _series(query, times, times.spaced, occurrences, certainly)
    if times.per is None:
        each = exp.select("person_id", "COUNT(*) AS n").from_(occurrences).group_by("person_id", "run")
    else:
        end = moved(at(column("a", "first_day")), Offset(periods=(times.per,)), 1).high
        on = and_([_SAME_RUN, sql("a.first_day <= b.first_day"), binary(exp.LT, column("b", "first_day"), end)])
        each = _pairs(occurrences, occurrences, on).select("a.person_id", "COUNT(*) AS n")
        each = each.group_by(column("a", "person_id"), column("a", "run"), column("a", "first_day"))
    most = exp.select("person_id", "MAX(n) AS n").from_(each.subquery("each")).group_by("person_id")
    return query.add("counts", most)


_SAME_RUN = sql("a.person_id = b.person_id AND a.run = b.run")


def _pairs(one: str, other: str, on: exp.Expr) -> exp.Select:
    select = exp.select().from_(exp.alias_(exp.to_table(one), "a", table=True))
    return select.join(exp.alias_(exp.to_table(other), "b", table=True), on=on)


def _enough(times: Times) -> int:
    """How many occurrences settle whether there are as many as asked."""
    low = times.low if times.low is not None or times.high is not None else 1
    return max(low or 1, (times.high or 0) + 1)


def _series(query: Query, times: Times, spaced: Length, occurrences: str, certainly: bool) -> str:
    """The CTE of the longest series whose neighbours are as far apart as asked, by the days that end a series."""
    gap = apart(spaced, (at(column("a", "first_day")), at(column("b", "first_day"))))
    on = and_([_SAME_RUN, sql("a.first_day < b.first_day"), gap if certainly else possible(gap)])
    ends = occurrences
    lengths: list[exp.Expr] = []
    for length in range(1, _enough(times) + 1):
        if length > 1:
            ends = query.add(
                "series", _pairs(ends, occurrences, on).select("b.person_id", "b.first_day", "b.run").distinct()
            )
        lengths.append(exp.select("person_id", exp.alias_(number(length), "n")).from_(ends))
    every = lengths[0]
    for other in lengths[1:]:
        every = exp.union(every, other, distinct=False)
    most = exp.select("person_id", "MAX(n) AS n").from_(
        exp.Subquery(this=every, alias=exp.TableAlias(this=exp.to_identifier("each")))
    )
    return query.add("counts", most.group_by("person_id"))


def counted(times: Times, alias: str, observed: exp.Expr) -> exp.Expr:
    """Whether there are as many as asked; there may be more where the record is not complete."""
    certain = sql("COALESCE(:count, 0)", count=column(alias, "certain"))
    maybe = sql("COALESCE(:count, 0)", count=column(alias, "possible"))
    complete = sql("COALESCE(:observed, FALSE)", observed=observed)
    low = times.low if times.low is not None or times.high is not None else 1
    enough: list[exp.Expr] = [TRUE]
    never: list[exp.Expr] = []
    if low is not None:
        enough.append(binary(exp.GTE, certain, number(low)))
        never.append(and_([complete, binary(exp.LT, maybe, number(low))]))
    if times.high is not None:
        enough.append(and_([complete, binary(exp.LTE, maybe, number(times.high))]))
        never.append(binary(exp.GT, certain, number(times.high)))
    return decided(and_(enough), or_(never))
