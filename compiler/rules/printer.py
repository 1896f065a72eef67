"""Writes rules in the rule language: one clause order, long rules broken and indented. `parse_rule` is its inverse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

from .layout import STEP, Doc, bracketed, filled, prefixed, stacked
from .model import (
    ANCHORS,
    EVER,
    All,
    Anchor,
    Any_,
    Bound,
    Change,
    Code,
    Concept,
    Count,
    Fact,
    If,
    Judgement,
    Length,
    Limit,
    Not,
    Offset,
    Period,
    Qualifier,
    Rule,
    Times,
    Undertaking,
    Unread,
    Value,
    Window,
)
from .trial import Criterion, Trial

CALENDAR_WORDS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
PERSON_WORDS = ("age", "sex", "race", "cohort")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*")
_BRACKET = r"\[[A-Za-z][\w'.-]*\]|\{[^\s{}\"]*\}"
_UNIT = re.compile(rf"(10[*^]|[A-Za-z%/]|{_BRACKET})([A-Za-z0-9%/.*^'_+-]|{_BRACKET})*", re.ASCII)


def print_rule(rule: Rule, width: int = 100) -> str:
    """The rule in the rule language, in lines of at most `width` characters where words allow."""
    return _rule(rule).fit(width, 0)


def print_trial(trial: Trial, width: int = 100) -> str:
    """The trial as the text of a `.rules` file. Spans, diagnostics and the eligibility text are not part of it."""
    header = f"trial {_name(trial.id)}" + (f" title {quote(trial.title)}" if trial.title is not None else "")
    anchors = [
        f"anchor {quote(name)} is {meaning if meaning in ANCHORS else quote(meaning)}"
        for name, meaning in trial.anchors.items()
    ]
    blocks = [_criterion(criterion, width) for criterion in trial.criteria]
    return "\n\n".join(["\n".join([header, *anchors]), *blocks]) + "\n"


def _criterion(criterion: Criterion, width: int) -> str:
    word = {"inclusion": "include", "exclusion": "exclude"}[criterion.section]
    lines = [f"{word} {_name(criterion.id)} {quote(criterion.text)}"]
    if criterion.rule is not None:
        lines.append(" " * STEP + _rule(criterion.rule).fit(width, STEP))
    lines += [" " * STEP + f"note {quote(note.text)}" for note in criterion.notes]
    return "\n".join(lines)


# ------------------------------------------------------------------ words


@cache
def _reserved() -> frozenset[str]:
    grammar = files("trialc.grammar").joinpath("rules.lark").read_text("utf-8")
    return frozenset(re.findall(r'"([A-Za-z-]+)"', grammar))


def quote(text: str) -> str:
    """A text in double quotes, escaped as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _name(text: str) -> str:
    return text if _NAME.fullmatch(text) and text not in _reserved() else quote(text)


def _unit(unit: str) -> str:
    return unit if _UNIT.fullmatch(unit) and unit not in _reserved() else quote(unit)


def _number(number: Decimal) -> str:
    return format(number, "f")


# ------------------------------------------------------------------ rules


def _rule(rule: Rule, same_event: bool = False) -> Doc:
    """`same_event`: inside a link or an exception, where "ever" goes without saying."""
    doc = _unlabelled(rule, same_event)
    if rule.label is None:
        return doc
    return prefixed(f"{quote(rule.label)} means", doc if _is_unit(rule) else bracketed("(", (doc,)))


def _is_unit(rule: Rule) -> bool:
    infix = isinstance(rule, All | Any_) and len(rule.of) > 1
    return not infix and not isinstance(rule, If)


def _as_unit(rule: Rule, same_event: bool = False) -> Doc:
    """The rule where only one without and, or, if may stand; in parentheses where it has any."""
    doc = _rule(rule, same_event)
    return doc if _is_unit(rule) or rule.label is not None else bracketed("(", (doc,))


def _as_either(rule: Rule, same_event: bool) -> Doc:
    """The rule as a condition or a first branch of `if`, where only another `if` needs parentheses."""
    return _as_unit(rule, same_event) if isinstance(rule, If) else _rule(rule, same_event)


def _unlabelled(rule: Rule, same_event: bool) -> Doc:
    match rule:
        case Fact():
            return _fact(rule, same_event)
        case All(of=of) | Any_(of=of) if len(of) < 2:
            return bracketed(f"{rule.kind} of (", tuple(_rule(member, same_event) for member in of))
        case All(of=of) | Any_(of=of):
            word = "and" if isinstance(rule, All) else "or"
            first, *rest = (_as_unit(member, same_event) for member in of)
            return stacked(first, *(prefixed(word, member) for member in rest))
        case Not(of=inner):
            return prefixed("not", _as_unit(inner, same_event))
        case Count(low=low, high=high, of=of):
            many = _how_many(low, high) or "count"
            return bracketed(f"{many} of (", tuple(_rule(member, same_event) for member in of))
        case If():
            lines = [prefixed("if", _as_either(rule.when, same_event))]
            lines.append(prefixed("then", _as_either(rule.then, same_event)))
            if rule.otherwise is not None:
                lines.append(prefixed("else", _rule(rule.otherwise, same_event)))
            return stacked(*lines)
        case Undertaking(text=text):
            return Doc(f"undertaking {quote(text)}")
        case Judgement(text=text, about=about) | Unread(text=text, about=about):
            head = Doc(f"{rule.kind} {quote(text)}")
            return head if about is None else filled(head, prefixed("about", _as_unit(about, same_event)))
    raise TypeError(f"{type(rule).__name__} is no rule")


def _how_many(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"exactly {low}" if low == high else f"between {low} and {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""


# ------------------------------------------------------------------ facts


def _fact(fact: Fact, same_event: bool) -> Doc:
    return filled(*_clauses(fact, same_event))


def _clauses(fact: Fact, same_event: bool) -> Iterator[Doc]:
    yield Doc(_head(fact))
    yield from _concept(fact.concept)
    qualifiers = [f"who: {_name(fact.who)}"] if fact.who != "patient" else []
    qualifiers += [_qualifier(qualifier) for qualifier in fact.qualifiers]
    if qualifiers:
        yield bracketed("(", tuple(Doc(text) for text in qualifiers))
    if fact.value is not None:
        yield from map(Doc, _value(fact.value, calendar=fact.domain == "person"))
    if fact.change is not None:
        yield from map(Doc, _change(fact.change))
    timeless = fact.domain in ("person", "it") or fact.pick != "any" or fact.change is not None or same_event
    if fact.when != EVER or not timeless:
        yield _window(fact.when)
    if fact.lasting is not None:
        yield prefixed("lasting", _length(fact.lasting))
    if fact.times is not None:
        yield _times(fact.times)
    for link in fact.links:
        yield bracketed(f"{link.kind} (", (_rule(link.rule, same_event=True),))
    if fact.except_ is not None:
        yield bracketed("except (", (_rule(fact.except_, same_event=True),))


def _head(fact: Fact) -> str:
    words = [] if fact.pick == "any" else [str(fact.pick)]
    if fact.status == "planned":
        words.append("planned")
    words.append(fact.domain)
    text = fact.concept.text
    if fact.domain == "person" and text in PERSON_WORDS:
        words.append(text)
    elif fact.domain != "it" or text != "it":
        words.append(quote(text))
    return " ".join(words)


def _concept(concept: Concept) -> Iterator[Doc]:
    if concept.codes:
        yield bracketed("coded (", tuple(Doc(_code(code)) for code in concept.codes))
    if concept.also:
        yield bracketed("also (", tuple(Doc(quote(name)) for name in concept.also))
    if concept.such_as:
        examples = tuple(Doc(quote(item)) if isinstance(item, str) else _rule(item) for item in concept.such_as)
        yield bracketed("such as (", examples)


def _code(code: Code) -> str:
    display = "" if code.display is None else f" {quote(code.display)}"
    words = ("not " if code.excluded else "") + ("" if code.descendants else "only ")
    return words + quote(f"{code.system}|{code.code}") + display


def _qualifier(qualifier: Qualifier) -> str:
    value = qualifier.value
    names = f": {' or '.join(map(_name, value.categories))}" if value.categories else ""
    rest = _value(value.model_copy(update={"categories": ()})) if value != Value(categories=value.categories) else ()
    return " ".join([qualifier.key + names, *rest])


def _change(change: Change) -> Iterator[str]:
    yield change.sense
    value = list(_value(change.value)) if change.value is not None else []
    # "over" behind "as mean" would be the period of the mean
    summary = next((i for i, text in enumerate(value) if text.startswith("as ")), len(value))
    yield from value[:summary]
    if change.over is not None:
        yield f"over {_period(change.over)}"
    if change.since is not None:
        yield f"compared with {_anchor(change.since)}"
    yield from value[summary:]


# ------------------------------------------------------------------ values


def _value(value: Value, calendar: bool = False) -> Iterator[str]:
    """The parts of a value; `calendar`: units of time as words ("18 years")."""
    low, high = value.low, value.high
    if value == Value():
        yield "valued"
    if low is not None and high is not None:
        yield _range(low, high, calendar)
    elif low is not None:
        yield f"{'>=' if low.closed else '>'} {_limit(low, calendar)}"
    elif high is not None:
        yield f"{'<=' if high.closed else '<'} {_limit(high, calendar)}"
    if len(value.categories) == 1:
        yield f"= {_name(value.categories[0])}"
    elif value.categories:
        yield f"in {{{', '.join(map(_name, value.categories))}}}"
    if value.scale is not None:
        unit = "" if value.scale.unit is None else f" {_unit(value.scale.unit)}"
        yield f"of {_number(value.scale.number)}{unit}"
    if value.summary is not None:
        over = value.summary.over
        yield f"as {value.summary.statistic}" + (f" over {_period(over)}" if over is not None else "")


def _range(low: Limit, high: Limit, calendar: bool) -> str:
    if low == high and low.closed and low.category is None:
        return f"= {_limit(low, calendar)}"
    opening, closing = "[" if low.closed else "(", "]" if high.closed else ")"
    same_measure = (low.unit, low.reference) == (high.unit, high.reference) != (None, None)
    if low.number is not None and high.number is not None and same_measure:
        measure = _limit(high, calendar).removeprefix(_number(high.number))
        return f"in {opening}{_number(low.number)}, {_number(high.number)}{closing}{measure}"
    return f"in {opening}{_limit(low, calendar)}, {_limit(high, calendar)}{closing}"


def _limit(limit: Limit, calendar: bool) -> str:
    if limit.category is not None:
        return _name(limit.category)
    if limit.number is None:
        return limit.reference or "unknown"
    words = [_number(limit.number)]
    if limit.unit is not None:
        word = CALENDAR_WORDS.get(limit.unit) if calendar else None
        words.append(_unit(limit.unit) if word is None else word if limit.number == 1 else f"{word}s")
    if limit.reference is not None:
        words.append(f"x {limit.reference}")
    return " ".join(words)


# ------------------------------------------------------------------ time


def _period(period: Period) -> str:
    return f"{_number(period.number)} {_plural(period)}"


def _plural(period: Period) -> str:
    if period.number == 1:
        return period.unit
    return "half-lives" if period.unit == "half-life" else f"{period.unit}s"


def _offset(offset: Offset) -> str:
    if offset.pick is None and len(offset.periods) == 1:
        return _period(offset.periods[0])
    return f"{offset.pick or 'some'} of ({' or '.join(map(_period, offset.periods))})"


def _window(window: Window) -> Doc:
    """The shortest phrase that means exactly this window; `from ... to ...` says all that no phrase does."""
    edge = {"overlap": "", "start": "starting ", "end": "ending ", "whole": "wholly "}[window.edge]
    if (window.start, window.end, window.anchors) == (None, None, ()):
        return Doc(f"{edge}ever")
    start, end = window.start, window.end
    here = Bound()
    if start == here == end:
        if window.anchors == (Anchor(name="index"),):
            return Doc(f"{edge}current")
        if window.anchors and all(anchor.point == "whole" for anchor in window.anchors):
            places = tuple(anchor.model_copy(update={"point": None}) for anchor in window.anchors)
            return Doc(f"{edge}during {_anchors(places)}")
    return Doc(f"{edge}{_bounds(start, end) or _general(start, end)} {_anchors(window.anchors)}")


def _bounds(start: Bound | None, end: Bound | None) -> str | None:
    """The phrase for two bounds; None where none fits."""
    here, open_here = Bound(), Bound(closed=False)
    simple = {(here, here): "at", (None, open_here): "before", (None, here): "up to", (open_here, None): "after",
              (here, None): "since"}.get((start, end))  # fmt: skip
    if simple:
        return simple
    if end is None and start is not None and start.offset is not None and start.side == "after":
        return f"{'at least' if start.closed else 'more than'} {_offset(start.offset)} after"
    if start is None and end is not None and end.offset is not None and end.side == "before":
        return f"{'at least' if end.closed else 'more than'} {_offset(end.offset)} before"
    if start is None or end is None:
        return None
    if start == end and start.offset is not None and start.closed:
        return f"exactly {_offset(start.offset)} {start.side}"
    if start.offset is not None and start.side == "before":
        word = "within" if start.closed else "less than"
        if end == here:
            return f"{word} {_offset(start.offset)} before"
        if end == start.model_copy(update={"side": "after"}):
            return f"{word} {_offset(start.offset)} of"
    if start == here and end.offset is not None and end.side == "after":
        return f"{'within' if end.closed else 'less than'} {_offset(end.offset)} after"
    return None


def _general(start: Bound | None, end: Bound | None) -> str:
    closed = all(bound is None or bound.closed for bound in (start, end))
    inner = f"{_bound(start)} to {_bound(end)}"
    if closed:
        return f"from {inner}"
    opening = "[" if start is not None and start.closed else "("
    closing = "]" if end is not None and end.closed else ")"
    return f"from {opening}{inner}{closing}"


def _bound(bound: Bound | None) -> str:
    if bound is None:
        return "any time"
    if bound.offset is None:
        return "anchor" if bound.side == "before" else "anchor after"
    return f"{_offset(bound.offset)} {bound.side}"


def _anchors(anchors: tuple[Anchor, ...]) -> str:
    if not anchors:
        return "unanchored"
    return _anchor(anchors[0]) if len(anchors) == 1 else f"({' or '.join(map(_anchor, anchors))})"


def _anchor(anchor: Anchor) -> str:
    if anchor.fact is not None:
        place = f"({_rule(anchor.fact).flat})"
    else:
        name = anchor.name or ""
        place = name if name in ANCHORS else quote(name)
    return place if anchor.point is None else f"{anchor.point} of {place}"


def _length(length: Length) -> Doc:
    until = "" if length.until is None else f" until {_anchor(length.until)}"
    low, high = length.low, length.high
    if low is not None and high is not None:
        if low == high and low.closed:
            return Doc(f"= {_offset(low.offset)}{until}")
        opening, closing = "[" if low.closed else "(", "]" if high.closed else ")"
        return Doc(f"in {opening}{_offset(low.offset)}, {_offset(high.offset)}{closing}{until}")
    if low is not None:
        return Doc(f"{'>=' if low.closed else '>'} {_offset(low.offset)}{until}")
    if high is not None:
        return Doc(f"{'<=' if high.closed else '<'} {_offset(high.offset)}{until}")
    return Doc(f"any time{until}")


def _times(times: Times) -> Doc:
    words = [_how_many(times.low, times.high) or "any"]
    if times.consecutive:
        words.append("consecutive")
    words.append("times")
    if times.spaced is not None:
        words.append(f"spaced {_length(times.spaced).flat}")
    if times.per is not None:
        words.append(f"per {times.per.unit if times.per.number == 1 else _period(times.per)}")
    return Doc(" ".join(words))
