"""Which records a fact is about: those that match its concept, time, qualities, links and exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..rules.model import Fact, Qualifier
from ..rules.normal import fold
from .chart import Event, kind
from .logic import Truth, and_, not_
from .match import Matcher, Term
from .ordinals import in_order, same_name
from .scene import Scene
from .windows import Stay, WindowTest

if TYPE_CHECKING:
    from .nodes import Node

#: Qualities whose names form a closed list: another name is another quality.
_CLOSED = frozenset(
    ("severity", "course", "control", "activity", "certainty", "stage", "grade", "class", "side", "line", "route")
)


#: Records of one term, each with the truth of its lying in a window.
Timed = tuple[Term, list[tuple[Event, Truth]]]


#: Tests one record further.
Judge = Callable[[Event, Scene], Truth]


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
        self._detailed = bool(qualifiers or links or except_ is not None)
        self._kind = kind(fact.domain, fact.status, self.who, fact.change is not None)
        #: What facts of one kind and window share their findings under; empty where each record has its own window.
        self.key = f"{id(self._kind)} {id(window)}" if window.fixed and fact.domain != "it" else ""
        self._vague = f"{self.key} vague" if self.key else ""
        self._timeless = f"{id(self._kind)}"

    def select(self, scene: Scene, stays: list[Stay] | None, timed: bool = True) -> list[Selected]:
        """The records that are of the fact or may be, in the order of the chart; without `timed`, of any time."""
        found: list[Selected] = []
        details = self._detailed
        closed, match = scene.chart.closed, self.matcher.match
        for term, events in self._in_time(scene, stays, timed and not self.window.always):
            concept = True if self._any_record else match(term, closed)
            if concept is False:
                continue
            for event, lies in events:
                truth = concept and lies
                if details:
                    truth = self._details(event, truth, scene)
                    if truth is False:
                        continue
                found.append(Selected(event, truth, concept))
        return found

    def some(self, scene: Scene, stays: list[Stay] | None, judge: Judge | None, vague: bool) -> tuple[Truth, bool]:
        """Whether a record is of the fact and `judge` (none: nothing more) holds of it; and whether one surely is.

        Looks no further than that needs: of records that can only be unknown, one is enough. `vague`: all are such.
        """
        result: Truth = False
        sure = False
        closed, match = scene.chart.closed, self.matcher.match
        for term, events in self._in_time(scene, stays, not self.window.always):
            concept = None if vague else match(term, closed)
            if concept is False or (concept is None and result is None):
                continue
            for event, lies in events:
                truth = concept and lies
                if truth is None and result is None:
                    continue
                if self._detailed:
                    truth = self._details(event, truth, scene)
                    if truth is False:
                        continue
                sure = sure or truth is True
                fits = True if judge is None else judge(event, scene)
                if truth and fits:
                    return True, True
                if fits is not False:
                    result = None
                    if vague:
                        return None, False
        return result, sure

    def is_vague(self, scene: Scene) -> bool:
        """Whether every record of the kind may be of the concept, and none surely is: nothing is said of any."""
        chart = scene.chart
        if chart.closed:
            return False
        group = chart.groups.get(self._kind) or chart.group(self._kind)
        return self.matcher.is_strange(group.names, group.systems)

    def vague_key(self, scene: Scene) -> str:
        """What facts share their truth under when no record of their kind surely is of them; empty where they do not.

        Of records without qualities and links these are unknown, as the records are.
        """
        if self._detailed and (self._except is not None or not scene.chart.group(self._kind).bare):
            return ""
        return self._vague

    def _in_time(self, scene: Scene, stays: list[Stay] | None, timed: bool) -> Iterable[Timed]:
        """The records of the fact's kind that lie or may lie in its window, by what they are of.

        Facts of one kind and one window share them.
        """
        window = self.window if timed else None
        if scene.among is not None or not self.key:
            return self._lying(scene, stays, window)
        key = self.key if window is not None else self._timeless
        shared: list[Timed] | None = scene.shared.get(key)
        if shared is None:
            shared = scene.shared[key] = self._lying(scene, stays, window)
        return shared

    def _lying(self, scene: Scene, stays: list[Stay] | None, window: WindowTest | None) -> list[Timed]:
        if window is None:
            return [(term, [(event, True) for event in events]) for term, events in self._records(scene)]
        found: list[Timed] = []
        for term, events in self._records(scene):
            lying = [(event, window.lies(event.stretch(window.fine), stays)) for event in events]
            kept: list[tuple[Event, Truth]] = [(event, lies) for event, lies in lying if lies is not False]
            if kept:
                found.append((term, kept))
        return found

    def _records(self, scene: Scene) -> Iterable[tuple[Term, Sequence[Event]]]:
        """The records of the fact's domain, status and person; changes only where the fact is of a change."""
        if self.domain == "it":
            return [(scene.it.term, [scene.it])] if scene.it is not None else []
        if scene.among is None:
            return scene.chart.group(self._kind).of
        return [(event.term, [event]) for event in scene.among if self._kind.has(event)]

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
