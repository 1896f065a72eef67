"""The rule of a person: sex, age, age group or arm, and what an item says beside it."""

from __future__ import annotations

import re

from ...extract.lexicon import domain_of
from ...outline.headings import cohort_name
from ...rules.join import hull, join
from ...rules.model import CURRENT, EVER, All, Any_, Concept, Fact, If, Length, Qualifier, Rule, Value, Window
from ...text import Span
from ..syntax.modifiers import qualifiers
from ..syntax.tree import Item, Part
from ..token import Noun, Token
from . import facts
from .brackets import is_alternative
from .cases import settles, sufficing
from .details import Details
from .limits import is_apart, is_swapped, outside, upright
from .shapes import marked, timed
from .times import length

#: Names of children that tell their sex.
YOUNG = {"girl": "female", "boy": "male"}
_ARM = re.compile(
    r"(?:parts?|cohorts?|arms?|groups?|phases?|stratum|sub-?study)\s+(?!only\b)\w+(?:\s*(?:and/or|and|or|&|/)\s*\w{1,3}\b)?|"
    r"(?:dose[ -])?(?:escalation|expansion) (?:cohorts?|phase|part|portion|stage)",
    re.IGNORECASE,
)

#: What people are in the course of: "adults undergoing PCI".
_UNDERGOING = re.compile(r"(?:\w+ ){0,3}undergoing(?: an?| the)?", re.IGNORECASE)


def _arm(text: str) -> str:
    """The arm or cohort that a phrase names: "for Part A participants only", "applicable to the control group"."""
    found = _ARM.search(text)
    return found[0] if found else cohort_name(text)


class Persons(Details):
    """Rules of persons, and of conditions on them."""

    def condition(self, when: Rule | None, then: Rule | None, nested: bool) -> Rule | None:
        """ "if": a condition of what is asked for, and of what rules out one more thing that must hold."""
        if when is None or then is None:
            return then if then is not None else when
        when = timed(when)
        if settles(then, when):
            return then
        if nested or not self.asks:
            return join([when, then], "and")
        return If(when=when, then=then, span=hull(when, then))

    def aged(self, item: Item) -> Rule | None:
        """ "Over 18 years": years that nothing else is said of are the patient's."""
        lasting = item.some("lasting")
        said = length(lasting[0].value) if len(lasting) == len(item.parts) == 1 else None
        return self.age_of(lasting[0], said) if said is not None and facts.is_age(said) else None

    def age_of(self, part: Part, said: Length) -> Rule:
        self.use(*part.tokens)
        value, span = facts.as_value(said), self.span(part.tokens)
        return Fact(domain="person", concept=Concept(text="age"), value=value, span=span)

    def _beside(self, item: Item, nested: bool) -> list[Rule]:
        """What stands in brackets or beside an item as a statement of its own."""
        found: list[Rule | None] = []
        for part in item.some("also_person", "also_age", "also_scored"):
            self.use(*part.tokens)
            found.append(self.of_person(part.value))
        for part in item.some("bracket"):
            body = part.value.body
            if body is not None:
                found.append(self.rule(body, nested))
        return [rule for rule in found if rule is not None]

    def _age_group(self, rule: Rule | None, item: Item, nested: bool) -> tuple[Rule | None, Item]:
        """ "Adults (18 to 65 years)": the age in brackets says who counts as an adult. Also the rest of the item."""
        ages = [part for part in item.parts if part.kind == "lasting" or _is_aged(part)]
        if len(ages) != 1 or not isinstance(rule, Fact) or rule.concept.text != "age group" or rule.value is None:
            return rule, item
        part = ages[0]
        said = length(part.value) if part.kind == "lasting" else None
        age = self.age_of(part, said) if said is not None else self.rule(part.value.body, nested)
        label = " or ".join(rule.value.categories)
        return (age.model_copy(update={"label": label}), item.without(part)) if age is not None else (rule, item)

    def _of_whom(self, rule: Rule | None, item: Item, nested: bool) -> tuple[Rule | None, Item]:
        """ "Age > 60 years (men)", "(arm A only)": the bracket says of whom it is asked. Also the rest of the item."""
        if item.head.type not in ("AGE", "SCORED"):
            return rule, item
        for part in item.some("bracket"):
            body = part.value.body
            person = self.of_person(body.head) if isinstance(body, Item) and body.head.type == "PERSON" else None
            if isinstance(person, Fact) and person.concept.text in ("sex", "cohort"):
                self.use(body.head)
                rule, item = self.condition(person, rule, nested), item.without(part)
        return rule, item

    def with_others(self, rule: Rule | None, item: Item, nested: bool) -> Rule | None:
        """A person, an age or a score, and what else the item says beside it."""
        each = self.at_each_time(item) if item.head.type == "SCORED" and isinstance(rule, Fact) else ()
        if isinstance(rule, Fact) and each:
            rest = item.without(*item.some("window", "windows"))
            found = [self.with_others(rule.model_copy(update={"when": when}), rest, nested) for when in each]
            return join([one for one in found if one is not None], "and")
        when = self.when(item.some("window"))
        kind_of_person = isinstance(rule, Fact) and rule.domain == "person" and rule.concept.text != "age"
        timeless = kind_of_person and bool(item.some("link"))
        aged = (kind_of_person or rule is None) and bool(item.some("also_age"))  # "male or female aged ..."
        if when is not None and isinstance(rule, Fact) and not (timeless or aged):
            rule = rule.model_copy(update={"when": when})
        rule, item = self._age_group(rule, item, nested)
        rule, item = self._of_whom(rule, item, nested)
        rules = [rule] if rule is not None else []
        alternatives = [part for part in item.some("bracket") if rules and is_alternative(part)]
        for part in alternatives:  # "ECOG <= 1 (or Karnofsky >= 70)"
            either = self.rule(part.value.body, nested) if part.value.body is not None else None
            rules = [join([*rules, sufficing(either)], "or") or rules[0]] if either is not None else rules
        item = item.without(*alternatives)
        rules += self._beside(item, nested)
        if aged and when is not None:
            rules = [_at(each, when) for each in rules]
        for part in item.some("link", "colon"):
            scored = rules[0] if rules and item.head.type == "SCORED" else None
            if part.tokens[0].value == "by" and isinstance(scored, Fact) and (link := self.link(part)) is not None:
                rules[0] = scored.model_copy(update={"links": (*scored.links, link)})
                continue
            self.use(part.tokens[0])
            if (linked := self.rule(part.value, nested)) is not None:
                linked = _under_way(linked) if _UNDERGOING.fullmatch(self.text(part.tokens[:1])) else linked
                rules.append(marked(linked, [], when) if timeless else linked)
        mods = self.modifiers(item)
        ahead = {token for part in item.some("modifiers") if part.before for token in part.tokens}
        who = next((m.value for m in mods if m.key == "who" and m.token in ahead), None)
        if who is not None and isinstance(rule, Fact):
            rules[0] = rule.model_copy(update={"who": who})
        of_score = item.head.type == "SCORED"
        told = [m for m in mods if m.key == "method" or (of_score and isinstance(m.token.value, Qualifier))]
        if told and rules and isinstance(rules[0], Fact):  # "ECOG <= 1 as assessed by the central reader"
            rules[0] = rules[0].model_copy(update={"qualifiers": (*rules[0].qualifiers, *qualifiers(told))})
            mods = [m for m in mods if m not in told]
        said = [m.value for m in mods if not m.spreads and m.value and m.key != "who"]
        text = " ".join(each for each in said if each.lower() != "total")  # the total of a scale is its score
        if text:
            rules.append(facts.fact(Noun(text, domain_of(text) or "observation"), [], nested=nested))
        return join(rules, "and")

    def of_person(self, token: Token) -> Rule | None:
        """Sex, age or score; None where both sexes are named, which limits nobody."""
        span = self.span((token,))
        match token.type:
            case "SCORED":
                return self.scored(token)
            case "AGE":
                apart = self.section == "exclusion" and is_apart(self.text((token,)))
                values = outside(token.value) if apart and is_swapped(token.value) else (upright(token.value),)
                if is_swapped(token.value):
                    self.say("T219" if apart else "T212", (token,))
                ages = [Fact(domain="person", concept=Concept(text="age"), value=each, span=span) for each in values]
                return join(ages, "or")
        if token.value == "any":
            self.note((token,))
            return None
        asked, _, told = str(token.value).rpartition("=")
        if told == "*":
            told = _arm(self.text((token,)))
        asked = asked or ("sex" if told in ("female", "male") else "age group")
        named = [("age group", "child"), ("sex", YOUNG[told])] if told in YOUNG else [(asked, told)]
        return join([_person(asked, told, span) for asked, told in named], "and")


def _person(asked: str, told: str, span: Span | None) -> Rule:
    return Fact(domain="person", concept=Concept(text=asked), value=Value(categories=(told,)), span=span)


def _at(rule: Rule, when: Window) -> Rule:
    """An age at the time that the text says of it; nobody's sex changes: "women aged 18 years or more at screening"."""
    aged = isinstance(rule, Fact) and rule.concept.text == "age"
    return rule.model_copy(update={"when": when}) if aged else rule


def _under_way(rule: Rule) -> Rule:
    """What people are said to undergo, as going on."""
    match rule:
        case Fact(domain="procedure", status="happened") if rule.when == EVER and rule.lasting is None:
            return rule.model_copy(update={"when": CURRENT})
        case All(of=of) | Any_(of=of):
            return rule.model_copy(update={"of": tuple(_under_way(each) for each in of)})
    return rule


def _is_aged(part: Part) -> bool:
    """Whether a part is a bracket that says an age and nothing else: "(aged 18 to 65 years)"."""
    if part.kind != "bracket" or not isinstance(part.value.body, Item):
        return False
    return part.value.body.head.type == "AGE" and not part.value.body.parts
