"""Tests a trial's criteria on patients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..rules.model import Anchor, Fact, Rule
from ..rules.normal import fold
from ..rules.trial import Trial
from ..rules.walk import nodes
from .chart import Chart
from .logic import Truth, and_, not_
from .match import Hierarchy
from .patient import Patient
from .ready import Preparer
from .scene import Scene
from .verdict import ReadyCriterion, Verdict


class Evaluator:
    """A trial made ready for any number of patients. `hierarchy` says which codes lie below which."""

    def __init__(self, trial: Trial, hierarchy: Hierarchy | None = None) -> None:
        self.trial = trial
        preparer = Preparer(hierarchy)
        self.criteria = tuple(
            ReadyCriterion(one.id, one.section, one.text, preparer.criterion(one.id, one.rule))
            for one in trial.criteria
            if one.rule is not None
        )
        self._excluding = [one.section == "exclusion" for one in self.criteria]
        self._anchors = {fold(name): fold(other) for name, other in trial.anchors.items()}
        self._names = _anchor_names(one.rule for one in trial.criteria if one.rule is not None)

    def evaluate(self, patient: Patient, at: date) -> Verdict:
        """Whether the patient is eligible as known on `at`."""
        scene = Scene(Chart(patient, at.toordinal()), at, self._anchors)
        values = [one.node.test(scene) for one in self.criteria]
        value = and_([not_(found) if out else found for out, found in zip(self._excluding, values, strict=True)])
        return Verdict(self.trial.id, patient.id, at, value, values, self.criteria, self._names, scene)

    def values(self, patient: Patient, at: date) -> list[Truth]:
        """The truth of each criterion's rule, in order: what a database query gives too."""
        return list(self.evaluate(patient, at).values)


def _anchor_names(rules: Iterator[Rule]) -> tuple[str, ...]:
    """The names of anchors that the rules use, in the order of their first use."""
    found: dict[str, None] = {}
    for rule in rules:
        for node in nodes(rule):
            if isinstance(node, Fact):
                found |= {fold(anchor.name): None for anchor in _anchors(node) if anchor.name}
                if not node.when.anchors and (node.when.start or node.when.end):
                    found["enrollment"] = None
    return tuple(name for name in found if name not in ("index", "it"))


def _anchors(fact: Fact) -> Iterator[Anchor]:
    yield from fact.when.anchors
    yield from (one for one in (fact.lasting and fact.lasting.until, fact.change and fact.change.since) if one)


_RECENT: dict[int, Evaluator] = {}


def evaluator(trial: Trial) -> Evaluator:
    """The evaluator of a trial: made once for as long as the trial is among the last few that were asked for."""
    found = _RECENT.get(id(trial))
    if found is None or found.trial is not trial:
        if len(_RECENT) >= 32:
            _RECENT.clear()
        found = _RECENT[id(trial)] = Evaluator(trial)
    return found
