"""Rules made ready to be tested: one node for each kind of rule, with the same three questions.

`test` is strict. `records` is what the records alone say: it may be `LEFT_OUT`, where only people can answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ..rules.model import Count, Fact, Judgement, Rule, Undertaking
from ..rules.normal import fold
from .facts import FactTest, Finding
from .logic import Truth, and_, between, if_, not_, or_
from .persons import PersonTest
from .scene import Scene


class LeftOut:
    """The value of what only people can answer, when the records alone are asked."""

    def __repr__(self) -> str:
        return "left out"


LEFT_OUT = LeftOut()
Answer = Truth | LeftOut


class Node:
    """A rule; `parts` are the nodes below it."""

    def __init__(self, rule: Rule, parts: Sequence[Node] = ()) -> None:
        self.rule = rule
        self.parts = tuple(parts)
        self.people: bool = isinstance(rule, Judgement | Undertaking) or any(part.people for part in parts)
        #: The id of the criterion that it belongs to, and whether it is the whole of it.
        self.criterion = ""
        self.whole = False
        self._keys: tuple[str, ...] = ()

    @cached_property
    def written(self) -> str:
        """The rule as the rule language writes it, on one line."""
        return " ".join(str(self.rule).split())

    def answer(self, scene: Scene) -> Truth:
        """The answer that people gave to this rule, in its criterion ("E21: ...") or wherever it stands."""
        if not scene.answers:
            return None
        if not self._keys:
            texts = [text for one in self.questions() for text in (f"{self.criterion}: {one}", one)]
            self._keys = tuple(map(fold, [self.criterion, *texts] if self.whole else texts))
        return next((scene.answers[key] for key in self._keys if key in scene.answers), None)

    def questions(self) -> tuple[str, ...]:
        """What an answer to it is found by: the rule as it is written."""
        return (self.written,)

    def test(self, scene: Scene) -> Truth:
        """Whether the rule holds, by records and answers."""
        if scene.answers:
            answer = self.answer(scene)
            if answer is not None:
                return answer
        return self._test(scene)

    def records(self, scene: Scene) -> Answer:
        """Whether the rule holds, by records alone."""
        return self._records(scene) if self.people else self._test(scene)

    def find(self, scene: Scene) -> Finding:
        """Whether the rule holds, and the records that decided it."""
        return Finding(self.test(scene))

    def _test(self, scene: Scene) -> Truth:
        raise NotImplementedError

    def _records(self, scene: Scene) -> Answer:
        return self._test(scene)


class FactNode(Node):
    """A fact of records or of the person."""

    def __init__(self, rule: Fact, fact: FactTest | PersonTest) -> None:
        super().__init__(rule)
        self.fact = fact
        self._ask = fact.test

    def test(self, scene: Scene) -> Truth:
        """Whether the fact holds, by records and answers."""
        return super().test(scene) if scene.answers else self._ask(scene)

    def _test(self, scene: Scene) -> Truth:
        return self.fact.test(scene)

    def find(self, scene: Scene) -> Finding:
        """Whether the fact holds, and the records that decided it."""
        answer = self.answer(scene)
        if answer is not None:
            return Finding(answer, (), "answered")
        if isinstance(self.fact, FactTest):
            return self.fact.find(scene)
        return Finding(self.fact.test(scene), (), "of the person")


class ExpandedNode(Node):
    """A fact that stands for several facts: what they say, under its own name."""

    def __init__(self, rule: Fact, inner: Node) -> None:
        super().__init__(rule, inner.parts)
        self._inner = inner
        self.people = inner.people

    def _test(self, scene: Scene) -> Truth:
        return self._inner.test(scene)

    def _records(self, scene: Scene) -> Answer:
        return self._inner.records(scene)


class AllNode(Node):
    """True when every member is."""

    def _test(self, scene: Scene) -> Truth:
        return and_(part.test(scene) for part in self.parts)

    def _records(self, scene: Scene) -> Answer:
        kept = _kept(self.parts, scene)
        return and_(kept) if kept or not self.parts else LEFT_OUT


class AnyNode(Node):
    """True when some member is."""

    def _test(self, scene: Scene) -> Truth:
        return or_(part.test(scene) for part in self.parts)

    def _records(self, scene: Scene) -> Answer:
        kept = _kept(self.parts, scene)
        return or_(kept) if kept or not self.parts else LEFT_OUT


def _kept(parts: Iterable[Node], scene: Scene) -> list[Truth]:
    found = [part.records(scene) for part in parts]
    return [value for value in found if not isinstance(value, LeftOut)]


def _known(value: Answer) -> Truth:
    return None if isinstance(value, LeftOut) else value


class NotNode(Node):
    """True when the member is false."""

    def _test(self, scene: Scene) -> Truth:
        return not_(self.parts[0].test(scene))

    def _records(self, scene: Scene) -> Answer:
        found = self.parts[0].records(scene)
        return found if isinstance(found, LeftOut) else not_(found)


class CountNode(Node):
    """True when between `low` and `high` members are."""

    def __init__(self, rule: Count, parts: Sequence[Node]) -> None:
        super().__init__(rule, parts)
        self._low, self._high = rule.low, rule.high

    def _test(self, scene: Scene) -> Truth:
        return self.settled([part.test(scene) for part in self.parts])

    def _records(self, scene: Scene) -> Answer:
        return self.settled([_known(part.records(scene)) for part in self.parts])

    def settled(self, values: list[Truth]) -> Truth:
        """What the values of the members make of the count."""
        sure = values.count(True)
        return between(self._low, self._high, sure, sure + values.count(None))


class IfNode(Node):
    """(not when or then) and (when or otherwise)."""

    def _test(self, scene: Scene) -> Truth:
        when = self.parts[0].test(scene)
        if when is True:
            return self.parts[1].test(scene)
        if when is False:
            return self.parts[2].test(scene) if len(self.parts) > 2 else True
        return if_(None, *(part.test(scene) for part in self.parts[1:]))

    def _records(self, scene: Scene) -> Answer:
        when = self.parts[0].records(scene)
        if when is True:
            return self.parts[1].records(scene)
        if when is False:
            return self.parts[2].records(scene) if len(self.parts) > 2 else True
        return if_(None, *(_known(part.records(scene)) for part in self.parts[1:]))


class JudgementNode(Node):
    """True when `about` is and an investigator says `text`."""

    def __init__(self, rule: Judgement, parts: Sequence[Node]) -> None:
        super().__init__(rule, parts)
        self.said = Said(rule)

    def _test(self, scene: Scene) -> Truth:
        about = self.parts[0].test(scene) if self.parts else True
        return and_((about, self.said.test(scene)))

    def _records(self, scene: Scene) -> Answer:
        about = self.parts[0].records(scene) if self.parts else LEFT_OUT
        return LEFT_OUT if about is True else about


class Said(Node):
    """What only people can say: true when they say it."""

    rule: Judgement | Undertaking

    def questions(self) -> tuple[str, ...]:
        """What an answer to it is found by: its text."""
        return (self.rule.text,)

    def _test(self, scene: Scene) -> Truth:
        return None

    def _records(self, scene: Scene) -> Answer:
        return LEFT_OUT


class UndertakingNode(Said):
    """True when the patient consents, understands, can or will."""

    def questions(self) -> tuple[str, ...]:
        """What an answer to it is found by: its text, or the rule as it is written."""
        return self.rule.text, self.written


class UnreadNode(Node):
    """Never known."""

    def _test(self, scene: Scene) -> Truth:
        return None
