"""Brackets that say of what a limit is the average: "pain score of at least 4 (average pain over 24 hours)"."""

from __future__ import annotations

from typing import cast

from ...rules.model import Fact, Rule, Statistic, Summary
from ..syntax.modifiers import modifiers
from ..syntax.tree import Item, Reading
from ..token import Noun
from .times import length


def averaged(rule: Rule, body: Reading, text: str) -> Fact | None:
    """The measurement of a rule as the statistic that a bracket names; None where it names none of what is measured."""
    if not isinstance(rule, Fact) or rule.value is None or not isinstance(body, Item):
        return None
    noun, said = body.head.value, modifiers(body.some("modifiers"), text)
    statistic = next((modifier.value for modifier in said if modifier.key == "statistic"), None)
    if statistic is None or not isinstance(noun, Noun) or len(said) > 1:
        return None
    if {part.kind for part in body.parts} - {"modifiers", "lasting"}:
        return None
    if noun.text.lower().split()[-1] not in rule.concept.text.lower().split():
        return None
    lasting = next((length(part.value) for part in body.some("lasting")), None)
    limit = (lasting.low or lasting.high) if lasting is not None else None
    summary = Summary(statistic=cast("Statistic", statistic), over=limit.offset.periods[0] if limit else None)
    return rule.model_copy(update={"value": rule.value.model_copy(update={"summary": summary})})
