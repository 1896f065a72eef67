"""How long ago something brief was: "stroke (< 6 months)", "major surgery < 4 weeks".

Of what takes its time, the same words say how long it has lasted: "symptoms < 6 months", "dialysis < 3 months"; and
what was there so long ago has begun then. What keeps a patient out because it is too fresh is told so too:
"radiotherapy </= 21 days", "other malignancies < 3 years".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...extract.lexicon import is_event
from ...rules.model import Bound, Length, Offset, Window
from ...vocabulary import column
from ..syntax.modifiers import Modifier
from ..syntax.tree import Part, Time
from ..token import Noun, Token

_DAYS = frozenset({"day", "week", "month", "year"})
#: Units of lengths that nothing brief lasts longer than.
_LONG = frozenset({"month", "year"})
#: Units of how long ago drugs were taken that soon leave the body: "heparin <= 12 hours".
_SHORT = _DAYS | {"hour"}
#: What says of a length that something lasts so long.
_LASTS = re.compile(r"\b(?:duration|length|period|lasting|consecutive|total|short|limited|brief)\b", re.IGNORECASE)
#: What is said of a treatment that goes on: "on aspirin < 3 months", "stable dose < 3 months".
_GOES_ON = frozenset({("when", "current"), ("course", "chronic"), ("course", "long-term")})


def as_ago(part: Part, noun: Noun, mods: Sequence[Modifier] = (), barred: str = "") -> Part | None:
    """The window of a length that says how long ago something was; None where it lasted so long.

    So it is said of what is brief, and of what is told of as recent or past: "history of cancer (< 5 years)". `barred`
    is the text of what keeps a patient out.
    """
    time = part.value
    if time.span is None or not isinstance(time.span.value, Length) or time.preposition is not None or time.direction:
        return None
    low, high = time.span.value.low, time.span.value.high
    limit = high if low is None else low if high is None else None
    fresh = bool(barred) and low is None and not part.before and _is_too_fresh(noun, mods, barred)
    if limit is None or not (is_brief(noun) or fresh or (low is None and _is_past(noun, mods))):
        return None
    units = {period.unit for period in limit.offset.periods}
    days = _SHORT if noun.domain == "drug" else _DAYS
    if not units <= (days if low is None else _LONG) or (low is not None and noun.domain == "procedure"):
        return None
    at = time.span.end
    return replace(part, kind="window", value=replace(time, direction=Token("BEFORE", at, at, "")))


def _is_too_fresh(noun: Noun, mods: Sequence[Modifier], text: str) -> bool:
    """Whether what keeps a patient out does so for being recent: treatments, and illnesses that were once there."""
    said = {(modifier.key, each.lower()) for modifier in mods for each in modifier.alternatives}
    if _LASTS.search(text) or said & _GOES_ON or any(key in ("control", "status") for key, _ in said):
        return False
    words = noun.text.lower().split()
    if noun.domain == "condition":
        return not column("dated_illnesses").isdisjoint(words)
    return noun.domain == "drug" or (noun.domain == "procedure" and words[-1] not in column("ongoing_procedures"))


def _is_past(noun: Noun, mods: Sequence[Modifier]) -> bool:
    """Whether an illness is told of as past, or anything but a result as recent: "recent (< 3 months) steroid use"."""
    said = {(modifier.key, each.lower()) for modifier in mods for each in modifier.alternatives}
    recent = any(key == "course" and value.endswith("recent") for key, value in said)
    return (recent and noun.domain != "measurement") or (noun.domain == "condition" and ("when", "ever") in said)


def counted_from(part: Part, noun: Noun, mods: Sequence[Modifier]) -> Part:
    """ "From" without "within": a treatment "at least 4 weeks from registration" lies before it, a survival lasts.

    Points of the trial only: from an event on, time runs forward.
    """
    time = part.value
    if part.kind != "window" or time.direction is None or not time.anchors:
        return part
    bare = time.direction.value == "from" or (time.direction.type == "OF" and time.preposition is None)
    if bare and not column("measures_of_time").isdisjoint(noun.text.lower().split()):
        return replace(part, kind="lasting", value=replace(time, direction=None, anchors=()))
    planned = any(modifier.key == "status" for modifier in mods)
    if time.direction.value != "from" or planned or noun.domain not in ("drug", "procedure", "device"):
        return part
    return replace(part, value=replace(time, direction=time.direction.retyped("BEFORE")))


def lying_ahead(part: Part, mods: Sequence[Modifier]) -> Part:
    """What is planned "within 4 weeks of screening" is to come: behind a point of the trial, and not before it."""
    if part.kind not in ("window", "windows") or not any(modifier.key == "status" for modifier in mods):
        return part
    if part.kind == "windows":
        return replace(part, value=tuple(_behind(time) for time in part.value))
    return replace(part, value=_behind(part.value))


def _behind(time: Time) -> Time:
    if time.direction is None or time.direction.type != "OF" or not time.anchors:
        return time
    return replace(time, direction=time.direction.retyped("AFTER"))


def stopped(when: Window, mods: Sequence[Modifier]) -> Window:
    """ "Steroids stopped 2 weeks before randomization": at the latest then, as is asked of a patient."""
    start = when.start
    over = any((modifier.key, modifier.value) == ("edge", "end") for modifier in mods)
    if not over or start is None or start.offset is None or start.side != "before" or when.end != Bound():
        return when
    return when.model_copy(update={"start": None, "end": start}) if start.offset.wording == "distance" else when


def over_since(when: Window, offset: Offset) -> Window | None:
    """ "Off steroids for 2 weeks (4 weeks for A)": the window of what has ended as long ago as the bracket says."""
    end = when.end
    if when.edge != "end" or when.start is not None or end is None or end.offset is None:
        return None
    return when.model_copy(update={"end": end.model_copy(update={"offset": offset})})


def is_brief(noun: Noun) -> bool:
    """Whether what is named happens, and does not last: a stroke, an operation."""
    if noun.domain == "condition":
        return is_event(noun.text)
    last = noun.text.lower().split()[-1]
    known = column("brief_procedures")
    ends = any(last.endswith(word[1:]) for word in known if word.startswith("-"))
    return noun.domain == "procedure" and (last in known or ends)


def since(when: Window, noun: Noun, mods: Sequence[Modifier]) -> Window:
    """The window of what still goes on: "asthma at least 12 months before screening" began then, and did not end."""
    goes_on = noun.domain == "condition" and not is_brief(noun)
    over = any(modifier.key in ("outcome", "edge", "activity") for modifier in mods)
    if when.edge != "end" or when.start is not None or not goes_on or over:
        return when
    return when.model_copy(update={"edge": "start"})
