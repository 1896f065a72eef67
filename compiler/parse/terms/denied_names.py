"""What "non-" before a name says: "non-pregnant" denies the name, "non-Hodgkin lymphoma" is another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...extract import lexicon
from ...extract.entity import Entity
from ...extract.term import Term
from ...vocabulary import column
from ..names.heads import is_adjectival
from ..token import Token

NON = "non-"
#: Last words of names of which "non-" denies the whole ("non-child bearing potential"); else it makes another name.
DENIED_WHOLE = frozenset({"potential", "capacity"})
_GLUED = re.compile(r"\bnon(?=(?:pregnant|lactating|nursing|breast-?feeding|child-?bearing)\b)", re.IGNORECASE)
_POTENTIAL = re.compile(r" potential\b", re.IGNORECASE)
_NEXT = re.compile(r"(?: [\w-]+){0,2}")
#: What joins another quality of the same name: "non-sustained or sustained tachycardia".
_JOINED = re.compile(r"(?:,? (?:or|and|and/or) |/)([\w-]+) \w")
#: Adjectives that their form does not tell for sure from nouns.
_QUALITY = re.compile(r"healthy|[a-z]+(?:ile|ese|ed)")


def without_non(text: str, entity: Term) -> Term:
    """A name of what only women can be without the "non" that is written in one with it: "nonpregnant"."""
    glued = _GLUED.match(text, entity.start, entity.end)
    if glued is None:
        return entity
    start, end = entity.start + len("non"), _POTENTIAL.match(text, entity.end)
    behind = end.end() if end else entity.end
    name = text[start:behind]
    return Term(entity.type, start, behind, Entity(lexicon.domain_of(name) or entity.value.domain, name))


def denied_names(text: str, entities: Sequence[Term]) -> dict[int, int]:
    """Where the names begin that a "non-" before them denies, and where that begins."""
    glued = {each.start: each.start - 3 for each in entities if _GLUED.match(text, max(each.start - 3, 0))}
    marked = [entity for entity in entities if text[max(entity.start - 4, 0) : entity.start].lower() in (NON, "non ")]
    if not marked:
        return glued
    behind_space = {entity.start - 1: entity for entity in entities if text[entity.start - 1 : entity.start] == " "}
    denied = (each.start for each in marked if _is_denied(text, each, behind_space.get(each.end)))
    return glued | {start: start - len(NON) for start in denied}


def cut(word: tuple[int, int], places: Iterable[int]) -> list[tuple[int, int]]:
    """A word cut at the one of `places` that lies inside it: "non-" and "squamous" of "non-squamous"."""
    start, end = word
    at = next((place for place in places if start < place < end), end)
    return [(start, at), (at, end)] if at < end else [word]


def is_potential(name: str) -> bool:
    """Whether a name is of what patients may be able to: "childbearing potential", which they have or lack."""
    return name.rpartition(" ")[2].lower() in DENIED_WHOLE


def is_denied_alone(tokens: Sequence[Token], text: str) -> bool:
    """Whether the last token is a name that "non-" denies, and no more than it: "non-smoking | healthy men"."""
    before = tokens[-2] if len(tokens) > 1 else None
    return before is not None and before.type == "NEG" and text[before.start : before.end].lower() == NON


def _is_denied(text: str, entity: Term, following: Term | None) -> bool:
    """Whether an entity behind "non-" is denied; `following` is the entity right behind it."""
    written = text[entity.start : entity.end]
    if lexicon.is_name(text[entity.start - 4 : entity.end]):
        return False
    behind = _NEXT.match(text, entity.end)
    if behind and not column("shared_heads").isdisjoint(behind[0].lower().split()):
        return False  # "non-renal disease", "non-diabetic renal disease" are other diseases
    joined = _JOINED.match(text, entity.end)
    if joined and joined[1].lower() == written.lower():
        return False
    person = following is not None and following.value.domain == "person"
    if following is not None and not person and _is_thing(text[following.start : following.end]):
        return False  # "non-psychotic depression", not "non-smoking healthy men"
    return " " not in written or is_potential(written)


def _is_thing(name: str) -> bool:
    """Whether a name is a noun, of which an adjective before it tells which: "depression", not "surgically sterile"."""
    last = name.rpartition(" ")[2].lower()
    return not (is_adjectival(last) or _QUALITY.fullmatch(last))
