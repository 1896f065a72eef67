"""What would settle an unknown verdict: the smallest sets of facts, the most useful first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import product
from operator import or_
from typing import Literal, NamedTuple

from .nodes import (
    AllNode,
    AnyNode,
    CountNode,
    IfNode,
    JudgementNode,
    Node,
    NotNode,
    Said,
    UnreadNode,
)
from .scene import Scene

#: How many sets are kept at each step: the smallest.
_KEPT = 12
#: A count over more unknown members than this is settled by all of them.
_FEW = 5

Whom = Literal["records", "people", "text"]


class Question(NamedTuple):
    """A fact that is not known: the rule to find out about, in which criterion, and whom to ask.

    `answer` is what it must come out as. `Patient.answers` takes `text` as a key, or "E1: text" for one criterion.
    """

    text: str
    criterion: str
    of: Whom
    answer: bool


class Missing(NamedTuple):
    """Facts which together make the verdict `value`, if each comes out as its question says."""

    questions: tuple[Question, ...]
    value: bool


#: A text, the criterion where only people can answer it, and whom to ask.
_Question = tuple[str, str, Whom]
#: Questions with their answers, as the bits of a number: see `_Book`.
_Set = int


class _Ways(NamedTuple):
    """The sets of answers that make a rule true, and those that make it false; none: it cannot be."""

    true: list[_Set]
    false: list[_Set]


_NOTHING: list[_Set] = [0]
_TRUE, _FALSE = _Ways(_NOTHING, []), _Ways([], _NOTHING)


def missing(criteria: Sequence[tuple[str, bool, Node]], scene: Scene) -> tuple[Missing, ...]:
    """The sets that settle a verdict. `criteria`: id, the value that it must have for the verdict to be true, node."""
    book = _Book((node for _, _, node in criteria), scene)
    ways: list[tuple[str, list[_Set], list[_Set]]] = []
    for name, wanted, node in criteria:
        true, false = book.ways(node)
        ways.append((name, true, false) if wanted else (name, false, true))
    where: dict[_Question, str] = {}
    use: Counter[_Question] = Counter()
    for name, met, failed in ways:
        asked = dict(book.answers(reduce(or_, (*met, *failed), 0)))
        use.update(asked.keys())
        where = dict.fromkeys(asked, name) | where
    order = {name: index for index, (name, _, _) in enumerate(ways)}
    found = dict.fromkeys((one, True) for one in book.all(met for _, met, _ in ways) if one)
    found |= dict.fromkeys((one, False) for _, _, failed in ways for one in failed if one)

    def rank(entry: tuple[_Set, bool]) -> tuple[int, int, int, list[str], bool, int]:
        one, value = entry
        asked = [question for question, _ in book.answers(one)]
        first = min(order[where[question]] for question in asked)
        most = max(use[question] for question in asked)
        return len(asked), -most, first, [text for text, _, _ in asked], not value, -one

    return tuple(
        Missing(questions=_questions(book.answers(one), where, order), value=value)
        for one, value in sorted(found, key=rank)
    )


def _questions(
    asked: Iterable[tuple[_Question, bool]], where: dict[_Question, str], order: dict[str, int]
) -> tuple[Question, ...]:
    ordered = sorted(asked, key=lambda one: (order[where[one[0]]], one[0][0]))
    return tuple(
        Question(text=question[0], criterion=where[question], of=question[2], answer=answer)
        for question, answer in ordered
    )


# ------------------------------------------------------------------ what is asked


def _asked(node: Node, scene: Scene) -> Iterator[_Question]:
    """The questions that an unknown rule comes down to."""
    if node.test(scene) is not None:
        return
    own = _question(node)
    if own is not None:
        yield own
        return
    for part in node.parts:
        yield from _asked(part, scene)
    if isinstance(node, JudgementNode):
        yield from _asked(node.said, scene)


def _question(node: Node) -> _Question | None:
    """What is asked where a rule is not known; None of one that has parts to ask about."""
    if isinstance(node, _COMPOSED):
        return None
    if isinstance(node, Said):
        return node.rule.text, node.criterion, "people"
    return node.written, "", "text" if isinstance(node, UnreadNode) else "records"


_COMPOSED = (AllNode, AnyNode, NotNode, IfNode, CountNode, JudgementNode)


# ------------------------------------------------------------------ ways


class _Book:
    """The questions that are open in some criteria, each with a bit for "no" and beside it, lower, one for "yes".

    A set of answers is the sum of its bits. The first question has the highest bits, so that of sets of one size the
    one that comes first in the order of questions is the greatest number.
    """

    def __init__(self, nodes: Iterable[Node], scene: Scene) -> None:
        self._scene = scene
        asked = {question for node in nodes for question in _asked(node, scene)}
        self._questions = sorted(asked, reverse=True)
        self._bits = {question: 1 << 2 * place for place, question in enumerate(self._questions)}
        self._yes = sum(self._bits.values())

    def answers(self, one: _Set) -> list[tuple[_Question, bool]]:
        """The questions of a set with their answers, in the order of questions."""
        found: list[tuple[_Question, bool]] = []
        while one:
            place = one.bit_length() - 1
            found.append((self._questions[place // 2], place % 2 == 0))
            one ^= 1 << place
        return found

    def ways(self, node: Node) -> _Ways:
        """The ways in which a rule may come out."""
        value = node.test(self._scene)
        if value is not None:
            return _TRUE if value else _FALSE
        question = _question(node)
        if question is not None:
            return _Ways([self._bits[question]], [self._bits[question] << 1])
        parts = [self.ways(part) for part in node.parts]
        match node:
            case AllNode():
                return self._both(*parts)
            case AnyNode():
                return self._either(*parts)
            case NotNode():
                return _turned(parts[0])
            case IfNode():
                otherwise = parts[2] if len(parts) > 2 else _TRUE
                return self._both(self._either(_turned(parts[0]), parts[1]), self._either(parts[0], otherwise))
            case CountNode():
                return self._counted(node, parts)
            case JudgementNode():
                return self._both(*parts, self.ways(node.said))
        raise TypeError(node)

    def _both(self, *ways: _Ways) -> _Ways:
        return _Ways(self.all(one.true for one in ways), self._some(one.false for one in ways))

    def _either(self, *ways: _Ways) -> _Ways:
        return _Ways(self._some(one.true for one in ways), self.all(one.false for one in ways))

    def _counted(self, node: CountNode, parts: list[_Ways]) -> _Ways:
        """Every way in which the unknown members may come out, kept where the count is settled by it."""
        values = [part.test(self._scene) for part in node.parts]
        unknown = [index for index, value in enumerate(values) if value is None]
        few = len(unknown) <= _FEW
        choices = product((True, False, None), repeat=len(unknown)) if few else iter([(True,), (False,)])
        ways = _Ways([], [])
        for choice in choices:
            told = list(values)
            for place, index in enumerate(unknown):
                told[index] = choice[place] if few else choice[0]
            settled = node.settled(told)
            if settled is None:
                continue
            sets = [parts[i].true if told[i] else parts[i].false for i in unknown if told[i] is not None]
            (ways.true if settled else ways.false).extend(self.all(sets))
        return _Ways(self._smallest(ways.true), self._smallest(ways.false))

    # ---------------------------------------------------------------- sets

    def _some(self, families: Iterable[list[_Set]]) -> list[_Set]:
        return self._smallest(one for family in families for one in family)

    def all(self, families: Iterable[list[_Set]]) -> list[_Set]:
        """Sets that hold one set of every family."""
        found = _NOTHING
        for family in families:
            if family != _NOTHING:
                found = self._smallest(one | other for one in found for other in family)
        return found

    def _smallest(self, sets: Iterable[_Set]) -> list[_Set]:
        """The smallest sets that hold no other and do not contradict themselves."""
        kept: list[_Set] = []
        for one in sorted(set(sets), key=_size):
            if not (one >> 1 & one & self._yes or any(other & one == other for other in kept)):
                kept.append(one)
                if len(kept) == _KEPT:
                    break
        return kept


def _size(one: _Set) -> tuple[int, int]:
    return one.bit_count(), -one


def _turned(ways: _Ways) -> _Ways:
    return _Ways(ways.false, ways.true)
