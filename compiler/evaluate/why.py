"""Why a rule has its value: the tree of its nodes, each with its value and the records that decided it."""

from __future__ import annotations

from dataclasses import dataclass

from .nodes import FactNode, JudgementNode, Node, UndertakingNode
from .patient import Record
from .scene import Scene


@dataclass(frozen=True, slots=True)
class Why:
    """One node: the rule as the rule language writes it, its value, and in a few words why."""

    kind: str
    rule: str
    value: bool | None
    reason: str = ""
    records: tuple[Record, ...] = ()
    criterion: str | None = None
    of: tuple[Why, ...] = ()


def why(node: Node, scene: Scene, criterion: str | None = None) -> Why:
    """The explanation of one rule; of a fact it names the records, of others the members."""
    if isinstance(node, FactNode):
        finding = node.find(scene)
        records = tuple([event.record for event in finding.events])
        return Why("fact", node.written, finding.value, finding.reason, records, criterion)
    value = node.test(scene)
    of = tuple([why(part, scene) for part in node.parts])
    return Why(node.rule.kind, node.written, value, _reason(node, scene, value), (), criterion, of)


def _reason(node: Node, scene: Scene, value: bool | None) -> str:
    if node.answer(scene) is not None or (isinstance(node, JudgementNode) and node.said.answer(scene) is not None):
        return "answered"
    if isinstance(node, JudgementNode | UndertakingNode):
        return "for people to say" if value is None else ""
    return "the text was not read" if node.rule.kind == "unread" else ""
