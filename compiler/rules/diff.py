"""Where two rules, or two trials, differ: leaf by leaf, in the words of the rule language.

What is compared is the normal form, so that a change of spelling, order or unit is no difference; what is shown is
what each side wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .model import WORDING, All, Any_, Count, Fact, If, Judgement, Not, Rule, Undertaking, Unread
from .normal import normal, same
from .printer import print_rule
from .trial import Trial

Kind = Literal["removed", "added", "changed", "structure"]

#: The least share of words in common that makes two leaves "the same leaf, changed".
ALIKE = 0.5


class Difference(BaseModel):
    """One difference. `before` and `after` are rules as text, None where that side has nothing.

    "removed" and "added": only the one side has the leaf or criterion. "changed": both have the leaf, and `fields`
    names the fields of the rule model in which it differs. "structure": the leaves are the same and stand in another
    tree (and for or, a negation, a count).
    """

    model_config = ConfigDict(frozen=True)
    kind: Kind
    criterion: str | None = None
    before: str | None = None
    after: str | None = None
    fields: tuple[str, ...] = ()


def diff_rules(a: Rule | None, b: Rule | None, criterion: str | None = None) -> tuple[Difference, ...]:
    """What `b` changes of `a`; nothing when they say the same. `criterion` stands in each difference."""
    if same(a, b):
        return ()
    only_a, only_b = _leaves(a), _leaves(b)
    shared = only_a.keys() & only_b.keys()
    for key in shared:
        del only_a[key], only_b[key]
    found = list(_paired(only_a, only_b, criterion))
    if found:
        return tuple(found)
    before, after = (None if rule is None else print_rule(rule) for rule in (a, b))
    return (Difference(kind="structure", criterion=criterion, before=before, after=after),)


def diff_trials(a: Trial, b: Trial) -> tuple[Difference, ...]:
    """What `b` changes of `a`: criteria that both have, by their ids, then those that only one has."""
    left = {criterion.id: criterion for criterion in a.criteria}
    right = {criterion.id: criterion for criterion in b.criteria}
    found: list[Difference] = []
    for name in (name for name in left if name in right):
        one, other = left[name], right[name]
        if one.section != other.section:
            found.append(Difference(kind="changed", criterion=name, before=one.section, after=other.section,
                                    fields=("section",)))  # fmt: skip
        found += diff_rules(one.rule, other.rule, name)
    found += (
        Difference(kind="removed", criterion=name, before=_whole(criterion.rule, criterion.text))
        for name, criterion in left.items()
        if name not in right
    )
    found += (
        Difference(kind="added", criterion=name, after=_whole(criterion.rule, criterion.text))
        for name, criterion in right.items()
        if name not in left
    )
    found += (
        Difference(kind="changed", before=_anchor(a, name), after=_anchor(b, name), fields=("anchors",))
        for name in sorted(a.anchors.keys() | b.anchors.keys())
        if a.anchors.get(name) != b.anchors.get(name)
    )
    return tuple(found)


def render(differences: tuple[Difference, ...]) -> str:
    """The differences to read: a line for the criterion, `-` for what went, `+` for what came, `~` for what moved."""
    lines: list[str] = []
    last: str | None = None
    for difference in differences:
        if difference.criterion is not None and difference.criterion != last:
            lines.append(difference.criterion)
        last = difference.criterion
        indent = "  " if difference.criterion is not None else ""
        if difference.kind == "changed":
            lines.append(f"{indent}~ {', '.join(difference.fields)}")
        elif difference.kind == "structure":
            lines.append(f"{indent}~ the same leaves, otherwise combined")
        inner = indent + ("  " if difference.kind in ("changed", "structure") else "")
        for sign, text in (("-", difference.before), ("+", difference.after)):
            if text is not None:
                lines.append(f"{inner}{sign} " + text.replace("\n", f"\n{inner}  "))
    return "".join(f"{line}\n" for line in lines)


def _whole(rule: Rule | None, text: str) -> str:
    return f"(no rule) {text}" if rule is None else print_rule(rule)


def _anchor(trial: Trial, name: str) -> str | None:
    return f'anchor "{name}" is {trial.anchors[name]}' if name in trial.anchors else None


# ------------------------------------------------------------------ leaves


def _leaves(rule: Rule | None) -> dict[tuple[Rule, bool], Rule]:
    """The leaves by their normal forms and whether they are negated, each with what was written."""
    return {} if rule is None else {(normal(leaf), positive): _signed(leaf, positive) for leaf, positive in _walk(rule)}


def _signed(leaf: Rule, positive: bool) -> Rule:
    return leaf if positive else Not(of=leaf)


def _walk(rule: Rule, positive: bool = True) -> Iterator[tuple[Rule, bool]]:
    """Every leaf, with whether it stands under an even number of negations. A condition of `if` counts as positive."""
    match rule:
        case All(of=of) | Any_(of=of) | Count(of=of):
            for member in of:
                yield from _walk(member, positive)
        case Not(of=inner):
            yield from _walk(inner, not positive)
        case If(when=when, then=then, otherwise=otherwise):
            yield from _walk(when)
            yield from _walk(then, positive)
            if otherwise is not None:
                yield from _walk(otherwise, positive)
        case Fact() | Judgement() | Undertaking() | Unread():
            yield rule, positive


def _paired(
    only_a: dict[tuple[Rule, bool], Rule], only_b: dict[tuple[Rule, bool], Rule], criterion: str | None
) -> Iterator[Difference]:
    """Leaves that resemble each other are one leaf, changed: the most alike first. The rest went or came."""
    scores = [(_alike(one[0], other[0]), one, other) for one in only_a for other in only_b]
    scores = sorted((score for score in scores if score[0] >= ALIKE), key=lambda score: -score[0])
    partner: dict[tuple[Rule, bool], tuple[Rule, bool]] = {}
    taken: set[tuple[Rule, bool]] = set()
    for _, one, other in scores:
        if one not in partner and other not in taken:
            partner[one] = other
            taken.add(other)
    for one, written in only_a.items():
        match = partner.get(one)
        yield Difference(
            kind="removed" if match is None else "changed",
            criterion=criterion,
            before=print_rule(written),
            after=None if match is None else print_rule(only_b[match]),
            fields=() if match is None else _changed(one, match),
        )
    for other, written in only_b.items():
        if other not in taken:
            yield Difference(kind="added", criterion=criterion, after=print_rule(written))


def _alike(one: Rule, other: Rule) -> float:
    """How much two leaves resemble each other, 0 to 1: the share of words in what they are about."""
    if one.kind != other.kind:
        return 0.0
    if isinstance(one, Fact) and isinstance(other, Fact):
        names = Fact.model_fields
        same_fields: float = sum(getattr(one, name) == getattr(other, name) for name in names) / len(names)
        return 0.9 * _overlap(one.concept.text, other.concept.text) + 0.1 * same_fields
    return _overlap(str(getattr(one, "text", "")), str(getattr(other, "text", "")))


def _overlap(one: str, other: str) -> float:
    a, b = set(one.split()), set(other.split())
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _changed(one: tuple[Rule, bool], other: tuple[Rule, bool]) -> tuple[str, ...]:
    a, b = one[0], other[0]
    names = [name for name in type(a).model_fields if name not in WORDING]
    fields = [name for name in names if getattr(a, name) != getattr(b, name)]
    return tuple((["negation"] if one[1] != other[1] else []) + fields)
