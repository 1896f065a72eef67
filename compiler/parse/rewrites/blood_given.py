"""Blood that was given or lost: "donation or loss of more than 400 mL of blood" is a donation or a loss of so much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import Value
from ..needing import saying
from ..token import Noun, Token

_BLOOD = r"whole blood|blood|plasma"
_ACT = r"donat\w+|loss|lost"
_ACTS = re.compile(
    rf"(?:(?P<of>{_BLOOD}) )?(?P<one>{_ACT})(?: ?(?:or|and/or|/) ?(?:(?:{_BLOOD}) )?(?P<other>{_ACT}))?(?: of)?",
    re.IGNORECASE,
)
_LIMITS = frozenset({"VALUE", "AMOUNT"})
#: What says when, behind an amount.
_TIMES = frozenset({"WITHIN", "INLAST", "PERIOD", "LENGTH", "BEFORE", "DURING", "ANCHOR", "OF", "SKIP"})
_OR_MORE = re.compile(r"\s*or more\b", re.IGNORECASE)


@saying("donat|loss of|lost")
def blood_given(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each of the two is named with what is given, and has the amount and the time behind them."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        acts = _ACTS.fullmatch(text, tokens[i].start, tokens[i].end) if tokens[i].type in ("NOUN", "INCREASE") else None
        limit, specimen, end = _amount(tokens, i + 1, text) if acts is not None else ([], "", i)
        given = (acts["of"] or specimen) if acts is not None else ""
        if acts is None or not given or not (limit or acts["other"]):
            result.append(tokens[i])
            i += 1
            continue
        when = list(takewhile(lambda token: token.type in _TIMES, tokens[end:]))
        names = [Noun(f"{given} {_act(each)}", "procedure") for each in (acts["one"], acts["other"]) if each]
        named = [[tokens[i]._replace(type="NOUN", value=name), *limit, *when] for name in names]
        joined = [each for one in named for each in (Token("OR", tokens[i].end, tokens[i].end, ""), *one)]
        result += joined[1:]
        i = end + len(when)
    return result


def _act(said: str) -> str:
    return "loss" if said.lower().startswith("lo") else "donation"


def _amount(tokens: Sequence[Token], i: int, text: str) -> tuple[list[Token], str, int]:
    """The amount of blood at `i`, what is given, and the index behind both."""
    at = _past_small(tokens, i)
    if at >= len(tokens) or tokens[at].type not in _LIMITS or not _is_volume(tokens[at].value):
        return [], "", i
    limit, end = tokens[at], at + 1
    named = _past_small(tokens, end)
    specimen = ""
    if _is_specimen(tokens, named):
        if _is_specimen(tokens, named + 2):
            return [], "", i  # "of whole blood or plasma"
        specimen, end = text[tokens[named].start : tokens[named].end], named + 1
    if (more := _OR_MORE.match(text, tokens[end - 1].end)) is not None:
        limit = limit._replace(type="VALUE", value=Value(low=limit.value.low))
        while end < len(tokens) and tokens[end].start < more.end():
            end += 1
    return [limit], specimen, end


def _is_specimen(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].type == "MOD" and tokens[i].value == "specimen=*"


def _past_small(tokens: Sequence[Token], i: int) -> int:
    while i < len(tokens) and tokens[i].type in ("SKIP", "OF"):
        i += 1
    return i


def _is_volume(value: object) -> bool:
    ends = (value.low, value.high) if isinstance(value, Value) else ()
    return any(end is not None and end.unit in ("mL", "L") for end in ends)
