"""Drugs named by what they do: "medications known to prolong the QT interval", "agents that inhibit CYP3A4".

The whole phrase is the name of the drugs: which ones they are, a value set says. What such drugs might do to the trial
("that may interfere with the evaluation") is no name but a fear, and left to the judgement of an investigator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entity import Entity
from .lexicon import domain_of
from .term import Term

_KINDS = (
    r"(?:drugs?|medications?|medicines?|pharmaceuticals?|agents?|substances?|compounds?"
    r"|(?<!blood )products?|supplements?)"
)
_DRUGS = rf"(?:(?:concomitant|prescription|herbal|pharmacologic(?:al)?)\s+)?{_KINDS}"
_VERBS = (
    "prolong|inhibit|induc|affect|alter|influenc|increas|decreas|lower|rais|reduc|modulat|suppress|block|impair"
    "|elevat|stimulat|modify|modifi|exacerbat|caus|interact|interfer|lead|lengthen|worsen|improv|promot|antagoni[sz]"
)
_DOES = rf"(?:{_VERBS})(?:e?s|e)?"
_DOING = rf"(?:{_VERBS})ing"
_SAID = (
    r"(?:(?:well[\s-])?(?:known|likely|thought|reported|expected|suspected|shown|able|documented"
    r"|intended|designed|meant))"
)
_MAY = r"(?:may|might|can|could|would|will)"
_HOW = r"(?:(?:potentially|significantly|strongly|substantially|directly|markedly|also|either|both)\s+)*"
_EFFECT = (
    rf"(?:(?:(?:that|which)\s+(?:are|is)\s+)?{_SAID}\s+to\s+(?!the\b)\w+"
    rf"|(?:that|which)\s+(?:{_MAY}\s+)?{_HOW}{_DOES}"
    rf"|{_HOW}{_DOING})"
)
#: What ends the effect: a time, examples, an exception, a new statement.
_STOP = (
    r"\s+(?:\d+\s+(?:hours?|days?|weeks?|months?|years?)|within|during|in\s+the\s+(?:past|last|previous|prior|preceding|\d)|in\s+(?:the\s+)?\d|prior|before|after|at"
    r"|throughout|while|until|since|such\s+as|e\.?g|i\.?e|including|like|unless|except|other\s+than|if|who|whom"
    r"|(?:is|are|was|were|will|must|should|has|have|had|cannot|not)"
    r"|and\s*/\s*or|(?:and|or|and/or)\s+(?:(?:a|an|any|the|other|concomitant|current|known|patients?|subjects?|participants?|who|has|have"
    r"|history|with|use|treatment|that|which|requiring|receiving|is|are|not|no|can|cannot|may|must"
    r"|should|will)\b"
    r"|(?:[\w-]+\s+){0,2}?(?:drugs?|medications?|agents?|substances?|inhibitors?|inducers?|antagonists?|therapy)\b)"
    r")\b"
)
_FOR = r"(?<!potential)(?<!propensity)\s+for\b"
_OBJECT = r"(?:\s+[^\s.,;:()\[\]<>≤≥=*]+){1,12}?"
_BY_EFFECT = re.compile(
    rf"\b{_DRUGS}\s+{_EFFECT}(?P<object>{_OBJECT})(?=\s*(?:$|[.,;:()\[\]<>≤≥=*]|\s-\s)|{_STOP}|{_FOR})", re.IGNORECASE
)
_ACTORS = r"(?:inhibitors?|inducers?|substrates?|modulators?|modifiers?|antagonists?|agonists?)"
_JOINED = r"\s*(?:/|,|\b(?:and/or|and|or|to)\b)\s*"
_STRENGTH = r"(?:strong|potent|moderate|weak|known)"
_ACTING = rf"(?:(?:an?\s+)?{_STRENGTH}(?:{_JOINED}{_STRENGTH})*\s+)?(?:(?!{_ACTORS})[\w/-]+\s+){{0,3}}?{_ACTORS}"
_OF_WHAT = r"(?:\s+of\s+(?:the\s+)?(?:cytochrome(?:\s+P\s?-?450)?(?:\s+\(\w+\))?\s+)?[\w-]*\d[\w-]*)?"
#: Drugs named by what they are to an enzyme: "medications that are strong CYP3A4 inhibitors or inducers".
_BY_ACTION = re.compile(
    rf"\b(?:{_DRUGS}|[\w-]{{4,}}s)\s+(?:that|which)\s+(?:are|is)\s+(?:either\s+)?{_ACTING}(?:{_JOINED}{_ACTING})*{_OF_WHAT}",
    re.IGNORECASE,
)
#: What the lexicon knows a function of the body as, if at all.
_FUNCTIONS = frozenset({None, "measurement", "observation"})
#: What more they affect: "known to affect appetite, weight, or metabolism".
_FUNCTION = r"[a-z][\w/-]*(?:\s+[a-z][\w/-]*){0,2}"
_MORE = re.compile(
    rf"(?:,\s+{_FUNCTION}){{1,5}},?\s+(?:and|or)\s+{_FUNCTION}(?=\s*(?:$|[.;:()])|{_STOP})", re.IGNORECASE
)
_OF_FUNCTIONS = re.compile(r"\b(?:affect|alter|influenc|modulat)", re.IGNORECASE)
_PARTS = re.compile(r",\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_NO_FUNCTION = re.compile(
    rf"\b(?:{_KINDS}|any|other|use|history|treatment|therapy|patients?|subjects?)\b", re.IGNORECASE
)
_OF_TRIAL = re.compile(
    r"\b(?:study|trial|protocol|participation|participate|evaluations?|assessments?|efficacy|safety|results?|outcomes?"
    r"|interpretation|investigat\w+|compliance|endpoints?|patient|subject)\b",
    re.IGNORECASE,
)


def effects(text: str) -> Iterator[Term]:
    """The drugs that a text names by their effects; `ENTITY` terms."""
    for found in _BY_EFFECT.finditer(text):
        if not _OF_TRIAL.search(found["object"]):
            start, end = found.start(), _end(text, found)
            yield Term("ENTITY", start, end, Entity("drug", text[start:end]))
    for found in _BY_ACTION.finditer(text):
        yield Term("ENTITY", found.start(), found.end(), Entity("drug", found.group()))


def _end(text: str, found: re.Match[str]) -> int:
    """Where a name ends that says what the drugs affect; a list of functions of the body is part of it."""
    more = _MORE.match(text, found.end()) if _OF_FUNCTIONS.search(found.group()) else None
    if more is None or _NO_FUNCTION.search(more.group()) or _OF_TRIAL.search(more.group()):
        return found.end()
    functions = [part for part in _PARTS.split(more.group()) if part]
    return found.end() if any(domain_of(part) not in _FUNCTIONS for part in functions) else more.end()


def affected(name: str) -> str | None:
    """What drugs act on that are named by what they do: the QT interval of "drugs that prolong the QT interval"."""
    found = _BY_EFFECT.fullmatch(name)
    return found["object"].strip() if found else None
