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

from ...rules.trial import Section
from ..token import Connective, Noun, Token
from .automaton import Automaton, Table

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


#: What a name may stand behind, without a connective, as one more statement about the same patient.
_STATED = frozenset({"PERSON", "AGE", "SCORED", "UNDERTAKING"})
_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTCOME", "PRESSURE", "OUTSIDE"})
_ENDS_ITEM = frozenset({"STOP", "CAND", "COR", "LAND", "LOR", "CLOSE", "NOUN"})

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


def parse(tokens: Sequence[Token], trace: list[str], section: Section = "inclusion", retry: bool = True) -> Tree[Token]:
    """The syntax tree of `tokens`, which are its leaves.

    A name that no connective joins to the one before it is one more thing that a patient must have. Where patients are
    kept out, that would let in those who lack it, so there it needs to be a statement of its own, or stays unread; one
    measurement behind the limit of another then keeps out by itself.
    """
    automaton = Automaton(_table())
    before = ""
    for at, token in enumerate(tokens):
        doubtful = section == "exclusion" or before == "JUNK"
        unjoined = token.type == "NOUN" and doubtful and not _is_stated(before, tokens, at)
        apart = doubtful and before in _LIMITS and _is_measured(token) and _has_limit(tokens, at)
        before = _fed(token, before, unjoined, "or" if apart else "and", automaton, trace)
    tree = automaton.tree()
    if tree is not None:
        return tree
    at = tokens[-1].end if tokens else 0
    if automaton.feed(Token("EMPTY", at, at)) and (tree := automaton.tree()) is not None:
        trace.append(f"{at}: the head is missing")
        return tree
    if not retry:
        raise UnexpectedInput("the tokens end inside a phrase")
    return _shorter(tokens, trace, section)


def _shorter(tokens: Sequence[Token], trace: list[str], section: Section) -> Tree[Token]:
    """The tree of the longest run of whole clauses, from the start, that can be read; the rest stays unread."""
    ends = [i for i, token in enumerate(tokens) if token.type in ("STOP", "CAND", "COR", "LOR", "LAND")][
        -LONGEST_RETRY:
    ]
    for end in reversed(ends):
        trace.append(f"{tokens[end].start}: what follows cannot be read")
        with suppress(UnexpectedInput):
            return parse(tokens[:end], trace, section, retry=False)
    raise UnexpectedInput("no clause of the text can be read")


def _is_stated(before: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the name at `at`, which no connective joins to what is before it, is a statement of its own.

    So it is of people ("women who are | pregnant"), behind a score ("Child-Pugh B | cirrhosis"), and with a limit
    ("ANC 1500 | platelets > 100"). Else nobody knows what ties it to the name before: "drugs of known | toxicity".
    """
    if before in _STATED:
        return True
    if before == "JUNK" or (_is_measured(tokens[at]) and before in _LIMITS):
        return before != "JUNK"
    return _has_limit(tokens, at)


def _has_limit(tokens: Sequence[Token], at: int) -> bool:
    """Whether the item that the name at `at` begins has a limit."""
    depth = 0
    for token in tokens[at + 1 :]:
        depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
        if depth < 0 or (not depth and token.type in _ENDS_ITEM):
            return False
        if not depth and token.type in _LIMITS:
            return True
    return False


def _is_measured(token: Token) -> bool:
    return isinstance(token.value, Noun) and token.value.domain == "measurement"


def _fed(token: Token, before: str, unjoined: bool, operator: str, automaton: Automaton, trace: list[str]) -> str:
    """Feed `token`, and before it what is missing; gives the type of what was fed last, `before` if nothing was.

    A connective that is missing joins by `operator`.

    A name that stays `unjoined` is unread, as are the words that lead up to it: "agents known to prolong the QT".
    """
    if automaton.feed(token):
        return token.type
    repairs = _REPAIRS[-2:] if unjoined else _REPAIRS
    for repair in repairs:
        fed = repair(token, operator)
        if fed and automaton.feed(*fed):
            trace.append(f"{token.start}: {token.type} cannot stand here: read as {' '.join(t.type for t in fed)}")
            return fed[-1].type
    trace.append(f"{token.start}: {token.type} is left out")
    return before


def _empty(token: Token) -> Token:
    return Token("EMPTY", token.start, token.start)


def _missing(token: Token, operator: str) -> Token:
    terminal = "COR" if operator == "or" else "CAND"
    return Token(terminal, token.start, token.start, Connective(operator, "", False))


def _junk(token: Token) -> Token:
    return Token("JUNK", token.start, token.end, token.value)


_REPAIRS: tuple[Callable[[Token, str], list[Token] | None], ...] = (
    lambda t, by: [_missing(t, by), t] if t.type in _HEADS else None,
    lambda t, _: [_empty(t), t],
    lambda t, by: [_empty(t), _missing(t, by), t] if t.type in _HEADS else None,
    lambda t, _: [_junk(t)] if t.end > t.start else None,
    lambda t, _: [_empty(t), _junk(t)] if t.end > t.start else None,
)
