"""Whether a recorded value is one that matches, as SQL. The mirror of `evaluate/values.py`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from sqlglot import exp

from ...evaluate.analytes import analyte
from ...evaluate.ordinals import in_order, rank, same_name
from ...evaluate.values import same_kind
from ...rules.model import Concept, Limit, Value
from ...rules.normal import fold
from ...vocabulary import pairs
from .notes import Notes
from .query import Query
from .tables import EVENT, Table
from .tree import FALSE, TRUE, UNKNOWN, and_, binary, case, column, not_, number, one_of, or_, sql
from .units import converted, limits, real

_NUMBER = exp.cast(column(EVENT, "value_as_number"), "double")
_NAME = column("v", "name")
_UNIT = sql("COALESCE(ucum.code, NULLIF(TRIM(e.unit_source_value), ''))")
#: OMOP's concepts of the comparators of a recorded "< 5".
_OPERATORS = {"<": 4171756, "<=": 4171754, ">": 4172704, ">=": 4171755}
#: Results of arithmetic that differ by less than this part are equal: what floating point adds.
_ROUNDING = Decimal("1E-12")


class ValueColumns:
    """How the value of an event is tested: `fits` is its truth, `has` whether it has any value.

    `measure` is its number in the unit of the rule; it needs `measured`.
    """

    def __init__(
        self, query: Query, table: Table, value: Value, concept: Concept, notes: Notes, measured: bool = False
    ) -> None:
        self._table = table
        self._value = value
        self._ends = tuple(limit for limit in (value.low, value.high) if limit is not None)
        scale = value.scale
        self._unit = next((limit.unit for limit in self._ends if limit.unit), scale.unit if scale else None)
        self._analyte = analyte(concept)
        self._by_reference = any(limit.reference in ("ULN", "LLN") for limit in self._ends)
        self._by_baseline = any(limit.reference == "baseline" for limit in self._ends)
        self._ordered = any(limit.category is not None for limit in self._ends)
        self._limits: str | None = None
        # only observations have words of their own
        own = sql("COALESCE(LOWER(TRIM(NULLIF(e.value_as_string, ''))), :name)", name=_NAME)
        self._word = _NAME if table.ranges else own
        self.has: exp.Expr = FALSE
        self.fits: exp.Expr = UNKNOWN
        self.measure: exp.Expr = exp.cast(exp.null(), "double")
        if not table.values:
            notes.limit(f"{table.name} holds no values")
            return
        numeric = bool(self._ends) and not (self._by_reference or self._by_baseline or self._ordered)
        if numeric and not _is_bare(self._unit):
            self._limits = limits(query, value.low, value.high, self._unit or "1", self._analyte, measured)
        self.has = sql("NOT :number IS NULL OR NOT :word IS NULL", number=_NUMBER, word=self._word)
        self.fits = self._fits(notes)
        self.measure = self._measure() if measured else self.measure

    # ---------------------------------------------------------------- joins

    def join(self, select: exp.Select) -> exp.Select:
        """`select` of events with what values are read from."""
        if not self._table.values:
            return select
        select = with_units(select)
        words = sql("SELECT concept_id, LOWER(TRIM(concept_name)) AS name FROM concept WHERE concept_id <> 0")
        select = select.join(
            exp.Subquery(this=words, alias=exp.TableAlias(this=exp.to_identifier("v"))),
            on="v.concept_id = e.value_as_concept_id",
            join_type="left",
            copy=False,
        )
        if self._limits is not None:
            limit = exp.alias_(exp.to_table(self._limits), "l", table=True)
            select = select.join(limit, on=binary(exp.EQ, column("l", "unit"), _UNIT), join_type="left", copy=False)
        return select

    # ---------------------------------------------------------------- tests

    def _fits(self, notes: Notes) -> exp.Expr:
        parts: list[exp.Expr] = []
        if self._value.categories:
            parts.append(self._category())
        if self._ends:
            parts.append(self._range(notes))
        if self._value.summary is not None:
            notes.limit(f"{self._table.name} does not say that a value is a {self._value.summary.statistic}")
            parts.append(UNKNOWN)
        return and_(parts) if parts else case((self.has, TRUE))

    def _category(self) -> exp.Expr:
        names = [fold(name) for name in self._value.categories]
        numbers = {found for name in names if (found := _as_number(name)) is not None}
        interpretations = {fold(word): reading for word, reading in pairs("interpretations").items()}
        readings = {interpretations[name] for name in names if name in interpretations}
        is_number = sql("NOT :number IS NULL", number=_NUMBER)
        otherwise: exp.Expr = UNKNOWN
        if readings:
            otherwise = or_(self._reading(reading) for reading in sorted(readings))
        elif all(_is_figure(name) for name in names):
            otherwise = FALSE
        equal = (
            exp.In(this=_NUMBER.copy(), expressions=[number(found) for found in sorted(numbers)]) if numbers else FALSE
        )
        by_number = case((equal, TRUE), default=otherwise)
        by_word = one_of(self._word, {other for name in names for other in equal_names(name)})
        return case((is_number, by_number), (sql("NOT :word IS NULL", word=self._word), by_word))

    def _reading(self, reading: str) -> exp.Expr:
        """What a number is by its own reference range: normal, abnormal, high or low."""
        if not self._table.ranges:
            return UNKNOWN
        plain = self._plain()
        high = sql("CAST(e.range_high AS DOUBLE) < :number", number=_NUMBER)
        low = sql("CAST(e.range_low AS DOUBLE) > :number", number=_NUMBER)
        if reading in ("high", "low"):
            return case((plain, high if reading == "high" else low))
        known = sql("NOT (e.range_high IS NULL AND e.range_low IS NULL)")
        outside = sql("COALESCE(:high, FALSE) OR COALESCE(:low, FALSE)", high=high, low=low)
        return case((and_([plain, known]), outside if reading == "abnormal" else not_(outside)))

    def _plain(self) -> exp.Expr:
        return _is_plain(self._table)

    def _range(self, notes: Notes) -> exp.Expr:
        low, high = self._value.low, self._value.high
        by_word = _placed(self._word, low, high) if self._ordered or not self._unit else UNKNOWN
        if self._ordered:
            by_number = _placed_number(low, high)
        elif self._by_baseline:
            notes.limit("a value at baseline is not in the CDM")
            by_number = UNKNOWN
        elif self._by_reference:
            by_number = self._referred()
        else:
            by_number = self._converted()
        return case(
            (sql("NOT :number IS NULL", number=_NUMBER), by_number),
            (sql("NOT :word IS NULL", word=self._word), by_word),
        )

    def _converted(self) -> exp.Expr:
        """The number against the limits in the record's own unit."""
        low, high = self._value.low, self._value.high
        if self._limits is not None:
            return self._within(column("l", "low_limit"), column("l", "high_limit"))
        bare = sql("COALESCE(:unit = '1' OR (:unit LIKE '{%}'), TRUE)", unit=_UNIT)
        return case((bare, self._within(real(_own(low)) if low else None, real(_own(high)) if high else None)))

    def _within(self, low: exp.Expr | None, high: exp.Expr | None, near: bool = False) -> exp.Expr:
        parts: list[exp.Expr] = []
        if self._value.low is not None and low is not None:
            parts.append(self._recorded(low, self._value.low.closed, True, near))
        if self._value.high is not None and high is not None:
            parts.append(self._recorded(high, self._value.high.closed, False, near))
        return and_(parts)

    def _recorded(self, limit: exp.Expr, closed: bool, above: bool, near: bool) -> exp.Expr:
        """Whether the number, or every number that a recorded "< 5" stands for, is on one side of a limit."""
        plain = compared(_NUMBER, limit, closed, above, near)
        if not self._table.ranges:
            return plain
        operators = {name: number(concept) for name, concept in _OPERATORS.items()}
        same, opposite = (">", "<") if above else ("<", ">")
        operator = column(EVENT, "operator_concept_id")

        def is_(*names: str) -> exp.Expr:
            return exp.In(this=operator.copy(), expressions=[operators[name].copy() for name in names])

        at_edge = compared(_NUMBER, limit, True, above, near)
        beyond = compared(_NUMBER, limit, False, above, near)
        sure = at_edge if closed else or_([beyond, and_([at_edge, is_(same)])])
        never = not_(at_edge) if closed else not_(beyond)
        never = or_([never, and_([not_(beyond), is_(opposite)])])
        return case(
            (is_(same, f"{same}="), case((sure, TRUE))),
            (is_(opposite, f"{opposite}="), case((never, FALSE))),
            default=plain,
        )

    def _referred(self) -> exp.Expr:
        """The number against multiples of the ends of the record's own reference range."""
        if not self._table.ranges:
            return UNKNOWN
        ends = {"ULN": "range_high", "LLN": "range_low"}
        if any(limit.reference not in ends for limit in self._ends):
            return UNKNOWN
        of = {
            id(limit): sql(":times * :end", times=real(_own(limit)), end=_range(ends[limit.reference or "ULN"]))
            for limit in self._ends
        }
        low, high = self._value.low, self._value.high
        known = and_(sql("NOT :end IS NULL", end=_range(ends[limit.reference or "ULN"])) for limit in self._ends)
        return case((known, self._within(of[id(low)] if low else None, of[id(high)] if high else None, near=True)))

    # ---------------------------------------------------------------- measures

    def _measure(self) -> exp.Expr:
        if self._by_reference:
            first = next(limit for limit in self._ends if limit.reference in ("ULN", "LLN"))
            end = _range("range_high" if first.reference == "ULN" else "range_low")
            return (
                case((self._plain(), sql(":number / NULLIF(:end, 0)", number=_NUMBER, end=end)))
                if self._table.ranges
                else self.measure
            )
        if self._limits is not None:
            return case((self._plain(), sql(":number * l.factor + l.shift", number=_NUMBER)))
        bare = sql("COALESCE(:unit = '1' OR (:unit LIKE '{%}'), TRUE)", unit=_UNIT)
        return case((and_([self._plain(), bare]), _NUMBER))

    def fits_measure(self, measure: exp.Expr) -> exp.Expr:
        """Whether a number as `measure` gives it lies in the range."""
        if self._by_baseline or self._ordered or self._value.categories:
            return UNKNOWN
        parts = [
            compared(measure, self._as_measured(limit), limit.closed, limit is self._value.low, near=True)
            for limit in self._ends
        ]
        return and_(parts)

    def _as_measured(self, limit: Limit) -> exp.Expr:
        if limit.reference or _is_bare(self._unit):
            return real(_own(limit))
        return real(converted(_own(limit), limit.unit or self._unit or "1", self._unit or "1", self._analyte))


def with_units(select: exp.Select) -> exp.Select:
    """`select` of events with the UCUM codes of their units."""
    units = sql("SELECT concept_id, concept_code AS code FROM concept WHERE vocabulary_id = 'UCUM'")
    return select.join(
        exp.Subquery(this=units, alias=exp.TableAlias(this=exp.to_identifier("ucum"))),
        on="ucum.concept_id = e.unit_concept_id",
        join_type="left",
        copy=False,
    )


def reading(table: Table) -> tuple[exp.Expr, exp.Expr]:
    """The number of an event and its unit, as columns; no number where a comparator stands before it."""
    found: exp.Expr = exp.cast(exp.null(), "double")
    unit: exp.Expr = exp.cast(exp.null(), "text")
    if table.values:
        found, unit = (case((_is_plain(table), _NUMBER)), _UNIT)
    return exp.alias_(found, "number"), exp.alias_(unit, "unit")


def _is_plain(table: Table) -> exp.Expr:
    """Whether a number is recorded without a comparator."""
    if not table.ranges:
        return TRUE
    return sql("NOT COALESCE(e.operator_concept_id, 0) IN (:a, :b, :c, :d)", **_operators())


def compared(found: exp.Expr, limit: exp.Expr, closed: bool, above: bool, near: bool = False) -> exp.Expr:
    """Whether a number is on one side of a limit; `near`: computed ones, equal but for rounding."""
    if near:
        slack = sql("ABS(:limit) * :part", limit=limit, part=real(_ROUNDING))
        kind = exp.Sub if closed == above else exp.Add
        limit = binary(kind, limit, slack)
    if above:
        return binary(exp.GTE if closed else exp.GT, found, limit)
    return binary(exp.LTE if closed else exp.LT, found, limit)


def _own(limit: Limit) -> Decimal:
    return limit.number if limit.number is not None else Decimal(1)


def _is_bare(unit: str | None) -> bool:
    return same_kind(None, unit)


def _range(name: str) -> exp.Expr:
    return exp.cast(column(EVENT, name), "double")


def _operators() -> dict[str, exp.Expr]:
    return dict(zip("abcd", map(number, _OPERATORS.values()), strict=True))


# --------------------------------------------------------------------------- names with an order

_FIGURES = [str(figure) for figure in range(13)] + [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
]  # fmt: skip


@cache
def _names() -> tuple[str, ...]:
    """Names that have a place in an order, as records may write them."""
    words = [
        "none",
        "absent",
        "trace",
        "minimal",
        "mild",
        "moderate",
        "severe",
        "life-threatening",
        "life threatening",
        "fatal",
    ]
    figures = [f"{t}{figure}{rest}" for t in ("", "t", "n", "m") for figure in _FIGURES for rest in ("", *"abcd")]
    places = [
        f"{kind}{place}" for kind in ("", "grade ", "stage ", "class ", "type ") for place in [*figures, *"abcde"]
    ]
    return tuple(dict.fromkeys((*words, *(place for place in places if rank(place) is not None))))


def equal_names(name: str) -> set[str]:
    """The names that are the same name: figures in Roman or Arabic alike."""
    return {name, *(other for other in _names() if same_name(other, name))}


def _placed(name: exp.Expr, low: Limit | None, high: Limit | None) -> exp.Expr:
    """Whether a name lies in an ordered range."""
    return _listed(name, ((other, in_order(other, low, high)) for other in _names()))


def _listed(name: exp.Expr, truths: Iterable[tuple[str, bool | None]]) -> exp.Expr:
    found = list(truths)
    inside = [other for other, truth in found if truth is True]
    outside = [other for other, truth in found if truth is False]
    return case((one_of(name, inside) if inside else FALSE, TRUE), (one_of(name, outside) if outside else FALSE, FALSE))


def _placed_number(low: Limit | None, high: Limit | None) -> exp.Expr:
    whole = [(figure, in_order(str(figure), low, high)) for figure in range(13)]

    def among(truth: bool) -> exp.Expr:
        figures = [number(figure) for figure, found in whole if found is truth]
        return exp.In(this=_NUMBER.copy(), expressions=figures) if figures else FALSE

    return case((among(True), TRUE), (among(False), FALSE))


def _as_number(name: str) -> Decimal | None:
    """The number that a name is: "2.5", or a place as "III"."""
    if _is_figure(name):
        return Decimal(name)
    found = rank(name)
    return Decimal(int(found[1])) if found and found[0] == "" and not found[2] else None


def _is_figure(name: str) -> bool:
    return name.replace(".", "", 1).removeprefix("-").isdecimal()
