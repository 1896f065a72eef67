"""The rule of one item, by what its head is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ...extract.lexicon import domain_of, domain_of_head
from ...rules.join import hull, join
from ...rules.model import (
    CURRENT,
    EVER,
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
    Value,
)
from ...rules.walk import nodes
from ...text import Span
from ..names.therapies import is_of_drug
from ..syntax.modifiers import Modifier
from ..syntax.tree import Bracket, Item, Join, Part, Reading, Time
from ..terms.undertakings import undertaken
from ..token import Group, Noun, Token
from . import facts
from .ago import over_since
from .averages import averaged
from .borrowed import borrow_subject
from .brackets import OtherTime, is_alternative, is_situated, times_apart, with_span
from .cases import if_present, paired, sufficing
from .examples import noun_alone
from .headings import PLACES, alternatives, announces, headed, meant
from .joint_names import defined_jointly, joint_label
from .left_over import LeftOver
from .limits import compared_as, disagree, limits, say_the_same
from .measured_illnesses import as_measured
from .other_names import nested_names, plain_names
from .shapes import (
    bare,
    exemplified,
    is_cause,
    is_more,
    is_of_each,
    is_result,
    kinds_of,
    label,
    marked,
    members,
    number_of,
    of_domain,
    prefixed,
    timed,
    told_by,
)
from .unresolved import still_there

#: What asks for all of what follows.
_EVERY = re.compile(r"\b(?:all|each|every|both)\b", re.IGNORECASE)
#: Links that say in which case another limit holds: "(5 x ULN for liver metastases)".
_CASES = ("for", "because of")
#: A quality that alone tells how a patient is: "medically stable".
_STATE_OF_PATIENT = re.compile(
    r"(?:medically|clinically|h(?:a)?emodynamically|neurologically) (?:un)?stable", re.IGNORECASE
)
#: What is said behind several organs, of the last or of all.
_SAID_ONCE = ("bracket", "such_as", "colon", "defined", "children")
#: Parts that an item without a head cannot give a meaning to.
HOMELESS = ("values", "window", "byage", "lasting", "times", "change", "such_as", "link", "colon")


class Items(LeftOver):
    """Rules of items."""

    def item(self, item: Item, nested: bool) -> Rule | None:
        """The rule of an item, with an unread node for every word in it that nobody knows."""
        rule = self._headed(item, nested)
        for part in item.some("junk"):
            rule = self.unread(part.tokens, rule)
        if item.head.type != "EMPTY":  # "surgery, as judged by the investigator, or stroke": said of one member
            for part in item.some("judged"):
                rule = Judgement(text=self.opinion(part.tokens), about=rule, span=self.span(part.tokens))
        for part in item.some("either_way", "note"):
            self.note(part.tokens)
        return rule

    def _headed(self, item: Item, nested: bool) -> Rule | None:
        head = item.head
        self.use(head)
        match head.type:
            case "NOUN":
                return self._noun(item, head.value, nested)
            case "PERSON" | "AGE" | "SCORED":
                return self.with_others(self.of_person(head), item, nested)
            case "UNDERTAKING":
                self.modifiers(item)  # "history of noncompliance" is no other undertaking
                return join([self._undertaking(head), *self._causes(item)], "and")
            case "GROUP":
                return self._group(item, head.value, nested)
        return self._headless(item, nested)

    # ------------------------------------------------------------------ names

    def _noun(self, item: Item, noun: Noun, nested: bool) -> Rule | None:
        """A named thing with all that is said of it; several organs make several things."""
        mods = self.modifiers(item)
        organs = [m for m in mods if m.key == "organ"]
        if not organs:
            return self._named(item, noun, mods, nested)
        organs = _joined_organs(organs, self.mapped.text)
        if organs[0].token.start > item.head.start:  # "organ failure (renal, hepatic)"
            noun = noun_alone(noun)
        operator = self._organs_meet(item, organs)
        once = _SAID_ONCE if operator == "and" else _SAID_ONCE[:2]  # each of what is asked for, said with the last
        alone = item.without(*(part for part in item.some(*once) if not is_of_each(part, item)))
        last = self._named(item, _of_organ(noun, organs[-1]), list(mods), nested)
        others = [self._named(alone, _of_organ(noun, organ), list(mods), nested) for organ in organs[:-1]]
        whole = self.span(tuple(item.tokens))  # each is said by all of its words
        found = [rule.model_copy(update={"span": whole}) for rule in others if rule is not None]
        found += [last] if last is not None else []
        return defined_jointly(found, operator) or join(found, operator)

    def _organs_meet(self, item: Item, organs: list[Modifier]) -> str:
        """How organs that share a noun are joined: "adequate renal and hepatic function" asks for both.

        A comma alone joins as the list does that goes on behind: "cardiac, renal function, and hepatic function".
        """
        between = self.mapped.text[organs[0].token.end : organs[-1].token.start].lower()
        words = re.findall(r"\w+", between)
        said = [token.value for part in item.some("modifiers") for token in part.tokens if token.type == "MCON"]
        listed = bool(said) and "/" not in between and all(each.explicit and each.operator == "and" for each in said)
        return "and" if self.asks and "or" not in words and ("and" in words or "&" in between or listed) else "or"

    def _named(self, item: Item, noun: Noun, mods: list[Modifier], nested: bool) -> Rule | None:
        both = alternatives(mods)
        if both is not None:
            found = []
            for each in both.value.split(" or "):
                said = [meant(both, each) if m is both else m for m in mods]
                found.append(self._named(item if each == "planned" else _so_far(item), noun, said, nested))
            return join([rule for rule in found if rule is not None], "or")
        if noun.guessed:
            self.say("T217", (item.head,), text=noun.text)
        item, mods = still_there(item, noun, mods)
        fields = self.fields(item, noun, mods, nested) | self.concept(item)
        noun = _of_kind(noun, fields)
        if "named" in fields:
            noun = Noun(fields.pop("named"), "measurement")
        rule = self._facts(item, noun, mods, dict(fields), nested)
        apart = {id(part) for part, _ in times_apart(item)}
        rule = self._bracketed(rule, item.without(*(part for part in item.parts if id(part) in apart)), nested)
        rule = self._at_other_times(rule, item) if apart else rule
        for part in item.some("colon"):
            self.use(part.tokens[0])
            rule = self.defined(rule, self.rule(part.value, nested)) or rule
        if item.some("children") and (below := self.below()) is not None:
            when = fields.get("when") or (EVER if any((m.key, m.value) == ("when", "ever") for m in mods) else None)
            told = join([rule, below], "and") if self.asks_more(rule) else self.defined(rule, marked(below, [], when))
            rule = told or rule
        if any(m.key == "if" for m in mods):
            rule = if_present(rule, noun)
        if any(m.key == "never" for m in mods):
            rule = Not(of=marked(rule, [], EVER), span=rule.span)
        others = [self.of_person(part.value) for part in item.some("also_person", "also_age")]
        self.use(*(token for part in item.some("also_person", "also_age") for token in part.tokens))
        return join([*(other for other in others if other is not None), rule], "and")

    def _facts(self, item: Item, noun: Noun, mods: list[Modifier], fields: dict[str, Any], nested: bool) -> Rule:
        """One fact, or one for each range of its values."""
        whens, at_each = fields.pop("whens", ()), fields.pop("at_each", False)
        if whens:
            found = [self._facts(item, noun, list(mods), {**fields, "when": when}, nested) for when in whens]
            return join(found, "and" if at_each else "or") or found[0]
        ranges = fields.pop("limits", None)
        span = self.span(tuple(item.tokens))
        pressures = [token for part in item.some("values") for token in part.tokens if token.type == "PRESSURE"]
        if ranges is None:
            return as_measured(facts.fact(noun, mods, nested=nested, span=span, **fields))
        if pressures:  # "< 90/60 or > 140/90"
            each = [self._pressure(token, mods, nested, span, fields) for token in pressures]
            return join(each, ranges.operator) or each[0]
        made: list[Rule] = [
            as_measured(facts.fact(noun, mods, nested=nested, span=span, value=value, **fields))
            for value in ranges.values
        ]
        return join(made, ranges.operator) or made[0]

    def _pressure(
        self, token: Token, mods: list[Modifier], nested: bool, span: Span | None, fields: dict[str, Any]
    ) -> Rule:
        """ "> 160/100": either pressure may be too high; "< 140/90": both must be low."""
        systolic, diastolic = token.value
        one, two = (
            facts.fact(
                Noun(f"{which} blood pressure", "measurement"), mods, nested=nested, span=span, value=value, **fields
            )
            for which, value in (("systolic", systolic), ("diastolic", diastolic))
        )
        return All(of=(one, two), span=span) if systolic.high is not None else Any_(of=(one, two), span=span)

    # ------------------------------------------------------------------ brackets

    def _bracketed(self, rule: Rule, item: Item, nested: bool) -> Rule:
        """What stands in brackets and is a statement of its own: a definition, another case, an exception."""
        text = self.mapped.text
        for part in item.some("bracket"):
            bracket: Bracket = part.value
            cased, tails = self.in_cases(rule, bracket.tails, item)
            rule = cased or rule
            for tail in tails:
                if tail.kind in ("except_", "unless", "if_", "else_", "defined"):
                    rule = self.tail(rule, tail, nested, item) or rule
                elif tail.kind == "link" and (link := self.link(tail)) is not None:
                    rule = _linked(rule, link)
                elif tail.kind == "colon":
                    self.use(tail.tokens[0])
                    rule = self.defined(rule, self.rule(tail.value, nested)) or rule
                elif tail.kind == "either_way":
                    self.note(tail.tokens)
            if bracket.body is not None and not (plain_names(bracket.body, text) or nested_names(bracket, text)):
                rule = self._remarked(rule, bracket.body, item, part, nested)
        return rule

    def _at_other_times(self, rule: Rule, item: Item) -> Rule:
        """ "Chemotherapy within 4 weeks (6 weeks for mitomycin)": another time for what the bracket names."""
        found = [rule]
        for part, other in times_apart(item):
            if other.case is None:  # "within 15 weeks (3.5 months)"
                self.use(*part.tokens)
                self.say("T215", part.tokens)
            else:
                said = [_at_time(each, other) for each in item.some("window")]
                over = rule.when if isinstance(rule, Fact) and not any(each.value.span for each in said) else None
                when = over_since(over, other.span.value) if over is not None else self.when(said)
                found += self.in_case(part, other.case, when)
        return join(found, self.of_several()) or rule

    def _remarked(self, rule: Rule, body: Reading, item: Item, part: Part, nested: bool) -> Rule:
        inner = bare(body)
        if inner is not None and inner.some("values"):
            return self._other_case(rule, inner, item, part, nested)
        if (mean := averaged(rule, body, self.mapped.text)) is not None:
            self.use(*part.tokens)
            return mean
        if isinstance(body, Item) and body.head.type == "PERSON":
            self.use(body.head)
            return self.condition(self.of_person(body.head), rule, nested) or rule
        if isinstance(body, Join) and body.operator == "and" and _names_people(body):
            return self.condition(self.rule(body, True), rule, nested) or rule
        if inner is not None and inner.some("judged") and len(inner.parts) == 1:
            tokens = inner.parts[0].tokens
            return Judgement(text=self.opinion(tokens), about=rule, span=self.span(tokens))
        if _only_limits(body):  # "grip strength (< 26 kg in men, < 18 kg in women)": the limits are the host's
            return self.rule(borrow_subject(body, item)[0], nested) or rule
        meaning = self.rule(body, nested)
        if say_the_same(_values(rule), _values(meaning)):
            self.say("T215", part.tokens)
            return rule
        if isinstance(meaning, If) and len(cased := paired([rule, meaning], "and")) == 1:
            return cased[0]
        if is_alternative(part) and meaning is not None:
            return join([rule, sufficing(meaning)], "or") or rule
        if isinstance(meaning, Judgement) and isinstance(rule, Fact) and rule.domain == "drug":
            self.note(part.tokens)  # "pimozide (azithromycin may increase the risk of arrhythmia)"
            return rule
        situated = is_situated(self.mapped.text, min(token.start for token in part.tokens if token.type != "LPAR"))
        asks = isinstance(meaning, If)  # "a measurable lesion (brain metastases must not be the only lesion)"
        if isinstance(rule, Fact) and meaning is not None and (situated or asks or is_more(meaning, rule)):
            return join([rule, meaning], "and") or rule
        return self.defined(rule, meaning) or rule

    def _other_case(self, rule: Rule, inner: Item, item: Item, part: Part, nested: bool) -> Rule:
        """ "<= 2.5 x ULN (<= 5 x ULN if liver metastases)"; without a condition, the same limit in other units."""
        cases = inner.some("if_") + tuple(each for each in inner.some("link") if each.tokens[0].value in _CASES)
        inner = compared_as(inner, item).without(*cases) if cases else inner
        other = self._headed(replace(item, parts=item.some("modifiers") + inner.parts), nested)
        for tail in cases:
            self.use(tail.tokens[0])
            condition = self.case(tail.value)
            if condition is not None and other is not None and not nested:
                return If(when=timed(condition), then=other, otherwise=rule, span=hull(rule, other))
        self.use(*part.tokens)
        again = limits([token for each in inner.some("values") for token in each.tokens])
        first = _values(rule)
        differ = again is not None and disagree(first[:1], again.values)
        if differ and is_alternative(part):  # "> 160 mmHg (or < 90 mmHg)"
            return join([rule, other] if other is not None else [rule], "or") or rule
        self.say("T216" if differ else "T215", part.tokens)
        return rule

    def defined(self, rule: Rule | None, meaning: Rule | None) -> Rule | None:
        """`meaning` under the name of `rule`; beside it where `rule` says more than a name."""
        if meaning is None:
            return rule
        if isinstance(rule, Judgement):
            return rule.model_copy(update={"about": self.defined(rule.about, meaning)})
        if rule is not None and (name := joint_label(rule, meaning)) is not None:
            return meaning.model_copy(update={"label": name})
        if isinstance(rule, Fact) and rule.domain == "allergy":
            meaning = of_domain(meaning, "allergy")
        if isinstance(rule, Fact) and rule.concept.text == facts.CONTRAINDICATION and rule.links:
            return exemplified(rule, members(meaning))
        if isinstance(rule, Fact) and (told := told_by(rule, meaning)) is not None:
            return told
        if isinstance(rule, Fact) and (rule.links or rule.value) and (kinds := kinds_of(rule, meaning)):
            return exemplified(rule, kinds)  # "prior therapy (i.e., chemotherapy or radiation) for cancer"
        limited = isinstance(rule, Fact) and rule.value is not None and not is_result(rule.value, meaning)
        more = not isinstance(rule, Fact) or limited or rule.change or rule.links or rule.lasting
        if isinstance(rule, Fact) and not more and (counted := number_of(members(meaning), rule)) is not None:
            return counted
        if not isinstance(rule, Fact) or more or rule.concept.such_as or _is_graded(rule):
            return join([each for each in (rule, meaning) if each is not None], "and")
        if rule.when != CURRENT and rule.status == "happened":  # the time is said of what the name means
            meaning = marked(meaning, [], rule.when)
        return meaning.model_copy(update={"label": label(rule)})

    def case(self, reading: Reading) -> Rule | None:
        """The rule of a condition; of "if due to liver metastases", the cause."""
        if not is_cause(reading):
            return self.rule(reading, True)
        assert isinstance(reading, Item)
        cause = reading.some("link")[0]
        self.use(cause.tokens[0])
        return self.rule(cause.value, True)

    # ------------------------------------------------------------------ other heads

    def _headless(self, item: Item, nested: bool) -> Rule | None:
        """Parts without a head: a limit whose unit names what is measured, a quality that is a state of its own."""
        ranges = limits([token for part in item.some("values") for token in part.tokens])
        if ranges is not None and (subject := facts.named_by_unit(ranges.values[0])):
            return self._noun(item, Noun(subject, "measurement"), nested)
        told = self.since(item) or self.aged(item)
        if told is not None:
            return told
        mods = self.modifiers(item)
        if item.some("children") and not item.some("junk", "judged", *(each for each in HOMELESS if each != "window")):
            times = item.some("window")
            spans = all(part.value.span is not None for part in times)  # "within 6 months:", not "at screening:"
            if spans and announces(mods, bool(times)):
                when, self.children_taken = self.when(times), True
                return join([headed(child, mods, when) for child in self.children], self.children_operator)
        named = [m for m in mods if not m.spreads and m.key != "method"]  # a book names no illness
        text = " ".join(m.value or self.text(m.tokens) for m in named)
        of_patient = _STATE_OF_PATIENT.fullmatch(text) is not None
        places = sum(m.key in ("organ", "site") for m in named)  # several, as "cardiac, renal", are no one thing
        several = any(m.run for m in named)  # "cured or in remission" names nothing
        stands = of_patient or (not several and (domain_of(text) is not None or places == 1))
        if named and ranges is None and stands and not item.some("junk"):
            rest = replace(item, parts=tuple(part for part in item.parts if part.kind != "modifiers"))
            return self._named(
                rest, Noun(text, domain_of(text) or "observation"), [m for m in mods if m.spreads], nested
            )
        rules = self._beside(item, nested)
        for part in item.some("judged"):
            rules.append(Judgement(text=self.opinion(part.tokens), span=self.span(part.tokens)))
        if item.some("children") and (below := self.below()) is not None:
            rules.append(below)
        homeless = item.some(*HOMELESS)
        if mods and not item.some("colon"):
            homeless = item.some("modifiers", *HOMELESS)
        for part in homeless:
            inner = self.rule(part.value, nested) if part.kind in ("such_as", "link", "colon") else None
            if part.kind == "colon" and inner is not None:
                rules.append(inner)
            else:
                rules.append(self.unread(part.tokens, inner, "T208" if part.kind == "values" else "T201"))
        return join(rules, "and")

    def _causes(self, item: Item) -> list[Rule]:
        """Why an undertaking fails: "unable to consent due to dementia"."""
        parts = item.some("link")
        self.use(*(part.tokens[0] for part in parts))
        return [rule for part in parts if (rule := self.rule(part.value)) is not None]

    def _undertaking(self, token: Token) -> Rule:
        span = self.span((token,))
        refused = token.value == "no"
        rule = Undertaking(text=undertaken(self.text((token,)), refused), span=span)
        return Not(of=rule, span=span) if refused else rule

    def _group(self, item: Item, group: Group, nested: bool) -> Rule | None:
        """ "at least 2 of the following": its members are the list behind it, or the bullets below it."""
        said = item.some("modifiers", "window")
        body = next((part.value for part in item.some("members")), None)
        if body is not None:
            placed = [m for m in self.modifiers(item) if m.key in PLACES]
            found = [headed(each, placed, None) for each in members(self.rule(prefixed(body, said), nested))]
        else:
            mods, when = self.modifiers(item), self.when(item.some("window"))
            mods = [m for m in mods if m.key != "status"]  # "candidates must meet all of the following"
            found = [headed(child, mods, when) for child in self.children]
        if body is None:
            self.children_taken = self.children_counted = True
        if group.low == 1 and group.high is None:
            return self._announced(join(found, "or"), item.head)
        if (group.low is None and group.high is None) or len(found) < 2:
            return self._announced(join(found, "or" if body is None and self._offers(item.head) else "and"), item.head)
        return Count(low=group.low, high=group.high, of=tuple(found), span=self.span((item.head,)))

    def _offers(self, head: Token) -> bool:
        """Whether the bullets of an inclusion are joined by "or", and what announces them does not ask for all."""
        every = _EVERY.search(self.text((head,))) is not None
        return self.section == "inclusion" and self.children_operator == "or" and not every

    def _announced(self, rule: Rule | None, head: Token) -> Rule | None:
        """A list is said from the words that announce it on: "any of the following: ..."."""
        said = self.span((head,))
        if not isinstance(rule, All | Any_) or rule.span is None or said is None:
            return rule
        return rule.model_copy(update={"span": Span(min(said.start, rule.span.start), max(said.end, rule.span.end))})


def _so_far(item: Item) -> Item:
    """What is or was of something that is planned as well: what is to come is no time of it."""
    return item.without(*(part for part in item.some("window") if _lies_ahead(part.value)))


def _lies_ahead(time: Time) -> bool:
    """Whether a phrase of time is of what is to come: "during the study", "within the next 6 months"."""
    to_come = time.preposition is not None and str(time.preposition.value).startswith("future")
    return to_come or (time.direction is not None and time.direction.type in ("DURING", "AFTER"))


def _joined_organs(organs: list[Modifier], text: str) -> list[Modifier]:
    """Organs with nothing between them name one thing: "cerebral vascular event"."""
    joined: list[Modifier] = []
    for organ in organs:
        before = joined[-1] if joined else None
        if before is not None and not text[before.token.end : organ.token.start].strip():
            joined[-1] = replace(organ, value=f"{before.value} {organ.value}")
        else:
            joined.append(organ)
    return joined


def _of_organ(noun: Noun, organ: Modifier) -> Noun:
    """ "renal, hepatic or cardiac disease": each names a disease of its own."""
    text = f"{organ.value} {noun.text}"
    known = domain_of_head(text) if noun.domain == "measurement" else domain_of(text)
    if is_of_drug(text, (known or noun.domain) == "procedure"):  # "opioid treatment"
        known = "drug"
    return replace(noun, text=text, domain=known or noun.domain)


def _of_kind(noun: Noun, fields: dict[str, Any]) -> Noun:
    """A name of no known domain is of the kind of its examples: "standard exams (ultrasound, MRI)".

    What has an average is measured: "average pain".
    """
    summarised = "limits" in fields and any(value.summary for value in fields["limits"].values)
    if noun.domain == "condition" and summarised:
        return replace(noun, domain="measurement")
    names = [each for key in ("such_as", "also") for each in fields.get(key, ()) if isinstance(each, str)]
    domains = {domain for each in names if (domain := domain_of(each)) is not None}
    if noun.domain != "observation" or len(domains) != 1 or domain_of(noun.text) is not None:
        return noun
    return replace(noun, domain=domains.pop())


def _linked(rule: Rule, link: Link) -> Rule:
    return rule.model_copy(update={"links": (*rule.links, link)}) if isinstance(rule, Fact) else rule


def _at_time(part: Part, other: OtherTime) -> Part:
    """A phrase of time with the length of another time."""
    return replace(part, value=with_span(part.value, other.span))


def _names_people(body: Join) -> bool:
    """Whether a reading says who is meant: "women of childbearing potential"."""
    said = [each for each in body.of if isinstance(each, Item) and not each.some("values", "window", "windows")]
    return len(said) == len(body.of) and said[0].head.type == "PERSON"


def _only_limits(body: Reading) -> bool:
    """Whether a reading is several limits that name nothing to measure."""
    return isinstance(body, Join) and all(
        isinstance(each, Item) and each.head.type == "EMPTY" and bool(each.some("values")) for each in body.of
    )


def _values(rule: Rule | None) -> list[Value]:
    """The values of all facts of a rule, in order."""
    found = nodes(rule) if rule is not None else ()
    return [each.value for each in found if isinstance(each, Fact) and each.value is not None]


def _is_graded(fact: Fact) -> bool:
    """Whether a fact has a grade or stage in numbers, which no name says: "grade 3 diarrhea (> 6 stools per day)"."""
    return any(not quality.value.categories for quality in fact.qualifiers)
