"""How long something has not been: "no seizures for at least 6 months" is none within these 6 months.

A length behind what is denied is as a rule that of its absence, counted back from now. It is that of the thing itself
where it is said to last ("no fever lasting 3 days"), where it is what the thing must not exceed ("no steroids for more
than 7 days"), and where a state that was hoped for is denied ("has not been in remission for at least 5 years", among
exclusions).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...rules.model import LengthLimit, Offset
from ...rules.trial import Section
from ..syntax.tree import Item, Join, Part, Reading
from ..token import Token

#: Denials that name what is absent; others deny a verb, and among exclusions its length too.
_ABSENT = re.compile(
    r"(?:with\s+|ha[sd]\s+|have\s+)?no\b|without|free|absence|lack|freedom|neither|none", re.IGNORECASE
)
_FOR = re.compile(r"for\b|since\b", re.IGNORECASE)
#: Units of lengths that are long enough for "more than" to be said of an absence.
_LONG = frozenset({"month", "year"})
#: States that are an absence themselves, or asked for: "not seizure-free for 21 days".
_STATE = re.compile(r"\bfree\b|\bremission\b|\bmenopaus|\bstable\b|\bsober\b|\babstinen", re.IGNORECASE)


def absent(reading: Reading, sign: Token, text: str, section: Section, denied: bool) -> Reading:
    """What is denied, with the lengths of its absence as windows; `denied`: it stands below another denial too."""
    asked = (section == "inclusion") != denied
    if not asked and not _ABSENT.match(text, sign.start, sign.end):
        return reading
    return _timed(reading, text)


def _timed(reading: Reading, text: str) -> Reading:
    match reading:
        case Join(of=of):
            return replace(reading, of=tuple(_timed(each, text) for each in of))
        case Item():
            measured = any(part.kind in ("values", "change") for part in reading.parts)
            if measured or _STATE.search(text, reading.head.start, reading.head.end):
                return reading
            return replace(reading, parts=tuple(_window(part, text) or part for part in reading.parts))
    return reading


def _window(part: Part, text: str) -> Part | None:
    """The window of a length of absence: "for at least 6 months", "at least 6 months before screening"."""
    time = part.value
    if part.kind not in ("lasting", "window") or part.before or time.span is None:
        return None
    lead = time.preposition
    told = lead is not None and _FOR.match(text, lead.start, lead.end)
    back = lead is None and time.direction is not None and time.direction.type == "BEFORE"
    offset = _length(time.span, back)
    if offset is None or not (told if part.kind == "lasting" else back):
        return None
    later = time.direction is not None and time.direction.type == "AFTER"  # "no recurrence for 5 years after surgery"
    within = Token("WITHIN", part.start, part.start, "plain" if later else "past")
    return replace(part, kind="window", value=replace(time, preposition=within, span=time.span._replace(value=offset)))


def _length(span: Token, back: bool) -> Offset | None:
    """How long an absence is: "6 months", "at least 6 months"; "more than 7 days" is too short for one."""
    if isinstance(span.value, Offset):
        return None if back else span.value.model_copy(update={"wording": "stretch"})
    low: LengthLimit | None = span.value.low
    if low is None or span.value.high is not None:
        return None
    long = not back and all(period.unit in _LONG for period in low.offset.periods)
    return low.offset.model_copy(update={"wording": "absence"}) if low.closed or long else None
