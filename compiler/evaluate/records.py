"""Which records a fact is about: those that match its concept, time, qualities, links and exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rules.model import Fact, Qualifier
from ..rules.normal import fold
from .chart import Event
from .logic import Truth, and_, not_
from .match import Matcher
from .ordinals import in_order, same_name
from .scene import Scene
from .windows import Stay, WindowTest

if TYPE_CHECKING:
    from .nodes import Node

#: Qualities whose names form a closed list: another name is another quality.
_CLOSED = frozenset(
    ("severity", "course", "control", "activity", "certainty", "stage", "grade", "class", "side", "line", "route")
)


class Selected(NamedTuple):
    """A record that is, or may be, of a fact; `concept` is the truth of its being of the concept alone."""

    event: Event
    truth: Truth
    concept: Truth


class QualifierTest:
    """Tests one quality of a record."""

    def __init__(self, qualifier: Qualifier) -> None:
        self.key = qualifier.key
        self._names = tuple(map(fold, qualifier.value.categories))
        self._low, self._high = qualifier.value.low, qualifier.value.high
        self._closed = qualifier.key in _CLOSED

    def test(self, recorded: dict[str, tuple[str, ...]], closed: bool) -> Truth:
        """Whether one of the recorded values is among those asked for; None where none is recorded."""
        names = recorded.get(self.key)
        if not names:
            return None
        truths = [self._one(name) for name in names]
        if True in truths:
            return True
        return None if None in truths or not (self._closed or closed or not self._names) else False

    def _one(self, name: str) -> Truth:
        found: Truth = True
        if self._names:
            found = any(same_name(name, wanted) for wanted in self._names)
        if self._low is not None or self._high is not None:
            found = and_((found, in_order(name, self._low, self._high)))
        return found


class LinkTest:
    """Tests the records that are linked to a record in one way."""

    def __init__(self, kind: str, rule: Node) -> None:
        self._only = kind == "with only"
        self.kind = "with" if self._only else kind
        self._rule = rule

    def test(self, event: Event, scene: Scene) -> Truth:
        """Whether they match the rule (of "with only": each of them); None where none is recorded."""
        linked = event.linked(self.kind)
        if not linked:
            return None
        if self._only:
            return and_(self._rule.test(scene.around(event, [one])) for one in linked)
        return self._rule.test(scene.around(event, linked))


class RecordTest:
    """Finds the records of a fact, each with its truth, without regard to value and length."""

    def __init__(
        self,
        fact: Fact,
        matcher: Matcher,
        window: WindowTest,
        qualifiers: Sequence[QualifierTest],
        links: Sequence[LinkTest],
        except_: Node | None,
    ) -> None:
        self.domain = fact.domain
        self.status = fact.status
        self.who = fold(fact.who)
        self.matcher = matcher
        self.window = window
        self.qualifiers = qualifiers
        self._links = links
        self._except = except_
        self._any_record = fact.domain == "it" and fold(fact.concept.text) == "it"
        self._changes = fact.change is not None

    def select(self, scene: Scene, stays: list[Stay] | None, timed: bool = True) -> list[Selected]:
        """The records that are of the fact or may be, in the order of the chart; without `timed`, of any time."""
        found: list[Selected] = []
        add = found.append
        for event, concept in self._candidates(scene):
            if self.status == "happened" and event.start[0] > scene.now:
                continue
            if event.record.change is not None and not self._changes:
                continue  # a recorded change is no reading
            truth = concept
            if timed and not self.window.always:
                lies = self.window.lies(event.stretch(self.window.fine), stays)
                if lies is False:
                    continue
                truth = truth and lies
            if self.qualifiers or self._links or self._except is not None:
                truth = self._details(event, truth, scene)
                if truth is False:
                    continue
            add(Selected(event, truth, concept))
        return found

    def _candidates(self, scene: Scene) -> Iterable[tuple[Event, Truth]]:
        closed = scene.chart.closed
        match = self.matcher.match
        if self.domain == "it":
            it = scene.it
            if it is not None:
                concept = True if self._any_record else match(it.term, closed)
                if concept is not False:
                    yield it, concept
        elif scene.among is not None:
            for event in scene.among:
                if event.record.domain == self.domain and event.who == self.who and event.record.status == self.status:
                    concept = match(event.term, closed)
                    if concept is not False:
                        yield event, concept
        else:
            for term, events in scene.chart.groups(self.domain, self.status, self.who):
                concept = match(term, closed)
                if concept is not False:
                    for event in events:
                        yield event, concept

    def _details(self, event: Event, truth: Truth, scene: Scene) -> Truth:
        """`truth` and the qualities, links and exception of one record."""
        for qualifier in self.qualifiers:
            found = qualifier.test(event.qualifiers, scene.chart.closed)
            if found is False:
                return False
            truth = truth and found
        for link in self._links:
            found = link.test(event, scene)
            if found is False:
                return False
            truth = truth and found
        if self._except is not None:
            found = not_(self._except.test(scene.around(event, [event, *event.linked()])))
            if found is False:
                return False
            truth = truth and found
        return truth


Judge = Callable[[Event], Truth]
