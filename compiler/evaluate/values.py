"""Whether a recorded value lies in the range, or is one of the categories, that a fact asks for."""

from __future__ import annotations

from decimal import Decimal

from ..rules.model import Concept, Limit, Value
from ..rules.normal import fold
from ..rules.units import UnitError
from ..vocabulary import pairs
from .analytes import UNKNOWN, Analyte, analyte
from .chart import Event
from .logic import Truth, and_, or_
from .ordinals import in_order, same_name

#: A limit in the unit of a record: its number; None where it cannot be said in that unit.
_Limits = tuple[Decimal | None, Decimal | None] | None


class ValueTest:
    """Tests recorded values against one `Value`. `difference`: the numbers are changes of a value."""

    def __init__(self, value: Value, concept: Concept, difference: bool = False) -> None:
        self.value = value
        self._names = tuple(map(fold, value.categories))
        self._readings = tuple(filter(None, map(_readings().get, self._names)))
        self._ends = tuple(limit for limit in (value.low, value.high) if limit is not None)
        self.numeric = any(limit.number is not None or limit.reference for limit in self._ends)
        self.ordered = any(limit.category is not None for limit in self._ends)
        self.by_baseline = any(limit.reference == "baseline" for limit in self._ends)
        self._by_reference = any(limit.reference in ("ULN", "LLN") for limit in self._ends)
        self._analyte = analyte(concept)
        self._difference = difference
        self._cache: dict[str | None, _Limits] = {}
        scale = value.scale
        self._unit = next((limit.unit for limit in self._ends if limit.unit), scale.unit if scale else None)

    def test(self, event: Event, baseline: Event | None = None) -> Truth:
        """Whether the value of a record is one that matches; None where that cannot be told."""
        if event.number is None and event.word is None:
            return None
        found = self._category(event) if self._names else True
        if self._ends:
            found = and_((found, self._range(event, baseline)))
        if self.value.summary is not None and found is not False:
            found = and_((found, self._summary(event)))
        return found

    def number(self, number: Decimal, unit: str | None) -> Truth:
        """Whether a number in `unit` lies in the range."""
        limits = None if self._by_reference or self.by_baseline or self.ordered else self._converted(unit)
        return None if limits is None else self._within(number, None, limits)

    def _within(self, number: Decimal, comparator: str | None, limits: tuple[Decimal | None, Decimal | None]) -> Truth:
        low, high = self.value.low, self.value.high
        truths: list[Truth] = []
        if low is not None:
            truths.append(_above(number, comparator, limits[0], low.closed))
        if high is not None:
            truths.append(_below(number, comparator, limits[1], high.closed))
        return and_(truths)

    # ---------------------------------------------------------------- categories

    def _category(self, event: Event) -> Truth:
        if event.word is not None:
            return any(same_name(event.word, name) for name in self._names)
        number = format(event.number or Decimal(0), "f")
        if any(same_name(number, name) for name in self._names):
            return True
        if self._readings:
            return or_(_by_reference_range(event, reading) for reading in self._readings)
        return False if all(_is_number(name) for name in self._names) else None

    def _summary(self, event: Event) -> Truth:
        wanted, record = self.value.summary, event.record
        if wanted is None:
            return True
        over = None if wanted.over is None else f"{format(wanted.over.number, 'f')} {wanted.over.unit}"
        truths: list[Truth] = [None if record.statistic is None else record.statistic == wanted.statistic]
        if over is not None:
            truths.append(None if record.over is None else fold(record.over).removesuffix("s") == over)
        return and_(truths)

    # ---------------------------------------------------------------- ranges

    def _range(self, event: Event, baseline: Event | None) -> Truth:
        low, high = self.value.low, self.value.high
        if self.ordered:
            return in_order(event.word or format(event.number or Decimal(0), "f"), low, high)
        number, unit = self._on_scale(event)
        if number is None:
            return in_order(event.word, low, high) if event.word is not None and not self._unit else None
        own = self._by_reference or self.by_baseline
        limits = self._referred(event, baseline) if own else self._converted(unit)
        return None if limits is None else self._within(number, event.record.comparator, limits)

    def _on_scale(self, event: Event) -> tuple[Decimal | None, str | None]:
        """The number of a record and its unit, stretched to the rule's scale where the record tells its own."""
        own, scale = event.record.scale, self.value.scale
        if event.number is None or own is None or scale is None or own == 0:
            return event.number, event.unit
        return event.number * scale.number / own, scale.unit or self._unit

    def _converted(self, unit: str | None) -> _Limits:
        """The limits in the unit of a record."""
        try:
            return self._cache[unit]
        except KeyError:
            found: _Limits = None
            low, high = self.value.low, self.value.high
            if same_kind(self._unit, unit, self._analyte):
                found = self._number(low, unit), self._number(high, unit)
            self._cache[unit] = found
            return found

    def _number(self, limit: Limit | None, unit: str | None) -> Decimal | None:
        if limit is None:
            return None
        number = limit.number if limit.number is not None else Decimal(1)
        written = limit.unit or self._unit
        return _converted(number, written, unit, self._analyte, self._difference)

    def _referred(self, event: Event, baseline: Event | None) -> _Limits:
        """The limits as multiples of the record's own reference range, or of the value at baseline."""
        found: list[Decimal | None] = []
        for limit in (self.value.low, self.value.high):
            if limit is None:
                found.append(None)
                continue
            unit = self._reference(event, limit, baseline)
            if unit is None:
                return None
            found.append(unit * (limit.number if limit.number is not None else Decimal(1)))
        return found[0], found[1]

    def _reference(self, event: Event, limit: Limit, baseline: Event | None) -> Decimal | None:
        range_ = event.record.reference
        if limit.reference == "ULN":
            return range_.high if range_ else None
        if limit.reference == "LLN":
            return range_.low if range_ else None
        if limit.reference == "baseline":
            return None if baseline is None else converted(baseline, event.unit)
        return None

    def measure(self, event: Event) -> Decimal | None:
        """The value of a record as a number that can be compared with those of others; None where there is none."""
        number, unit = self._on_scale(event)
        if number is None or event.record.comparator:
            return None
        if self._by_reference:
            reference = next(limit for limit in self._ends if limit.reference in ("ULN", "LLN"))
            of = self._reference(event, reference, None)
            return number / of if of else None
        if not same_kind(self._unit, unit, self._analyte):
            return None
        return _converted(number, unit, self._unit, self._analyte)

    def fits(self, number: Decimal) -> Truth:
        """Whether a number, as `measure` gives it, lies in the range."""
        if self.by_baseline or self.ordered or self._names:
            return None
        if self._by_reference and not all(limit.reference for limit in self._ends):
            return None
        low, high = self.value.low, self.value.high
        return self._within(number, None, (self._as_measured(low), self._as_measured(high)))

    def _as_measured(self, limit: Limit | None) -> Decimal | None:
        if limit is not None and limit.reference:
            return limit.number if limit.number is not None else Decimal(1)
        return self._number(limit, self._unit)


def same_kind(wanted: str | None, unit: str | None, of: Analyte = UNKNOWN) -> bool:
    """Whether a limit in one unit can be compared with a record in another; no unit is like `1` and `{annotations}`."""
    if wanted == unit:
        return True
    if wanted is None or unit is None:
        return _bare(unit if wanted is None else wanted)
    return _converted(Decimal(1), wanted, unit, of) is not None


def _bare(unit: str | None) -> bool:
    """Whether a unit is none: `1`, or an annotation as `{score}`."""
    if unit is None or unit == "1":
        return True
    return unit.startswith("{") and unit.endswith("}") and unit.count("{") == 1


def converted(event: Event, unit: str | None) -> Decimal | None:
    """The number of a record in another unit; None where it has none or measures something else."""
    if event.number is None or event.record.comparator or not same_kind(unit, event.unit):
        return None
    return _converted(event.number, event.unit, unit)


def _converted(
    number: Decimal, unit: str | None, other: str | None, of: Analyte = UNKNOWN, difference: bool = False
) -> Decimal | None:
    """A number in another unit; units that are none are alike. None where the two measure different things."""
    if unit == other or (_bare(unit) and _bare(other)) or unit is None or other is None:
        return number
    try:
        return of.convert(number, unit, other, difference)
    except UnitError:
        return None


def _above(number: Decimal, comparator: str | None, limit: Decimal | None, closed: bool) -> Truth:
    """Whether a recorded number, or every number that a recorded "< 5" stands for, is above a limit."""
    if limit is None:
        return None
    if comparator is None:
        return number >= limit if closed else number > limit
    if comparator in (">", ">="):
        sure = number > limit or (number == limit and (closed or comparator == ">"))
        return True if sure else None
    never = number < limit or (number == limit and (not closed or comparator == "<"))
    return False if never else None


def _below(number: Decimal, comparator: str | None, limit: Decimal | None, closed: bool) -> Truth:
    if limit is None:
        return None
    if comparator is None:
        return number <= limit if closed else number < limit
    mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[comparator]
    return _above(-number, mirrored, -limit, closed)


def _by_reference_range(event: Event, reading: str) -> Truth:
    """What a number is by its own reference range: normal, abnormal, high or low."""
    range_, number = event.record.reference, event.number
    if range_ is None or number is None or event.record.comparator:
        return None
    high = None if range_.high is None else number > range_.high
    low = None if range_.low is None else number < range_.low
    if reading == "high":
        return high
    if reading == "low":
        return low
    # a range with one end says all that the laboratory thinks worth saying
    outside = or_(side for side in (high, low) if side is not None) if (high, low) != (None, None) else None
    if outside is None:
        return None
    return outside if reading == "abnormal" else not outside


def _is_number(name: str) -> bool:
    return name.replace(".", "", 1).removeprefix("-").isdecimal()


def _readings() -> dict[str, str]:
    return {fold(word): reading for word, reading in pairs("interpretations").items()}
