"""Several things defined as one: "adequate renal and hepatic function (creatinine < 2 mg/dL, bilirubin < 2 mg/dL)"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import All, Any_, Fact, Rule
from .shapes import is_result, label, operator_of


def defined_jointly(rules: Sequence[Rule], operator: str) -> Rule | None:
    """The last of the rules under a name for all, where it says what that means; None where nothing is defined.

    The others are measurements named by the same words but one, an organ each. Of illnesses, the last alone may be
    explained: "cardiac, hepatic (ALT > 3 x ULN) or renal disease".
    """
    *others, last = rules
    measured = [each for each in others if isinstance(each, Fact) and each.domain == "measurement"]
    if last.label is None or not others or len(measured) < len(others):
        return None
    named = _joint_name([*(label(each) for each in measured), last.label], operator)
    return last.model_copy(update={"label": named}) if named else None


def joint_label(rule: Rule, meaning: Rule) -> str | None:
    """The name of several facts that the same words say, and `meaning` explains; None of any other rule."""
    if not isinstance(rule, All | Any_) or rule.label:
        return None
    told = [each for each in rule.of if isinstance(each, Fact) and each.span == rule.of[0].span]
    measured = [fact for fact in told if fact.domain == "measurement"]
    plain = [fact for fact in measured if not (fact.change or fact.links or fact.lasting or fact.concept.such_as)]
    known = all(fact.value is None or is_result(fact.value, meaning) for fact in plain)
    whole = known and len(plain) == len(rule.of)
    return _joint_name([label(fact) for fact in plain], operator_of(rule)) if whole else None


def _joint_name(names: Sequence[str], operator: str) -> str | None:
    """One name for all: "adequate renal and hepatic function" of adequate renal function and adequate hepatic one."""
    words = [name.split() for name in names]
    first, last = _alike(words), _alike([said[::-1] for said in words])
    apart = [" ".join(said[first : len(said) - last]) for said in words]
    if not last or not all(apart):
        return None
    listed = f"{', '.join(apart[:-1])} {operator} {apart[-1]}"
    return " ".join([*words[0][:first], listed, *words[0][len(words[0]) - last :]])


def _alike(names: Sequence[Sequence[str]]) -> int:
    """How many words all begin with."""
    return sum(1 for _ in takewhile(lambda said: len(set(said)) == 1, zip(*names, strict=False)))
