"""What a trial says of a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ..rules.trial import Section
from .logic import Truth, and_, not_
from .missing import Missing, missing
from .nodes import JudgementNode, LeftOut, Node, UndertakingNode
from .scene import ASSUMED_AT_INDEX, Scene
from .why import Why, why


class ReadyCriterion(NamedTuple):
    """A criterion that can be tested."""

    id: str
    section: Section
    text: str
    node: Node


class CriterionVerdict(NamedTuple):
    """`value` is the truth of the criterion's rule; `met` whether it lets the patient in."""

    id: str
    section: Section
    text: str
    value: Truth
    met: Truth


class Pending(NamedTuple):
    """What only people can answer, and which criterion waits for it."""

    criterion: str
    text: str


@dataclass(frozen=True, eq=False)
class Verdict:
    """Whether a patient is eligible: `value` is True, False, or None while it is not known.

    `values` are the truths of the criteria's rules, in their order.
    """

    trial: str
    patient: str | None
    at: date
    value: Truth
    values: Sequence[Truth]
    _ready: Sequence[ReadyCriterion]
    _anchors: Sequence[str]
    _scene: Scene

    @cached_property
    def criteria(self) -> tuple[CriterionVerdict, ...]:
        """What each criterion says."""
        return tuple(
            CriterionVerdict(id, section, text, value, not_(value) if section == "exclusion" else value)
            for (id, section, text, _), value in zip(self._ready, self.values, strict=True)
        )

    @cached_property
    def on_records(self) -> Truth:
        """What the records alone decide, without what only people can answer."""
        scene = self._scene
        bare = Scene(scene.chart, self.at, scene.anchors, answered=False) if scene.answers else scene
        found = [(one.section, one.node.records(bare)) for one in self._ready]
        kept = [(section, value) for section, value in found if not isinstance(value, LeftOut)]
        return and_(not_(value) if section == "exclusion" else value for section, value in kept)

    @cached_property
    def assumed(self) -> tuple[str, ...]:
        """What was taken for granted about this patient."""
        chart, patient = self._scene.chart, self._scene.chart.patient
        said: list[str] = []
        undated = [name for name in self._anchors if name in ASSUMED_AT_INDEX and name not in chart.dates]
        if undated:
            said.append(f"no date given: {', '.join(undated)} taken as the index date")
        unknown = [name for name in self._anchors if self._scene.named(name) is None]
        if unknown:
            said.append(f"no date given, so its windows are unknown: {', '.join(unknown)}")
        if patient.complete:
            said.append(f"taken as complete: the record of {', '.join(patient.complete)}")
        if patient.names == "closed":
            said.append("records are named in the trial's words: another name is another thing")
        return tuple(said)

    @cached_property
    def pending(self) -> tuple[Pending, ...]:
        """The judgements and undertakings that are not answered yet, and bear on the verdict."""
        waiting = (
            Pending(one.id, text)
            for one, verdict in zip(self._ready, self.criteria, strict=True)
            if verdict.value is None
            for text in _unanswered(one.node, self._scene)
        )
        return tuple(dict.fromkeys(waiting))

    @cached_property
    def why(self) -> Why:
        """The tree of all criteria, each node with its value and the records that decided it."""
        of = tuple(map(self.because, range(len(self._ready))))
        return Why(kind="trial", rule=self.trial, value=self.value, of=of)

    def because(self, place: int) -> Why:
        """The tree of one criterion, by its place in `criteria`."""
        one = self._ready[place]
        return why(one.node, self._scene, one.id)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The smallest sets of facts that would settle an unknown verdict, the most useful first."""
        if self.value is not None:
            return ()
        return missing([(one.id, one.section == "inclusion", one.node) for one in self._ready], self._scene)

    def __repr__(self) -> str:
        return f"Verdict(trial={self.trial!r}, patient={self.patient!r}, at={self.at}, value={self.value})"


def _unanswered(node: Node, scene: Scene) -> Iterator[str]:
    if not node.people or node.test(scene) is not None:
        return
    said = node.said if isinstance(node, JudgementNode) else node if isinstance(node, UndertakingNode) else None
    if said is not None and said.answer(scene) is None:
        yield said.rule.text
    for part in node.parts:
        yield from _unanswered(part, scene)
