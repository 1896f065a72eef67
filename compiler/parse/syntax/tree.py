"""The syntax tree as items: a head with the parts that stand before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Union

from lark import Tree

from ..token import Connective, Token


@dataclass(frozen=True)
class Part:
    """Something said of a head. `kind` is the rule of the grammar, `value` what it holds."""

    kind: str
    value: Any
    tokens: tuple[Token, ...]
    before: bool = False

    @property
    def start(self) -> int:
        return min(token.start for token in self.tokens)

    @property
    def end(self) -> int:
        return max(token.end for token in self.tokens)


@dataclass(frozen=True)
class Item:
    """A head and its parts, in the order of the text."""

    head: Token
    parts: tuple[Part, ...] = ()

    def some(self, *kinds: str) -> tuple[Part, ...]:
        found: tuple[Part, ...] = ()
        for part in self.parts:  # there are few, and this is asked often
            if part.kind in kinds:
                found += (part,)
        return found

    def without(self, *dropped: Part) -> Item:
        if not dropped:
            return self
        return replace(self, parts=tuple(part for part in self.parts if not any(part is each for each in dropped)))

    def having(self, *more: Part) -> Item:
        return replace(self, parts=self.parts + more)

    @property
    def tokens(self) -> Iterator[Token]:
        yield self.head
        for part in self.parts:
            yield from part.tokens


@dataclass(frozen=True)
class Join:
    """Readings in "and" or "or". `listed`: a list inside one clause; else clauses of their own."""

    operator: Literal["and", "or"]
    of: tuple[Reading, ...]
    listed: bool
    connectives: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Negation:
    of: Reading
    sign: Token


@dataclass(frozen=True)
class Condition:
    when: Reading
    then: Reading
    sign: Token


@dataclass(frozen=True)
class Exemption:
    """An exception said first: "with the exception of X, any Y"."""

    but: Reading
    of: Reading
    sign: Token


@dataclass(frozen=True)
class Remark:
    """A sentence with no truth value."""

    tokens: tuple[Token, ...]


Reading = Union[Item, Join, Negation, Condition, Exemption, Remark]  # noqa: UP007 - a forward reference


@dataclass(frozen=True)
class Time:
    """A phrase of time: its preposition, its span, its direction and its anchor, each if there is one."""

    preposition: Token | None = None
    span: Token | None = None
    direction: Token | None = None
    anchors: tuple[Token, ...] = ()
    event: Reading | None = None


@dataclass(frozen=True)
class Bracket:
    """What stands in brackets: a reading, or phrases that open (`tails`)."""

    body: Reading | None = None
    tails: tuple[Part, ...] = field(default=())


def sentences(tree: Tree[Token]) -> list[Reading]:
    """The readings of the sentences of a parsed criterion."""
    return [_reading(child) for child in tree.children if isinstance(child, Tree)]


def _reading(tree: Tree[Token]) -> Reading:
    children: list[Any] = tree.children
    match tree.data:
        case "note":
            return Remark(tuple(children))
        case "negation":
            return Negation(_reading(children[1]), children[0])
        case "condition":
            return Condition(_reading(children[1]), _reading(children[3]), children[0])
        case "exemption":
            return Exemption(_reading(children[1]), _reading(children[3]), children[0])
        case "disjunction" | "conjunction" | "list_or" | "list_and":
            return _joined(tree)
        case "item":
            return _item(tree)
    raise AssertionError(f"the grammar has no reading called {tree.data}")


def _joined(tree: Tree[Token]) -> Reading:
    readings = tuple(_reading(child) for child in tree.children if isinstance(child, Tree))
    if len(readings) == 1:
        return readings[0]
    signs = tuple(child for child in tree.children if not isinstance(child, Tree))
    operator: Literal["and", "or"] = "or" if tree.data in ("disjunction", "list_or") else "and"
    return Join(operator, readings, tree.data.startswith("list"), signs)


_HEADS = frozenset({"NOUN", "PERSON", "AGE", "SCORED", "UNDERTAKING", "EMPTY"})


def _item(tree: Tree[Token]) -> Item:
    head: Token | None = None
    parts: list[Part] = []
    child: Any
    for child in tree.children:
        if not isinstance(child, Tree) and child.type in _HEADS and head is None:
            head = child
        elif isinstance(child, Tree) and child.data in ("group", "group_of_children"):
            token = _tokens(child)[0]
            head = token
            body = next((_reading(each) for each in child.children if isinstance(each, Tree)), None)
            parts.append(Part("members", body, _tokens(child)[1:] or (token,)))
        else:
            parts.append(_part(child, before=head is None))
    assert head is not None, "an item without a head"
    return Item(head, tuple(parts))


def _part(child: Any, before: bool) -> Part:
    if not isinstance(child, Tree):
        return Part(child.type.lower(), child.value, (child,), before)
    tokens = _tokens(child)
    match child.data:
        case "bracket":
            return Part("bracket", _bracket(child), tokens, before)
        case "tail" | "except_" | "unless" | "if_" | "else_" | "such_as" | "defined" | "link" | "either_way" | "colon":
            tree = child.children[0] if child.data == "tail" else child
            body = next(each for each in tree.children if isinstance(each, Tree))
            return Part(tree.data, _reading(body), tokens, before)
        case "window" | "simple_window":
            return Part("window", _time(child), tokens, before)
        case "windows":
            return Part(
                "windows", tuple(_time(each) for each in child.children if isinstance(each, Tree)), tokens, before
            )
        case "lasting":
            return Part("lasting", _time(child), tokens, before)
        case "values" | "modifiers" | "change":
            return Part(child.data, tokens, tokens, before)
        case "also_person" | "also_age" | "also_scored":
            return Part(child.data, tokens[0], tokens, before)
    raise AssertionError(f"the grammar has no part called {child.data}")


def _bracket(tree: Tree[Token]) -> Bracket:
    tails = tuple(
        _part(child, before=False) for child in tree.children if isinstance(child, Tree) and child.data in _TAILS
    )
    body = next((child for child in tree.children if isinstance(child, Tree) and child.data not in _TAILS), None)
    return Bracket(_reading(body) if body is not None else None, tails)


_TAILS = frozenset({"tail", "except_", "unless", "if_", "else_", "such_as", "defined", "link", "either_way", "colon"})


def _time(tree: Tree[Token]) -> Time:
    preposition = span = direction = event = None
    anchors: tuple[Token, ...] = ()
    for child in tree.children:
        if isinstance(child, Tree):
            body = next((each for each in child.children if isinstance(each, Tree)), None)
            event = _reading(body) if body is not None else None
            anchors = tuple(each for each in child.children if not isinstance(each, Tree) and each.type == "ANCHOR")
        elif child.type in ("INLAST", "WITHIN", "FORLEN"):
            preposition = child
        elif child.type in ("PERIOD", "LENGTH", "LASTS"):
            span = child
        elif child.type == "ANCHOR":
            anchors = (child,)
        else:
            direction = child
    return Time(preposition, span, direction, anchors, event)


def _tokens(tree: Tree[Token]) -> tuple[Token, ...]:
    found: list[Token] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found += _tokens(child)
        else:
            found.append(child)
    return tuple(found)


def connective(token: Token) -> Connective:
    """The payload of a connective's token."""
    assert isinstance(token.value, Connective)
    return token.value


def items(reading: Reading) -> Iterator[Item]:
    """The items of a reading, in the order of the text; not those inside their parts."""
    match reading:
        case Item():
            yield reading
        case Join(of=of):
            for each in of:
                yield from items(each)
        case Negation(of=of):
            yield from items(of)
        case Condition(when=when, then=then):
            yield from items(when)
            yield from items(then)
        case Exemption(but=but, of=of):
            yield from items(but)
            yield from items(of)
