"""Doses told as those of a like drug: "corticosteroids > 10 mg/day of prednisone or equivalent".

The limit is of the drugs that are named, counted in doses of the other, of which none need be taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from ...vocabulary import any_of, pairs
from ..needing import saying
from ..token import Token

_EQUIVALENT = re.compile(r"equivalent", re.IGNORECASE)
_DAILY = re.compile(r"daily|(?:per|a) day|/\s?d(?:ay)?", re.IGNORECASE)
_SMALL = frozenset({"SKIP", "OF", "LINK"})
_TIES = frozenset({"LINK", "WITH", "DEF"})
_VALUES = frozenset({"VALUE", "AMOUNT"})
_ENDS = frozenset({"STOP", "SEMI", "COMMA", "OR", "AND", "ANDOR", "RPAR"})


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(rf"{_names('kind')}\b", re.IGNORECASE)


@cache
def _drugs() -> re.Pattern[str]:
    """A drug that doses are told as, and whether it is named as an equivalent."""
    behind = r"(?P<equivalent>[\s-]+(?:dose\s+)?equivalents?(?:\s+doses?)?)?"
    return re.compile(rf"(?:(?:oral|the|a)\s+)?({_names('drug')}){behind}", re.IGNORECASE)


def _names(kind: str) -> str:
    return any_of(name for name, said in pairs("equivalents").items() if said == kind)


@saying("equivalent")
def equivalent_doses(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the drug that a dose is told as is a quality of the dose."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        tied = token.type == "DEF" and _EQUIVALENT.search(text, token.start, token.end) is not None
        amount = tokens[i + tied] if i + tied < len(tokens) else token
        if (
            amount.type in _VALUES
            and _is_kind_before(result, text)
            and (told := _told_behind(tokens, i + tied + 1, text, tied))
        ):
            result = _untied(result)
            said, i = told
            result += [said[-1], amount, *said[:-1]]
        elif _is_kind_before(result, text) and (before := _told_before(tokens, i, text)):
            said, i = before
            result += said
        else:
            result.append(token)
            i += 1
    return result


def _untied(before: Sequence[Token]) -> list[Token]:
    """Tokens whose last name is tied to no dose: "corticosteroids | at an average dose of | > 10 mg of prednisone"."""
    name = next(k for k in range(len(before) - 1, -1, -1) if before[k].type == "NOUN")
    behind = (Token("SKIP", t.start, t.end) if t.type in _TIES else t for t in before[name:])
    return [*before[:name], *behind]


def _is_kind_before(before: Sequence[Token], text: str) -> bool:
    """Whether the last name of the clause is that of a kind of drugs."""
    clause = takewhile(lambda token: token.type not in _ENDS, reversed(before))
    name = next((token for token in clause if token.type == "NOUN"), None)
    return name is not None and _kinds().search(text, name.start, name.end) is not None


def _told_behind(tokens: Sequence[Token], i: int, text: str, tied: bool) -> tuple[list[Token], int] | None:
    """The rate and the quality behind an amount, and where they end: "of prednisone (or equivalent) per day".

    `tied`: what stands before the amount says that it is an equivalent.
    """
    while i < len(tokens) and tokens[i].type in _SMALL:
        i += 1
    found = _name(tokens, i, text)
    if found is None:
        return None
    start, end, at = tokens[i].start, tokens[i].end, i + 1
    equivalent = tied or found["equivalent"] is not None
    rates = [each._replace(type="RATE", value="day") for each in tokens[at : at + 1] if _is_daily(each, text)]
    at += len(rates)
    bracket = [token.type for token in tokens[at : at + 3]] == ["LPAR", "ETC", "RPAR"]
    said = tokens[at + bracket] if at + bracket < len(tokens) else None
    if said is not None and said.type == "ETC" and _EQUIVALENT.search(text, said.start, said.end):
        equivalent, end, at = True, said.end, at + 1 + 2 * bracket
    if not equivalent:
        return None
    behind = list(takewhile(lambda token: token.type == "RATE", tokens[at:]))
    if tied and at + len(behind) < len(tokens) and tokens[at + len(behind)].type in ("OR", "ANDOR"):
        return None  # "equivalent to 60 mg hydrocortisone/day or 2 mg dexamethasone/day"
    return [*rates, *behind, _quality(found[1], start, end)], at + len(behind)


def _is_daily(token: Token, text: str) -> bool:
    """Whether a token says that a dose is that of a day: "10 mg prednisone daily or equivalent"."""
    return token.type in ("RATE", "JUNK") and _DAILY.fullmatch(text, token.start, token.end) is not None


def _told_before(tokens: Sequence[Token], i: int, text: str) -> tuple[list[Token], int] | None:
    """The quality before an amount, and where it ends: "equivalent to prednisone", "(prednisone equivalent)"."""
    start, tied = tokens[i].start, False
    bracket = tokens[i].type == "LPAR"
    at = i + bracket
    while at < len(tokens) and tokens[at].type in (_SMALL | {"DEF"}):
        tied = tied or _EQUIVALENT.search(text, tokens[at].start, tokens[at].end) is not None
        at += 1
    found = _name(tokens, at, text)
    if found is None:
        return None
    if bracket and (limited := _limited_inside(tokens[at + 1 :], text)):  # "(prednisone > 10 mg/day or equivalent)"
        return [tokens[i], _quality(found[1], tokens[at].start, tokens[at].end), *limited], at + 1 + len(limited) + 1
    if not (tied or found["equivalent"]):
        return None
    end = tokens[at].end
    at += 1
    if bracket and (at == len(tokens) or tokens[at].type != "RPAR"):
        return None
    at += bracket
    while at < len(tokens) and tokens[at].type in _SMALL:
        at += 1
    if at == len(tokens) or tokens[at].type not in _VALUES:
        return None
    return [_quality(found[1], start + bracket, end)], at


def _limited_inside(tokens: Sequence[Token], text: str) -> list[Token]:
    """The limit that tokens begin with, before an "or equivalent" that ends their bracket; empty where none does."""
    limited = list(takewhile(lambda token: token.type in _VALUES | {"RATE"}, tokens))
    said = tokens[len(limited) : len(limited) + 2]
    closed = [token.type for token in said] == ["ETC", "RPAR"]
    return limited if limited and closed and _EQUIVALENT.search(text, said[0].start, said[0].end) else []


def _name(tokens: Sequence[Token], i: int, text: str) -> re.Match[str] | None:
    """The drug that a dose is told as, where one is named at `i`."""
    if i >= len(tokens) or tokens[i].type not in ("NOUN", "JUNK"):
        return None
    return _drugs().fullmatch(text, tokens[i].start, tokens[i].end)


def _quality(drug: str, start: int, end: int) -> Token:
    return Token("MOD", start, end, f"context={drug.lower()} equivalent")
