"""What would settle an unknown verdict: the smallest sets of facts, the most useful first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

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


class Question(BaseModel):
    """A fact that is not known: the rule to find out about, in which criterion, and whom to ask.

    `answer` is what it must come out as. `Patient.answers` takes `text` as a key, or "E1: text" for one criterion.
    """

    model_config = ConfigDict(frozen=True)
    text: str
    criterion: str
    of: Whom
    answer: bool


class Missing(BaseModel):
    """Facts which together make the verdict `value`, if each comes out as its question says."""

    model_config = ConfigDict(frozen=True)
    questions: tuple[Question, ...]
    value: bool


class _Gap(NamedTuple):
    """A question and how it is answered; one to people is a question of its criterion alone."""

    text: str
    criterion: str
    of: Whom
    answer: bool

    @property
    def question(self) -> tuple[str, str]:
        return self.text, self.criterion


_Set = frozenset[_Gap]
_NOTHING: list[_Set] = [frozenset()]


class _Ways(NamedTuple):
    """The sets of answers that make a rule true, and those that make it false; none: it cannot be."""

    true: list[_Set]
    false: list[_Set]


def missing(criteria: Sequence[tuple[str, bool, Node]], scene: Scene) -> tuple[Missing, ...]:
    """The sets that settle a verdict. `criteria`: id, the value that it must have for the verdict to be true, node."""
    ways: list[tuple[str, list[_Set], list[_Set]]] = []
    for name, wanted, node in criteria:
        true, false = _ways(node, scene)
        ways.append((name, true, false) if wanted else (name, false, true))
    where = {gap.question: name for name, met, failed in reversed(ways) for one in (*met, *failed) for gap in one}
    use = Counter(gap.question for _, met, failed in ways for gap in {gap for one in (*met, *failed) for gap in one})
    found = [(one, True) for one in _all(met for _, met, _ in ways)]
    found += [(one, False) for _, _, failed in ways for one in failed]
    order = {name: index for index, (name, _, _) in enumerate(ways)}

    def rank(entry: tuple[_Set, bool]) -> tuple[int, int, int, list[str], bool, list[_Gap]]:
        gaps, value = entry
        first = min((order[where[gap.question]] for gap in gaps), default=0)
        most = max((use[gap.question] for gap in gaps), default=0)
        return len(gaps), -most, first, sorted(gap.text for gap in gaps), not value, sorted(gaps)

    ranked = sorted({entry for entry in found if entry[0]}, key=rank)
    return tuple(Missing(questions=_questions(gaps, where, order), value=value) for gaps, value in ranked)


def _questions(gaps: _Set, where: dict[tuple[str, str], str], order: dict[str, int]) -> tuple[Question, ...]:
    ordered = sorted(gaps, key=lambda gap: (order[where[gap.question]], gap.text))
    return tuple(
        Question(text=gap.text, criterion=where[gap.question], of=gap.of, answer=gap.answer) for gap in ordered
    )


# ------------------------------------------------------------------ ways


def _ways(node: Node, scene: Scene) -> _Ways:
    value = node.test(scene)
    if value is not None:
        return _Ways(_NOTHING, []) if value else _Ways([], _NOTHING)
    parts = [_ways(part, scene) for part in node.parts] if isinstance(node, _COMPOSED) else []
    match node:
        case AllNode():
            return _Ways(_all(part.true for part in parts), _some(part.false for part in parts))
        case AnyNode():
            return _Ways(_some(part.true for part in parts), _all(part.false for part in parts))
        case NotNode():
            return _Ways(parts[0].false, parts[0].true)
        case IfNode():
            otherwise = parts[2] if len(parts) > 2 else _Ways(_NOTHING, [])
            return _both(_either(_turned(parts[0]), parts[1]), _either(parts[0], otherwise))
        case CountNode():
            return _counted(node, parts, scene)
        case JudgementNode():
            return _both(*parts, _ways(node.said, scene))
        case Said():
            return _gap(node.rule.text, "people", node.criterion)
        case UnreadNode():
            return _gap(node.written, "text")
    return _gap(node.written, "records")


_COMPOSED = (AllNode, AnyNode, NotNode, IfNode, CountNode, JudgementNode)


def _gap(text: str, of: Whom, criterion: str = "") -> _Ways:
    yes, no = _Gap(text, criterion, of, True), _Gap(text, criterion, of, False)
    return _Ways([frozenset([yes])], [frozenset([no])])


def _turned(ways: _Ways) -> _Ways:
    return _Ways(ways.false, ways.true)


def _both(*ways: _Ways) -> _Ways:
    return _Ways(_all(one.true for one in ways), _some(one.false for one in ways))


def _either(*ways: _Ways) -> _Ways:
    return _Ways(_some(one.true for one in ways), _all(one.false for one in ways))


def _counted(node: CountNode, parts: list[_Ways], scene: Scene) -> _Ways:
    """Every way in which the unknown members may come out, kept where the count is settled by it."""
    values = [part.test(scene) for part in node.parts]
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
        (ways.true if settled else ways.false).extend(_all(sets))
    return _Ways(_smallest(ways.true), _smallest(ways.false))


def _some(families: Iterable[list[_Set]]) -> list[_Set]:
    return _smallest(one for family in families for one in family)


def _all(families: Iterable[list[_Set]]) -> list[_Set]:
    """Sets that hold one set of every family."""
    found = _NOTHING
    for family in families:
        found = _smallest(one | other for one in found for other in family)
    return found


def _smallest(sets: Iterable[_Set]) -> list[_Set]:
    """The smallest sets that hold no other and do not contradict themselves."""
    kept: list[_Set] = []
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if len({gap.question for gap in one}) == len(one) and not any(other <= one for other in kept):
            kept.append(one)
        if len(kept) == _KEPT:
            break
    return kept
