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
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from .automaton import Automaton, Table
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
    """The lexer of a grammar over tokens that are made elsewhere: there is no text to lex."""

    def __init__(self, _: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        raise NotImplementedError


class _Tree(Tree[Token]):
    """Lark's tree, its name a plain string: Lark's own names are tokens, which are slow to compare."""

    def __init__(self, data: str, children: list[Any]) -> None:
        super().__init__(str(data), children)


@cache
def parser(strict: bool = False) -> Lark:
    """The LALR parser of `grammar/criteria.lark`; `strict` refuses conflicts (the tests ask for it)."""
    text = files("trialc.grammar").joinpath("criteria.lark").read_text(encoding="utf-8")
    terminals = sorted(set(re.findall(r"\b[A-Z_]{2,}\b", re.sub(r"//.*", "", text))))
    declared = f"{text}\n%declare {' '.join(terminals)}\n"
    return Lark(
        declared, parser="lalr", lexer=_Typed, start="start", strict=strict, maybe_placeholders=False, tree_class=_Tree
    )


@cache
def _table() -> Table:
    return Table(parser())


def parse(tokens: Sequence[Token], trace: list[str], retry: bool = True) -> Tree[Token]:
    """The syntax tree of `tokens`, which are its leaves."""
    automaton = Automaton(_table())
    before = ""
    for token in tokens:
        before = _fed(token, before, automaton, trace)
    tree = automaton.tree()
    if tree is not None:
        return tree
    at = tokens[-1].end if tokens else 0
    if automaton.feed(Token("EMPTY", at, at)) and (tree := automaton.tree()) is not None:
        trace.append(f"{at}: the head is missing")
        return tree
    if not retry:
        raise UnexpectedInput("the tokens end inside a phrase")
    return _shorter(tokens, trace)


def _shorter(tokens: Sequence[Token], trace: list[str]) -> Tree[Token]:
    """The tree of the longest run of whole clauses, from the start, that can be read; the rest stays unread."""
    ends = [i for i, token in enumerate(tokens) if token.type in ("STOP", "CAND", "COR", "LOR", "LAND")][
        -LONGEST_RETRY:
    ]
    for end in reversed(ends):
        trace.append(f"{tokens[end].start}: what follows cannot be read")
        with suppress(UnexpectedInput):
            return parse(tokens[:end], trace, retry=False)
    raise UnexpectedInput("no clause of the text can be read")


def _fed(token: Token, before: str, automaton: Automaton, trace: list[str]) -> str:
    """Feed `token`, and before it what is missing; gives the type of what was fed last, `before` if nothing was.

    A name that unknown words lead up to is as unread as they: "agents known to prolong the QT interval".
    """
    if automaton.feed(token):
        return token.type
    repairs = _REPAIRS[-2:] if token.type == "NOUN" and before == "JUNK" else _REPAIRS
    for repair in repairs:
        fed = repair(token)
        if fed and automaton.feed(*fed):
            trace.append(f"{token.start}: {token.type} cannot stand here: read as {' '.join(t.type for t in fed)}")
            return fed[-1].type
    trace.append(f"{token.start}: {token.type} is left out")
    return before


def _empty(token: Token) -> Token:
    return Token("EMPTY", token.start, token.start)


def _missing(token: Token) -> Token:
    return Token("CAND", token.start, token.start, Connective("and", "", False))


def _junk(token: Token) -> Token:
    return Token("JUNK", token.start, token.end, token.value)


_REPAIRS: tuple[Callable[[Token], list[Token] | None], ...] = (
    lambda t: [_missing(t), t] if t.type in _HEADS else None,
    lambda t: [_empty(t), t],
    lambda t: [_empty(t), _missing(t), t] if t.type in _HEADS else None,
    lambda t: [_junk(t)] if t.end > t.start else None,
    lambda t: [_empty(t), _junk(t)] if t.end > t.start else None,
)
