"""Turns the smallest parts of the rule language into the model's: values, periods, windows, lengths, words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args

from ..diagnostics import TrialcError
from .model import (
    CURRENT,
    EVER,
    Anchor,
    Bound,
    Fact,
    Length,
    LengthLimit,
    Limit,
    Offset,
    Period,
    Scale,
    Summary,
    Times,
    Window,
)

#: UCUM's calendar units by the words that the language has for them.
CALENDAR = {"minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}

Part = tuple[str, Any]


class BuildError(TrialcError):
    """What was read says something twice or contradicts itself; `line` and `column` say where."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def unquote(token: Token) -> str:
    """The text of a quoted string, which escapes as JSON does."""
    try:
        return str(json.loads(token, strict=False))
    except ValueError as error:
        message = 'a quoted text escapes as JSON does: \\" for a quote, \\\\ for a backslash, \\n for a new line'
        raise BuildError(message, token.line or 1, token.column or 1) from error


def whole(token: Token) -> int:
    """A count."""
    if "." in token:
        raise BuildError("a count is a whole number", token.line or 1, token.column or 1)
    return int(token)


@v_args(inline=True)
class PartBuilder(Transformer[Token, Any]):
    """One method per grammar rule of values and time."""

    # ---------------------------------------------------------------- values

    def compare(self, token: Token) -> str:
        return {"≤": "<=", "≥": ">="}.get(token, str(token))

    def opening(self, token: Token) -> bool:
        return str(token) == "["

    def closing(self, token: Token) -> bool:
        return str(token) == "]"

    def compared(self, compare: str, limit: Limit) -> Part:
        limit = limit.model_copy(update={"closed": "=" in compare})
        return "low" if ">" in compare else "high", limit

    def equal_number(self, limit: Limit) -> Part:
        return "range", (limit, limit)

    def equal_category(self, name: str) -> Part:
        return "categories", (name,)

    def in_set(self, *names: str) -> Part:
        return "categories", names

    def in_range(self, opening: bool, low: Limit, high: Limit, closing: bool, measure: dict[str, Any] | None) -> Part:
        measure = measure or {}
        return "range", (
            low.model_copy(update={**measure, "closed": opening}),
            high.model_copy(update={**measure, "closed": closing}),
        )

    def scale(self, number: Token, unit: str | None) -> Part:
        return "scale", Scale(number=Decimal(number), unit=unit)

    def summary(self, statistic: Any) -> Part:
        return "summary", Summary(statistic=statistic)

    def statistic(self, token: Token) -> str:
        return str(token)

    def valued(self) -> Part:
        return "valued", None

    def category_limit(self, name: str) -> Limit:
        return Limit(category=name)

    def number(self, number: Token, measure: dict[str, Any] | None) -> Limit:
        return Limit(number=Decimal(number), **(measure or {}))

    def bare_reference(self, reference: Any) -> Limit:
        return Limit(reference=reference)

    def measure(self, unit: str, reference: str | None) -> dict[str, Any]:
        return {"unit": unit} | ({"reference": reference} if reference else {})

    def reference_measure(self, reference: str) -> dict[str, Any]:
        return {"reference": reference}

    def reference(self, token: Token) -> str:
        return str(token)

    def ucum(self, token: Token) -> str:
        return str(token)

    def quoted_unit(self, token: Token) -> str:
        return unquote(token)

    def calendar(self, token: Token) -> str:
        return CALENDAR[token.removesuffix("s")]

    def name(self, token: Token) -> str:
        return str(token)

    def string(self, token: Token) -> str:
        return unquote(token)

    # ---------------------------------------------------------------- time

    def when(self, *parts: Any) -> Part:
        *edge, window = parts
        return "when", window.model_copy(update={"edge": edge[0]}) if edge else window

    def edge(self, token: Token) -> str:
        return {"starting": "start", "ending": "end", "wholly": "whole"}[token]

    def ever(self) -> Window:
        return EVER

    def current(self) -> Window:
        return CURRENT

    def at(self, anchors: tuple[Anchor, ...]) -> Window:
        return Window(start=Bound(), end=Bound(), anchors=anchors)

    def during(self, places: tuple[Anchor, ...]) -> Window:
        whole = tuple(place.model_copy(update={"point": "whole"}) for place in places)
        return Window(start=Bound(), end=Bound(), anchors=whole)

    def before(self, anchors: tuple[Anchor, ...]) -> Window:
        return Window(end=Bound(closed=False), anchors=anchors)

    def up_to(self, anchors: tuple[Anchor, ...]) -> Window:
        return Window(end=Bound(), anchors=anchors)

    def after(self, anchors: tuple[Anchor, ...]) -> Window:
        return Window(start=Bound(closed=False), anchors=anchors)

    def since(self, anchors: tuple[Anchor, ...]) -> Window:
        return Window(start=Bound(), anchors=anchors)

    def within(self, offset: Offset, direction: str, anchors: tuple[Anchor, ...], closed: bool = True) -> Window:
        far_before = Bound(offset=offset, side="before", closed=closed)
        far_after = Bound(offset=offset, side="after", closed=closed)
        return Window(
            start=Bound() if direction == "after" else far_before,
            end=Bound() if direction == "before" else far_after,
            anchors=anchors,
        )

    def less_than(self, offset: Offset, direction: str, anchors: tuple[Anchor, ...]) -> Window:
        return self.within(offset, direction, anchors, closed=False)

    def at_least(self, offset: Offset, side: Any, anchors: tuple[Anchor, ...], closed: bool = True) -> Window:
        bound = Bound(offset=offset, side=side, closed=closed)
        return Window(end=bound, anchors=anchors) if side == "before" else Window(start=bound, anchors=anchors)

    def more_than(self, offset: Offset, side: Any, anchors: tuple[Anchor, ...]) -> Window:
        return self.at_least(offset, side, anchors, closed=False)

    def exactly(self, offset: Offset, side: Any, anchors: tuple[Anchor, ...]) -> Window:
        bound = Bound(offset=offset, side=side)
        return Window(start=bound, end=bound, anchors=anchors)

    def from_to(self, *parts: Any) -> Window:
        opening, start, end, closing, anchors = parts if len(parts) == 5 else (True, parts[0], parts[1], True, parts[2])
        return Window(
            start=start and start.model_copy(update={"closed": opening}),
            end=end and end.model_copy(update={"closed": closing}),
            anchors=anchors,
        )

    def direction(self, token: Token) -> str:
        return str(token)

    side = direction

    def bound(self, offset: Offset, side: Any) -> Bound:
        return Bound(offset=offset, side=side)

    def anchor_bound(self, side: Any) -> Bound:
        return Bound(side=side or "before")

    def no_bound(self) -> None:
        return None

    def one_anchor(self, anchor: Anchor) -> tuple[Anchor, ...]:
        return (anchor,)

    def anchor_list(self, *anchors: Anchor) -> tuple[Anchor, ...]:
        return anchors

    def no_anchor(self) -> tuple[Anchor, ...]:
        return ()

    def pointed(self, point: str, anchor: Anchor) -> Anchor:
        return anchor.model_copy(update={"point": point})

    def point(self, token: Token) -> str:
        return str(token)

    def place(self, name: str) -> Anchor:
        return Anchor(name=name)

    def own_anchor(self, name: Token) -> Anchor:
        return Anchor(name=unquote(name))

    def event_anchor(self, fact: Fact) -> Anchor:
        return Anchor(fact=fact)

    def anchor_name(self, token: Token) -> str:
        return str(token)

    def one_period(self, period: Period) -> Offset:
        return Offset(periods=(period,))

    def extreme(self, token: Token) -> str | None:
        return None if token == "some" else str(token)

    def several_periods(self, extreme: Any, periods: tuple[Period, ...] | None) -> Offset:
        return Offset(periods=periods or (), pick=extreme)

    def periods(self, *periods: Period) -> tuple[Period, ...]:
        return periods

    def period(self, number: Token, unit: Any) -> Period:
        return Period(number=Decimal(number), unit=unit)

    def period_unit(self, token: Token) -> str:
        return "half-life" if token == "half-lives" else token.removesuffix("s")

    def any_length(self, until: Anchor | None) -> Length:
        return Length(until=until)

    def compared_length(self, compare: str, offset: Offset, until: Anchor | None) -> Length:
        limit = LengthLimit(offset=offset, closed="=" in compare)
        return Length(low=limit, until=until) if ">" in compare else Length(high=limit, until=until)

    def exact_length(self, offset: Offset, until: Anchor | None) -> Length:
        limit = LengthLimit(offset=offset)
        return Length(low=limit, high=limit, until=until)

    def length_range(self, opening: bool, low: Offset, high: Offset, closing: bool, until: Anchor | None) -> Length:
        low_limit, high_limit = LengthLimit(offset=low, closed=opening), LengthLimit(offset=high, closed=closing)
        return Length(low=low_limit, high=high_limit, until=until)

    def lasting(self, length: Length) -> Part:
        return "lasting", length

    def times(self, how_many: tuple[int | None, int | None], *rest: Any) -> Part:
        *consecutive, spaced, per = rest
        low, high = how_many
        return "times", Times(low=low, high=high, consecutive=bool(consecutive), spaced=spaced, per=per)

    def consecutive(self) -> bool:
        return True

    def times_at_least(self, low: Token) -> tuple[int | None, int | None]:
        return whole(low), None

    def times_at_most(self, high: Token) -> tuple[int | None, int | None]:
        return None, whole(high)

    def times_exactly(self, number: Token) -> tuple[int | None, int | None]:
        return whole(number), whole(number)

    def times_between(self, low: Token, high: Token) -> tuple[int | None, int | None]:
        return whole(low), whole(high)

    def times_any(self) -> tuple[int | None, int | None]:
        return None, None

    def rate(self, number: Token | None, unit: Any) -> Period:
        return Period(number=Decimal(number or 1), unit=unit)
