"""Which of several records is tested: the latest, the first, every, the lowest, the highest, their mean or total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from .chart import Event
from .logic import Truth, agreed, and_, not_, or_
from .records import Selected
from .values import ValueTest

#: Tests one record.
Judge = Callable[[Event], Truth]
#: What a pick finds: its truth, and the records that decided it.
Found = tuple[Truth, list[Event]]
Picker = Callable[[Sequence[Selected], Judge, ValueTest | None], Found]


def _any(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
    """True when one record is; the records are those that make it so."""
    unknown: list[Event] = []
    sure: list[Event] = []
    for event, truth, _ in selected:
        found = judge(event)
        if found is False:
            continue
        if truth and found:
            sure.append(event)
        else:
            unknown.append(event)
    return (True, sure) if sure else (None, unknown) if unknown else (False, [])


def _latest(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
    sure = [event for event, truth, _ in selected if truth]
    if not sure:
        return None, [event for event, _, _ in selected]
    edge = max(event.start[0] for event in sure)
    candidates = [event for event, _, _ in selected if event.start[1] >= edge]
    if len(candidates) > 1 and all(event.timed for event in candidates):
        times = [event.stretch(True)[0][0] for event in sure if event in candidates]
        if times:
            candidates = [event for event in candidates if event.stretch(True)[0][1] >= max(times)]
    return agreed(map(judge, candidates)), candidates


def _first(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
    sure = [event for event, truth, _ in selected if truth]
    if not sure:
        return None, [event for event, _, _ in selected]
    edge = min(event.start[1] for event in sure)
    candidates = [event for event, _, _ in selected if event.start[0] <= edge]
    if len(candidates) > 1 and all(event.timed for event in candidates):
        times = [event.stretch(True)[0][1] for event in sure if event in candidates]
        if times:
            candidates = [event for event in candidates if event.stretch(True)[0][0] <= min(times)]
    return agreed(map(judge, candidates)), candidates


def _every(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
    truths = [(event, or_((not_(truth), judge(event)))) for event, truth, _ in selected]
    some = True if any(truth for _, truth, _ in selected) else None
    result = and_([some, *(truth for _, truth in truths)])
    return result, [event for event, truth in truths if truth is result or result is not False]


def _extreme(choose: Callable[[list[Decimal]], Decimal]) -> Picker:
    def picked(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
        sure = [event for event, truth, _ in selected if truth]
        if not sure or value is None:
            return (True if sure else None), [event for event, _, _ in selected]
        measured = [(event, truth, value.measure(event)) for event, truth, _ in selected]
        numbers = [number for _, truth, number in measured if truth and number is not None]
        if len(numbers) < len(sure):
            return None, [event for event, _, _ in measured]
        edge = choose(numbers)
        candidates = [
            event
            for event, truth, number in measured
            if number is None or number == edge or (not truth and choose([number, edge]) == number)
        ]
        return agreed(map(judge, candidates)), candidates

    return picked


def _summed(summary: Callable[[list[Decimal]], Decimal]) -> Picker:
    def picked(selected: Sequence[Selected], judge: Judge, value: ValueTest | None) -> Found:
        events = [event for event, _, _ in selected]
        if value is None:
            return (True if any(truth for _, truth, _ in selected) else None), events
        numbers = [value.measure(event) if truth else None for event, truth, _ in selected]
        known = [number for number in numbers if number is not None]
        return (value.fits(summary(known)) if len(known) == len(events) else None), events

    return picked


def _total(numbers: list[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


PICKERS: dict[str, Picker] = {
    "any": _any,
    "latest": _latest,
    "first": _first,
    "every": _every,
    "lowest": _extreme(min),
    "highest": _extreme(max),
    "mean": _summed(lambda numbers: _total(numbers) / len(numbers)),
    "total": _summed(_total),
}
