"""Rewriting every fact of a rule, wherever it stands: in examples, links, exceptions, anchors and lengths too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ..rules.model import Fact, Node, Rule

N = TypeVar("N")


def each_fact(rule: Rule, change: Callable[[Fact], Fact]) -> Rule:
    """`rule` with every fact in it replaced by what `change` makes of it; inner facts first."""
    return _rewritten(rule, change)


def _rewritten(part: N, change: Callable[[Fact], Fact]) -> N:
    if isinstance(part, tuple):
        return cast(N, tuple(_rewritten(member, change) for member in part))
    if not isinstance(part, Node):
        return part
    found: dict[str, Any] = {}
    for name, old in part.__dict__.items():
        new = _rewritten(old, change)
        if new is not old:
            found[name] = new
    node = part.model_copy(update=found) if found else part
    return cast(N, change(node)) if isinstance(node, Fact) else cast(N, node)
