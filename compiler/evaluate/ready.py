"""Makes a rule ready to be tested: the table from the kinds of rules to their nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..rules.model import All, Anchor, Any_, Count, Fact, If, Judgement, Not, Rule, Undertaking, Unread, Value, Window
from .changes import ChangeTest
from .expand import expanded
from .facts import FactTest
from .lengths import LengthTest
from .match import Hierarchy, Matcher
from .nodes import (
    AllNode,
    AnyNode,
    CountNode,
    ExpandedNode,
    FactNode,
    IfNode,
    JudgementNode,
    Node,
    NotNode,
    UndertakingNode,
    UnreadNode,
)
from .occurrences import TimesTest, once
from .persons import PersonTest
from .records import LinkTest, QualifierTest, RecordTest
from .values import ValueTest
from .windows import AnchorTest, WindowTest


class Preparer:
    """Prepares rules once, for any number of patients. `hierarchy` says which codes lie below which."""

    def __init__(self, hierarchy: Hierarchy | None = None) -> None:
        self._hierarchy = hierarchy
        self._criterion = ""
        self._windows: dict[Window, WindowTest] = {}
        self._facts: dict[Fact, FactTest] = {}

    def criterion(self, id: str, rule: Rule) -> Node:
        """The node of a criterion's rule."""
        self._criterion = id
        node = self.node(rule)
        node.whole = True
        return node

    def node(self, rule: Rule) -> Node:
        """The node of a rule and of all below it."""
        node = _HANDLERS[type(rule)](self, rule)
        node.criterion = self._criterion
        if isinstance(node, JudgementNode):
            node.said.criterion = self._criterion
        return node

    def _fact(self, rule: Fact) -> Node:
        several = expanded(rule)
        if several is not rule:
            return ExpandedNode(rule, self.node(several))
        if rule.domain == "person":
            return FactNode(rule, PersonTest(rule, self._window(rule)))
        return FactNode(rule, self.fact(rule))

    def fact(self, rule: Fact) -> FactTest:
        """The test of one fact about records. Equal facts share it, and what it finds, but for rules within them:

        those may be answered in one criterion and not in another.
        """
        if rule.links or rule.except_ is not None:
            return self._ready(rule)
        found = self._facts.get(rule)
        if found is None:
            found = self._facts[rule] = self._ready(rule)
        return found

    def _ready(self, rule: Fact) -> FactTest:
        examples = [example for example in rule.concept.such_as if isinstance(example, str)]
        records = RecordTest(
            rule,
            Matcher(rule.concept, examples, self._hierarchy),
            self._window(rule),
            [QualifierTest(qualifier) for qualifier in rule.qualifiers],
            [LinkTest(link.kind, self.node(link.rule)) for link in rule.links],
            self.node(rule.except_) if rule.except_ is not None else None,
        )
        value, lasting, times, change = rule.value, rule.lasting, rule.times, rule.change
        return FactTest(
            rule,
            records,
            ValueTest(value, rule.concept) if value not in (None, Value()) else None,
            LengthTest(lasting, self._anchor(lasting.until)) if lasting is not None else None,
            TimesTest(times) if times is not None and not once(times) else None,
            ChangeTest(change, rule.concept, self._anchor(change.since)) if change else None,
        )

    def _window(self, rule: Fact) -> WindowTest:
        """The test of a window; facts of one window share it, and what it finds."""
        found = self._windows.get(rule.when)
        if found is None:
            anchors = [test for anchor in rule.when.anchors if (test := self._anchor(anchor))]
            found = self._windows[rule.when] = WindowTest(rule.when, anchors)
        return found

    def _anchor(self, anchor: Anchor | None) -> AnchorTest | None:
        if anchor is None:
            return None
        event = anchor.fact
        if event is None or event.domain == "person":
            return AnchorTest(anchor, None)
        return AnchorTest(anchor, self.fact(event))


def _judgement(preparer: Preparer, rule: Judgement) -> Node:
    return JudgementNode(rule, [preparer.node(rule.about)] if rule.about is not None else [])


def _if(preparer: Preparer, rule: If) -> Node:
    parts = [part for part in (rule.when, rule.then, rule.otherwise) if part is not None]
    return IfNode(rule, [preparer.node(part) for part in parts])


_HANDLERS: dict[type, Callable[[Preparer, Any], Node]] = {
    Fact: Preparer._fact,
    All: lambda preparer, rule: AllNode(rule, [preparer.node(member) for member in rule.of]),
    Any_: lambda preparer, rule: AnyNode(rule, [preparer.node(member) for member in rule.of]),
    Not: lambda preparer, rule: NotNode(rule, [preparer.node(rule.of)]),
    Count: lambda preparer, rule: CountNode(rule, [preparer.node(member) for member in rule.of]),
    If: _if,
    Judgement: _judgement,
    Undertaking: lambda preparer, rule: UndertakingNode(rule),
    Unread: lambda preparer, rule: UnreadNode(rule, [preparer.node(rule.about)] if rule.about is not None else []),
}
