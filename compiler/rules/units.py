"""Units of measure in UCUM: reading codes, comparing dimensions, and exact conversion.

The table is `grammar/vocabulary/ucum.tsv`. Three departures from UCUM keep medicine apart that UCUM would let meet: a
calendar month equals no number of days; a component that is only an annotation (`{packs}/d`, `mL/min/{1.73_m2}`) is a
dimension of its own unless the table says that it counts as a bare number; and moles of one thing in moles of another
are no fraction by mass or volume (`mmol/mol` of hemoglobin A1c is no `%` of it).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Context, Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib.resources import files

from ..diagnostics import TrialcError

PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "d": -1, "c": -2, "m": -3,
    "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip

#: A conversion that has no finite decimal is rounded to this many digits.
_DIGITS = Context(prec=28)

Dimension = tuple[tuple[str, int], ...]


class UnitError(TrialcError):
    """A unit that is not UCUM, or two units that measure different things."""


#: The base unit of amounts, and what its being in another amount is.
_AMOUNT, _AMOUNT_FRACTION = "mol", "{mol/mol}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a code means: one of it is `(number + offset) * factor` of the base units that `dimension` lists."""

    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)

    @property
    def base(self) -> str:
        """The UCUM code of the base units: "m/s", "/m3"; "1" of none."""
        over = ".".join(_power(name, power) for name, power in self.dimension if power > 0)
        under = "".join("/" + _power(name, -power).replace(".", "/") for name, power in self.dimension if power < 0)
        return over + under or "1"


def _power(name: str, power: int) -> str:
    if name.startswith("{"):  # an annotation takes no exponent
        return ".".join([name] * power) if power > 1 else name
    return name if power == 1 else f"{name}{power}"


@dataclass(frozen=True, slots=True)
class _Row:
    metric: bool
    factor: Fraction
    of: str
    offset: Fraction


@cache
def _table() -> dict[str, _Row]:
    lines = files("trialc.grammar").joinpath("vocabulary", "ucum.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {
        code: _Row(metric == "yes", Fraction(factor or "1"), of, Fraction(offset))
        for code, metric, factor, of, offset, _ in rows
    }


_COMPONENT = re.compile(
    r"""(?P<ten>10[*^])(?P<tens>[+-]?\d{1,3})?
    | (?P<number>\d{1,30})(?![*^])
    | (?P<symbol>(?:[A-Za-z%'_]|\[[^\]\s]*\])+)(?P<power>[+-]?\d{1,2})?
    | (?P<open>\()""",
    re.VERBOSE,
)
_ANNOTATION = re.compile(r"\{[^{}]*\}")


@cache
def parse_unit(code: str) -> Unit:
    """The meaning of a UCUM code. Raises `UnitError`, which names the part that is not UCUM.

    >>> parse_unit("mg/dL").base, parse_unit("[in_i]").factor
    ('g/m3', Fraction(127, 5000))
    """
    if not code.strip():
        raise UnitError("an empty text is no unit; a bare number has the unit 1")
    if re.search(r"\d\.\d", code) and not _ANNOTATION.search(code):
        raise UnitError(f"{code!r} is not UCUM: it has no decimals; a reference area is written {{1.73_m2}}")
    if len(code) > 200:
        raise UnitError(f"{code[:40]!r}... is too long for a unit")
    unit, at = _term(code, 0)
    if at < len(code):
        raise UnitError(f"{code!r} is not UCUM: {code[at:]!r} (at {at}) cannot follow {code[:at]!r}")
    if any(abs(power) > 99 for _, power in unit.dimension):
        raise UnitError(f"{code!r} is no unit: a power beyond 99 measures nothing")
    return unit


def _term(code: str, at: int) -> tuple[Unit, int]:
    """A product from `at` on, up to its end or an unmatched bracket."""
    power = -1 if code.startswith("/", at) else 1
    at += power == -1
    parts: list[Unit] = []
    while True:
        part, at = _component(code, at)
        parts.append(_raise(part, power))
        if at >= len(code) or code[at] not in "./":
            break
        power = 1 if code[at] == "." else -1
        at += 1
    return (parts[0] if len(parts) == 1 else _product(parts, code)), at


def _component(code: str, at: int) -> tuple[Unit, int]:
    annotation = _ANNOTATION.match(code, at)
    if annotation:
        return _annotated(annotation[0]), annotation.end()
    found = _COMPONENT.match(code, at)
    if not found:
        where = f"{code[at:]!r} (at {at}) is no unit" if at < len(code) else "it ends where a unit should stand"
        raise UnitError(f"{code!r} is not UCUM: {where}")
    if found["open"]:
        unit, at = _term(code, found.end())
        if not code.startswith(")", at):
            raise UnitError(f"{code!r} is not UCUM: a bracket is not closed")
        return unit, at + 1
    if found["number"]:
        number = int(found["number"])
        if not number:
            raise UnitError(f"{code!r} is not UCUM: zero is no factor")
        unit = Unit((), Fraction(number))
    elif found["ten"]:
        unit = Unit((), Fraction(10) ** int(found["tens"] or 1))
    else:
        unit = _raise(_symbol(found["symbol"], code), int(found["power"] or 1))
    annotation = _ANNOTATION.match(code, found.end())
    return unit, annotation.end() if annotation else found.end()


def _annotated(annotation: str) -> Unit:
    return Unit((), Fraction(1)) if annotation in _table() else Unit(((annotation, 1),), Fraction(1))


@cache
def _symbol(symbol: str, code: str) -> Unit:
    row = _table().get(symbol)
    if row is not None:
        return _defined(symbol, row)
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        rest = symbol.removeprefix(prefix)
        row = _table().get(rest) if rest != symbol else None
        if row is not None and row.metric:
            unit = _defined(rest, row)
            scale = Fraction(10) ** PREFIXES[prefix]
            return Unit(unit.dimension, unit.factor * scale, unit.offset / scale)
    # case is the usual slip: "MMHG", "ml/MIN"
    folded = {known.casefold(): known for known in _table()}
    folded["mmhg"] = "mm[Hg]"
    near = folded.get(symbol.casefold()) or next(iter(get_close_matches(symbol, _table(), n=1)), None)
    hint = f"; did you mean {near}?" if near else ""
    raise UnitError(f"{code!r} is not UCUM: it has no unit {symbol!r}{hint}")


def _defined(code: str, row: _Row) -> Unit:
    if not row.of:
        return Unit(((code, 1),), Fraction(1))
    unit = parse_unit(row.of)
    return Unit(unit.dimension, row.factor * unit.factor, row.offset)


def _raise(unit: Unit, power: int) -> Unit:
    if power == 1:
        return unit
    return Unit(tuple((name, exponent * power) for name, exponent in unit.dimension if power), unit.factor**power)


def _product(parts: list[Unit], code: str) -> Unit:
    dimension: Counter[str] = Counter()
    factor = Fraction(1)
    for part in parts:
        factor *= part.factor
        for name, power in part.dimension:
            dimension[name] += power
    if dimension.get(_AMOUNT) == 0:
        dimension[_AMOUNT_FRACTION] += 1
    return Unit(tuple(sorted((name, power) for name, power in dimension.items() if power)), factor)


# ------------------------------------------------------------------ conversion


def commensurable(one: str, other: str) -> bool:
    """Whether numbers in `one` can be converted to `other`. Raises `UnitError` where either is not UCUM.

    >>> commensurable("mg/dL", "g/L"), commensurable("mg/dL", "mmol/L"), commensurable("d", "mo")
    (True, False, False)
    """
    return parse_unit(one).dimension == parse_unit(other).dimension


def convert(
    number: Decimal,
    from_unit: str,
    to_unit: str,
    *,
    difference: bool = False,
    molar_mass: Decimal | None = None,
) -> Decimal:
    """`number` of `from_unit` in `to_unit`, exact where a decimal can be. Raises `UnitError`.

    `difference`: a rise of 9 [degF] is one of 5 Cel, though 9 [degF] is not 5 Cel. `molar_mass` in g/mol makes mass
    and amount of one substance meet (glucose, 180.156: 126 mg/dL is 7.0 mmol/L); without it they do not.

    >>> convert(Decimal("100.4"), "[degF]", "Cel"), convert(Decimal(150), "10*9/L", "/uL")
    (Decimal('38'), Decimal('150000'))
    """
    source, target = parse_unit(from_unit), parse_unit(to_unit)
    moles = _moles(source.dimension, target.dimension) if molar_mass else 0
    if source.dimension != target.dimension and not moles:
        kinds = f"{from_unit!r} measures {source.base}, {to_unit!r} measures {target.base}"
        raise UnitError(f"{from_unit!r} cannot be converted to {to_unit!r}: {kinds}")
    exact = _fraction(number) + (0 if difference else source.offset)
    exact *= source.factor / target.factor
    if moles and molar_mass:
        exact /= Fraction(molar_mass) ** moles
    return _decimal(exact - (0 if difference else target.offset))


def _moles(source: Dimension, target: Dimension) -> int:
    """By which power of g/mol to divide `source` to get `target`; 0 where that does not do it."""
    powers: Counter[str] = Counter(dict(source))
    powers.subtract(dict(target))
    left = {name: power for name, power in powers.items() if power}
    power = left.get("g", 0)
    return power if left == {"g": power, "mol": -power} else 0


def canonical(number: Decimal, unit: str, *, difference: bool = False) -> tuple[Decimal, str]:
    """`number` in the base units of its dimension, and their code: equal quantities give equal pairs.

    >>> canonical(Decimal(3), "cm"), canonical(Decimal(30), "mm")
    ((Decimal('0.03'), 'm'), (Decimal('0.03'), 'm'))
    """
    found = parse_unit(unit)
    return _decimal((_fraction(number) + (0 if difference else found.offset)) * found.factor), found.base


def _fraction(number: Decimal) -> Fraction:
    if not number.is_finite() or abs(number.adjusted()) > 1000:
        raise UnitError(f"{number} is no number that can be measured")
    return Fraction(number)


def _decimal(number: Fraction) -> Decimal:
    quotient = _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
    # an integer is written without an exponent, and without the zeros of the division
    whole = quotient == quotient.to_integral_value() and abs(quotient) < 10**27
    return quotient.quantize(Decimal(1)) if whole else quotient.normalize()
