"""T304 and T305: two criteria that say the same. In one section one is too many; across sections they contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from ..diagnostics import Diagnostic
from ..rules.model import Fact, Judgement, Rule, Undertaking, Unread
from ..rules.normal import fold, normal
from ..rules.trial import Criterion, Trial
from ..rules.walk import conjuncts, disjuncts, nodes
from .codes import diagnostic


def check(trial: Trial) -> Iterator[Diagnostic]:
    """The repetitions, and then the contradictions, among the rules of a trial in their normal form."""
    rules = [(criterion, criterion.rule) for criterion in trial.criteria if criterion.rule is not None]
    leaves = [_leaves(rule) for _, rule in rules]
    told = Counter(chain.from_iterable(leaves))
    forms = [
        (criterion, normal(rule))
        for (criterion, rule), names in zip(rules, leaves, strict=True)
        if any(told[name] > 1 for name in names)  # rules that share no name share no part
    ]
    yield from repetitions(forms)
    yield from contradictions(forms)


def _leaves(rule: Rule) -> set[str]:
    """The texts that the leaves of a rule have in its normal form too."""
    found = set()
    for node in nodes(rule):
        if isinstance(node, Fact):
            found.add(fold(node.concept.text))
        elif isinstance(node, Judgement | Undertaking | Unread):
            found.add(fold(node.text))
    return found


def repetitions(forms: Sequence[tuple[Criterion, Rule]]) -> Iterator[Diagnostic]:
    """Every criterion whose rule an earlier one of its section has; the registry's own fields are left out.

    An age limit that stands in the text and in the record's field is agreement, not repetition. Two criteria of which
    nothing was read ("Not specified", as old records say of each organ) are not known to be the same.
    """
    first: dict[tuple[str, Rule], str] = {}
    for criterion, form in forms:
        if criterion.id.startswith("F") or not _is_read(form):
            continue
        key = (criterion.section, form)
        if key in first:
            yield diagnostic("T304", criterion.span, criterion=criterion.id, other=first[key])
        else:
            first[key] = criterion.id


def _is_read(rule: Rule) -> bool:
    return any(isinstance(node, Fact | Judgement | Undertaking) for node in nodes(rule))


def contradictions(forms: Sequence[tuple[Criterion, Rule]]) -> Iterator[Diagnostic]:
    """Every rule that all patients must meet and that is, alone, enough to exclude."""
    required: dict[Rule, str] = {}
    for criterion, form in forms:
        if criterion.section == "inclusion":
            for rule in conjuncts(form):
                required.setdefault(rule, criterion.id)
    for criterion, form in forms:
        if criterion.section == "exclusion":
            for rule in disjuncts(form):
                if rule in required and not isinstance(rule, Unread):
                    yield diagnostic("T305", criterion.span, criterion=criterion.id, other=required[rule])
