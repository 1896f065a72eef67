"""Small pure functions on rules and readings, which the builder is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...extract.lexicon import domain_of
from ...rules.join import join
from ...rules.model import (
    CURRENT,
    EVER,
    All,
    Any_,
    Concept,
    Count,
    Domain,
    Fact,
    Judgement,
    Not,
    Qualifier,
    Rule,
    Unread,
    Value,
    Window,
)
from ...rules.walk import nodes
from ...text import Span
from ..syntax.modifiers import Modifier
from ..syntax.tree import Item, Join, Negation, Part, Reading, items
from ..token import Token
from . import facts

#: Qualities that tell of how an illness is treated.
_TREATED = re.compile(r"treat|therap|medicat|drug|steroid|suppress", re.IGNORECASE)
#: What is found in blood, and tells nothing by a scale: "hepatitis B defined as presence of surface antigen".
_FOUND = re.compile(r"antigen|antibod|\b(?:DNA|RNA)\b", re.IGNORECASE)
#: What is given or done to treat.
_GIVEN = frozenset({"drug", "procedure"})
#: What begins anew behind a comma or a connective.
_ANY = re.compile(r"(?:,|\b(?:or|and)) any \Z", re.IGNORECASE)


def members(rule: Rule | None) -> tuple[Rule, ...]:
    """The members of an unlabelled all or any; else the rule alone."""
    if rule is None:
        return ()
    return rule.of if isinstance(rule, All | Any_) and not rule.label else (rule,)


def operator_of(rule: Rule | None) -> str:
    """What joins the members of a rule."""
    return "or" if isinstance(rule, Any_) else "and"


def name(rule: Rule) -> str | None:
    """The name of a fact that says nothing else."""
    if not isinstance(rule, Fact):
        return None
    plain = Fact(domain=rule.domain, concept=Concept(text=rule.concept.text), pick=rule.pick)
    return rule.concept.text if rule == plain else None


def said_any(item: Item, text: str) -> bool:
    """Whether "any" stands before an item, which begins anew: "stroke, or any dementia other than Alzheimer's".

    "Any other" does not: the exceptions of "lymphoma or any other cancer except ..." are from both.
    """
    start = min((token.start for token in item.tokens), default=0)
    return _ANY.search(text, max(start - len(", and any "), 0), start) is not None


def label(fact: Fact) -> str:
    """What a definition calls the fact that it defines: its name with its qualities."""
    said = [" or ".join(_worded(q.key, name) for name in q.value.categories) for q in fact.qualifiers]
    result = [" or ".join(fact.value.categories)] if fact.value is not None else []
    return " ".join([*said, *result, fact.concept.text])


def is_result(value: Value, meaning: Rule) -> bool:
    """Whether a value is a result in words, and what tells it is limits: "elevated enzymes (ALT or AST > 3 x ULN)"."""
    told = [each.value for each in nodes(meaning) if isinstance(each, Fact)]
    return bool(value.categories) and bool(told) and all(each is not None and not each.categories for each in told)


def _worded(key: str, name: str) -> str:
    """A quality in words; one that is a number alone says of what: "type 2"."""
    return f"{key} {name}" if key in _NUMBERED and _NUMBER.fullmatch(name) else name


_NUMBERED = frozenset({"type", "stage", "grade", "class"})
_NUMBER = re.compile(r"\d+[A-Za-z]?|[IVX]+[A-Za-z]?")


def exemplified(fact: Fact, examples: Sequence[Rule | str]) -> Fact:
    """The fact with more examples, each of which suffices."""
    names = tuple(
        each if isinstance(each, str) else (name(each) if _is_kin(each, fact) else None) or each for each in examples
    )
    concept = fact.concept.model_copy(update={"such_as": fact.concept.such_as + names})
    return fact.model_copy(update={"concept": concept})


def instances(fact: Fact) -> list[Rule]:
    """The examples of a fact, and its other names, as rules of their own."""
    named = (*fact.concept.also, *fact.concept.such_as)
    return [_instance(each, fact) if isinstance(each, str) else timed(each) for each in named]


def _instance(name: str, host: Fact) -> Fact:
    domain = domain_of(name) or host.domain
    when = facts.default_window(domain, name)
    return Fact(domain=domain, concept=Concept(text=name), when=when, span=host.span)


def _is_kin(example: Rule, fact: Fact) -> bool:
    """Whether an example is of the kind that its host is: a name stands for a thing of that kind."""
    return not isinstance(example, Fact) or example.domain == fact.domain or fact.domain in ("allergy", "it")


def excepting(rule: Rule, exception: Rule) -> Rule:
    """Every fact of `rule` with the exception, beside any that it has."""
    match rule:
        case Fact(except_=known):
            both = join([known, exception], "or") if known is not None else exception
            return rule.model_copy(update={"except_": both})
        case All(of=of) | Any_(of=of):
            return rule.model_copy(update={"of": tuple(excepting(each, exception) for each in of)})
        case Judgement(about=about) | Unread(about=about) if about is not None:
            return rule.model_copy(update={"about": excepting(about, exception)})
        case Not(of=member):
            return rule.model_copy(update={"of": excepting(member, exception)})
    return rule


def excepting_last(rule: Rule, exception: Rule) -> Rule:
    """The last member of `rule` with the exception."""
    if isinstance(rule, All | Any_):
        return rule.model_copy(update={"of": (*rule.of[:-1], excepting(rule.of[-1], exception))})
    return excepting(rule, exception)


def _has_time(reading: Reading) -> bool:
    """Whether a reading says a time of its own."""
    return any(item.some("window", "windows", "lasting") for item in items(reading))


def prefixed(reading: Reading, parts: Sequence[Part]) -> Reading:
    """The reading with `parts` before its first item, from where they spread over its list."""
    match reading:
        case Item():
            return reading.having(*(replace(part, before=True) for part in parts))
        case Join(of=of, listed=True):
            return replace(reading, of=(prefixed(of[0], parts), *of[1:]))
        case Join(of=of):  # "any of the following within 6 months: stroke; surgery": each begins anew
            timed = tuple(part for part in parts if part.kind == "window")
            rest = (each if _has_time(each) else prefixed(each, timed) for each in of[1:])
            return replace(reading, of=(prefixed(of[0], parts), *rest))
        case Negation(of=member):
            return replace(reading, of=prefixed(member, parts))
    return reading


def marked(rule: Rule, mods: Sequence[Modifier], when: Window | None) -> Rule:
    """Rules of bullets with what their heading says of all: "history of any of the following: ..."."""
    said = next((m.value for m in mods if m.key == "when"), None)
    window = when or {"ever": EVER, "current": CURRENT}.get(said or "")
    match rule:
        case Fact(domain="measurement") if when is not None and when not in (EVER, CURRENT) and rule.when == EVER:
            return rule.model_copy(update={"when": when})
        case Fact() if (
            window is not None and rule.when in (EVER, CURRENT) and rule.domain not in ("measurement", "person")
        ):
            return rule.model_copy(update={"when": window})
        case All(of=of) | Any_(of=of):
            return rule.model_copy(update={"of": tuple(marked(each, mods, when) for each in of)})
        case Judgement(about=about) | Unread(about=about) if about is not None:
            return rule.model_copy(update={"about": marked(about, mods, when)})
    return rule


def is_more(said: Rule, host: Fact) -> bool:
    """Whether a bracket tells more than what its host is: what is lacked, or how an illness is treated."""
    if isinstance(said, Unread) and said.about is not None:
        return is_more(said.about, host)
    if isinstance(said, Not | Unread):
        return True
    told = [each for each in nodes(said) if isinstance(each, Fact)]
    measured = all(each.domain == "procedure" and each.value is not None for each in told)  # "blood loss > 1000 mL"
    given = bool(told) and not measured and {each.domain for each in told} <= {"drug", "procedure", "device"}
    return host.domain == "condition" and given and not _TAKEN.search(host.concept.text)


#: Names that say that something is taken, and a bracket how much: "alcohol abuse (more than 60 g of ethanol per day)".
_TAKEN = re.compile(r"\b(?:(?:ab|mis|over)?use|intake|consumption|drinking|alcoholism|smoking)\b", re.IGNORECASE)


def kinds_of(host: Fact, said: Rule) -> list[str]:
    """The names that `said` lists, with their other names, where it only names kinds of what `host` is; else none."""
    domains = _GIVEN if host.domain in _GIVEN else {host.domain}
    kinds: list[str] = []
    for each in members(said):
        if not isinstance(each, Fact) or each.domain not in domains or each.concept.such_as:
            return []
        if name(each.model_copy(update={"when": EVER, "concept": Concept(text=each.concept.text)})) is None:
            return []
        kinds += [each.concept.text, *each.concept.also]
    return kinds


def told_by(rule: Fact, meaning: Rule) -> Fact | None:
    """An illness with the scale that it is told by: "class III heart failure, as defined by the NYHA"; else None."""
    if rule.domain != "condition" or not isinstance(meaning, Fact) or meaning.domain != "measurement":
        return None
    scale = name(meaning.model_copy(update={"when": EVER, "concept": Concept(text=meaning.concept.text)}))
    if scale is None or _FOUND.search(scale):
        return None
    method = Qualifier(key="method", value=Value(categories=(scale,)))
    return rule.model_copy(update={"qualifiers": (*rule.qualifiers, method)})


def of_domain(rule: Rule, domain: Domain) -> Rule:
    """A rule whose substances are of another domain: "allergy to the study drugs: A, B" is an allergy to A or to B."""
    match rule:
        case Fact(domain="drug" | "observation") | Fact(domain="measurement", value=None, change=None):
            return rule.model_copy(update={"domain": domain, "when": EVER, "pick": "any"})
        case All(of=of) | Any_(of=of):
            return rule.model_copy(update={"of": tuple(of_domain(each, domain) for each in of)})
    return rule


def timed(rule: Rule) -> Rule:
    """A condition is a statement of its own: its facts state their time."""
    if isinstance(rule, Fact) and rule.when is facts.UNSTATED and rule.domain != "person" and not rule.value:
        return rule.model_copy(update={"when": facts.default_window(rule.domain, rule.concept.text)})
    if isinstance(rule, All | Any_):
        return rule.model_copy(update={"of": tuple(timed(each) for each in rule.of)})
    return rule.model_copy(update={"of": timed(rule.of)}) if isinstance(rule, Not) else rule


def over(rule: Rule, whole: Span, text: str) -> Rule:
    """The rule with the small words of its text: its root, below what is unread, spans the `whole` of it."""
    if not isinstance(rule, Unread):
        return rule.model_copy(update={"span": whole.hull(rule.span)})
    if rule.about is None:
        return rule.model_copy(update={"span": whole, "text": text.strip()})
    return rule.model_copy(update={"about": over(rule.about, whole, text)})


def runs(lost: Sequence[Token], content: Sequence[Token]) -> list[list[Token]]:
    """Lost tokens that stand side by side in `content`."""
    place = {id(token): i for i, token in enumerate(content)}
    found: list[list[Token]] = []
    for token in lost:
        if found and place[id(token)] == place[id(found[-1][-1])] + 1:
            found[-1].append(token)
        else:
            found.append([token])
    return found


def bare(body: Reading | None) -> Item | None:
    """The item of a reading that is one item without a head."""
    if isinstance(body, Item) and body.head.type == "EMPTY" and not body.some("bracket", "members"):
        return body
    return None


def is_cause(reading: Reading) -> bool:
    """Whether a reading is nothing but a cause: "due to liver metastases"."""
    return isinstance(reading, Item) and reading.head.type == "EMPTY" and [p.kind for p in reading.parts] == ["link"]


def listed_items(reading: Reading) -> list[Item | None]:
    """The items of a plain list; None stands for any other reading."""
    match reading:
        case Item():
            return [reading]
        case Join(of=of, listed=True):
            return [item for each in of for item in listed_items(each)]
    return [None]


def allows_beside(rule: Rule, exception: Rule) -> bool:
    """Whether what is let in is given for an illness, and excepts from it none: "brain metastases; steroids allowed".

    An illness that is told of by its treatment has one: "autoimmune disease requiring systemic treatment".
    """
    hosts = [each for each in nodes(rule) if isinstance(each, Fact)]
    let_in = {each.domain for each in nodes(exception) if isinstance(each, Fact)}
    treated = any(_TREATED.search(name) for host in hosts for q in host.qualifiers for name in q.value.categories)
    ill = {host.domain for host in hosts} == {"condition"} and not treated
    return ill and bool(let_in) and let_in <= {"drug", "procedure", "device"}


def excepts_behind_time(part: Part, item: Item) -> bool:
    """Whether a bracket behind a time of an item only excepts: "within 5 years (except skin cancer)"."""
    if part.kind != "bracket" or part.value.body is not None or not part.value.tails:
        return False
    timed = any(not time.before and time.end <= part.start for time in item.some("window"))
    return timed and all(tail.kind == "except_" for tail in part.value.tails)


def number_of(kinds: Sequence[Rule], counted: Fact) -> Rule | None:
    """So many of `kinds` as `counted` says: "at least two signs (ascites, or congestion on X-ray)".

    "Two risk factors (A, B, C)" are two or more, as "two of the following" are. None where all are needed, where more
    are allowed than there are ("< 6 drinking days (> 60 g in men, > 40 g in women)"), or no number is said.
    """
    times = counted.times
    if times is None or times.per is not None or len(kinds) < 2:
        return None
    high = times.high if times.high != times.low else None
    if high is None and (times.low is None or times.low >= len(kinds)):
        return None
    if high is not None and high >= len(kinds):
        return None
    if high is None and times.low == 1:
        return Any_(of=tuple(kinds), label=label(counted))
    return Count(low=times.low, high=high, of=tuple(kinds), label=label(counted))


def is_of_each(part: Part, item: Item) -> bool:
    """Whether what stands behind several organs is of each: an exception, "(unrelated to dementia)"."""
    tails = part.value.tails if part.kind == "bracket" and part.value.body is None else ()
    return (bool(tails) and {tail.kind for tail in tails} <= {"link", "except_"}) or excepts_behind_time(part, item)
