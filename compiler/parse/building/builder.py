"""Readings to rules: sentences, clauses, lists, and what holds for the whole of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ...rules.join import hull, join
from ...rules.model import EVER, All, Any_, Concept, Fact, If, Judgement, Link, Not, Rule
from ..names.lists import ORGAN
from ..syntax.opinions import is_of_one
from ..syntax.tree import Condition, Exemption, Item, Join, Negation, Part, Reading, Remark, connective, items
from ..terms.denied_names import is_potential
from ..terms.obligations import ASKED
from ..token import Noun, Token
from . import cases, facts
from .absences import absent
from .anaphora import defines, exemplifies, only_defines
from .borrowed import borrow_name, borrow_subject, with_other_limits
from .brackets import alternatives_apart, opened
from .context import SMALL
from .items import Items
from .patients_excepted import are_people, excepts_patients
from .scope import (
    of_each_kind,
    of_each_subject,
    of_subject,
    scoped,
    with_alternatives_asked,
    with_contrast,
    with_person,
    with_rest,
    with_undertaking,
)
from .shapes import (
    allows_beside,
    bare,
    excepting,
    excepting_last,
    instances,
    is_cause,
    over,
    prefixed,
    runs,
    timed,
)
from .share import share
from .shared_anchors import with_shared_points

#: Kinds of parts that say when.
_TIMES = ("window", "windows")
#: The words behind what is let in that let it in.
_VERDICT = re.compile(r"[^.;:()]*?\b(?:allow|permitt|accept|eligib)\w*", re.IGNORECASE)


@dataclass
class Builder(Items):
    """Builds the rule of one criterion; keeps its notes and what there is to say about the reading."""

    def sentences(self, readings: Sequence[Reading], tokens: Sequence[Token]) -> Rule | None:
        """The rule of all sentences together: they hold together, or each excludes.

        `tokens` is all that the text holds: what no part of the rule accounts for is unread.
        """
        rules: list[Rule] = []
        for reading in readings:
            noted = len(self.notes)
            rule = self.rule(with_shared_points(reading))
            if rule is None:
                continue
            told = self._told_before(rules, rule)
            if told is not None:
                rules[-1] = told
            elif rules and only_defines(reading, self.mapped.text):
                self._note_all(reading, tokens, noted)
            else:
                rules.append(rule)
        if self.children and not self.children_taken and (below := self.below()) is not None:
            rules.append(below)
        operator: Literal["and", "or"] = "or" if self.section == "exclusion" else "and"
        return self._accounted(join(cases.let_in(cases.paired(rules, operator)), operator), tokens)

    def _note_all(self, reading: Reading, tokens: Sequence[Token], noted: int) -> None:
        """Keep a whole sentence as one note, in place of the notes behind the first `noted` that it gave."""
        del self.notes[noted:]
        said = [token for item in items(reading) for token in item.tokens]
        start, end = min(token.start for token in said), max(token.end for token in said)
        self.note([token for token in tokens if start <= token.start < end])

    def _told_before(self, rules: list[Rule], rule: Rule) -> Rule | None:
        """The rule before, with what this sentence says of a name in it."""
        if not rules:
            return None
        return defines(rules[-1], rule) or exemplifies(rules[-1], rule)

    def _accounted(self, rule: Rule | None, tokens: Sequence[Token]) -> Rule | None:
        """The rule over the whole text, with an unread node for every run of words that it does not account for."""
        content = [token for token in tokens if token.type not in SMALL and token.end > token.start]
        for run in runs([token for token in content if not self.is_used(token)], content):
            rule = self.unread(run, rule)
        whole = self.mapped.span(0, len(self.mapped.text.rstrip()))
        return over(rule, whole, self.mapped.text) if rule is not None else None

    def rule(self, reading: Reading, nested: bool = False) -> Rule | None:
        """The rule of a reading; None of one that says nothing of the patient."""
        borrowers: list[Item] = []
        lent, _ = borrow_subject(with_other_limits(reading), None, borrowers)
        for item in borrowers:
            self.say("T213", tuple(item.tokens))
        return self._rule(lent, nested)

    def _rule(self, reading: Reading, nested: bool) -> Rule | None:
        reading = of_each_kind(reading)
        match reading:
            case Item() | Join(listed=True):
                return self._list(reading, nested)
            case Join():
                return self._clauses(reading, nested)
            case Negation(of=of, sign=sign):
                of = absent(of, sign, self.mapped.text, self.section, self.denied)
                of, apart = alternatives_apart(of) if self._is_prefix(sign) else (of, [])
                self.denied = not self.denied
                denied = self._rule(of, nested)
                self.denied = not self.denied
                others = [self._rule(part.value.body, nested) for part in apart]
                return join([rule for rule in (self._negated(denied, sign), *others) if rule is not None], "or")
            case Condition() if (each := of_each_subject(reading)) is not reading:
                return self._rule(each, nested)
            case Condition(when=when, then=then, sign=sign):
                self.use(sign)
                return self.condition(self._rule(when, True), self._rule(of_subject(then, when), nested), nested)
            case Exemption(but=but, of=of, sign=sign):
                self.use(sign)
                rule, exception = self._rule(of, nested), self._exception(but, None)
                return excepting(rule, exception) if rule is not None and exception is not None else rule
            case Remark(tokens=tokens):
                self.note(tokens)
        return None

    def _is_prefix(self, sign: Token) -> bool:
        """Whether a negation is the "non-" of a name."""
        return self.text((sign,)).lower().startswith("non")

    def _negated(self, rule: Rule | None, sign: Token) -> Rule | None:
        self.use(sign)
        if rule is None:
            return None
        if self.section == "exclusion" and sign.value != ASKED:
            self.say("T207", (sign,))
        if not self._is_prefix(sign):
            return Not(of=rule, span=self.span((sign,)))
        persons, denied = _persons(rule) if rule.label is None else ([], rule)
        if denied.label is not None:  # "non-fertile (postmenopausal or sterilized)": the bracket says who is not
            return join([*persons, denied.model_copy(update={"label": f"non-{denied.label}"})], "and")
        examples = instances(denied) if isinstance(denied, Fact) and is_potential(denied.concept.text) else []
        if isinstance(denied, Fact) and examples:  # of who lacks it: each suffices
            plain = denied.model_copy(update={"concept": Concept(text=denied.concept.text)})
            either = join([Not(of=plain, span=self.span((sign,))), *examples], "or")
            return join([*persons, *([either] if either is not None else [])], "and")
        return join([*persons, Not(of=denied, span=self.span((sign,)))], "and")

    # ------------------------------------------------------------------ clauses

    def _clauses(self, reading: Join, nested: bool) -> Rule | None:
        """Clauses in "and" or "or"; "<= 3, or <= 5 if ..." is one rule with two cases."""
        text = self.mapped.text
        whole = scoped(with_rest(with_undertaking(with_person(with_contrast(reading))), text), text)
        whole = whole if self.asks else with_alternatives_asked(whole, text)
        if not isinstance(whole, Join):
            return self._rule(whole, nested)
        self._open_connectives(whole)
        reading, opinion = _closing_opinion(self._share_window(whole), self.mapped.text)
        if opinion is not None:
            about = self._clauses(reading, nested)
            return Judgement(text=self.opinion(opinion.tokens), about=about, span=self.span(opinion.tokens))
        rules = self.left_over(reading, [self._rule(each, nested) for each in reading.of])
        cased = _is_case(reading.of[-1]) or (reading.operator == "or" and isinstance(reading.of[-1], Condition))
        if len(rules) == 2 and isinstance(rules[1], If) and cased and not isinstance(rules[0], If):
            return rules[1].model_copy(update={"otherwise": rules[0]})
        if reading.operator == "or" and cased and (other := cases.other_of(rules)) is not None:
            return other
        found = cases.paired([rule for rule in rules if rule is not None], reading.operator)
        found = cases.let_in(found)
        by_case = self.section == "inclusion" and len(found) > 1 and all(isinstance(rule, If) for rule in found)
        operator = "and" if by_case else "or" if cases.exclusive(found) else reading.operator
        if operator == "or":
            found = cases.alternatives(found)
        if operator == "and" and len(found) > 1 and all(isinstance(rule, Not) for rule in found):
            return _none_of([rule for rule in found if isinstance(rule, Not)])
        return join(found, operator)

    def _share_window(self, reading: Join) -> Join:
        """The window at the end, or at the start, of limits in "and" or "or" is said of each of them."""
        limited = [each for each in reading.of if isinstance(each, Item) and _is_limited(each)]
        scored = any(each.head.type == "SCORED" for each in limited)
        if len(limited) != len(reading.of) or (scored and not all(map(_is_measured, limited))):
            return self._share_point(reading)
        given = limited[-1].some(*_TIMES) or tuple(part for part in limited[0].some(*_TIMES) if part.before)
        if not given or sum(not each.some(*_TIMES) for each in limited) != len(limited) - 1:
            return reading
        self.say("T209", tuple(token for part in given for token in part.tokens))
        return replace(reading, of=tuple(each if each.some(*_TIMES) else each.having(*given) for each in limited))

    def _share_point(self, reading: Join) -> Join:
        """ "Fever, defined as ..., or confusion at baseline": the point of time is that of both."""
        named = [each for each in reading.of if isinstance(each, Item) and each.head.type == "NOUN"]
        told = any(";" in connective(token).written for token in reading.connectives)
        if len(named) != len(reading.of) or told or any(each.some("window") for each in named[:-1]):
            return reading
        points = tuple(
            part for part in named[-1].some("window") if part.value.span is None and part.value.event is None
        )
        free = all(
            not any(str(t.value).startswith("when=") for p in each.some("modifiers") for t in p.tokens)
            for each in named
        )
        if not points or not free:
            return reading
        self.say("T209", tuple(token for part in points for token in part.tokens))
        return replace(reading, of=(*(each.having(*points) for each in named[:-1]), named[-1]))

    def _open_connectives(self, reading: Join) -> None:
        """Account for connectives, and say which leave a reading open."""
        self.use(*reading.connectives)
        for token in reading.connectives:
            said = connective(token)
            if "/" in said.written and "and" in said.written.lower():
                self.say("T202", (token,))
            elif not said.written and not said.explicit:
                self.say("T206", (token,))
            elif said.operator == "or" and said.written.lower().strip(", ") in ("and", "as well as"):
                self.say("T219", (token,))
        if reading.operator == "or" and any(isinstance(each, Join) and each.operator == "and" for each in reading.of):
            self.say("T203", reading.connectives)

    # ------------------------------------------------------------------ lists

    def _list(self, reading: Reading, nested: bool) -> Rule | None:
        """A list, once each member has what the text says once for all of them."""
        shared = share(opened(reading), self.mapped.text, _measurable)
        if shared.distributed:
            self.say("T209", tuple(token for part in shared.distributed for token in part.tokens))
        if self.asks and (either := shared.either_below()):
            self.say("T220", either)
        rule = self._members(shared.reading, nested)
        host = next(reversed(list(items(shared.reading))), None)
        rule, tail = self.in_cases(rule, shared.tail, host)
        for part in tail:
            if part.kind == "except_" and shared.of_last and rule is not None:
                self.use(part.tokens[0])
                exception = self._exception(part.value, host)
                rule = excepting_last(rule, exception) if exception is not None else rule
            else:
                rule = self.tail(rule, part, nested, host)
        return rule

    def in_which_case(self, rule: Rule | None, part: Part, following: Part, host: Item | None) -> Rule | None:
        """ "Unless liver metastases are present, in which case <= 5 x ULN": another limit in the case of the first."""
        if part.kind not in ("unless", "except_") or following.kind != "else_" or following.tokens[0].value != "case":
            return None
        before = set(self.used)
        case = self.case(part.value)
        limit = self._rule(borrow_subject(following.value, host)[0], True)
        if rule is not None and case is not None and isinstance(limit, Fact) and limit.value is not None:
            cased = cases.in_case(rule, case, limit.value, None if bare(following.value) else limit.concept.text)
            if cased is not None:
                self.use(part.tokens[0], following.tokens[0])
                return cased
        self.used = before
        return None

    def _members(self, reading: Reading, nested: bool) -> Rule | None:
        if isinstance(reading, Join):
            self._open_connectives(reading)
            rules = [self._members(each, nested) for each in reading.of]
            operator = "or" if all(map(_is_person, reading.of)) else reading.operator
            return join([rule for rule in rules if rule is not None], operator)
        assert isinstance(reading, Item), "a list holds items and lists"
        rule = self.item(reading, nested)
        for part in reading.some("except_", "unless"):  # of a member that others follow
            rule = self.tail(rule, part, nested, reading)
        return rule

    # ------------------------------------------------------------------ tails

    def tail(self, rule: Rule | None, part: Part, nested: bool, host: Item | None = None) -> Rule | None:
        """`rule` with a part that holds for all of it."""
        self.use(part.tokens[0])
        match part.kind:
            case "judged":
                return Judgement(text=self.opinion(part.tokens), about=rule, span=self.span(part.tokens))
            case "except_":
                return self._excepted(rule, part, nested, host)
            case "unless":
                return self._unless(rule, part.value, nested, host)
            case "if_":
                return self.condition(self.case(part.value), rule, nested)
            case "else_":
                return self._otherwise(rule, part, nested, host)
            case "also_age" | "also_person":
                person = self.of_person(part.value)
                return join([each for each in (person, rule) if each is not None], "and")
        said = host.some("window") if host is not None else ()
        return self.defined(rule, self.rule(prefixed(part.value, said), nested))

    def _excepted(self, rule: Rule | None, part: Part, nested: bool, host: Item | None) -> Rule | None:
        """`rule` with an exception; where nothing was read that it could be taken from, its words stay unread."""
        before = set(self.used)
        exception = self._exception(part.value, host)
        if exception is None:
            return rule
        if (cased := cases.with_case(rule, exception)) is not None:
            return cased
        if rule is None:
            return Not(of=exception, span=exception.span)
        if excepts_patients(rule, exception, self.mapped.text[part.tokens[0].end :]):
            return self._or_spared(rule, exception, nested)
        if are_people(rule, exception):
            return join([rule, Not(of=timed(exception))], "and")
        if _is_let_in(part) and allows_beside(rule, exception):
            self.used = before
            end = part.tokens[-1].end
            verdict = _VERDICT.match(self.mapped.text, end)
            self.note([*part.tokens, Token("NOTE", end, verdict.end() if verdict else end)])
            return rule
        excepted = excepting(rule, exception)
        if excepted == rule:
            self.used = before
        return excepted

    def _unless(self, rule: Rule | None, reading: Reading, nested: bool, host: Item | None) -> Rule | None:
        """ "A unless B": an exception of the record where B only says something of it."""
        asked = self.asks and not nested
        quality = isinstance(reading, Item) and _is_quality(reading) and bool(reading.some("modifiers"))
        of_record = quality or is_cause(reading)
        if of_record and not asked and rule is not None:
            exception = self._exception(reading, host)
            return excepting(rule, exception) if exception is not None else rule
        other = self.case(reading) if is_cause(reading) else self.rule(borrow_name(reading, host), False)
        if rule is None or other is None:
            return rule or other
        if (cased := cases.with_case(rule, other)) is not None:
            return cased
        return self._or_spared(rule, other, nested)

    def _or_spared(self, rule: Rule, case: Rule, nested: bool) -> Rule | None:
        """A rule unless a case holds: where the rule is asked for, the case does instead; else it saves from it."""
        if self.asks and not nested:
            return join([rule, timed(case)], "or")
        return join([rule, Not(of=timed(case))], "and")

    def _otherwise(self, rule: Rule | None, part: Part, nested: bool, host: Item | None) -> Rule | None:
        other = self._rule(borrow_subject(part.value, host)[0], nested)
        if isinstance(rule, If):
            return rule.model_copy(update={"otherwise": other})
        self.say("T218", part.tokens)
        return join([each for each in (rule, other) if each is not None], "and")

    def _exception(self, reading: Reading, host: Item | None) -> Rule | None:
        """An exception: of the record at hand where it names only a quality or repeats the name of its host."""
        reading = _of_one_record(opened(reading))
        if isinstance(reading, Item) and _is_quality(reading) and host is not None and _is_of_organ(reading):
            reading = replace(reading, head=host.head)  # "transplant other than kidney"
        if isinstance(reading, Item) and _is_quality(reading):
            mods = self.modifiers(reading)
            fields = self.fields(reading, Noun("it", "it"), mods)
            fields.pop("named", None)
            return self._facts(reading, Noun("it", "it"), mods, fields, nested=True)
        if isinstance(reading, Item) and host is not None and _repeats(reading, host):
            return self._of_the_record(reading)
        rule = self.rule(reading, True)
        of_persons = isinstance(rule, All) and any(
            isinstance(each, Fact) and each.domain == "person" for each in rule.of
        )
        if of_persons:
            return rule  # "except trastuzumab (part 2 only)": of these persons, and of no others
        told = any(item.some("if_") for item in items(reading))  # "permitted if received in a trial"
        return join(_facts_of(rule), "or") if rule is not None and not told and _are_facts(rule) else rule

    def _of_the_record(self, reading: Item) -> Rule:
        """ "except the following injections performed 2 weeks before: ...": what the record was made with."""
        self.use(reading.head)
        fields = self.fields(reading, Noun("it", "it"), mods := self.modifiers(reading))
        below = self.below() if self.children else None
        if below is not None:
            links = (*fields.get("links", ()), Link(kind="with only", rule=_untimed(below)))
            fields["links"] = links
        fields.pop("limits", None)
        return facts.fact(Noun("it", "it"), mods, nested=True, span=self.span(tuple(reading.tokens)), **fields)


def _is_of_organ(item: Item) -> bool:
    """Whether a quality is the organ that a name is of."""
    return any(token.value == ORGAN for part in item.some("modifiers") for token in part.tokens)


def _are_facts(rule: Rule) -> bool:
    """Whether a rule is a list of facts, in "and" or "or", and no definition."""
    return isinstance(rule, Fact) or (isinstance(rule, All | Any_) and not rule.label and all(map(_are_facts, rule.of)))


def _facts_of(rule: Rule) -> list[Rule]:
    """The facts of a list of facts: no record is of two of them, so that each is excepted."""
    return [rule] if not isinstance(rule, All | Any_) else [fact for each in rule.of for fact in _facts_of(each)]


def _untimed(rule: Rule) -> Rule:
    """Rules of bullets that say what a record was made with: they state no time of their own."""
    match rule:
        case Fact():
            return rule.model_copy(update={"when": EVER})
        case All(of=of) | Any_(of=of):
            return Any_(of=tuple(_untimed(each) for each in of), span=rule.span)
    return rule


def _none_of(rules: list[Not]) -> Rule:
    """ "No stroke and no seizure": neither of them."""
    members = [rule.of for rule in rules]
    return Not(of=join(members, "or") or members[0], span=hull(*rules))


def _closing_opinion(reading: Join, text: str) -> tuple[Join, Part | None]:
    """The opinion that closes a chain of clauses is of all of them: "..., as determined by the investigator"."""
    last = reading.of[-1]
    if not isinstance(last, Item):
        return reading, None
    for part in last.some("judged"):
        if not part.before and _OF_ALL.match(text[part.start : part.end]) and not is_of_one(part, last, text):
            return replace(reading, of=(*reading.of[:-1], last.without(part))), part
    return reading, None


_OF_ALL = re.compile(r"(?:as |in the (?:opinion|judge?ment)|at the |per |determined |judged )", re.IGNORECASE)


def _persons(rule: Rule) -> tuple[list[Rule], Rule]:
    """Who is meant, and what "non-" denies of them: "non-pregnant women" are women."""
    if not isinstance(rule, All):
        return [], rule
    persons: list[Rule] = [each for each in rule.of if isinstance(each, Fact) and each.domain == "person"]
    others = [each for each in rule.of if each not in persons]
    denied = join(others, "and")
    return (persons, denied) if denied is not None else ([], rule)


def _is_quality(item: Item) -> bool:
    """Whether an item only says something of the record at hand: "unless mild", "if > 5 cm", "due to trauma"."""
    return item.head.type == "EMPTY" and bool(item.some("modifiers", "values") or is_cause(item))


def _of_one_record(reading: Reading) -> Reading:
    """ "Except if mild and > 5 cm": qualities in "and" are of one record."""
    if not isinstance(reading, Join) or reading.operator != "and":
        return reading
    said = [each for each in reading.of if isinstance(each, Item) and _is_quality(each)]
    if len(said) < len(reading.of):
        return reading
    return said[0].having(*(part for each in said[1:] for part in each.parts))


def _is_measured(item: Item) -> bool:
    return item.head.type == "SCORED" or _measurable(item)


def _is_limited(item: Item) -> bool:
    """Whether an item is a score, or a name with its limit."""
    return item.head.type == "SCORED" or (item.head.type == "NOUN" and bool(item.some("values")))


def _is_case(reading: Reading) -> bool:
    if isinstance(reading, Join) and reading.listed:
        return _is_case(reading.of[-1])
    return isinstance(reading, Item) and bool(reading.some("if_"))


def _is_person(reading: Reading) -> bool:
    """Whether a member of a list names a kind of person: "men and women", "adolescents and adults" are either."""
    return isinstance(reading, Item) and reading.head.type == "PERSON"


def _measurable(item: Item) -> bool:
    return isinstance(item.head.value, Noun) and item.head.value.domain == "measurement"


def _repeats(exception: Item, host: Item) -> bool:
    """Whether an exception's name is the last word of its host's name: "injection ... except ... injections"."""
    if not isinstance(exception.head.value, Noun) or not isinstance(host.head.value, Noun):
        return False
    if any(token.value == ORGAN for part in exception.some("modifiers") for token in part.tokens):
        return False  # "autoimmune disease other than thyroid disease" names another
    said, meant = exception.head.value.text.lower(), host.head.value.text.lower().split()
    return len(meant) > 1 and said.removesuffix("s") == meant[-1].removesuffix("s")


def _is_let_in(part: Part) -> bool:
    """Whether an exception is what a sentence or a bracket lets in: "(steroids are allowed)"."""
    return part.tokens[0].start == part.tokens[0].end
