"""A rule tree as flat leaves and pairs: the form in which a rule is compared with annotated corpora.

A *leaf* is one thing looked for, with its numeric bounds and its windows of time. A *pair* names, for two leaves, the
operator of their lowest common ancestor:

    and, or, if    members of all; of any; condition and consequence
    except         an exception and what it is taken from
    when           an event that a window, a length or a change is counted from
    of             the rule of a link ("confirmed by", "for the treatment of")
    same           other words, examples, the name that the text gives to a rule and what stands under it

The drawing of domains follows the annotators of the Leaf corpora (Dobbins et al. 2022): an allergy counts as the drug
that it is an allergy to, a device as the procedure that implants it; a visit is no leaf. A limit or window that
neighbours in a list share is written once in the text, and stands on the first of them; so is a head that they share
("renal or hepatic disease": one leaf, "disease"). What one negation denies together, what a count counts ("any of the
following" too), and what one link ties to a fact, is in no relation but `of`. A stretch of time ("the last 6 months")
is as long as it says, and one without a number has none. A limit that is a reference itself ("above the upper limit of
normal") has no number; nor has a blood pressure of two numbers, which is one leaf. An exact distance from an event ("24
hours after surgery") stands with the event. Drugs that are named by what they do are drawn as what they act on, and
examples in one bracket behind a list stand once. What is planned is no leaf beside what is so already ("pregnant or
planning to become pregnant"). "Men and women" limits nobody and makes no rule, only a note of its criterion; to the
annotators it is two leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypedDict, assert_never

from ..extract.effects import affected
from ..text import Span
from ..vocabulary import column, pairs
from .limits import Bounds, Windows, bounds, count, events, is_exact, windows
from .model import (
    All,
    Any_,
    Count,
    Fact,
    If,
    Judgement,
    Link,
    Not,
    Rule,
    Undertaking,
    Unread,
)
from .shared_words import apart, one_measure, overlap, shared_head
from .trial import Note

_WORD = re.compile(r"\w+")
#: Examinations that a word for how something was confirmed names: "histologically confirmed".
_EXAMINED = re.compile(r"(?:histo|patho|cyto|radio|sero|micro)\w+", re.IGNORECASE)
#: Words for an allergy that are leaves of their own.
_SENSITIVE = re.compile(r"\b(?:hyper|over)?-?sensitiv\w+|\bintoleran\w+", re.IGNORECASE)
#: Where the corpora part the words of a name: "HbA 1c", "FEV 1".
_SPACED = re.compile(r"(?<=[A-Za-z])(?=\d)")

#: What announces a list of which so many must hold.
_COUNTED = re.compile(r"\bof (?:the|these) following\b|\bfollowing criteria\b", re.IGNORECASE)

Relation = Literal["and", "or", "if", "except", "when", "of", "same"]

PERSONS = {
    "adults": "adult", "babies": "infant", "boys": "boy", "children": "child", "females": "female", "girls": "girl",
    "infants": "infant", "males": "male", "man": "male", "men": "male", "mothers": "mother", "woman": "female",
    "women": "female", "adolescent": "child", "older adult": "adult",
}  # fmt: skip
SEXES = ("male", "female")
YOUNG: dict[tuple[str, ...], str] = {("child", "female"): "girl", ("child", "male"): "boy"}
PRESSURES = {"systolic blood pressure", "diastolic blood pressure"}
#: What happens to everybody once: the words for it are one leaf.
ONCE = {"deceased": "death", "died": "death", "dead": "death", "dying": "death", "born": "birth"}
#: How many words a note of both sexes has at most: "all male or female patients".
_FEW = 5
#: How many letters of two names tell that they are of one thing: "pregnancy" and "pregnant".
_STEM = 6
DOMAINS = {"allergy": "drug", "device": "procedure"}


class Leaf(TypedDict):
    """One thing looked for. `negated` counts the negations above it by parity; bounds are (operator, number)."""

    id: int
    domain: str
    text: str
    negated: bool
    bounds: Bounds
    windows: Windows


class Flat(TypedDict):
    """The leaves of a rule in the order of the tree, and the relation of every two of them."""

    leaves: list[Leaf]
    pairs: list[tuple[int, int, Relation]]


def flatten(rule: Rule | None, notes: Iterable[Note] = (), text: str = "") -> Flat:
    """The leaves and pairs of `rule`, none of no rule; of the `notes` of its criterion, those that name both sexes.

    `text` is what the spans of the rule count in; it tells which lists the writer counts ("any of the following").
    """
    walk = _Walk(text)
    parts = [walk.both_sexes()] if any(names_both_sexes(note.text) for note in notes) else []
    if rule is not None:
        parts.append(walk.rule(rule, negated=False, record=None))
    walk.join(parts, "and")
    return {"leaves": walk.leaves, "pairs": [(a, b, relation) for (a, b), relation in sorted(walk.pairs.items())]}


@dataclass
class _Walk:
    text: str
    leaves: list[Leaf] = field(default_factory=list)
    pairs: dict[tuple[int, int], Relation] = field(default_factory=dict)
    told: dict[tuple[Rule, Span | None, bool], list[int]] = field(default_factory=dict)
    methods: list[tuple[str, Span | None, list[int]]] = field(default_factory=list)
    sensitive: dict[int, list[int]] = field(default_factory=dict)
    examples: set[tuple[tuple[str | Rule, ...], bool]] = field(default_factory=set)

    def leaf(self, domain: str, text: str, negated: bool) -> list[int]:
        number = len(self.leaves)
        spaced = _SPACED.sub(" ", text)
        self.leaves.append(
            {"id": number, "domain": domain, "text": spaced, "negated": negated, "bounds": [], "windows": []}
        )
        return [number]

    def join(self, groups: Iterable[list[int]], relation: Relation) -> list[int]:
        """All ids of `groups`; leaves of different groups are paired by `relation`."""
        groups = list(groups)
        for left, right in combinations(groups, 2):
            for a in left:
                for b in right:
                    if a != b:
                        self.pairs.setdefault((min(a, b), max(a, b)), relation)
        return list(dict.fromkeys(number for group in groups for number in group))

    def both_sexes(self) -> list[int]:
        return self.join((self.leaf("person", sex, False) for sex in SEXES), "or")

    def counted(self, rule: All | Any_) -> bool:
        """Whether the text says before the first member how many of them must hold: "any of the following: ..."."""
        ends = [member.span.end for member in rule.of if member.span is not None]
        if rule.span is None or not ends:
            return False
        return _COUNTED.search(self.text, rule.span.start, min(ends)) is not None

    def told_once(self, rule: Rule, negated: bool, record: int | None, linked: bool = False) -> list[int]:
        """The leaves of an event or of what something is linked to; of one that several facts share, the first's.

        `linked`: several causes, purposes or methods are in no relation but `of`.
        """
        key = (rule, rule.span, negated)
        if rule.span is None or key not in self.told:
            if linked and isinstance(rule, All | Any_) and not rule.label:
                self.told[key] = self.members(rule.of, "of", negated, record)
            else:
                self.told[key] = self.rule(rule, negated, record)
        return self.told[key]

    def rule(self, rule: Rule, negated: bool, record: int | None) -> list[int]:
        """Walk `rule`; `record` is the leaf that `it` stands for. Gives the ids of the leaves below."""
        if rule.label and not isinstance(rule, Fact):
            named = self.leaf("condition", rule.label, negated)
            meaning = rule.of if isinstance(rule, All | Any_) else ()
            if meaning:
                return self.join([named, *(self.rule(each, negated, record) for each in meaning)], "same")
            return self.join([named, self.body(rule, negated, record)], "same")
        return self.body(rule, negated, record)

    def body(self, rule: Rule, negated: bool, record: int | None) -> list[int]:
        match rule:
            case Fact():
                return self.fact(rule, negated, record)
            case All():
                return self.members(rule.of, "of" if self.counted(rule) else "and", negated, record)
            case Any_():
                return self.members(rule.of, "of" if self.counted(rule) else "or", negated, record)
            case Count():
                found = self.members(rule.of, "of", negated, record)
                if found:
                    self.leaves[found[0]]["bounds"] += count(rule.low, rule.high)
                return found
            case Not(of=All(of=of) | Any_(of=of)) if not rule.of.label:
                return self.members(of, "of", not negated, record)
            case Not():
                return self.rule(rule.of, not negated, record)
            case If():
                parts = [rule.when, rule.then] + ([rule.otherwise] if rule.otherwise else [])
                return self.join([self.rule(part, negated, record) for part in parts], "if")
            case Judgement() | Unread():
                return self.rule(rule.about, negated, record) if rule.about else []
            case Undertaking():
                spoken = [word for word in _WORD.findall(rule.text) if word in column("languages")]
                return self.join((self.leaf("observation", word, negated) for word in spoken), "or")
        assert_never(rule)

    def members(self, of: Iterable[Rule], relation: Relation, negated: bool, record: int | None) -> list[int]:
        """The members of a list. What neighbours share is left out of all but the first."""
        groups: list[list[int]] = []
        shared: Fact | None = None
        named: set[str] = set()
        for member in of:
            if shared is not None and isinstance(member, Fact):
                leaf = self.leaves[groups[-1][0]]
                if (young := YOUNG.get((*told(shared), *told(member)))) and shared.span == member.span:
                    leaf["text"] = young
                    continue
                if shared.span == member.span and {shared.concept.text, member.concept.text} == PRESSURES:
                    leaf["text"], leaf["bounds"] = "blood pressure", []
                    continue
                if one_measure(shared, member):
                    leaf["bounds"] += bounds(member)
                    continue
                if (head := shared_head(shared, member)) is not None:
                    leaf["text"] = head
                    leaf["windows"] += [each for each in windows(member) if each not in leaf["windows"]]
                    groups[-1] = self.join([groups[-1], *self.names(member, negated, leaf["id"])], "same")
                    continue
            stem = member.concept.text.lower()[:_STEM] if isinstance(member, Fact) else ""
            if stem in named and isinstance(member, Fact) and member.status == "planned":
                continue
            named.add(stem)
            groups.append(self.rule(member, negated, record))
            if not isinstance(member, Fact) or not groups[-1]:
                shared = None
                continue
            leaf = self.leaves[groups[-1][0]]
            if shared is not None and windows(shared) == windows(member):
                leaf["windows"] = []
            if shared is not None and bounds(shared) == bounds(member) and not apart(shared, member):
                leaf["bounds"] = []
            shared = member
        return self.join(groups, relation)

    def fact(self, fact: Fact, negated: bool, record: int | None) -> list[int]:
        fact = _as_said(fact, self.text)
        if fact.domain == "it":
            own = []
            target = record
        else:
            own = self.subject(fact, negated)
            target = own[0] if own else None
        if fact.label and fact.domain != "it":
            drawn_as = "person" if fact.domain == "person" else "condition"
            own = self.join([own, self.leaf(drawn_as, fact.label, negated)], "same")
        own = self.join([own, *self.names(fact, negated, target)], "same")
        own = self.join([own, self.sensitivity(fact, own)], "of")
        counted_from = [self.told_once(anchor, negated, target) for anchor in events(fact)]
        own = self.join([own, self.join(counted_from, "or")], "when")
        tied: list[tuple[list[int], Relation]] = [
            (self.told_once(link.rule, negated, target, linked=relation == "of"), relation)
            for link, relation in ((link, relation_of(fact, link)) for link in fact.links)
        ]
        confirmed = any(q.key == "certainty" and "confirmed" in q.value.categories for q in fact.qualifiers)
        methods = [name for q in fact.qualifiers if q.key == "method" and confirmed for name in q.value.categories]
        tied += [(self.examined(f"{name}ly", fact, negated), "of") for name in methods if _EXAMINED.fullmatch(name)]
        for other, relation in tied:
            own = self.join([own, other], relation)
        target = next(iter(own), None) if target is None else target
        if target is not None:
            self.leaves[target]["bounds"] += bounds(fact)
            timed = counted_from[0][0] if counted_from and counted_from[0] and is_exact(fact.when) else target
            told_already = self.leaves[timed]["windows"] if timed != target else []
            self.leaves[timed]["windows"] += [each for each in windows(fact) if each not in told_already]
        if fact.except_ is not None:
            own = self.join([own, self.rule(fact.except_, negated, target)], "except")
        return own

    def examined(self, method: str, fact: Fact, negated: bool) -> list[int]:
        """The leaf of an examination that confirmed a fact; of one that several facts share, the first's."""
        known = next((ids for name, span, ids in self.methods if name == method and overlap(span, fact.span)), None)
        if known is None:
            known = self.leaf("procedure", method, negated)
            self.methods.append((method, fact.span, known))
        return known

    def sensitivity(self, fact: Fact, own: list[int]) -> list[int]:
        """The leaf of "hypersensitivity to" a drug; of a list, the first's. "Lactose intolerance" is one name."""
        said = _SENSITIVE.search(self.text, fact.span.start, fact.span.end) if fact.span else None
        if fact.domain != "allergy" or said is None or not own:
            return []
        leaf = self.leaves[own[0]]
        if self.text[: said.start()].rstrip().endswith(fact.concept.text):
            leaf["domain"], leaf["text"] = "condition", f"{fact.concept.text} {said[0]}"
            return []
        if said.start() not in self.sensitive:
            self.sensitive[said.start()] = self.leaf("condition", said[0], leaf["negated"])
        return self.sensitive[said.start()]

    def names(self, fact: Fact, negated: bool, record: int | None) -> list[list[int]]:
        """The leaves of the other names and the examples of a fact; of examples that a list shares, the first's."""
        examples = fact.concept.such_as
        if examples and (examples, negated) in self.examples:
            return []
        self.examples.add((examples, negated))
        return [
            self.leaf(drawn(fact.domain, one), one, negated)
            if isinstance(one, str)
            else self.rule(one, negated, record)
            for one in (*fact.concept.also, *fact.concept.such_as)
        ]

    def subject(self, fact: Fact, negated: bool) -> list[int]:
        """The leaf of what the fact is about; both sexes are two leaves, a cohort or an unnamed thing is none."""
        if is_unspecific(fact) or fact.domain == "visit":
            return []
        if fact.domain != "person":
            name = ONCE.get(fact.concept.text.lower(), fact.concept.text)
            if fact.domain == "drug" and (acted_on := affected(name)) is not None:
                return self.leaf("observation", acted_on, negated)
            return self.leaf(drawn(fact.domain, name), name, negated)
        match fact.concept.text:
            case "cohort":
                return []
            case "sex" | "race" | "age group":
                categories = fact.value.categories if fact.value else ()
                return self.join((self.leaf("person", PERSONS.get(name, name), negated) for name in categories), "or")
        name = fact.concept.text.lower()
        own = self.leaf("person", PERSONS.get(name, name), negated)
        return self.join([own, self.leaf("person", fact.who, negated)], "and") if fact.who == "mother" else own


def relation_of(fact: Fact, link: Link) -> Relation:
    """How what a link ties to a fact is related to it: the germ of an infection and a treatment are of the illness."""
    if link.kind != "with" or fact.concept.text.lower().rpartition(" ")[2] in column("completed"):
        return "of"
    treated = isinstance(link.rule, Fact) and link.rule.domain in ("drug", "procedure")
    return "of" if treated and fact.domain == "condition" else "and"


def told(person: Fact) -> tuple[str, ...]:
    """The sex or the age group that a fact of a person names."""
    return person.value.categories if person.domain == "person" and person.value is not None else ()


def names_both_sexes(text: str) -> bool:
    """Whether a note says that men and women are meant, and little else."""
    words = [PERSONS.get(word, word) for word in _WORD.findall(text.lower())]
    return set(words) >= set(SEXES) and len(words) <= _FEW


def drawn(domain: str, name: str) -> str:
    """The domain of the leaf of what a fact of `domain` names; a therapy is a procedure, whatever is given."""
    if domain == "drug" and name.lower().endswith(("therapy", "therapies")):
        return "procedure"
    return DOMAINS.get(domain, domain)


def is_unspecific(fact: Fact) -> bool:
    """Whether the fact names nothing to look for by itself: any condition, a contraindication to something."""
    name = fact.concept.text.lower()
    if name == "contraindication":
        return bool(fact.links)
    return name in column("unspecific") and fact.value is None and fact.change is None


def _as_said(fact: Fact, text: str) -> Fact:
    """The illness that a measurement is read of, where the text does not name it: "thrombocytopenia < 50,000/uL"."""
    if fact.label is None:
        return fact
    measured = pairs("measured_illnesses").get(fact.label.lower().rpartition(" ")[2])
    if measured != fact.concept.text or measured in text.lower():
        return fact
    concept = fact.concept.model_copy(update={"text": fact.label})
    return fact.model_copy(update={"domain": "condition", "concept": concept, "label": None})
