"""Facts of the person: age, sex, race, cohort, and other names of `Patient.attributes`."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ..rules.implied import MAJORITY
from ..rules.model import Fact, Limit, Offset, Period, TimeUnit
from ..rules.normal import fold
from ..rules.units import UnitError, canonical
from .logic import Truth, and_, not_
from .ordinals import same_name
from .scene import Scene
from .times import DAY, FAR, Shift, Span, at_most, shift
from .windows import WindowTest

#: UCUM's units of age as periods.
_AGE_UNITS: dict[str, TimeUnit] = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute"}
_GROUPS = {"adult": True, "adults": True, "child": False, "children": False}


class PersonTest:
    """Tests one fact of the person."""

    def __init__(self, fact: Fact, window: WindowTest) -> None:
        self.name = fold(fact.concept.text)
        self._window = window
        self._value = fact.value
        self._patient = fold(fact.who) == "patient"
        self._names = tuple(map(fold, fact.value.categories)) if fact.value else ()

    def test(self, scene: Scene) -> Truth:
        """Whether it holds of the patient."""
        if not self._patient:
            return None
        if self.name == "age":
            return self._age(scene)
        patient = scene.chart.patient
        if self.name == "sex":
            return self._named((patient.sex,) if patient.sex else ())
        if self.name == "race":
            return self._named(patient.race)
        if self.name == "cohort":
            return self._named((patient.cohort,) if patient.cohort else ())
        if self.name == "age group" and self._names and all(name in _GROUPS for name in self._names):
            return self._group(scene)
        own = scene.chart.attributes.get(self.name)
        return self._named((own,) if own else ())

    def _named(self, own: tuple[str, ...]) -> Truth:
        if not own or not self._names:
            return None if not own else True
        return any(same_name(fold(name), wanted) for name in own for wanted in self._names)

    # ---------------------------------------------------------------- age

    def _age(self, scene: Scene) -> Truth:
        if self._value is None:
            return True if scene.chart.birth is not None else None
        return self._between(scene, self._value.low, self._value.high)

    def _group(self, scene: Scene) -> Truth:
        majority = Limit(number=MAJORITY, unit="mo")
        wanted = {_GROUPS[name] for name in self._names}
        if len(wanted) == 2:
            return True
        adult = self._between(scene, majority, None)
        return adult if wanted == {True} else not_(adult)

    def _between(self, scene: Scene, low: Limit | None, high: Limit | None) -> Truth:
        """Whether the stretch of life within the limits has a day in the window."""
        birth = scene.chart.birth
        if birth is None:
            return None
        start = (-FAR, -FAR) if low is None else _reached(birth, low, beyond=not low.closed)
        end = (FAR, FAR) if high is None else _reached(birth, high, beyond=high.closed)
        if start is None or end is None:
            return None
        if self._window.always:
            now = (scene.now, scene.now)
            return and_((at_most(start, now), at_most(now, end, closed=False)))
        last = (end[0] - 1, end[1] - 1) if high is not None else end
        if self._window.fine:
            start, last = (start[0] * DAY, start[1] * DAY), (last[0] * DAY, last[1] * DAY + DAY - 1)
        return self._window.lies((start, last), self._window.stays(scene))


def _reached(birth: Span, limit: Limit, beyond: bool) -> Span | None:
    """The day on which an age is reached; with `beyond`, the first day that is past it in completed units."""
    if limit.number is None or limit.reference or limit.category is not None:
        return None
    found = _age(limit.number, limit.unit or "a", beyond)
    if found is None:
        return None
    after, moved = found
    day = moved(birth, 1)
    return day[0] + after, day[1] + after


@lru_cache(maxsize=256)
def _age(number: Decimal, unit: str, beyond: bool) -> tuple[int, Shift] | None:
    """The days after a shift of the birth date at which an age is reached, and the shift; None where it is no age."""
    known = _AGE_UNITS.get(unit)
    if known is None:
        try:
            number, base = canonical(number, unit)
        except UnitError:
            return None
        if base not in _AGE_UNITS:
            return None
        known = _AGE_UNITS[base]
    whole = number == number.to_integral_value()
    if beyond and whole:
        number += 1
    return int(beyond and not whole), shift(Offset(periods=(Period(number=_plain(number), unit=known),)))


def _plain(number: Decimal) -> Decimal:
    return Decimal(int(number)) if number == number.to_integral_value() else number
