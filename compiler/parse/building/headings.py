"""What a heading says of all the bullets below it: "history of any of the following", "contraindication to:"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...rules.join import join
from ...rules.model import CURRENT, EVER, All, Any_, Fact, Judgement, Rule, Unread, Window
from ..syntax.modifiers import Modifier, qualifiers
from . import facts
from .shapes import marked, of_domain

#: Qualities that announce a list as "history of" does, where they stand alone: "severe or unstable: ...".
_ANNOUNCING = frozenset({"severity", "course", "control", "activity", "certainty"})
#: Qualities that say where.
PLACES = frozenset({"side", "site"})
#: What may be given or done, or is not known for what it is.
_GIVEN = ("drug", "procedure", "device", "observation")
#: What a quality may be said of.
_QUALIFIED = ("condition", "drug", "procedure", "device")


def alternatives(mods: Sequence[Modifier]) -> Modifier | None:
    """The modifier that says two things in one, "allergy or contraindication to", if there is one."""
    return next((m for m in mods if m.key in ("domain", "who", "status") and " or " in m.value), None)


def meant(both: Modifier, one: str) -> Modifier:
    """One of the two that a modifier means: the "personal history" of "personal or family history" is the patient's."""
    if both.key == "status" and one != "planned":
        return replace(both, key="when", value=one)
    if one == facts.FAILED.value.categories[0]:  # "inadequate response or intolerance to"
        return replace(both, key=facts.FAILED.key, value=one, qualifier=facts.FAILED)
    if one == "patient" and "history" in both.written.lower():
        return replace(both, key="when", value="ever")
    return replace(both, value=one)


def announces(mods: Sequence[Modifier], timed: bool) -> bool:
    """Whether modifiers, or a time, without a name are a heading: "known hypersensitivity to:", "within 6 months:"."""
    return bool(mods or timed) and all(m.spreads or m.key in _ANNOUNCING for m in mods)


def headed(rule: Rule, mods: Sequence[Modifier], when: Window | None) -> Rule:
    """A rule of a bullet with what its heading says."""
    if (both := alternatives(mods)) is not None:
        each = [[meant(both, one) if m is both else m for m in mods] for one in both.value.split(" or ")]
        found = [headed(rule, said, when) for said in each]
        return join(list(dict.fromkeys(found)), "or") or rule
    return _qualified(marked(rule, mods, when), mods)


def _qualified(rule: Rule, mods: Sequence[Modifier]) -> Rule:
    """A rule whose facts have the qualities of their heading, and are of what it speaks of."""
    match rule:
        case Fact():
            return _of_kind(_with_qualities(rule, mods), mods)
        case All(of=of) | Any_(of=of):
            return rule.model_copy(update={"of": tuple(_qualified(each, mods) for each in of)})
        case Judgement(about=about) | Unread(about=about) if about is not None:
            return rule.model_copy(update={"about": _qualified(about, mods)})
    return rule


def _with_qualities(fact: Fact, mods: Sequence[Modifier]) -> Fact:
    """A fact with the qualities that it does not have already, with what is planned, and with whose it is."""
    owned = {each.key for each in fact.qualifiers}
    may_be = fact.domain in _QUALIFIED
    more = tuple(q for q in qualifiers(list(mods)) if q.key not in owned and (may_be or q.key in PLACES))
    changed: dict[str, object] = {"qualifiers": fact.qualifiers + more} if more else {}
    for m in mods:
        if may_be and m.key == "status" and fact.when in (EVER, CURRENT):
            changed |= {"status": "planned", "when": EVER}
        if may_be and m.key == "who" and fact.who == "patient":
            changed |= {"who": m.value, "when": EVER if fact.when == CURRENT else fact.when}
    return fact.model_copy(update=changed) if changed else fact


def _of_kind(fact: Fact, mods: Sequence[Modifier]) -> Rule:
    """A fact as what it speaks of has it: an allergy to what is named, a contraindication to it."""
    kinds = {m.value for m in mods if m.key == "domain"}
    if "allergy" in kinds:
        return of_domain(fact, "allergy")
    if fact.domain == "measurement" and fact.value is None and fact.change is None:  # "albumin"
        fact = fact.model_copy(update={"domain": "drug", "pick": "any"}) if "contraindication" in kinds else fact
    if "contraindication" in kinds and fact.domain in _GIVEN:
        return facts.contraindication(fact, CURRENT)
    return fact
