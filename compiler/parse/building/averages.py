"""Averages, and brackets that say of what a limit is one: "pain score >= 4 (average pain over 24 hours)"."""

from __future__ import annotations

from typing import cast

from ...rules.model import Fact, Length, Rule, Statistic, Summary, Value
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
    return rule.model_copy(update={"value": summarised(rule.value, statistic, lasting)})


def summarised(value: Value, statistic: str, lasting: Length | None) -> Value:
    """A value as that of a statistic, over so long: "average pain over 24 hours"."""
    limit = (lasting.low or lasting.high) if lasting is not None else None
    summary = Summary(statistic=cast("Statistic", statistic), over=limit.offset.periods[0] if limit else None)
    return value.model_copy(update={"summary": summary})
