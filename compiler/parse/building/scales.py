"""Scales, books of criteria and places: links that say how something was told, and are no records of their own."""

from __future__ import annotations

import re
from typing import Any

from ...rules.model import Concept, Fact, Qualifier, QualifierKey, Rule, Unread, Value
from ..token import Noun, Token
from .limits import Limits, with_scale
from .shapes import members, name

#: A short name in brackets behind the long one.
_OTHER_NAME = re.compile(r"\s*\(\s*([A-Za-z][^()]*?)\s*\)")
_BOOK = re.compile(
    r"\b(?:criteria|guidelines?|classification|definition|version|recommendations?|consensus|CTCAE|RECIST|DSM|formula"
    r"|equation|label(?:l?ing)?|self-report|report)\b",
    re.IGNORECASE,
)


def of_scale(text: str) -> Concept:
    """ "Prostate symptom score (IPSS)" has another name in brackets."""
    bracket = _OTHER_NAME.search(text)
    if bracket is None:
        return Concept(text=text)
    return Concept(text=text[: bracket.start()] + text[bracket.end() :], also=(bracket[1],))


def _place(rule: Rule) -> str | None:
    """What says where something is: a name, or words that are none."""
    return rule.text if isinstance(rule, Unread) and rule.about is None else name(rule)


def quality(word: Token, rule: Rule, said: str) -> Qualifier | None:
    """A link that only says where something is, or by which book it was told."""
    names = [_place(member) if word.value == "site" else name(member) for member in members(rule)]
    if not names or None in names:
        return None
    texts = tuple(text for text in names if text)
    if word.value == "site":
        if any(isinstance(member, Fact) and member.domain in ("drug", "procedure") for member in members(rule)):
            return None  # "a trial that involves an investigational drug"
        return Qualifier(key="site", value=Value(categories=texts))
    key = _SAID_OF.get(said.lower())
    if key is not None and isinstance(rule, Fact) and rule.domain == "observation":
        return Qualifier(key=key, value=Value(categories=texts))
    if word.value == "by" and all(_BOOK.search(text) for text in texts):
        return Qualifier(key="method", value=Value(categories=texts))
    return None


#: What a small word before an observation says of a name: "by history", "on exertion", "at any level".
_SAID_OF: dict[str, QualifierKey] = {"by": "method", "on": "context", "at": "site"}


def on_scale(noun: Noun, word: Token, rule: Rule, fields: dict[str, Any]) -> dict[str, Any] | None:
    """ "Pain of 30 to 90 mm on a 100 mm VAS": the scale is what was measured."""
    if word.value != "by" or not isinstance(rule, Fact) or rule.links or not ({"limits", "change"} & set(fields)):
        return None
    ranges: Limits | None = fields.get("limits")
    if rule.value is not None and ranges is not None and all(value.categories for value in ranges.values):
        return None  # "normal renal function as assessed by creatinine clearance > 60": a limit of its own
    named_anew = rule.label is not None  # "on a VAS (average pain over 24 hours)": the bracket explains the scale
    if rule.value is not None and ranges is not None and not named_anew and None in (rule.value.low, rule.value.high):
        return None  # "born at >= 37 weeks of gestation weighing > 2500 g": no scale is open to one side
    scale = rule.concept.text
    if _EXAMINATION.search(scale) or _BOOK.search(scale) or (rule.domain != "measurement" and not _SCALE.search(scale)):
        return None
    shared = set(noun.text.lower().split()) & set(scale.lower().split())
    named = scale if shared else f"{noun.text} {re.sub(r' scale$', '', scale, flags=re.IGNORECASE)}"
    if ranges is None:
        return {"named": named}
    values = tuple(with_scale(value, rule.value) for value in ranges.values)
    return {"named": named, "limits": Limits(values, ranges.operator)}


#: What shows a measurement and is no scale of it: "QTcF > 470 msec on ECG".
_EXAMINATION = re.compile(
    r"\b(?:[EA]?[CK]G|MRI|CT|scan|ultraso\w+|\w*(?:cardiogra|tomogra|angiogra|radiogra)\w*)\b", re.I
)
_SCALE = re.compile(r"\b(?:scale|score|VAS|NRS|index|questionnaire|inventory)\b", re.IGNORECASE)
