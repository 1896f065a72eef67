"""Where something is, told by what else is there: "infection at the site of block placement", "care at GW Hospital".

Neither the placement nor the hospital is anything that the patient has: they are part of the site, or the context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import pairs
from ..needing import needing, saying
from ..token import Token
from .name_bounds import ENDS

_OF = re.compile(r"of(?: (?:the|an?|any|this|their|each))?", re.IGNORECASE)
_SITE = re.compile(r"(?:.*\s)?(?:sites?|regions?|areas?|locations?|level)", re.IGNORECASE)
#: What stands for what is there.
_THERE = frozenset({"WORD", "UNFIT", "NOUN", "MOD"})
_LONGEST = 5
#: A house by its name, and the patient's own.
_HOUSE = re.compile(
    r"\b(?:at|in)(?: the| an?)? (?:home|hospital"
    r"|(?:[A-Z][\w.'’-]*|of|for)(?: (?:[A-Z][\w.'’-]*|of|for|[Uu]niversity))*?"
    r" (?:(?i:hospitals?|clinic)|University|Institute|Cent(?:er|re)))(?=$|[.,;:)]| (?![A-Z]))"
)
_DONE = frozenset({"procedure", "drug", "visit", "observation", "condition", "device"})


def with_sites(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a place is one quality."""
    return _in_houses(_of_others(list(tokens), text), text)


@needing("MOD")
def _of_others(tokens: list[Token], text: str) -> list[Token]:
    """ "At the site of the puncture": with what is there, a place is one quality."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _there(tokens, i, text)
        token = tokens[i]._replace(end=tokens[end - 1].end) if end else tokens[i]
        result.append(token)
        i = end or i + 1
    return result


def _there(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index after what is at the site that the token at `i` names; 0 where that is told otherwise."""
    if tokens[i].value != "site=*" or i + 2 >= len(tokens) or tokens[i + 1].type not in ("SKIP", "OF"):
        return 0
    if not _SITE.fullmatch(text[tokens[i].start : tokens[i].end]):
        return 0
    if not _OF.fullmatch(text[tokens[i + 1].start : tokens[i + 1].end]):
        return 0
    end = i + 2
    while end < len(tokens) and tokens[end].type in _THERE and tokens[end].value != "side=*":
        end += 1
    whole = end == len(tokens) or tokens[end].type in ENDS | {"STOP"}
    return end if whole and i + 2 < end <= i + 2 + _LONGEST else 0


@saying(r"\b(?:at|in) .*(?:home|hospital|clinic|university|institute|cent(?:er|re))")
def _in_houses(tokens: list[Token], text: str) -> list[Token]:
    """ "Treatment at GW Hospital": where something is done is its context."""
    result = list(tokens)
    for house in _HOUSE.finditer(text):
        run = [k for k, token in enumerate(result) if token.start < house.end() and house.start() < token.end]
        if not run or run[0] == 0 or (result[run[0]].start, result[run[-1]].end) != house.span():
            continue
        host = result[run[0] - 1]
        behind = result[run[-1] + 1].type if run[-1] + 1 < len(result) else "END"
        act = host.type == "WORD" and text[host.start : host.end].lower() in pairs("acts")
        done = act or (host.type == "NOUN" and host.value.domain in _DONE)
        if done and behind in ENDS | {"STOP"}:
            result[run[0] : run[-1] + 1] = [Token("MOD", *house.span(), "context=*")]
    return result
