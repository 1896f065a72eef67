"""Blood that was given or lost: "donation or loss of more than 400 mL of blood" is a donation or a loss of so much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import Value
from ..names.lists import CONNECTIVES
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
#: A unit of blood is a bag.
_VOLUMES = frozenset({"mL", "L", "U"})
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
        past = _past_bracket(tokens, end)
        if limit and _is_listed(limit[0].value, tokens, past):
            result.append(tokens[i])
            i += 1
            continue
        aside, when = list(tokens[end:past]), list(takewhile(lambda token: token.type in _TIMES, tokens[past:]))
        _share(result, when)
        names = [Noun(f"{given} {_act(each)}", "procedure") for each in (acts["one"], acts["other"]) if each]
        named = [[tokens[i]._replace(type="NOUN", value=name), *limit, *when] for name in names]
        named[-1][len(named[-1]) - len(when) : len(named[-1]) - len(when)] = aside
        joined = [each for one in named for each in (Token("OR", tokens[i].end, tokens[i].end, ""), *one)]
        result += joined[1:]
        i = past + len(when)
    return result


def _share(before: list[Token], when: Sequence[Token]) -> None:
    """Give what is listed before the time behind both: "major surgery, donated or lost 1 unit of blood within ..."."""
    k = len(before)
    while k and before[k - 1].type in ("SKIP", "HAVE"):
        k -= 1
    if k > 1 and before[k - 1].type in CONNECTIVES and before[k - 2].type == "NOUN":
        before[k - 1 : k - 1] = when


def _is_listed(amount: Value, tokens: Sequence[Token], i: int) -> bool:
    """Whether a list goes on behind a bag of blood, which then shares the time that ends the list."""
    ends = [end for end in (amount.low, amount.high) if end is not None]
    return any(end.unit == "U" for end in ends) and i < len(tokens) and tokens[i].type in CONNECTIVES


def _past_bracket(tokens: Sequence[Token], i: int) -> int:
    """The index behind the bracket that opens at `i`, with those inside it; `i` itself where none opens."""
    depth, k = 0, i
    while k < len(tokens) and (depth or tokens[k].type == "LPAR"):
        depth += (tokens[k].type == "LPAR") - (tokens[k].type == "RPAR")
        k += 1
        if not depth:
            return k
    return i


def _act(said: str) -> str:
    return "loss" if said.lower().startswith("lo") else "donation"


def _amount(tokens: Sequence[Token], i: int, text: str) -> tuple[list[Token], str, int]:
    """The amount of blood at `i`, what is given, and the index behind both."""
    at = _past_small(tokens, i)
    first = _is_specimen(tokens, at) and not _is_specimen(tokens, at + 2)  # "donated or lost blood > 500 mL"
    specimen = text[tokens[at].start : tokens[at].end] if first else ""
    at += first
    if at >= len(tokens) or tokens[at].type not in _LIMITS or not _is_volume(tokens[at].value):
        return ([], specimen, at) if first else ([], "", i)
    limit, end = tokens[at], at + 1
    named = _past_small(tokens, end)
    if not specimen and _is_specimen(tokens, named):
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
    return any(end is not None and end.unit in _VOLUMES for end in ends)
