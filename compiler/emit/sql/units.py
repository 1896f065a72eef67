"""Limits in the units that records may have: one row for each unit, converted before the query runs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

from sqlglot import exp

from ...evaluate.analytes import Analyte
from ...evaluate.values import same_kind
from ...link.labs import labs
from ...rules.model import Limit
from ...rules.units import UnitError, parse_unit
from ...vocabulary import pairs
from .query import Query

_AMOUNTS = (
    "kg", "g", "mg", "ug", "ng", "pg", "fg", "mol", "mmol", "umol", "nmol", "pmol", "eq", "meq", "ueq",
    "[IU]", "k[IU]", "m[IU]", "u[IU]", "[iU]", "U", "kU", "mU", "10*3", "10*6", "10*9", "10*12", "",
)  # fmt: skip
_PER = ("L", "dL", "mL", "uL", "nL", "mm3", "cm3", "kg", "g", "mmol", "mol", "h", "d", "min", "m2")
_ALONE = (
    "cm", "mm", "m", "um", "[in_i]", "[ft_i]", "[lb_av]", "[oz_av]", "Cel", "[degF]", "K", "mm[Hg]", "kPa", "Pa",
    "%", "1", "s", "ms", "min", "h", "d", "wk", "mo", "a", "/min", "/s", "L", "mL", "dL", "kg/m2", "m2",
)  # fmt: skip


@cache
def known_units() -> tuple[str, ...]:
    """UCUM codes that records of laboratories and vital signs may have."""
    found = {f"{amount}/{per}" for amount in _AMOUNTS for per in _PER} | set(_AMOUNTS) | set(_ALONE)
    found |= {unit for measure in labs() for unit in measure.units} | set(pairs("unit_aliases").values())
    return tuple(sorted(code for code in found if _is_unit(code)))


def _is_unit(code: str) -> bool:
    try:
        parse_unit(code)
    except UnitError:
        return False
    return True


def limits(
    query: Query,
    low: Limit | None,
    high: Limit | None,
    unit: str,
    of: Analyte,
    measured: bool = False,
    difference: bool = False,
) -> str:
    """The CTE of the limits by the unit of the record: unit, low, high; `measured`: and how to convert into `unit`.

    `difference`: the limits are of a change of a value.
    """
    key = ("limits", low, high, unit, of, measured, difference)
    return query.once(key, lambda: _limits(query, list(_rows(low, high, unit, of, measured, difference)), measured))


def _limits(query: Query, rows: list[list[exp.Expr]], measured: bool) -> str:
    columns = ["unit", "low_limit", "high_limit", *(["factor", "shift"] if measured else [])]
    values = exp.values([tuple(row) for row in rows], alias="v", columns=columns)
    return query.add("limits", exp.select(*columns).from_(values))


def _rows(
    low: Limit | None, high: Limit | None, unit: str, of: Analyte, measured: bool, difference: bool
) -> Iterator[list[exp.Expr]]:
    for code in sorted({*known_units(), unit}):
        if not same_kind(unit, code, of):
            continue
        row = [exp.Literal.string(code), *(_limit(limit, unit, code, of, difference) for limit in (low, high))]
        if measured:
            shift = converted(Decimal(0), code, unit, of)
            row += [real(converted(Decimal(1), code, unit, of) - shift), real(shift)]
        yield row


def _limit(limit: Limit | None, unit: str, code: str, of: Analyte, difference: bool) -> exp.Expr:
    if limit is None:
        return exp.cast(exp.null(), "double")
    number = limit.number if limit.number is not None else Decimal(1)
    return real(converted(number, limit.unit or unit, code, of, difference))


def converted(number: Decimal, unit: str, other: str, of: Analyte, difference: bool = False) -> Decimal:
    """A number in another unit that measures the same. Raises UnitError where it does not."""
    return number if unit == other else of.convert(number, unit, other, difference)


def bases() -> exp.Select:
    """What known units are in the base units of what they measure: (number + offset_) * factor, in `base`."""
    rows: list[tuple[exp.Expr, ...]] = []
    for code in known_units():
        unit = parse_unit(code)
        literals = (exp.Literal.string(code), exp.Literal.string(unit.base))
        rows.append((*literals, *(real(_exactly(part)) for part in (unit.offset, unit.factor))))
    columns = ["unit", "base", "offset_", "factor"]
    return exp.select(*columns).from_(exp.values(rows, alias="v", columns=columns))


def _exactly(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def real(number: Decimal) -> exp.Expr:
    """A floating-point literal: the exponent keeps engines from choosing a decimal type that is too narrow."""
    literal = exp.Literal.number(format(abs(number), "E"))
    return exp.Neg(this=literal) if number < 0 else literal
