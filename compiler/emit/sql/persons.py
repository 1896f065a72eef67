"""Facts of the person as SQL: age, sex and race. The mirror of `evaluate/persons.py`."""

from __future__ import annotations

from sqlglot import exp

from ...rules.implied import MAJORITY
from ...rules.model import Fact, Limit, Offset, Period, TimeUnit
from ...rules.normal import fold
from ...rules.units import UnitError, canonical
from .notes import Notes
from .query import PERSON, Query
from .times import FIRST, LAST, Point, at, at_most, moved, plus_days
from .tree import TRUE, UNKNOWN, and_, case, column, not_, one_of, sql
from .values import equal_names
from .windows import birth, is_always, is_clocked, lies, stays

#: UCUM's units of age as periods.
_AGE_UNITS: dict[str, TimeUnit] = {"a": "year", "mo": "month", "wk": "week", "d": "day"}
_GROUPS = {"adult": True, "adults": True, "child": False, "children": False}
_COLUMNS = {"sex": "sex", "race": "race"}


def person(query: Query, rule: Fact, notes: Notes) -> exp.Expr:
    """The truth of a fact of the person."""
    name = fold(rule.concept.text)
    if fold(rule.who) != "patient":
        notes.limit(f"the CDM has no records of the {rule.who}")
        return UNKNOWN
    names = tuple(map(fold, rule.value.categories)) if rule.value else ()
    if name == "age":
        if rule.value is None:
            return case((sql("NOT :birth IS NULL", birth=birth().low), TRUE))
        return _between(query, rule, rule.value.low, rule.value.high, notes)
    if name == "age group" and names and all(one in _GROUPS for one in names):
        return _group(query, rule, {_GROUPS[one] for one in names}, notes)
    if name not in _COLUMNS:
        notes.limit(f"the CDM does not record the {name} of a person")
        return UNKNOWN
    own = column(PERSON, _COLUMNS[name])
    known = sql("NOT :own IS NULL", own=own)
    return case((known, one_of(own, {same for one in names for same in equal_names(one)}) if names else TRUE))


def _group(query: Query, rule: Fact, wanted: set[bool], notes: Notes) -> exp.Expr:
    if len(wanted) == 2:
        return TRUE
    adult = _between(query, rule, Limit(number=MAJORITY, unit="mo"), None, notes)
    return adult if wanted == {True} else not_(adult)


def _between(query: Query, rule: Fact, low: Limit | None, high: Limit | None, notes: Notes) -> exp.Expr:
    """Whether the stretch of life within the limits has a day in the window."""
    start = at(FIRST) if low is None else _reached(low, beyond=not low.closed)
    end = at(LAST) if high is None else _reached(high, beyond=high.closed)
    if start is None or end is None or is_clocked(rule.when):
        notes.limit("an age in this unit is not decided")
        return UNKNOWN
    if is_always(rule.when):
        now = at(query.index)
        truth = and_([at_most(start, now), at_most(now, end, closed=False)])
    else:
        last = end if high is None else Point(plus_days(end.low, -1), plus_days(end.high, -1))
        truth = lies(rule.when, (start, last), stays(query, rule.when, notes))
    return case((sql("NOT :birth IS NULL", birth=birth().low), truth))


def _reached(limit: Limit, beyond: bool) -> Point | None:
    """The day on which an age is reached; with `beyond`, the first day that is past it in completed units."""
    number, unit = limit.number, _AGE_UNITS.get(limit.unit or "a")
    if number is None or limit.reference or limit.category is not None:
        return None
    if unit is None:
        try:
            number, base = canonical(number, limit.unit or "")
        except UnitError:
            return None
        unit = _AGE_UNITS.get(base)
        if unit is None:
            return None
    whole = number == number.to_integral_value()
    if not whole and unit in ("week", "day"):
        return None
    day = moved(birth(), Offset(periods=(Period(number=number + (1 if beyond and whole else 0), unit=unit),)), 1)
    return Point(plus_days(day.low, 1), plus_days(day.high, 1)) if beyond and not whole else day


def rows(query: Query, own_index: tuple[str, str] | None) -> exp.Expr:
    """The CTE of persons: person_id, the first and last day of what is known of the birth, sex, race, an own date."""
    select = (
        exp.select("person.person_id")
        .select(exp.alias_(_BIRTH_FIRST, "birth_first"), exp.alias_(_BIRTH_LAST, "birth_last"))
        .select(exp.alias_(sql("CASE gender_concept_id WHEN 8507 THEN 'male' WHEN 8532 THEN 'female' END"), "sex"))
        .select(exp.alias_(sql("LOWER(TRIM(COALESCE(race.concept_name, NULLIF(race_source_value, ''))))"), "race"))
        .from_("person")
        .join("concept AS race", on="race.concept_id = race_concept_id AND race_concept_id <> 0", join_type="left")
    )
    if own_index is None:
        return select
    table, name = own_index
    dates = exp.alias_(exp.table_(table, quoted=True), "dates", table=True)
    own = exp.cast(exp.column(exp.to_identifier(name, quoted=True), "dates"), "date")
    return select.select(exp.alias_(own, "index_date")).join(dates, on="dates.person_id = person.person_id")


# day and month of birth may be missing: then it is some day of the month or year
_FIRST_OF = "CAST(CONCAT(LPAD(CAST(year_of_birth AS TEXT), 4, '0'), '-01-01') AS DATE)"
_MONTH = sql(
    f"CAST({_FIRST_OF} + (COALESCE(month_of_birth, 1) - 1) * INTERVAL '1' MONTH AS DATE)",
)
_BIRTH_FIRST = sql(
    "CAST(:month + (CASE WHEN month_of_birth IS NULL THEN 0 ELSE COALESCE(day_of_birth, 1) - 1 END)"
    " * INTERVAL '1' DAY AS DATE)",
    month=_MONTH,
)
_BIRTH_LAST = sql(
    "CASE WHEN month_of_birth IS NULL THEN CAST(:month + INTERVAL '1' YEAR - INTERVAL '1' DAY AS DATE)"
    " WHEN day_of_birth IS NULL THEN CAST(:month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) ELSE :first END",
    month=_MONTH,
    first=_BIRTH_FIRST,
)
