"""Brackets that are other names: "(AST)", "(serum glutamic oxaloacetic transaminase [SGOT])"."""

from __future__ import annotations

import re

from ...extract.lexicon import is_measurement, is_same_measurement
from ..syntax.tree import Bracket, Item, Reading
from ..token import Token
from .brackets import is_situated
from .shapes import listed_items

#: How far before a name, in characters, another stands that shares its bracket.
_NEAR = 80
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset({"a", "and", "for", "in", "of", "or", "the", "to", "with"})


def plain_names(reading: Reading, text: str) -> list[str]:
    """The names of a list that says nothing but names; empty for any other reading."""
    found: list[str] = []
    for item in listed_items(reading):
        if item is None or item.head.type != "NOUN" or any(part.kind != "modifiers" for part in item.parts):
            return []
        if any(_is_comparison(token) for token in item.tokens):
            return []  # "retinopathy (greater than moderate NPDR)"
        start, end = min(token.start for token in item.tokens), max(token.end for token in item.tokens)
        if is_situated(text, start) or end > item.head.end or _is_used(item, text, start):
            return []  # "neuropathy <= grade 1" says more than a name
        found.append(text[start : item.head.end])
    return found


def other_names(names: list[str], item: Item, text: str) -> tuple[list[str], list[str]]:
    """The names of a bracket that are other names of `item`, and those that name something else: (these, those).

    What abbreviates a name before that of `item` is neither: "Graves' orbitopathy/Thyroid Eye Disease (GO/TED)".
    """
    name, start = text[item.head.start : item.head.end], min(token.start for token in item.tokens)
    own = [each for each in names if is_same_measurement(name, each) or _abbreviates(each, text[start : item.head.end])]
    if not own:
        return [], names
    before = text[max(start - _NEAR, 0) : start]
    return own, [each for each in names if each not in own and not (is_measurement(each) or _abbreviates(each, before))]


def _abbreviates(short: str, text: str) -> bool:
    """Whether `short` abbreviates words of `text` that stand side by side: "CRT" and "CNV" do, by their letters.

    A letter begins the next word, small ones aside, or stands inside the word before it.
    """
    letters = [letter for word in _WORD.findall(short) for letter in word]
    if len(letters) < 2 or not short[:1].isupper() or short[-1:].isdigit():  # "HIV-1" is a kind of HIV
        return False
    spelled = rf"\w*?(?:[\W_]+(?:(?:{'|'.join(_SMALL)})\s+)*)?".join(letters)
    return re.search(rf"\b{spelled}", text, re.IGNORECASE) is not None


def _is_used(item: Item, text: str, start: int) -> bool:
    """Whether "or" begins a bracket that says what is taken, which no name does: "(or on antihypertensive drugs)"."""
    given = any(token.type == "MOD" and token.value == "domain=drug" for token in item.tokens)
    return given and text[:start].rstrip().lower().endswith("(or")


def _is_comparison(token: Token) -> bool:
    """Whether a quality says how severe a thing is beside another: "greater than moderate"."""
    said = str(token.value)
    return token.type == "MOD" and said.startswith("severity=") and said != "severity=*"


def nested_names(bracket: Bracket, text: str) -> list[str]:
    """The names in brackets of which one stands in brackets behind the other; empty for any other bracket."""
    body = bracket.body
    inner = body.some("bracket") if isinstance(body, Item) and not bracket.tails else ()
    if not isinstance(body, Item) or len(inner) != 1 or inner[0].value.tails or inner[0].value.body is None:
        return []
    outer, named = plain_names(body.without(*inner), text), plain_names(inner[0].value.body, text)
    return [*outer, *named] if outer and named else []
