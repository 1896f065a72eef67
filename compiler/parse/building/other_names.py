"""Brackets that are other names: "(AST)", "(serum glutamic oxaloacetic transaminase [SGOT])"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import is_same_measurement
from ..syntax.tree import Bracket, Item, Part, Reading
from ..token import Token
from .brackets import is_situated
from .shapes import listed_items

#: How far before a name, in characters, another stands that shares its bracket.
_NEAR = 80
#: The fewest words that an abbreviation has letters of.
_FEWEST = 2
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


def other_names(names: list[str], item: Item, bracket: Part, text: str) -> tuple[list[str], list[str]]:
    """The names of a bracket that are other names of `item`, and those that name something else: (these, those).

    What abbreviates a name before that of `item` is neither: "Graves' orbitopathy/Thyroid Eye Disease (GO/TED)".
    """
    name, start = text[item.head.start : item.head.end], min(token.start for token in item.tokens)
    whole = text[start : min(item.head.end, bracket.start)]
    own = [each for each in names if is_same_measurement(name, each) or _abbreviates(each, whole)]
    if not own:
        return [], names
    before = text[max(start - _NEAR, 0) : start]
    return own, [
        each
        for each in names
        if each not in own and not (is_same_measurement(each, each) or _abbreviates(each, before))
    ]


def _abbreviates(short: str, text: str) -> bool:
    """Whether `short` abbreviates words of `text` that stand side by side: "CRT", "LABA" and "CNV" do.

    Letters begin words, small ones aside, two at least; others stand inside the word before. scispaCy's detector asks
    for one beginning alone, which of several names in a bracket takes too many ("central nervous system studies (CT)").
    """
    letters = "".join(_WORD.findall(short)).lower()
    if " " in short or not short[:1].isupper() or short[-1:].isdigit():  # "HIV-1" is a kind of HIV
        return False
    words = [word for word in _WORD.findall(text.lower()) if word not in _SMALL]
    return any(_begun(letters, words[i:]) >= _FEWEST for i in range(len(words)))


def _begun(letters: str, words: Sequence[str]) -> int:
    """How many words the letters begin, the first of them the first word; 0 where the words do not spell them."""
    if not words or not letters.startswith(words[0][:1]):
        return 0
    most = 0
    for n in range(1, len(letters) + 1):
        inside = iter(words[0][1:])
        if any(letter not in inside for letter in letters[1:n]):
            break
        behind = _begun(letters[n:], words[1:]) if n < len(letters) else 0
        most = max(most, 1 + behind if behind or n == len(letters) else 0)
    return most


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
