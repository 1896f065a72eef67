"""Windows of time as SQL: where they lie for a person, whether an event lies in them, and over which days records
must be complete. The mirror of `evaluate/windows.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlglot import exp

from ...rules import dates
from ...rules.model import Anchor, Bound, Window
from ...rules.normal import fold
from .notes import Notes
from .query import PERSON, Query
from .times import ALWAYS, FIRST, LAST, Point, at, at_most, greatest, is_fine, later, least, moved, plus_days
from .tree import FALSE, TRUE, UNKNOWN, and_, binary, case, column, day, is_true, or_, sql

#: Named points of a trial that are the index date in a database, which holds no other.
_AT_INDEX = frozenset(
    ("index", "enrollment", "screening", "randomization", "consent", "treatment", "baseline", "unanchored")
)

Stretch = tuple[Point, Point]
#: Where `it` lies, if a record is at hand.
It = Stretch | None


@dataclass(frozen=True)
class Stay:
    """One stretch that a window asks for; `truth`: whether it exists."""

    truth: exp.Expr
    start: Point
    start_closed: bool
    end: Point
    end_closed: bool


_SOMEWHERE = Stay(UNKNOWN, ALWAYS, True, ALWAYS, True)


def birth() -> Point:
    """The day of birth of a person, which may be known by its month or year only."""
    return Point(column(PERSON, "birth_first"), column(PERSON, "birth_last"))


def named(query: Query, name: str, it: It = None) -> Stretch | None:
    """The stretch of a named anchor; None where a database cannot know it."""
    seen: set[str] = set()
    name = fold(name)
    while name not in seen:
        seen.add(name)
        if name in _AT_INDEX:
            return at(query.index), at(query.index)
        if name == "birth":
            return birth(), birth()
        if name == "study":
            return at(query.index), at(LAST)
        if name == "it":
            return it
        if (dated := dates.stretch(name)) is not None:
            return at(day(dated[0])), at(day(dated[1]))
        name = fold(query.anchors.get(name, name))
    return None


def is_always(window: Window) -> bool:
    """Whether a window limits nothing."""
    return window.start is None and window.end is None


def is_clocked(window: Window) -> bool:
    """Whether a window counts in hours or minutes."""
    return any(
        bound is not None and bound.offset is not None and is_fine(bound.offset) for bound in (window.start, window.end)
    )


def stays(
    query: Query, window: Window, notes: Notes, it: It = None, events: Collection[Anchor] = ()
) -> list[Stay] | None:
    """The stretches that a window of named anchors asks for; None where none is known. `events` are left out."""
    found: list[Stay] = []
    unknown = False
    for anchor in window.anchors or (Anchor(name="enrollment"),):
        if anchor in events:
            continue
        stretch = named(query, anchor.name or "index", it) if anchor.fact is None else None
        if stretch is None:
            unknown = True
            what = (
                f'the date of "{anchor.name}" is not in the CDM'
                if anchor.fact is None
                else "a window around this event is not computed"
            )
            notes.limit(what)
            continue
        found.append(stay(window, part(anchor, stretch), TRUE))
    if unknown:
        return [*found, _SOMEWHERE] if found or events else None
    return found


def part(anchor: Anchor, stretch: Stretch) -> Stretch:
    """The start, the end or all of an anchor's stretch."""
    if anchor.point == "start":
        return stretch[0], stretch[0]
    return (stretch[1], stretch[1]) if anchor.point == "end" else stretch


def stay(window: Window, stretch: Stretch, truth: exp.Expr) -> Stay:
    """The stretch that a window asks for around an anchor."""
    low, high = at(FIRST), at(LAST)
    if window.start is not None:
        low = _bound(window.start, stretch, 0 if window.start.closed else 1)
    if window.end is not None:
        high = _bound(window.end, stretch, 1 if window.end.closed else 0)
    return Stay(
        truth,
        low,
        window.start.closed if window.start is not None else True,
        high,
        window.end.closed if window.end is not None else True,
    )


def _bound(bound: Bound, stretch: Stretch, whole: int) -> Point:
    if bound.offset is None:
        return stretch[whole]
    before = bound.side == "before"
    return moved(stretch[0 if before else 1], bound.offset, -1 if before else 1)


def lies(window: Window, stretch: Stretch, where: Sequence[Stay] | None) -> exp.Expr:
    """Whether a stretch lies in one of the stays as the window's edge says."""
    if is_always(window):
        return TRUE
    if where is None:
        return UNKNOWN
    return or_(_in(window, stretch, one) for one in where)


def _in(window: Window, stretch: Stretch, one: Stay) -> exp.Expr:
    found = _EDGES[window.edge](window, stretch, one)
    return found if is_true(one.truth) else and_([one.truth, found])


def _after(window: Window, point: Point, one: Stay) -> exp.Expr:
    return TRUE if window.start is None else at_most(one.start, point, one.start_closed)


def _before(window: Window, point: Point, one: Stay) -> exp.Expr:
    return TRUE if window.end is None else at_most(point, one.end, one.end_closed)


_EDGES: dict[str, Callable[[Window, Stretch, Stay], exp.Expr]] = {
    "overlap": lambda window, of, one: and_([_before(window, of[0], one), _after(window, of[1], one)]),
    "whole": lambda window, of, one: and_([_after(window, of[0], one), _before(window, of[1], one)]),
    "start": lambda window, of, one: and_([_after(window, of[0], one), _before(window, of[0], one)]),
    "end": lambda window, of, one: and_([_after(window, of[1], one), _before(window, of[1], one)]),
}


def beside(near: str) -> exp.Expr:
    """Whether something lies in the window around an event, of which the CTE `near` has a row where there is one."""
    return case((sql(":id IS NULL", id=column(near, "id")), FALSE), default=column(near, "lies"))


def extent(
    query: Query, window: Window, where: Sequence[Stay] | None, spans: Sequence[str] = ()
) -> tuple[exp.Expr, exp.Expr] | None:
    """The first and the last day, at their widest, over which the record must be complete; None where it cannot be.

    `spans` are CTEs of what the window asks for around events: low and high for a person.

    Whether they lie up to the index date is left to `complete`.
    """
    if is_always(window):
        return later(FIRST, birth().low), query.index
    if not where and not spans:
        return None
    ends = [widest(one) for one in where or ()] + [(column(span, "low"), column(span, "high")) for span in spans]
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    return later(least(lows), birth().low), query.index if window.end is None else greatest(highs)


def widest(one: Stay) -> tuple[exp.Expr, exp.Expr]:
    """The first and the last day that a stay may include."""
    return (
        plus_days(one.start.low, 0 if one.start_closed else 1),
        plus_days(one.end.high, 0 if one.end_closed else -1),
    )


def complete(query: Query, days: tuple[exp.Expr, exp.Expr] | None) -> exp.Expr:
    """Whether an observation period `o` covers the days, none of which is still to come."""
    if days is None:
        return sql("FALSE")
    low, high = days
    return and_(
        [
            binary(exp.LTE, low, query.index),
            binary(exp.LTE, high, query.index),
            binary(exp.LTE, column("o", "first_day"), low),
            binary(exp.GTE, column("o", "last_day"), later(low, high)),
        ]
    )
