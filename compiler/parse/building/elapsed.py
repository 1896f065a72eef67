"""How long ago events lie that time is counted since: "at least 4 weeks since radiotherapy"."""

from __future__ import annotations

import re

from ...rules.join import join
from ...rules.model import Bound, Fact, Not, Rule, Unread, Window
from ..syntax.tree import Item, Part, Time
from .brackets import parted, with_span
from .persons import Persons
from .shapes import members, operator_of
from .times import back

#: "At least 4 weeks after surgery" asks for surgery, "since" it only for the time.
_SINCE = re.compile(r"\b(?:since|from)\b", re.IGNORECASE)
#: What washes out: what is given or done, not what one has.
TREATMENTS = frozenset({"drug", "procedure", "device"})


class Elapsed(Persons):
    """Rules of the time that has passed since something."""

    def since(self, item: Item) -> Rule | None:
        """ "At least 4 weeks since radiotherapy": the event itself, so long ago."""
        for part in item.some("window"):
            before = set(self.used)
            happened = self._so_long_ago(part.value)
            if happened is not None:
                self.use(*part.tokens)
                return happened
            self.used = before
        return None

    def _so_long_ago(self, time: Time) -> Rule | None:
        """The event that a phrase of time counts from, at that time; None where it counts from none."""
        ago = back(time)
        if time.event is None or ago is None:
            return None
        reading, others = parted(time.event)
        event = self.rule(reading, True)
        happened = [_at(each, ago) for each in members(event)]
        since = [rule for rule in happened if rule is not None]
        if len(since) < len(happened):
            return None
        others_since = [
            rule
            for bracket, other in others
            if other.case is not None
            for rule in self.in_case(bracket, other.case, back(with_span(time, other.span)))
        ]
        if time.direction is not None and _SINCE.search(self.text((time.direction,))):
            washed_out = self._washed_out([*since, *others_since])
            if washed_out is not None:
                return washed_out
        over = ago.start is None and operator_of(event) == "or"  # "at least 4 weeks since A or B" is asked of both
        told = join(since, self.of_several() if over else operator_of(event))
        return join([*([told] if told is not None else []), *others_since], self.of_several())

    def _washed_out(self, ended: list[Rule]) -> Rule | None:
        """What asks that treatments are over so long asks that none was given later, of those who had none, too.

        None where nothing is asked, where not all are treatments, or where more is asked of one: "and recovered".
        """
        later = [_given_later(each) for each in ended]
        given = [each for each in later if each is not None]
        if not self.asks or len(given) < len(ended):
            return None
        return Not(of=either) if (either := join(given, "or")) is not None else None

    def in_case(self, bracket: Part, case: Part, when: Window | None) -> list[Rule]:
        """The facts that a bracket names, at a time of their own."""
        before = set(self.used)
        named = members(self.rule(case.value, True))
        if when is None or not all(isinstance(each, Fact) and each.value is None for each in named):
            self.used = before
            return []
        self.use(*bracket.tokens)
        return [each.model_copy(update={"when": when}) for each in named]

    def of_several(self) -> str:
        """What joins facts that are asked for, or ruled out, one by one."""
        return "and" if self.asks else "or"


def _given_later(ended: Rule) -> Fact | None:
    """A treatment after the time by which it is to be over; None of anything else."""
    if not isinstance(ended, Fact) or ended.domain not in TREATMENTS or ended.when.edge != "end":
        return None
    over = ended.when.end
    if over is None or ended.when.start is not None or any(each.key == "outcome" for each in ended.qualifiers):
        return None
    since = Bound(offset=over.offset, side=over.side, closed=not over.closed)
    when = Window(start=since, end=Bound(), anchors=ended.when.anchors)
    return ended.model_copy(update={"when": when})


def _at(rule: Rule, when: Window) -> Rule | None:
    """A fact at a time, with what is unread about it; None of any other rule."""
    match rule:
        case Fact():
            return rule.model_copy(update={"when": when})
        case Unread(about=about) if about is not None and (told := _at(about, when)) is not None:
            return rule.model_copy(update={"about": told})
    return None
