"""What the parts of an item say of its fact: limits, times, changes, links, examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from ...extract.lexicon import domain_of
from ...rules.model import (
    Change,
    Concept,
    Fact,
    Link,
    LinkKind,
    Period,
    Qualifier,
    Rule,
    Times,
    Value,
    Window,
)
from ...rules.printer import CALENDAR_WORDS
from ...vocabulary import column
from ..syntax.modifiers import Modifier, confirming, modifiers
from ..syntax.tree import Bracket, Item, Part, Reading, Time
from ..token import Noun, Token
from . import facts
from .ago import as_ago, counted_from, lying_ahead, since, stopped
from .averages import summarised
from .context import Context
from .examples import each_of, example, is_kin, of_host
from .limits import Limits, are_counted, are_of_normal, at_extreme, is_apart, limits, per
from .other_names import nested_names, other_names, plain_names
from .scales import of_scale, on_scale, quality
from .shapes import listed_items, members
from .times import Lasts, at_each, ended, lasts, together, window, with_shared_anchors

#: Qualities of a result that are its value.
OUTCOMES = frozenset(
    {
        "positive",
        "negative",
        "abnormal",
        "normal",
        "elevated",
        "low",
        "high",
        "reactive",
        "increased",
        "decreased",
        "reduced",
    }
)
_PREDICTED = "percent predicted"
CONFIRMED = Qualifier(key="certainty", value=Value(categories=("confirmed",)))
#: A number of results of one test that a text may ask for.
_MOST_RESULTS = 5
#: How far behind an item a word may stand that says of its length that it is a duration: "< 3 months duration".
_BEHIND = 12
#: How words that link are kept: some confirm, some name a place.
KINDS = {"confirmed": "by", "site": "with"}
_DIAGNOSED = re.compile(r"\b(?:diagnos(?:ed|is)|onset)\b", re.IGNORECASE)
#: The same words right before a name: "diagnosed with", "diagnosis of".
_DIAGNOSED_BEFORE = re.compile(rf"{_DIAGNOSED.pattern}(?:\s(?:as|with|of|having|a|an|the))*\s*$", re.IGNORECASE)


class Details(Context):
    """The fields of a fact from the parts of its item."""

    def modifiers(self, item: Item) -> list[Modifier]:
        for part in item.some("modifiers"):
            self.use(*part.tokens)
        return modifiers(item.some("modifiers"), self.mapped.text)

    def fields(self, item: Item, noun: Noun, mods: list[Modifier], nested: bool = False) -> dict[str, Any]:
        """All fields but the limits, which stand under "limits" because several make several facts.

        `nested`: of what stands in an exception or a link, whose lengths are its own.
        """
        if not item.parts and not mods:  # a name alone, as most are
            return {}
        fields: dict[str, Any] = {}
        item = replace(item, parts=tuple(self._ahead(counted_from(part, noun, mods), mods) for part in item.parts))
        when = self.when(item.some("window"))
        if when is not None:
            when = stopped(when, mods) if self.asks else when
            fields["when"] = since(when, noun, mods) if self.asks or self._is_diagnosis(item) else when
        for part in item.some("byage"):
            self.use(*part.tokens)
            fields["when"] = part.value
        if each := self.at_each_time(item):
            fields |= {"whens": each, "at_each": True}
        elif alternatives := self._alternatives(item.some("windows")):
            fields["whens"] = alternatives
        change = item.some("change")
        if not any(token.type == "INCREASE" for part in change for token in part.tokens):
            change = ()  # "from screening" alone is no change
        counted, values = self._counted(item, noun, bool(change))
        if counted is not None:
            fields["times"] = counted
        ranges = self.limits([part for part in _stated(values) if self._limits_by_number(part, item.head)])
        if ranges is not None and are_of_normal(ranges):
            self.use(*(token for part in change for token in part.tokens))
            change = ()  # "ALT elevation > 3 x ULN": the value is so high
        for part in item.some("lasting"):
            if (brief := as_ago(part, noun, mods, "" if nested else self._barred(item))) is not None:
                fields["when"] = self.when((*item.some("window"), brief))
                break  # "< 3 weeks (< 6 weeks for A)": the other is not of this
            if "lasting" in fields or (lasting := self._lasting(part)) is None:
                continue
            said = lasting.length
            if any((m.key, m.value) == ("edge", "end") for m in mods) and said.low is not None and said.high is None:
                fields["when"] = ended(said)  # "off steroids for at least 2 weeks"
                continue
            if lasting.since is not None:
                fields.setdefault("when", lasting.since)
            if change:
                fields["over"] = said
            elif ranges is None and self._is_amount(part) and facts.is_of_time(noun, said):
                ranges = Limits((facts.as_value(said),))
            else:
                fields["lasting"] = said
        if change:
            fields |= self._change(noun, change, ranges, fields)
            ranges = None
        fields.pop("over", None)
        if ranges is None and not change:
            ranges = _outcome(noun, mods)
        elif ranges is not None and (dimension := _dimension(mods, ranges)) is not None:
            fields["named"] = f"{noun.text} {_measured(dimension)}"
        if ranges is not None:
            fields["limits"] = self._summarised(at_extreme(ranges, noun.text), mods, fields)
        for part in item.some("times"):
            fields["times"] = part.value
            self.use(*part.tokens)
        return fields | self._rate(item, noun, fields) | self._links(item, noun, mods, fields)

    def _barred(self, item: Item) -> str:
        """The text of what keeps a patient out, with the words right behind it; nothing of what is asked for."""
        if self.asks:
            return ""
        start, end = min(t.start for t in item.tokens), max(t.end for t in item.tokens)
        return self.mapped.text[start : end + _BEHIND]

    def _is_diagnosis(self, item: Item) -> bool:
        """Whether an item tells when an illness began: "asthma diagnosed at least 1 year ago" may still go on."""
        start, end = min(t.start for t in item.tokens), max(t.end for t in item.tokens)
        text = self.mapped.text
        return bool(_DIAGNOSED_BEFORE.search(text[:start]) or _DIAGNOSED.search(text[start:end]))

    def _rate(self, item: Item, noun: Noun, fields: dict[str, Any]) -> dict[str, Any]:
        """ "At least 2 attacks per month", "aspirin daily": how often; of what is measured the name says it."""
        for part in item.some("rate"):
            times: Times | None = fields.get("times")
            if times is not None and times.per is None:
                self.use(*part.tokens)
                return {"times": times.model_copy(update={"per": Period(number=Decimal(1), unit=part.value)})}
            if "limits" in fields and (noun.domain == "drug" or are_counted(fields["limits"])):
                self.use(*part.tokens)
                return {"limits": per(fields["limits"], part.value)}
            if "limits" in fields and noun.domain == "measurement":
                self.use(*part.tokens)
                return {"named": f"{fields.get('named', noun.text)} {self.text(part.tokens)}"}
            if times is None and "limits" not in fields and not self.text(part.tokens).lower().startswith(("per", "/")):
                self.use(*part.tokens)
                return {"times": Times(low=1, per=Period(number=Decimal(1), unit=part.value))}
        return {}

    def _limits_by_number(self, part: Part, head: Token) -> bool:
        """Whether a value limits what is named; a bare number does so only right behind the name of a measure.

        "A MADRS score of 20" is a limit; "exon 21", "Solid Tumors (RECIST) 1.1", "out of the 68 joints" are none.
        """
        if not _is_bare(part) or head.type != "NOUN":
            return True
        noun: Noun = head.value
        words = noun.text.lower().split()
        scored = words[-1] in column("scored_by_number") or domain_of(noun.text) == "measurement"
        return noun.domain == "measurement" and scored and bool(_IS.fullmatch(self.mapped.text, head.end, part.start))

    def _is_amount(self, part: Part) -> bool:
        """Whether a length is what was measured ("life expectancy of 12 weeks"), not how long it held ("for")."""
        preposition = part.value.preposition
        return preposition is None or self.text((preposition,)).lower() == "of"

    def limits(self, parts: Sequence[Part]) -> Limits | None:
        """The ranges that the values of an item name."""
        tokens = [token for part in parts for token in part.tokens]
        self.use(*tokens)
        apart = bool(tokens) and self.section == "exclusion" and is_apart(self.text(tokens))
        found = limits(tokens, apart)
        if found is not None and found.repeated:
            self.say("T215", tokens)
        if found is not None and found.swapped:
            self.say("T219" if apart else "T212", tokens)
        return found

    def when(self, parts: Sequence[Part]) -> Window | None:
        """The window that phrases of time make together."""
        placed = [(part, found) for part in parts if (found := self._window(part)) is not None]
        if len(placed) == 2 and (both := together(placed[0][1], placed[1][1])) is not None:
            self.use(*(token for part, _ in placed for token in part.tokens))
            return both
        if not placed:
            return None
        self.use(*placed[-1][0].tokens)
        return placed[-1][1]

    def at_each_time(self, item: Item) -> tuple[Window, ...]:
        """The windows of "at screening and at baseline", where something is asked for: it must hold at each."""
        parts = item.some("window", "windows")
        if len(parts) != 1 or self.section == "exclusion" or self.denied:
            return ()
        placed = [window(time, self._event) for time in at_each(parts[0])]
        found = [each.window for each in placed if each is not None]
        if len(found) < 2 or None in placed:
            return ()
        self.use(*parts[0].tokens)
        return tuple(found)

    def _alternatives(self, parts: Sequence[Part]) -> tuple[Window, ...]:
        """The windows of "within 30 days before screening or during the study": each suffices."""
        found: list[Window] = []
        for part in parts:
            windows = [self._window(Part("window", time, part.tokens)) for time in with_shared_anchors(part.value)]
            found += [window for window in windows if window is not None]
            if None not in windows:
                self.use(*part.tokens)
        return tuple(found)

    def _event(self, time: Time) -> Rule | None:
        """The rule of the event that a phrase of time counts from."""
        return self.rule(time.event, True) if time.event is not None else None

    def _lasting(self, part: Part) -> Lasts | None:
        before = set(self.used)
        found = lasts(part.value, self._event)
        if found is None:
            self.used = before
            return None
        self.use(*part.tokens)
        return found

    def _window(self, part: Part) -> Window | None:
        before = set(self.used)
        placed = window(part.value, self._event)
        if placed is None:
            self.used = before  # nothing of an event that no window counts from is in the rule
            return None
        for gap in placed.open:
            self.say("T204" if gap == "anchor" else "T205", part.tokens)
        return placed.window

    def _ahead(self, part: Part, mods: Sequence[Modifier]) -> Part:
        """A part, with a time of what is planned behind its point; that it does not say so is told."""
        ahead = lying_ahead(part, mods)
        if ahead != part:
            self.say("T205", part.tokens)
        return ahead

    def _counted(self, item: Item, noun: Noun, changes: bool) -> tuple[Times | None, tuple[Part, ...]]:
        """A number before an event counts it ("at least 2 exacerbations"); the other values are limits."""
        values = item.some("values")
        for part in values:
            several = (
                noun.domain != "measurement"
                or (_is_bare(part) and noun.text.endswith("s"))
                or _counts_results(item, part)
                or _counts_limited(part, values)
            )
            if not part.before or not several or changes:
                continue
            found = limits(part.tokens)
            times = facts.occurrences(found.values[0]) if found and len(found.values) == 1 else None
            if times is not None and not (noun.domain == "measurement" and _are_many(times)):
                self.use(*part.tokens)
                return times, tuple(each for each in values if each is not part)
        return None, values

    def _change(
        self, noun: Noun, parts: Sequence[Part], ranges: Limits | None, fields: dict[str, Any]
    ) -> dict[str, Any]:
        """The change of something; of a treatment, which has no course of its own, a window is when it was changed."""
        tokens = [token for part in parts for token in part.tokens]
        sense = next((token.value for token in tokens if token.type == "INCREASE"), None)
        if sense is None:
            return {}
        self.use(*tokens)
        over = None
        span = fields.pop("over", None)
        if span is not None and (limit := span.low or span.high) is not None:
            over = limit.offset.periods[0]
        when = fields.get("when")
        given = noun.domain in ("drug", "procedure", "device")
        if not given and over is None and isinstance(when, Window) and when.start and when.start.offset is not None:
            over = when.start.offset.periods[0]
            del fields["when"]
        since = {"name": "baseline"} if any(token.type == "COMPARED" for token in tokens) else None
        value = ranges.values[0] if ranges else None
        return {"change": Change(sense=sense, value=value, over=over, since=since)}

    def _summarised(self, ranges: Limits, mods: list[Modifier], fields: dict[str, Any]) -> Limits:
        """Limits of an average: "average pain over 24 hours"."""
        statistic = next((m.value for m in mods if m.key == "statistic"), None)
        if statistic is None:
            return ranges
        lasting = fields.pop("lasting", None)
        return Limits(tuple(summarised(value, statistic, lasting) for value in ranges.values), ranges.operator)

    # ------------------------------------------------------------------ links

    def _links(self, item: Item, noun: Noun, mods: list[Modifier], fields: dict[str, Any]) -> dict[str, Any]:
        """Links, and the phrases that look like links and say a quality or a scale."""
        links: list[Link] = []
        more: list[Qualifier] = []
        found: dict[str, Any] = {}
        for part in item.some("link"):
            word = part.tokens[0]
            rule = self.rule(part.value, True)
            if rule is None:
                continue
            self.use(word)
            if word.value == "confirmed":
                more.append(CONFIRMED)
            if (said := quality(word, rule, self.text((word,)))) is not None:
                more.append(said)
            elif (scaled := on_scale(noun, word, rule, fields)) is not None:
                found |= scaled
            else:
                kind = cast(LinkKind, KINDS.get(word.value, word.value))
                links.append(Link(kind=kind, rule=rule))
        links += [
            Link(kind="by", rule=Fact(domain="procedure", concept=Concept(text=each))) for each in confirming(mods)
        ]
        for part in item.some("also_scored"):
            self.use(*part.tokens)
            links.append(Link(kind="with", rule=self.scored(part.value)))
        if links:
            found["links"] = tuple(links)
        if more:
            found["more_qualifiers"] = tuple(more)
        return found

    def link(self, part: Part) -> Link | None:
        """The link of a part, where nothing but a link can stand."""
        rule = self.rule(part.value, True)
        self.use(part.tokens[0])
        word = part.tokens[0].value
        return Link(kind=cast(LinkKind, KINDS.get(word, word)), rule=rule) if rule is not None else None

    def scored(self, token: Token) -> Rule:
        """A named scale with its value."""
        text, value = token.value
        return Fact(domain="measurement", concept=of_scale(text), pick="latest", value=value, span=self.span((token,)))

    # ------------------------------------------------------------------ names

    def concept(self, item: Item) -> dict[str, Any]:
        """What examples and other names say of the concept."""
        if not item.parts:
            return {}
        such_as: list[str | Rule] = []
        also: list[str] = []
        for part in item.some("such_as"):
            such_as.extend(self._examples(part, item))
        for part in item.some("bracket"):
            bracket: Bracket = part.value
            for tail in bracket.tails:
                if tail.kind == "such_as":
                    such_as.extend(self._examples(tail, item))
            names = (
                plain_names(bracket.body, self.mapped.text) if bracket.body is not None and not bracket.tails else []
            )
            if again := nested_names(bracket, self.mapped.text):
                self.use(*part.tokens)
                also.extend(again)
                continue
            if bracket.body is None or not names:
                continue
            self.use(*part.tokens)
            own, others = other_names(names, item, part, self.mapped.text)
            if len(names) == 1 and not item.some("such_as"):
                also.extend(names)
            elif own:
                also.extend(own)
                such_as.extend(others)
            else:
                such_as.extend(self._listed(bracket.body, names, item))
        found: dict[str, Any] = {}
        if such_as:
            found["such_as"] = tuple(dict.fromkeys(such_as))
        if also:
            found["also"] = tuple(also)
        return found

    def _examples(self, part: Part, host: Item) -> list[str | Rule]:
        """The members of a list of examples: names where a name is all there is, else facts."""
        self.use(part.tokens[0])
        found = [each for member in members(self.rule(of_host(part.value, host), True)) for each in each_of(member)]
        return [example(each, host) for each in found]

    def _listed(self, reading: Reading, names: Sequence[str], host: Item) -> list[str | Rule]:
        """The names of a list in brackets; facts where they are of another kind than their host."""
        items = [item for item in listed_items(reading) if item is not None]
        heads = [item.head.value for item in items]
        apart = [isinstance(head, Noun) and not is_kin(head.domain, head.text, host) for head in heads]
        rules = [self.rule(item, True) if other else None for item, other in zip(items, apart, strict=True)]
        return [text if rule is None else rule for text, rule in zip(names, rules, strict=True)]


#: What may stand between the name of a measure and its bare number.
_IS = re.compile(r"\s*(?:\((?:[A-Z][\w/-]*)\)\s*)?(?:(?:of|is|was|at|equal\s+to|equals|[:=,(])\s*)*", re.IGNORECASE)


def _counts_results(item: Item, number: Part) -> bool:
    """Whether a result stands behind a number, which counts it: "at least one positive culture"."""
    said = (token for part in item.some("modifiers", "values") for token in part.tokens if token.start >= number.end)
    return any(token.type == "OUTCOME" or str(token.value).startswith("outcome=") for token in said)


def _counts_limited(number: Part, values: Sequence[Part]) -> bool:
    """Whether a number counts what is limited behind the name: "at least one viral load >= 500 copies/mL"."""
    return any(not each.before for each in values) and not any(_unit(token) for token in number.tokens)


def _are_many(times: Times) -> bool:
    """Whether no text counts so many results: "75 g OGTT"."""
    return max(times.low or 0, times.high or 0) > _MOST_RESULTS


def _is_bare(part: Part) -> bool:
    """Whether a value is nothing but numbers, without a unit or a sign of comparison."""
    return all(token.type in ("NUMBER", "VCON") for token in part.tokens)


def _stated(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The values that limit: a number without a unit behind a limit that has one is something else.

    "Thickness >= 250 um on two measurements" has one limit.
    """
    united = [any(_unit(token) for token in part.tokens) for part in parts]
    first = united.index(True) if any(united) else len(parts)
    return tuple(
        part
        for i, part in enumerate(parts)
        if i <= first or united[i] or any(t.type not in _PLAIN for t in part.tokens)
    )


_PLAIN = frozenset({"VALUE", "AMOUNT", "NUMBER"})


def _unit(token: Token) -> bool:
    """Whether a token is an amount with a unit or a reference."""
    if token.type not in ("VALUE", "AMOUNT"):
        return False
    limits = (token.value.low, token.value.high)
    return any(limit is not None and (limit.unit is not None or limit.reference is not None) for limit in limits)


def _dimension(mods: list[Modifier], ranges: Limits) -> str | None:
    """What of a thing is measured; of a "predicted survival of 3 months", no percentage is."""
    said = next((m.value for m in mods if m.key == "dimension"), None)
    units = {end.unit for value in ranges.values for end in (value.low, value.high) if end is not None}
    return None if said == _PREDICTED and units & set(CALENDAR_WORDS) else said


def _measured(dimension: str) -> str:
    """What "in the longest diameter" measures."""
    return re.sub(r"^in\s+(?:(?:the|its)\s+)?", "", dimension, flags=re.IGNORECASE)


def _outcome(noun: Noun, mods: list[Modifier]) -> Limits | None:
    """The outcome of something measured is its value: "negative pregnancy test". Takes it from `mods`."""
    said = [m for m in mods if m.key == "outcome" and m.value.lower() in OUTCOMES]
    if noun.domain != "measurement" or not said:
        return None
    for modifier in said:
        mods.remove(modifier)
    return Limits(tuple(Value(categories=(modifier.value.lower(),)) for modifier in said))
