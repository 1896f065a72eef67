"""One item as one fact: domain, concept, limits, time. The defaults that every compiled fact states are here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal

from ...extract.lexicon import domain_of, is_event
from ...extract.participation import is_participation
from ...rules.model import (
    CURRENT,
    EVER,
    Anchor,
    Bound,
    Concept,
    Domain,
    Fact,
    Length,
    LengthLimit,
    Limit,
    Link,
    Qualifier,
    Times,
    Value,
    Window,
)
from ...vocabulary import column, pairs
from ..syntax.modifiers import Modifier, qualifiers
from ..token import Noun

#: When something lies that is over, where the text does not say since when.
OVER = Window(end=Bound(closed=False), anchors=(Anchor(name="enrollment"),), edge="end")
_OFF = re.compile(r"off\b", re.IGNORECASE)
#: Words that say which of several, and not that it is over.
_IN_ORDER = re.compile(r"(?:(?:the|their)\s+)?(?:last|final|most recent)$", re.IGNORECASE)
#: UCUM codes of the units of time.
UCUM = {"minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
#: The ages, in years, that a limit which names nothing is taken to be of.
_ADULT, _OLDEST = 12, 110
#: What speaks against a procedure or a drug; its link says which.
CONTRAINDICATION = "contraindication"
#: What is said of a drug or treatment to which a patient did not respond.
FAILED = Qualifier(key="outcome", value=Value(categories=("failed",)))
#: Units of what is taken of a patient: a pressure, a body mass index, a rate of filtration.
_VITAL = ("mm[Hg]", "kg/m2", "mL/min")
#: A UCUM unit of so much in a volume: "ng/mL", "/uL".
_CONCENTRATION = re.compile(r"/(?:[dcmun]?L|mm3|[cm]m3)\b")
CURRENT_DOMAINS = frozenset({"condition", "drug", "device", "observation"})
#: The time of a fact that states none: equal to that of "history of", and told from it by identity alone.
UNSTATED = EVER.model_copy()
#: Routes that are places as well, where an illness can be.
_PLACE = re.compile(
    r"systemic\b|locali[sz]ed|local\b|(?:sub)?cutaneous|epidural|intra-?articular|intrathecal", re.IGNORECASE
)
#: What came of a drug that was taken, and of the harm it did.
_CAME_TO = frozenset({"failed", "refractory", "recovered", "resolved", "unresolved"})


def default_window(domain: Domain, text: str) -> Window:
    """When a fact must hold if the text does not say (design: every compiled fact states its time)."""
    over = domain in ("condition", "observation") and (is_event(text) or is_participation(text))
    return CURRENT if domain in CURRENT_DOMAINS and not over else EVER


def fact(noun: Noun, mods: list[Modifier], *, nested: bool, **fields: Any) -> Fact:
    """The fact of a noun with its modifiers; `nested` ones, inside links and exceptions, state no time of their own."""
    if any((m.key, m.value) == ("domain", "contraindication") for m in mods):
        return _contraindication(noun, mods, nested, fields)
    value = fields.get("value")
    sized = "change" in fields and fields["change"].value is not None
    tested = sized or (value is not None and bool(value.categories))
    domain = _domain(noun, mods, measured="value" in fields or sized, tested=tested)
    if value is not None and domain in ("drug", "observation") and (of_blood(value) or _is_found(value)):
        domain = "measurement"
    when = fields.pop("when", None) or _when(mods)
    status = "planned" if any(m.key == "status" for m in mods) else "happened"
    if when == EVER and "lasting" in fields and domain in CURRENT_DOMAINS and any(_is_perfect(m) for m in mods):
        when = default_window(domain, noun.text)  # "have had asthma for at least 6 months"
    happens = status == "happened" and domain == "procedure" and not nested
    if when is None and happens and any(_goes_on(m) for m in mods):
        when = CURRENT
    if when is None and not nested and domain == "drug" and any(m.value.lower() in _CAME_TO for m in mods):
        when = EVER  # who has failed a drug may have stopped it
    if when is None:
        when = UNSTATED if nested else EVER if status == "planned" else default_window(domain, noun.text)
    if status == "planned":
        when = _ahead(when)
    edge = next((m for m in mods if m.key == "edge"), None)
    if edge is not None and edge.value == "end" and when == CURRENT:
        when = CURRENT if _IN_ORDER.match(edge.written) else OVER
    elif edge is not None and nested and when == UNSTATED and _OFF.match(edge.written):
        when = OVER  # "eligible provided they are off steroids"
    elif edge is not None and when.anchors:
        when = when.model_copy(update={"edge": edge.value})
    kin = next((m for m in mods if m.key == "who"), None)
    who = kin.value if kin is not None else "patient"
    if when == CURRENT and kin is not None and (who in ("family", "patient") or "history" in kin.written.lower()):
        when = EVER  # what runs in a family may be over
    one_of_all = "value" in fields if nested else not {"change", "times"} & set(fields)
    once = when == EVER and any(m.key == "when" and _ONCE.search(m.written) for m in mods)
    pick = "latest" if domain == "measurement" and one_of_all and not once else "any"
    return Fact(
        domain=domain,
        concept=Concept(text=noun.text, **{k: fields.pop(k) for k in ("also", "such_as") if k in fields}),
        pick=pick,
        when=when,
        status=status,
        who=who,
        qualifiers=_fitting(domain, qualifiers(mods)) + fields.pop("more_qualifiers", ()),
        **fields,
    )


def _fitting(domain: Domain, told: tuple[Qualifier, ...]) -> tuple[Qualifier, ...]:
    """Qualifiers as a fact of a domain has them: an illness is nowhere given, but somewhere: "systemic infection"."""
    if domain != "condition":
        return told
    return tuple(each.model_copy(update={"key": "site"}) if _is_place(each) else each for each in told)


def _is_place(told: Qualifier) -> bool:
    return told.key == "route" and all(_PLACE.match(name) for name in told.value.categories)


def _contraindication(noun: Noun, mods: list[Modifier], nested: bool, fields: dict[str, Any]) -> Fact:
    """A reason not to do or give something: a condition of the patient, for the procedure or drug it speaks against."""
    when = fields.pop("when", None) or _when(mods) or (EVER if nested else CURRENT)
    examples, told_by = fields.pop("such_as", ()), fields.pop("more_qualifiers", ())
    told_by = (*told_by, *qualifiers([m for m in mods if m.key == "method"]))
    own = [m for m in mods if m.key not in ("domain", "when", "status", "method")]
    against = fact(noun, own, nested=True, **fields)
    found = contraindication(against, when)
    concept = found.concept.model_copy(update={"such_as": examples})
    return found.model_copy(update={"concept": concept, "qualifiers": told_by})


def contraindication(against: Fact, when: Window) -> Fact:
    """What speaks against giving or doing something, told as a fact that states no time of its own."""
    link = Link(kind="for", rule=against.model_copy(update={"when": UNSTATED}))
    return Fact(domain="condition", concept=Concept(text=CONTRAINDICATION), when=when, links=(link,), span=against.span)


def _is_found(value: Value) -> bool:
    """Whether a value says that something was found, or was not: "positive for drugs of abuse"."""
    return any(limit in ("positive", "negative") for limit in value.categories)


def _domain(noun: Noun, mods: list[Modifier], measured: bool, tested: bool) -> Domain:
    asked = next((m.value for m in mods if m.key == "domain"), None)
    if is_participation(noun.text):
        return noun.domain
    if asked == "allergy":
        return "allergy"
    if asked == "drug" and noun.domain == "observation" and not measured and domain_of(noun.text) is None:
        return "drug"
    if asked == "drug" and noun.domain == "measurement" and not (measured or tested) and _is_given(noun.text):
        return "drug"
    if asked == "procedure" and noun.domain == "observation":
        return "procedure"
    if (measured and noun.domain in ("observation", "person")) or (tested and noun.domain == "condition"):
        return "measurement"
    if measured and noun.domain == "condition" and domain_of(noun.text) == "measurement":
        return "measurement"  # "prolonged QTc > 480 ms"
    return noun.domain


def _is_given(name: str) -> bool:
    """Whether what is measured by this name is given as well: "treatment with testosterone"."""
    return name.lower() in {each.lower() for each in column("analytes_given")}


def of_blood(value: Value) -> bool:
    """Whether a value is one that only a laboratory gives: so much in a volume, or against the limits of normal."""
    limits = [limit for limit in (value.low, value.high) if limit is not None]
    return any(limit.reference is not None or _CONCENTRATION.search(limit.unit or "") for limit in limits)


def of_test(value: Value) -> bool:
    """Whether a value is one that a laboratory gives, a pressure or a rate of filtration."""
    units = [end.unit or "" for end in (value.low, value.high) if end is not None]
    return of_blood(value) or any(unit.startswith(_VITAL) for unit in units)


def _ahead(when: Window) -> Window:
    """A length of time without an anchor, of what is planned: "planned surgery within 4 weeks" lies ahead."""
    start = when.start
    if start is None or start.offset is None or start.side != "before" or when.end != Bound():
        return when
    if [anchor.name for anchor in when.anchors] != ["enrollment"]:
        return when
    return when.model_copy(update={"start": Bound(side="after"), "end": start.model_copy(update={"side": "after"})})


def _is_perfect(modifier: Modifier) -> bool:
    """Whether a modifier tells of what began and lasts, where it says how long: "have had", "must have had"."""
    return modifier.key == "when" and bool(_PERFECT.fullmatch(modifier.written))


def _goes_on(modifier: Modifier) -> bool:
    """Whether a modifier says that what it is said of goes on: "receiving dialysis", "on chemotherapy"."""
    return modifier.key == "domain" and bool(_NOW.match(modifier.written))


_NOW = re.compile(
    r"(?:(?:who|is|are|being|currently|chronically|regularly)\s+)*(?:taking|using|receiv(?:ing|es?)|on|takes?|undergoing|"
    r"requir(?:es?|ing)|(?:in )?need(?:ing|s)?(?: for| of)?|requirements? for|prescribed|maintained|dependen\w+)\b"
    r"(?!\s+(?:treatment|therapy) with)",
    re.IGNORECASE,
)


#: What tells of any result that there ever was: "history of LVEF < 45 %", "prior positive HIV test".
_ONCE = re.compile(r"\b(?:histor(?:y|ies|ical)|prior|previous(?:ly)?|past|ever)\b", re.IGNORECASE)
#: "Had" is one behind "must have" (see the terminal PERFECT).
_PERFECT = re.compile(r"(?:(?:who )?(?:have|has) )?had(?: an?)?", re.IGNORECASE)


def _when(mods: list[Modifier]) -> Window | None:
    said = [m.value for m in mods if m.key == "when"]
    if not said:
        return None
    return CURRENT if said[-1] == "current" else EVER


def named_by_unit(value: Value) -> str | None:
    """What a limit with no subject measures, where its unit tells ("over 250 pounds")."""
    unit = next((limit.unit for limit in (value.low, value.high) if limit is not None and limit.unit), None)
    return pairs("unit_subjects").get(unit) if unit else None


def number_value(number: Decimal) -> Value:
    """A bare number as the one value that matches."""
    return Value(low=Limit(number=number), high=Limit(number=number))


def as_value(length: Length) -> Value:
    """A length of time that is itself what was measured: "life expectancy of at least 12 weeks"."""
    return Value(low=_timed_limit(length.low), high=_timed_limit(length.high))


def is_of_time(noun: Noun, length: Length) -> bool:
    """Whether a length is the value of what is named: minutes and hours of a measurement, more only of times."""
    periods = [limit.offset.periods[0] for limit in (length.low, length.high) if limit is not None]
    words = noun.text.lower().replace("-", " ").split()
    if noun.domain != "measurement":
        return noun.domain == "observation" and bool({"age", "survival", "expectancy"} & set(words))
    return all(period.unit in ("minute", "hour") for period in periods) or not column("measures_of_time").isdisjoint(
        words
    )


def is_age(length: Length) -> bool:
    """Whether a length with limits is one of years that a grown person may have."""
    periods = [limit.offset.periods[0] for limit in (length.low, length.high) if limit is not None]
    return bool(periods) and all(period.unit == "year" and _ADULT <= period.number <= _OLDEST for period in periods)


def _timed_limit(limit: LengthLimit | None) -> Limit | None:
    if limit is None:
        return None
    period = limit.offset.periods[0]
    return Limit(number=period.number, unit=UCUM.get(period.unit, period.unit), closed=limit.closed)


def occurrences(value: Value) -> Times | None:
    """A limit without a unit before an event counts it: "at least 2 exacerbations"."""
    limits = [limit for limit in (value.low, value.high) if limit is not None]
    if not limits or any(limit.unit or limit.reference or limit.number is None or limit.number % 1 for limit in limits):
        return None
    low = int(value.low.number) + (not value.low.closed) if value.low and value.low.number is not None else None
    high = int(value.high.number) - (not value.high.closed) if value.high and value.high.number is not None else None
    wording: Literal["closed", "open"] = "closed" if any(limit.closed for limit in limits) else "open"
    return Times(low=low, high=high, wording=wording)
