"""Limits that differ from case to case: "<= 1.5 x ULN, except Gilbert's syndrome: <= 3 x ULN"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ...rules.join import hull, join
from ...rules.model import EVER, All, Any_, Concept, Domain, Fact, If, Not, Rule, Value
from ..token import Noun
from .facts import default_window
from .shapes import members, operator_of, timed

#: Letters of the shortest word by which two names are known to be of one measurement.
_TELLING = 3


def with_case(rule: Rule | None, said: Rule | None) -> Rule | None:
    """`rule` with the case of an exception, and the limit that it states for it; None where it states none."""
    parted = _parted(said)
    return in_case(rule, *parted) if rule is not None and parted is not None else None


def in_case(rule: Rule, case: Rule, value: Value, measured: str | None) -> Rule | None:
    """`rule` with another limit of what is `measured` in a case; None where `rule` does not limit it.

    Where the text does not say what is measured, it is all that shares the limit of the last.
    """
    found = members(rule)
    shared = found[-1].value if isinstance(found[-1], Fact) else None
    if shared is None or shared.categories:
        return None
    changed = [_in_case(each, case, value) if _is_meant(each, shared, measured) else None for each in found]
    if not any(changed):
        return None
    return join([new or old for new, old in zip(changed, found, strict=True)], operator_of(rule))


def _is_meant(rule: Rule, shared: Value, measured: str | None) -> bool:
    if not isinstance(rule, Fact) or rule.value is None:
        return False
    return rule.value == shared if measured is None else _alike(rule.concept.text, measured)


def _in_case(usual: Rule, case: Rule, value: Value) -> If:
    then = usual.model_copy(update={"value": value})
    return If(when=timed(case), then=then, otherwise=usual, span=hull(usual, case))


def other_of(rules: Sequence[Rule | None]) -> Rule | None:
    """ "> 2.5 x ULN, or > 5 x ULN if liver metastases" among exclusions: two limits of one measurement, by case."""
    match rules:
        case (Fact(value=Value()) as usual, All(of=(case, Fact(value=Value()) as other))):
            if _instead(usual, other):
                return If(when=case, then=other, otherwise=usual, span=hull(usual, other))
            if _instead(usual, other, opposite=True):  # "< 40 bpm or > 100 bpm when resting"
                limited = Any_(of=(usual, _at_its_time(other, usual)), span=hull(usual, other))
                return All(of=(case, limited), span=limited.span)
    return None


def paired(rules: Sequence[Rule], operator: str) -> list[Rule]:
    """ "<= 2.5 x ULN; in patients with liver metastases, <= 5 x ULN": the second limit takes the first's place."""
    found: list[Rule] = []
    for rule in rules:
        usual = found[-1] if found and operator == "and" else None
        if isinstance(rule, If) and rule.otherwise is None and usual is not None and _instead(usual, rule.then):
            then, otherwise = _at_its_time(rule.then, usual), _at_its_time(found.pop(), rule.then)
            rule = rule.model_copy(update={"then": then, "otherwise": otherwise, "span": hull(usual, rule)})
        found.append(rule)
    return found


def settles(rule: Rule, case: Rule) -> bool:
    """Whether a rule already says what holds where `case` is not so: "<= 3 if no metastases (<= 5 if metastases)"."""
    if not isinstance(case, Not) or not isinstance(case.of, Fact):
        return False
    cased = [each.when for each in members(rule) if isinstance(each, If) and each.otherwise is not None]
    names = {when.concept.text.lower() for when in cased if isinstance(when, Fact)}
    return len(cased) == len(members(rule)) and names == {case.of.concept.text.lower()}


def exclusive(rules: Sequence[Rule]) -> bool:
    """Whether no patient has all: "> 102 cm in men and > 88 cm in women", "below 18 years and above 85 years"."""
    sexes = [_sex(rule) for rule in rules]
    return (None not in sexes and len(set(sexes)) > 1) or _ages_apart(rules)


def _ages_apart(rules: Sequence[Rule]) -> bool:
    """Whether all rules are ages, of which nobody has two."""
    ages = [rule.value for rule in rules if isinstance(rule, Fact) and rule.domain == "person" and _says_age(rule)]
    pairs = [(one, two) for one, two in combinations(ages, 2) if one is not None and two is not None]
    return len(ages) == len(rules) and bool(pairs) and all(_ends_before(*p) or _ends_before(*p[::-1]) for p in pairs)


def _says_age(fact: Fact) -> bool:
    """Whether a fact says an age and nothing else."""
    return fact.concept.text == "age" and fact.value is not None


def let_in(rules: Sequence[Rule]) -> list[Rule]:
    """ "ECOG 0-2; patients with ECOG 3 are eligible if ...": those outside a limit come in by what is asked of them."""
    found: list[Rule] = []
    for rule in rules:
        usual = found[-1] if found else None
        if isinstance(rule, If) and rule.otherwise is None and usual is not None and _is_outside(rule.when, usual):
            case = All(of=(rule.when, rule.then), span=rule.span)
            rule = join([found.pop(), case], "or") or rule
        found.append(rule)
    return found


def _is_outside(case: Rule, usual: Rule) -> bool:
    if not isinstance(case, Fact) or not isinstance(usual, Fact) or case.value is None or usual.value is None:
        return False
    one, other = ({*fact.concept.text.lower().split()} for fact in (case, usual))
    same = case.domain == usual.domain and (one <= other or other <= one)  # "ECOG" and "ECOG PS"
    return same and (_ends_before(case.value, usual.value) or _ends_before(usual.value, case.value))


def _ends_before(one: Value, other: Value) -> bool:
    """Whether every number of `one` is below those of `other`."""
    high, low = one.high, other.low
    if high is None or low is None or high.number is None or low.number is None:
        return False
    if (high.unit, high.reference) != (low.unit, low.reference):
        return False
    return high.number < low.number or (high.number == low.number and not (high.closed and low.closed))


def _sex(rule: Rule) -> tuple[str, ...] | None:
    """The sex that a rule asks for beside something else."""
    first = rule.of[0] if isinstance(rule, All) else None
    if isinstance(first, Fact) and (first.domain, first.concept.text) == ("person", "sex") and first.value is not None:
        return first.value.categories
    return None


def alternatives(rules: Sequence[Rule]) -> list[Rule]:
    """ "<= 1.5 x ULN, or <= 3 x ULN if hemolysis": another limit that suffices in a case suffices only there."""
    usual = [rule.concept.text.lower() for rule in rules if isinstance(rule, Fact) and rule.value is not None]
    beside = not all(isinstance(rule, If) for rule in rules)  # "< 40 in men or < 50 in women, or on treatment"
    return [sufficing(rule) if beside and _limits_one_sex(rule) else _only_there(rule, usual) for rule in rules]


def _limits_one_sex(rule: Rule) -> bool:
    """Whether a rule limits a measurement of men, or of women."""
    limited = isinstance(rule, If) and isinstance(rule.then, Fact) and rule.then.value is not None
    return limited and isinstance(rule, If) and _sex(All(of=(rule.when, rule.then))) is not None


def sufficing(rule: Rule) -> Rule:
    """A rule as what suffices beside another: of a case, only in that case."""
    if isinstance(rule, If) and rule.otherwise is None:
        return All(of=(rule.when, rule.then), span=rule.span)
    return rule


def _only_there(rule: Rule, usual: Sequence[str]) -> Rule:
    match rule:
        case If(then=Fact(concept=concept), otherwise=None) if concept.text.lower() in usual:
            return sufficing(rule)
        case All(of=of):  # "... or > 1.5 x ULN with Gilbert's disease and conjugated bilirubin normal"
            changed = [(_only_there(one, usual), isinstance(one, If)) for one in of]
            parts = [part for one, was_if in changed for part in (members(one) if was_if else (one,))]
            return rule.model_copy(update={"of": tuple(parts)})
    return rule


def _instead(usual: Rule, other: Rule, opposite: bool = False) -> bool:
    """Whether two rules limit the same measurements from the same side, and nothing else; or all from opposite ones."""
    one, two = members(usual), members(other)
    return len(one) == len(two) and all(_is_same_measure(a, b, opposite) for a, b in zip(one, two, strict=True))


def _is_same_measure(usual: Rule, other: Rule, opposite: bool) -> bool:
    """Whether two facts limit one measurement, of which the other may tell less: "total bilirubin", "bilirubin".

    It may be named by its other name, too: "total bilirubin (TBIL)", "TBIL".
    """
    if not isinstance(usual, Fact) or not isinstance(other, Fact) or usual.value is None or other.value is None:
        return False
    if _are_opposite(usual.value, other.value) != opposite:
        return False
    told = {*other.concept.text.lower().split()}
    named = any(told <= {*name.lower().split()} for name in (usual.concept.text, *usual.concept.also))
    timed, first = _at_its_time(other, usual), _at_its_time(usual, other)
    return named and timed.model_copy(update={"value": usual.value, "concept": usual.concept}) == first


def _are_opposite(one: Value, other: Value) -> bool:
    """Whether one value has no more than a lower end, and the other no more than an upper one."""
    low_alone, high_alone = ((each.low is not None, each.high is not None) for each in (one, other))
    return {low_alone, high_alone} == {(True, False), (False, True)}


def _at_its_time(other: Rule, usual: Rule) -> Rule:
    """A limit of a case at the time that the usual limit is said for, unless it has its own."""
    if isinstance(other, Fact) and isinstance(usual, Fact):
        return other.model_copy(update={"when": usual.when}) if other.when == EVER else other
    if isinstance(other, All | Any_) and isinstance(usual, All | Any_):
        pairs = zip(other.of, usual.of, strict=False)
        return other.model_copy(update={"of": tuple(_at_its_time(one, two) for one, two in pairs)})
    return other


def _parted(said: Rule | None) -> tuple[Rule, Value, str | None] | None:
    """The case, its limit, and what is measured, of an exception that has a limit; "Gilbert's syndrome < 3 mg/dL"."""
    if isinstance(said, Fact):
        limited = said.domain in ("condition", "observation") and said.value is not None and not said.value.categories
        return (said.model_copy(update={"value": None}), said.value, None) if limited and said.value else None
    if not isinstance(said, All | Any_):
        return None
    limits = [each for each in said.of if isinstance(each, Fact) and each.domain == "measurement" and each.value]
    case = join([each for each in said.of if each not in limits], "or")
    if len(limits) != 1 or case is None or limits[0].value is None:
        return None
    return case, limits[0].value, limits[0].concept.text


def _alike(one: str, other: str) -> bool:
    """Whether two names are of one measurement: they share a word that tells."""
    words = [{word for word in text.lower().split() if len(word) >= _TELLING} for text in (one, other)]
    return bool(words[0] & words[1])


def if_present(rule: Rule, noun: Noun) -> Rule:
    """ "If present, leg pain <= 30 mm", "stable diuretics, if used": asked only of those who have, or take, it.

    What asks no more than that it is there is asked of all.
    """
    if not isinstance(rule, Fact) or not (rule.value or rule.qualifiers or rule.lasting):
        return rule
    domain: Domain = noun.domain if noun.domain in ("drug", "device") else "condition"
    present = Fact(
        domain=domain,
        concept=Concept(text=noun.text),
        when=default_window(domain, noun.text),
        links=rule.links,
        span=rule.span,
    )
    return If(when=present, then=rule.model_copy(update={"links": ()}), span=rule.span)
