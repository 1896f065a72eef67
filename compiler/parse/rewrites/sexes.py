"""Men and women of whom something is said that only women can be: "men or women of childbearing potential"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.trial import Section
from ...vocabulary import column
from ..needing import needing
from ..token import Token

_MEN, _WOMEN = r"\b(?:males?|men|man)\b", r"\b(?:females?|women|woman)\b"
_BOTH = re.compile(rf"(?P<one>{_MEN})(?P<join>.*)(?P<other>{_WOMEN}).*", re.IGNORECASE)
_WOMEN_FIRST = re.compile(rf"(?P<one>{_WOMEN})(?P<join>.*)(?P<other>{_MEN}).*", re.IGNORECASE)
#: What may stand between people and what they have.
_BETWEEN = frozenset({"SKIP", "WITH", "HAVE", "NEG", "SUBJ", "DASH", "LPAR"})

#: What begins what is told of people.
_TELLS = frozenset({"WITH", "HAVE"})


def of_women_next(tokens: Sequence[Token], i: int) -> bool:
    """Whether what only women can have or be is said of the people who are named before `i`."""
    while i < len(tokens) and tokens[i].type in _BETWEEN:
        i += 1
    named = tokens[i].value.text.lower() if i < len(tokens) and tokens[i].type == "NOUN" else ""
    return named.removeprefix("non-").removeprefix("non") in column("of_women")


@needing("PERSON")
def told_apart(tokens: Sequence[Token], text: str, section: Section) -> list[Token]:
    """Tokens in which such men and women are two: all men, or those women; so are "pregnant women and men with ..."."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if (token.type, token.value) != ("PERSON", "any"):
            result.append(token)
        elif (both := _BOTH.search(text, token.start, token.end)) and _is_of_women(tokens, i, section):
            result += _two(token, both, ("male", "female"))
        elif (both := _WOMEN_FIRST.search(text, token.start, token.end)) and _told_in_turn(tokens, i):
            result += _two(token, both, ("female", "male"))
        else:
            result.append(token)
    return result


def _two(token: Token, both: re.Match[str], sexes: tuple[str, str]) -> list[Token]:
    """The people of a token one by one."""
    return [
        Token("PERSON", token.start, both.end("one"), sexes[0]),
        Token("OR", both.end("one"), both.start("other")),
        Token("PERSON", both.start("other"), token.end, sexes[1]),
    ]


def _is_of_women(tokens: Sequence[Token], i: int, section: Section) -> bool:
    """Whether only the women of the people at `i` are meant by what follows.

    Among exclusions it must be the whole sentence, and say what all of them do not undertake: else no man could join.
    """
    alone = all(each.type in _BETWEEN for each in tokens[:i])
    asked = section == "inclusion" or (alone and any(each.type == "UNDERTAKING" for each in tokens[i:]))
    return asked and of_women_next(tokens, i + 1)


def _told_in_turn(tokens: Sequence[Token], i: int) -> bool:
    """Whether the people at `i` come behind what only women are, and before what is told of the men."""
    if not i or tokens[i - 1].type != "NOUN" or tokens[i - 1].value.text.lower() not in column("implied_sex"):
        return False
    told = tokens[i + 1] if i + 1 < len(tokens) else None
    return told is not None and (told.type in _TELLS or str(told.value).startswith(("who=", "status=")))
