"""The grammar at work: tokens to a syntax tree, always. Nothing that a criterion says can make it fail.

A sentence that the grammar reads goes straight through. Where it meets a token that cannot stand there, the token
does not sink the rest: a missing connective is put in, a missing head is marked EMPTY, and what fits nowhere becomes
JUNK, which every item may hold. Each such repair is a line of the trace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Tree
from lark import Token as LarkToken
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

from .token import Connective, Token

_HEADS = (
    "NOUN",
    "MOD",
    "PERSON",
    "AGE",
    "SCORED",
    "UNDERTAKING",
    "VALUE",
    "NUMBER",
    "AMOUNT",
    "LASTS",
    "NEG",
    "GROUP",
    "LEAD",
    "LEADEXCEPT",
    "INLAST",
    "JUDGED",
    "TIMES",
    "EMPTY",
    "OUTCOME",
    "INCREASE",
    "PRESSURE",
    "OUTSIDE",
    "BYAGE",
    "NOTE",
)


#: How many ends of clauses are tried where a text cannot be read to its end.
LONGEST_RETRY = 4


class _Typed(Lexer):
    """Hands over tokens that were made before."""

    def __init__(self, _: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[LarkToken]:
        yield from lexer_state


@cache
def parser(strict: bool = False) -> Lark:
    """The LALR parser of `grammar/criteria.lark`; `strict` refuses conflicts (the tests ask for it)."""
    text = files("trialc.grammar").joinpath("criteria.lark").read_text(encoding="utf-8")
    terminals = sorted(set(re.findall(r"\b[A-Z_]{2,}\b", re.sub(r"//.*", "", text))))
    declared = f"{text}\n%declare {' '.join(terminals)}\n"
    return Lark(declared, parser="lalr", lexer=_Typed, start="start", strict=strict, maybe_placeholders=False)


def parse(tokens: Sequence[Token], trace: list[str], retry: bool = True) -> Tree[Any]:
    """The syntax tree of `tokens`; its leaves are Lark tokens whose value is a `Token`."""
    state = parser().parse_interactive(None)
    before = ""
    for token in tokens:
        for fed in _acceptable(token, before, state, trace):
            state.feed_token(_lark(fed))
            before = fed.type
    if not _takes(state, ["$END"]):
        if not _takes(state, ["EMPTY", "$END"]):
            if not retry:
                raise UnexpectedInput("the tokens end inside a phrase")
            return _shorter(tokens, trace)
        at = tokens[-1].end if tokens else 0
        trace.append(f"{at}: the head is missing")
        state.feed_token(_lark(Token("EMPTY", at, at)))
    tree: Tree[Any] = state.feed_eof()  # type: ignore[no-untyped-call]
    return tree


def _shorter(tokens: Sequence[Token], trace: list[str]) -> Tree[Any]:
    """The tree of the longest run of whole clauses, from the start, that can be read; the rest stays unread."""
    ends = [i for i, token in enumerate(tokens) if token.type in ("STOP", "CAND", "COR", "LOR", "LAND")][
        -LONGEST_RETRY:
    ]
    for end in reversed(ends):
        trace.append(f"{tokens[end].start}: what follows cannot be read")
        with suppress(UnexpectedInput):
            return parse(tokens[:end], trace, retry=False)
    raise UnexpectedInput("no clause of the text can be read")


def _acceptable(token: Token, before: str, state: Any, trace: list[str]) -> list[Token]:
    """What to feed for `token` so that the parser can take it: itself, and before it what is missing.

    A name that unknown words lead up to is as unread as they: "agents known to prolong the QT interval".
    """
    repairs = _REPAIRS
    if token.type == "NOUN" and before == "JUNK" and not _takes(state, ["NOUN"]):
        repairs = _REPAIRS[-2:]
    for repair in repairs:
        fed = repair(token)
        if fed and _takes(state, [each.type for each in fed]):
            if len(fed) > 1 or fed[0].type != token.type:
                trace.append(f"{token.start}: {token.type} cannot stand here: read as {' '.join(t.type for t in fed)}")
            return fed
    trace.append(f"{token.start}: {token.type} is left out")
    return []


def _takes(state: Any, types: Sequence[str]) -> bool:
    """Whether the parser can take terminals of these types, one after another, from where it stands.

    A run of the automaton on a copy of its stack: LALR tables may reduce on a terminal that a later state refuses.
    """
    table = state.parser_state.parse_conf.states
    stack = list(state.parser_state.state_stack)
    for type in types:
        while True:
            action, argument = table[stack[-1]].get(type, (None, None))
            if action is None:
                return False
            if action is Shift:
                stack.append(argument)
                break
            if argument.expansion:
                del stack[-len(argument.expansion) :]
            stack.append(table[stack[-1]][argument.origin.name][1])
            if type == "$END" and stack[-1] == state.parser_state.parse_conf.end_state:
                return True
    return True


def _lark(token: Token) -> LarkToken:
    """What is fed for `token`. Lark's token is a string too, which is left empty: to print ours takes long."""
    made = LarkToken(token.type, "")
    made.value = token
    return made


def _empty(token: Token) -> Token:
    return Token("EMPTY", token.start, token.start)


def _missing(token: Token) -> Token:
    return Token("CAND", token.start, token.start, Connective("and", "", False))


def _junk(token: Token) -> Token:
    return Token("JUNK", token.start, token.end, token.value)


_REPAIRS: tuple[Callable[[Token], list[Token] | None], ...] = (
    lambda t: [t],
    lambda t: [_missing(t), t] if t.type in _HEADS else None,
    lambda t: [_empty(t), t],
    lambda t: [_empty(t), _missing(t), t] if t.type in _HEADS else None,
    lambda t: [_junk(t)] if t.end > t.start else None,
    lambda t: [_empty(t), _junk(t)] if t.end > t.start else None,
)
