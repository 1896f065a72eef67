"""Limits that belong to names one by one: "AST and ALT < 2 and 3 x ULN, respectively", "> 12 and 13 for women and men".

Each limit is put beside what it is for. Where the text pairs them and that cannot be told, "respectively" is unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Limit, Value
from ..names.lists import ORGAN
from ..needing import saying
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT"})
_JOINS = frozenset({"AND", "OR", "COMMA", "SLASH", "ANDOR"})
_ENDS = frozenset({"STOP", "SEMI", "DOT"})
#: What may stand before the people that limits are for.
_FOR = frozenset({"FOR", "IF", "SKIP", "SUBJ", "LINK", "COMMA"})
_PERSONS = re.compile(r"(?P<female>women|females?|girls)|(?P<male>men|males?|boys)", re.IGNORECASE)


@saying("respectively")
def one_by_one(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each limit of such a pair stands beside its name or, as a condition, before its people."""
    result: list[Token] = []
    for token in tokens:
        if text[token.start : token.end].lower() != "respectively":
            result.append(token)
            continue
        start = next((k + 1 for k in range(len(result) - 1, -1, -1) if result[k].type in _ENDS), 0)
        clause = result[start:]
        while clause and clause[-1].type == "COMMA":
            clause.pop()
        first, last = _run(clause)
        paired = _paired(clause, first, last, text) if last > first else None
        if paired is not None:
            result[start:] = paired
        else:
            result.append(token._replace(type="JUNK") if last > first else token)
    return result


def _run(clause: Sequence[Token]) -> tuple[int, int]:
    """The first and the last of the limits that stand side by side in a clause."""
    first = next((i for i, token in enumerate(clause) if token.type in _LIMITS), len(clause))
    last = first
    while last + 2 < len(clause) and clause[last + 1].type in _JOINS and clause[last + 2].type in _LIMITS:
        last += 2
    return first, last


def _paired(clause: list[Token], first: int, last: int, text: str) -> list[Token] | None:
    """A clause with its limits, from `first` to `last`, told apart; None where they do not match what is named."""
    limits = _alike(clause[first : last + 1 : 2])
    joins = clause[first + 1 : last : 2]
    before, behind = clause[:first], clause[last + 1 :]
    if people := _people(behind, text):
        if len(people) != len(limits):
            return None
        told = list(before)
        for join, limit, person in zip([None, *joins], limits, people, strict=True):
            told += [join] if join is not None else []
            told += [limit, Token("IF", person.start, person.start, ""), person]
        return told
    names = _names(before)
    if behind or len(names) != len(limits):
        return None
    return [token for name, limit in zip(names, limits, strict=True) for token in (*name, limit)]


def _alike(limits: Sequence[Token]) -> list[Token]:
    """Limits that share the sign of the first and the unit of the last: "> 12 and 13 g/dL"."""
    ends = [end for token in limits if (end := _end(token.value)) is not None]
    if len(ends) < len(limits):
        return []
    sign, unit = limits[0], {"unit": ends[-1].unit, "reference": ends[-1].reference}
    result = []
    for token, end in zip(limits, ends, strict=True):
        sign = token if token.type == "VALUE" else sign
        side = "low" if sign.value.low is not None else "high"
        said = end if end.unit or end.reference else end.model_copy(update=unit)
        closed = (sign.value.low or sign.value.high).closed
        value = Value(**{side: said.model_copy(update={"closed": closed})})
        result.append(token._replace(type="VALUE", value=value))
    return result


def _end(value: Value) -> Limit | None:
    """The one end of a value, or of an amount, both of whose ends are the same."""
    if value.low is not None and value.high is not None and value.low != value.high:
        return None
    return value.low or value.high


def _people(tokens: Sequence[Token], text: str) -> list[Token]:
    """The people that tokens name and nothing else, one by one; "women and men" are two."""
    people: list[Token] = []
    for token in tokens:
        if token.type == "PERSON":
            said = _PERSONS.finditer(text, token.start, token.end)
            people += [Token("PERSON", each.start(), each.end(), each.lastgroup) for each in said]
        elif token.type not in _FOR | _JOINS:
            return []
    return people


def _names(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each measurement of a list, with the connective before it; some are named by half: "systolic"."""
    names: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
        if token.type in _JOINS and not depth:
            names.append([])
        names[-1].append(token)
    measured = [any(token.type == "NOUN" and token.value.domain == "measurement" for token in name) for name in names]
    halves = [name[-1:] != [] and name[-1].value == ORGAN for name in names]
    told = all(one or half for one, half in zip(measured, halves, strict=True))
    return names if told and measured[-1] else []
