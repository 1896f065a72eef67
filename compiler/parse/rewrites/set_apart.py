"""Brackets inside a name, which are said of it: "severe (70-99 %) stenosis", "use (at least weekly) of steroids"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...vocabulary import pairs
from ..layout.scene import spreads
from ..names.heads import is_adjectival
from ..names.lists import ORGAN
from ..needing import needing
from ..token import Token

#: What may stand between the bracket and the name.
_QUALITIES = frozenset({"MOD", "SKIP"})
#: What says when a thing was.
_TIMES = frozenset({"WITHIN", "PERIOD", "LENGTH", "BEFORE", "AFTER", "OF", "AT", "DURING", "ANCHOR", "SKIP"})
_DIRECTED = frozenset({"WITHIN", "BEFORE", "AFTER", "AT", "DURING"})
_RECENT = re.compile(r"(?:\w+ (?:or|and/or) )?recent(?:ly)?", re.IGNORECASE)


@needing("LPAR")
def behind_names(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a bracket stands behind the name, where brackets are read."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].type == "WITH" and i and tokens[i - 1].type == "LPAR" and _is_name(tokens, i - 2):
            result.append(tokens[i]._replace(type="LINK", value="with"))  # "diabetes (with neuropathy)"
            i += 1
            continue
        end = _closing(tokens, i) if tokens[i].type == "LPAR" else i
        if end > i and tokens[i + 1].type in ("OR", "ANDOR"):
            end = i  # "history of (or current) asthma"
        begins = end + 1
        if end > i and _is_use(result) and _says_of(tokens, begins, text):
            result[-1] = result[-1]._replace(type="SKIP", value=None)
            begins += 1
        elif not _is_within_name(result, tokens[i + 1 : end]):
            end = i
        named = _named(tokens, begins) if end > i else 0
        inside = tokens[i + 1 : end]
        if named and _is_time(inside) and _opens_list(result[-1], text):
            result += inside  # "recent history (within 6 months) of asthma or eczema": of both
            i = begins
            continue
        if named and inside and (adjective := _adjective(inside, text)):
            name = tokens[named].value
            whole = tokens[named]._replace(value=replace(name, text=f"{adjective} {name.text}"))
            result += [Token("SKIP", tokens[i].start, tokens[end].end), *tokens[begins:named], whole]
            i = named + 1  # "history of (non-infectious) pneumonitis"
            continue
        result += [*tokens[begins : named + 1], *tokens[i : end + 1]] if named else tokens[i : end + 1]
        i = max(named, end) + 1
    return result


def _is_name(tokens: Sequence[Token], i: int) -> bool:
    return i >= 0 and tokens[i].type == "NOUN"


def _is_quality(before: Sequence[Token]) -> bool:
    return bool(before) and before[-1].type == "MOD" and before[-1].value != ORGAN


def _adjective(inside: Sequence[Token], text: str) -> str:
    """The one adjective in a bracket that nobody knows; nothing where it holds anything else."""
    said = text[inside[0].start : inside[-1].end]
    unknown = all(token.type in ("NOUN", "JUNK", "DASH") for token in inside)
    return said if unknown and " " not in said and is_adjectival(said) else ""


def _is_time(inside: Sequence[Token]) -> bool:
    """Whether tokens say when something was, and no more; "(< 48 hours)" may say how long."""
    kinds = {token.type for token in inside}
    return kinds <= _TIMES and not kinds.isdisjoint(_DIRECTED)


def _opens_list(token: Token, text: str) -> bool:
    """Whether a token is said of all that comes next: "history", "recent", and "use" that "of" goes on with."""
    return token.type == "SKIP" or spreads(token) or _RECENT.fullmatch(text, token.start, token.end) is not None


def _is_within_name(before: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Whether a bracket parts a name from what is said of it: "6 servings (1 serving = 120 mg) of coffee"."""
    noted = bool(before) and before[-1].type == "VALUE" and [token.type for token in inside] == ["NOTE"]
    return noted or _is_quality(before) or _is_organ_with_examples(before, inside)


def _is_organ_with_examples(before: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Whether a bracket gives examples of half a name: "substance (including alcohol) abuse"."""
    return bool(before) and before[-1].value == ORGAN and bool(inside) and inside[0].type == "EG"


def _is_use(before: Sequence[Token]) -> bool:
    """Whether a noun that says that something is given or done ends the tokens."""
    acts = pairs("acts")
    return bool(before) and before[-1].type == "NOUN" and acts.get(before[-1].value.text.lower()) == "procedure"


def _says_of(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether "of" and the name of a drug come at `i`."""
    if i >= len(tokens) or text[tokens[i].start : tokens[i].end].lower().split()[:1] != ["of"]:
        return False
    named = _named(tokens, i + 1)
    return bool(named) and tokens[named].value.domain == "drug"


def _closing(tokens: Sequence[Token], i: int) -> int:
    """The index of the bracket that closes the one at `i`; `i` where none does, or where a sentence ends inside."""
    depth = 0
    for j in range(i, len(tokens)):
        depth += {"LPAR": 1, "RPAR": -1}.get(tokens[j].type, 0)
        if tokens[j].type == "STOP":
            return i
        if depth == 0:
            return j
    return i


def _named(tokens: Sequence[Token], i: int) -> int:
    """The index of the name at `i`, behind its qualities; 0 where another thing stands there."""
    while i < len(tokens) and tokens[i].type in _QUALITIES:
        i += 1
    return i if i < len(tokens) and tokens[i].type == "NOUN" else 0
