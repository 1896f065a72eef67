"""What a modifier says of a fact: a qualifier, a time, a status, or the kind of thing meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import get_args

from ...extract.lexicon import domain_of
from ...rules.model import CURRENT, EVER, Qualifier, QualifierKey, Value
from ..token import Connective, Token
from .tree import Part, connective

#: Keys of what opens a list: "history of", "allergy to", "planned", "family history of".
SPREADING = frozenset({"when", "domain", "status", "light", "who"})
KEYS = frozenset(get_args(QualifierKey))
TIMES = {"ever": EVER, "current": CURRENT}
#: Words that state what every fact states: they make no qualifier.
SAYS_NOTHING = frozenset({"known", "diagnosed", "documented", "established", "verified"})
#: Qualities of which a thing has one at a time.
DEGREES = frozenset({"severity", "grade"})
_TO = frozenset({"to", "-", "–"})
#: Words that say that a thing is not sure: "suspected or confirmed" is either.
DOUBTED = frozenset({"suspected", "probable", "possible", "presumed", "known"})
#: What only ties a quality to what stands before it: ", as assessed by the central laboratory", "(66 joint count)".
_LEAD = re.compile(r"^,\s*(?:as\s+)?|^\(\s*|\s*\(\w+\)$|\s*\)$", re.IGNORECASE)
CONFIRMED = ("confirmed", "proven", "proved", "verified", "diagnosed", "documented")


@dataclass(frozen=True)
class Modifier:
    """One modifier: its key ("severity", "when", "domain", ...), what it says, and the token that says it.

    `run` are all tokens of alternatives: "oral or inhaled".
    """

    key: str
    value: str
    token: Token
    qualifier: Qualifier | None = None
    written: str = ""
    run: tuple[Token, ...] = ()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens that say it."""
        return self.run or (self.token,)

    @property
    def spreads(self) -> bool:
        """Whether it opens a list ("history of A or B") rather than qualifying one name."""
        return self.key in SPREADING

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What it says: each of the alternatives where there are several."""
        return self.qualifier.value.categories if self.qualifier and not self.value else (self.value,)

    @property
    def opens(self) -> bool:
        """Whether it qualifies all names of the list that it opens: "recreational use of A or B"."""
        return self.written.lower().endswith((" of", " from"))


def modifiers(parts: tuple[Part, ...], text: str) -> list[Modifier]:
    """The modifiers of an item, in order; alternatives ("oral or inhaled", "early or metastatic") are one."""
    found: list[Modifier] = []
    for part in parts:
        sign: Token | None = None
        for token in part.value:
            if token.type == "MCON":
                sign = token
                continue
            modifier = _modifier(token, text)
            if found and _belong_together(found[-1], modifier, connective(sign) if sign else None, text):
                modifier = _either(found.pop(), modifier, sign)
            found.append(modifier)
            sign = None
    return found


def _belong_together(one: Modifier, two: Modifier, said: Connective | None, text: str) -> bool:
    return _is_span(one, two, text) if said is None else _are_alternatives(one, two, said)


def _are_alternatives(one: Modifier, two: Modifier, said: Connective) -> bool:
    """Whether two qualities are told as alternatives; of different kinds only where the text has an "or".

    Nothing has two degrees at once: "mild, moderate and severe asthma" is any of these.
    """
    if not one.qualifier or not two.qualifier or "organ" in (one.key, two.key):
        return False
    if said.operator != "or":
        return one.key == two.key and one.key in DEGREES
    return one.key == two.key or said.written.strip().lower().endswith(("or", "/"))


def _is_span(one: Modifier, two: Modifier, text: str) -> bool:
    """Whether two degrees are the ends of a span: "mild to moderate"."""
    between = text[one.token.end : two.token.start].strip().lower()
    return bool(one.qualifier and two.qualifier) and one.key == two.key and one.key in DEGREES and between in _TO


def _either(one: Modifier, two: Modifier, sign: Token | None) -> Modifier:
    assert one.qualifier is not None
    assert two.qualifier is not None
    said = one.qualifier.value.categories + two.qualifier.value.categories
    names = [
        name for each in said for name in (_ALTERNATIVES.split(each) if one.key in DEGREES | {"route"} else [each])
    ]
    qualifier = Qualifier(key=one.qualifier.key, value=Value(categories=tuple(names)))
    run = (*one.tokens, *((sign,) if sign is not None else ()), two.token)
    return replace(two, key=one.key, value="", qualifier=qualifier, run=run)


def _modifier(token: Token, text: str) -> Modifier:
    if isinstance(token.value, Qualifier):
        return Modifier(token.value.key, "", token, token.value)
    key, _, said = str(token.value).partition("=")
    written = " ".join(text[token.start : token.end].split())
    value = _LEAD.sub("", written) if said == "*" else said
    if key in KEYS:
        return Modifier(key, value, token, Qualifier(key=key, value=Value(categories=(value,))), written)
    return Modifier(key, value, token, written=written)


def qualifiers(found: list[Modifier]) -> tuple[Qualifier, ...]:
    """The qualifiers among `found`; words that say nothing are left out, "histologically confirmed" is two."""
    made: list[Qualifier] = []
    for modifier in found:
        if modifier.qualifier is None or modifier.value.lower() in SAYS_NOTHING:
            continue
        made.extend(_split(modifier))
    return tuple(dict.fromkeys(made))


def confirming(found: list[Modifier]) -> list[str]:
    """The procedures that confirmed something: the "biopsy" of "biopsy-proven"."""
    parts = (re.split(r"[\s-]+", m.value.lower()) for m in found if m.key == "certainty")
    return [
        words[0]
        for words in parts
        if len(words) == 2
        and words[1] in CONFIRMED
        and not words[0].endswith("ly")
        and domain_of(words[0]) == "procedure"
    ]


def _split(modifier: Modifier) -> list[Qualifier]:
    """The qualifiers of one phrase: "moderate to severe" is two names, "histologically confirmed" two qualities."""
    qualifier = modifier.qualifier
    assert qualifier is not None
    if not modifier.value:
        return [qualifier]
    words = re.split(r"[\s,/-]+", modifier.value.lower())
    doubted = not DOUBTED.isdisjoint(words)
    if modifier.key == "certainty" and len(words) > 1 and words[-1] in CONFIRMED and not doubted:
        methods = [_adjective(word) for word in words[:-1] if word not in ("or", "and", "and/or", "/")]
        named = [word for word in methods if word.endswith("al")]
        return [_named("certainty", ["confirmed"]), *([_named("method", named)] if named else [])]
    between = _LISTED if modifier.key in ("site", "activity") else _ALTERNATIVES
    said = _SOURCE.sub("", modifier.value) if modifier.key == "method" else modifier.value
    one = modifier.key == "side" or (modifier.key == "context" and _ADJUSTED.match(said)) or _JOINT.search(said)
    parts = [said] if one else between.split(said)
    sided = _SIDED.search(said) if modifier.key == "side" else None
    site = [_named("site", [sided[2].lower()])] if sided and not _OF_EYES.match(sided[2]) else []
    return [_named(modifier.key, [_trimmed(part) for part in parts]), *site]


def _named(key: str, names: list[str]) -> Qualifier:
    return Qualifier(key=key, value=Value(categories=tuple(names)))


def _adjective(adverb: str) -> str:
    """ "histologically" as "histological"."""
    return adverb.removesuffix("ly") if adverb.endswith("ally") else adverb


def _trimmed(name: str) -> str:
    """A quality without the words that only tie it to its noun: "in either eye" is "either"."""
    sided = _SIDED.match(name.strip())
    name = _TIE.sub("", name.strip())
    sided = sided or _SIDED.match(name)
    if sided:
        return "either" if sided[1].lower().startswith("one") else sided[1].lower()
    return "suspected" if name.lower() in ("suspicion of", "suspected of", "suspicious for") else name


#: What parts alternatives; "second degree or greater" is one quality.
_ALTERNATIVES = re.compile(
    r",?\s+(?:and/or|or|and|to)\s+(?!(?:above|greater|higher|more|worse)\b)|-(?:to|or)-|/", re.IGNORECASE
)
#: What stands between the members of longer lists: "at the spine, hip or femoral neck", "active, known or suspected".
_LISTED = re.compile(rf",\s*(?:or\s+|and\s+)?(?:at\s+)?(?:the\s+)?|{_ALTERNATIVES.pattern}", re.IGNORECASE)
#: What a result is adjusted for, all at once: "normal for age, sex and height".
_ADJUSTED = re.compile(r"(?:(?:adjusted|corrected)\s+)?for\s", re.IGNORECASE)
#: Two organisations that have one set of criteria.
_JOINT = re.compile(r"\)\s?/\s?[A-Z]")
_TIE = re.compile(
    r"^(?:as a|in(?! situ\b)|of|to|at(?! least)|on|with|if|for)\s+(?:(?:the|an?)\s+)?|\s+use of$", re.IGNORECASE
)
#: What ties a quality to the writing that tells of it, whose "to" parts no alternatives.
_SOURCE = re.compile(r"^(?:as )?(?:\w+ )?(?:according to|based on|on the basis of|as per|per) (?:the )?", re.IGNORECASE)
_SIDED = re.compile(r"(either|each|both|one or both|at least one|one)\s+(\w+)$", re.IGNORECASE)
#: The parts of which illnesses of the eye say themselves that they are meant; a "side" is no part.
_OF_EYES = re.compile(r"eyes?|sides?", re.IGNORECASE)
