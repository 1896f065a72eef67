"""Facts that stand for several: examples that are facts, and sides each of which must be met."""

from __future__ import annotations

from ..rules.model import CURRENT, EVER, All, Any_, Fact, Qualifier, Rule, Value

#: What an example takes from the fact around it where it leaves it out.
_INHERITED = ("pick", "value", "change", "status", "lasting", "times", "qualifiers", "who", "links", "except_")
_SIDES = ("left", "right")
_BOTH = ("both", "bilateral", "each", "both sides")


def expanded(fact: Fact) -> Rule:
    """The rule that says the same without such facts; the fact itself where there are none.

    >>> from trialc.rules.language import parse_rule
    >>> print(expanded(parse_rule('latest measurement "liver enzyme" such as ("AST", "ALT") > 3 x ULN')))
    latest measurement "liver enzyme" > 3 x ULN
    or latest measurement "AST" > 3 x ULN
    or latest measurement "ALT" > 3 x ULN
    """
    sided = _sided(fact)
    return sided if sided is not None else _exemplified(fact)


def _sided(fact: Fact) -> Rule | None:
    for qualifier in fact.qualifiers:
        names = qualifier.value.categories
        if qualifier.key != "side" or len(names) != 1:
            continue
        others = tuple(other for other in fact.qualifiers if other is not qualifier)
        if names[0].casefold() == "either":
            return expanded(fact.model_copy(update={"qualifiers": others}))
        if names[0].casefold() == "each":
            return All(of=tuple(expanded(_on(fact, others, side)) for side in _SIDES))
    return None


def _on(fact: Fact, others: tuple[Qualifier, ...], side: str) -> Fact:
    there = Qualifier(key="side", value=Value(categories=(side, *_BOTH)))
    return fact.model_copy(update={"qualifiers": (*others, there)})


def _exemplified(fact: Fact) -> Rule:
    single = fact.pick != "any" or fact.change is not None
    apart = [example for example in fact.concept.such_as if single or not isinstance(example, str)]
    if not apart:
        return fact
    names = tuple(example for example in fact.concept.such_as if example not in apart)
    own = fact.model_copy(update={"concept": fact.concept.model_copy(update={"such_as": names})})
    return Any_(of=(own, *(_example(fact, example) for example in apart)))


def _example(fact: Fact, example: str | Rule) -> Rule:
    if isinstance(example, str):
        concept = type(fact.concept)(text=example)
        return fact.model_copy(update={"concept": concept, "label": None})
    if isinstance(example, Any_):
        return Any_(of=tuple(_example(fact, member) for member in example.of))
    if not isinstance(example, Fact):
        return example
    fields = type(example).model_fields
    left_out = [name for name in _INHERITED if getattr(example, name) == fields[name].get_default()]
    if example.when == EVER and fact.when != CURRENT:
        left_out.append("when")  # "treatment including steroids within 4 weeks"
    return expanded(example.model_copy(update={name: getattr(fact, name) for name in left_out}))
