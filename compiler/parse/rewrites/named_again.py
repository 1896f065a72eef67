"""Names that "such" takes up: "participation in a drug study, or plans to take part in such a study".

The noun behind "such" is all of its kind that the sentence has named, with what qualifies each name. What tells a time,
a link, an example or an exception is not meant, nor is what stands in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...vocabulary import pairs, rows
from ..names.lists import CONNECTIVES, ORGAN
from ..names.nouns import NAME_PARTS
from ..needing import saying
from ..token import Token

_SUCH = re.compile(r"\bsuch(?: an?)? \Z", re.IGNORECASE)
#: How far before a noun "such" may begin, in characters.
_REACH = 12
_SENTENCE_ENDS = frozenset({"STOP", "DOT"})
#: What stands before a list of names that tells something of another.
_SUBORDINATES = frozenset(
    {"LINK", "WITH", "EG", "EXCEPT", "UNLESS", "IF", "FOR", "BEFORE", "AFTER", "OF", "AT", "DURING", "SINCE"}
)
_IN_LIST = CONNECTIVES | {"NOUN", "MOD", "SKIP"}


@saying(r"\bsuch (?!as\b)")
def named_again(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a noun is the names that it takes up."""
    result: list[Token] = []
    for token in tokens:
        names = _taken_up(result, token, text)
        result += [*names, token.retyped("SKIP")] if names else [token]
    return result


def _taken_up(before: Sequence[Token], token: Token, text: str) -> list[Token]:
    """The names that a noun stands for, tied by "or"; empty where it names what it names, or none is of its kind."""
    kind = pairs("named_again").get(text[token.start : token.end].lower())
    if token.type not in ("NOUN", "JUNK") or kind is None or not _SUCH.search(text, token.start - _REACH, token.start):
        return []
    names: dict[str, Sequence[Token]] = {}
    for listed in _lists(_unbracketed(before)):
        for i, each in enumerate(listed):
            if _is_of(each, kind):
                names.setdefault(each.value.text.lower(), (*_qualities(listed[:i]), each))
    tied = [part for name in names.values() for part in (Token("OR", token.start, token.start), *name)]
    return tied[1:]


def _unbracketed(before: Sequence[Token]) -> list[Token]:
    """The last sentence of these tokens, without what brackets say."""
    begin = next((k + 1 for k in reversed(range(len(before))) if before[k].type in _SENTENCE_ENDS), 0)
    kept: list[Token] = []
    depth = 0
    for token in before[begin:]:
        depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
        if not depth and token.type != "RPAR":
            kept.append(token)
    return kept


def _lists(sentence: Sequence[Token]) -> list[Sequence[Token]]:
    """The lists of names of a sentence that tell nothing of another name."""
    lists: list[Sequence[Token]] = []
    start = 0
    for i in range(len(sentence) + 1):
        if i == len(sentence) or sentence[i].type not in _IN_LIST:
            if not start or sentence[start - 1].type not in _SUBORDINATES:
                lists.append(sentence[start:i])
            start = i + 1
    return lists


def _is_of(token: Token, kind: str) -> bool:
    if token.type != "NOUN":
        return False
    ends_so = pairs("named_again").get(token.value.text.lower().rpartition(" ")[2]) == kind
    return ends_so or token.value.domain in _domains(kind)


@cache
def _domains(kind: str) -> frozenset[str]:
    """The domains in which any name is of a kind."""
    return frozenset(domain for row in rows("named_again") if row["kind"] == kind for domain in row["domains"].split())


def _qualities(before: Sequence[Token]) -> Sequence[Token]:
    """What qualifies the name behind these tokens: "systemic | steroids"."""
    start = len(before)
    while start and (before[start - 1].value == ORGAN or str(before[start - 1].value).partition("=")[0] in NAME_PARTS):
        start -= 1
    return before[start:]
