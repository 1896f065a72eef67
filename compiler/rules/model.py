"""The rule tree: what a criterion means, as frozen data. `../../grammar/rules.lark` is its written form.

Equality and hashes ignore spans and labels, so that two readings are compared by what they say.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field

from ..text import Span

Domain = Literal[
    "condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy", "person", "it"
]
TimeUnit = Literal["minute", "hour", "day", "week", "month", "year", "half-life", "cycle"]
QualifierKey = Literal[
    "severity", "course", "control", "activity", "certainty", "outcome", "stage", "grade", "class", "type", "site",
    "side", "route", "line", "intent", "context", "specimen", "method", "role",
]  # fmt: skip
Pick = Literal["any", "latest", "first", "every", "lowest", "highest", "mean", "total"]
Status = Literal["happened", "planned"]
Edge = Literal["overlap", "whole", "start", "end"]
Statistic = Literal["mean", "median", "maximum", "minimum"]
ChangeSense = Literal["increase", "decrease", "improvement", "worsening", "change"]
LinkKind = Literal["by", "with", "with only", "because of", "for", "despite"]
Reference = Literal["ULN", "LLN", "baseline"]

#: Anchors that every trial has; any other name is a calendar date (`dates`), or the text's own ("Visit 1"), which the
#: trial maps.
ANCHORS = (
    "enrollment",
    "screening",
    "randomization",
    "consent",
    "treatment",
    "baseline",
    "birth",
    "study",
    "index",
    "it",
)


#: Fields that tell where and in what words the text says a thing, and not what it says.
WORDING = frozenset({"span", "label", "wording"})


class Node(BaseModel):
    """Frozen data with equality by meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return False
        meaning = _meaning(type(self))
        return bool(meaning(self) == meaning(other))

    def __hash__(self) -> int:
        return hash(_meaning(type(self))(self))


@cache
def _meaning(kind: type[Node]) -> attrgetter[Any]:
    """Gets what nodes of a kind say: the kind, and the values of its fields but those of WORDING."""
    return attrgetter("__class__", *(name for name in kind.model_fields if name not in WORDING))


# --------------------------------------------------------------------------- numbers and time


class Period(Node):
    """A calendar period as written: P6M is not 180 days."""

    number: Decimal
    unit: TimeUnit


class Offset(Node):
    """One period, or the longer or shorter of several ("4 weeks or 5 half-lives, whichever is longer").

    `wording` tells how the text puts it: as a limit ("within 6 months"), as a stretch of that length ("the last 6
    months"), as a distance ("6 months before surgery"), without a number ("the past month"), or as how long something
    has not been ("no stroke for at least 6 months"). The meaning is the same.
    """

    periods: tuple[Period, ...]
    pick: Literal["longer", "shorter"] | None = None
    wording: Literal["limit", "stretch", "distance", "unnumbered", "absence"] = "limit"


class Limit(Node):
    """One end of a range: a number with a UCUM unit, a multiple of a reference, or an ordered category.

    `number=2.5, reference="ULN"` is 2.5 times the upper limit of normal. `category` holds names that have an order
    but are no number ("III" of NYHA, "B" of Child-Pugh, "T2a"); then `number` is None.
    """

    number: Decimal | None = None
    unit: str | None = None
    reference: Reference | None = None
    category: str | None = None
    closed: bool = True


class Scale(Node):
    """What a number is out of: "of 100 mm"."""

    number: Decimal
    unit: str | None = None


class Summary(Node):
    """The statistic that a recorded value is: "average over 24 hours"."""

    statistic: Statistic
    over: Period | None = None


class Value(Node):
    """The values that match: a range, or one of several named categories."""

    low: Limit | None = None
    high: Limit | None = None
    categories: tuple[str, ...] = ()
    scale: Scale | None = None
    summary: Summary | None = None


class Anchor(Node):
    """A point or stretch of time: a name of `ANCHORS`, the text's own name, or an event (`fact`).

    `point` says which part is meant: its start, its end, or the whole of it ("during").
    """

    name: str | None = None
    fact: Fact | None = None
    point: Literal["start", "end", "whole"] | None = None


class Bound(Node):
    """One end of a window: `offset` before or after the anchor; no offset is the anchor itself."""

    offset: Offset | None = None
    side: Literal["before", "after"] = "before"
    closed: bool = True


class Window(Node):
    """When: from `start` to `end`, each counted from the anchors; a missing end is open for ever.

    `ever` is Window(); `current` is the index date itself: start and end at the anchor "index".
    Several anchors: any of them. `edge` says what of the record must lie in the window.
    """

    start: Bound | None = None
    end: Bound | None = None
    anchors: tuple[Anchor, ...] = ()
    edge: Edge = "overlap"


class LengthLimit(Node):
    """One end of a length of time."""

    offset: Offset
    closed: bool = True


class Length(Node):
    """How long: at least `low`, at most `high`. `until` names the anchor that the length runs up to."""

    low: LengthLimit | None = None
    high: LengthLimit | None = None
    until: Anchor | None = None


class Times(Node):
    """How many distinct occurrences; `per` makes it a rate ("5 or more days per week").

    `wording` tells whether the text names the number next to the limit: "more than 4" is a `low` of 5.
    """

    low: int | None = None
    high: int | None = None
    consecutive: bool = False
    spaced: Length | None = None
    per: Period | None = None
    wording: Literal["closed", "open"] = "closed"


class Change(Node):
    """A change of a value: its sense and size, against an anchor or over a period. "Stable" is its `not`."""

    sense: ChangeSense
    value: Value | None = None
    since: Anchor | None = None
    over: Period | None = None


# --------------------------------------------------------------------------- facts


class Code(Node):
    """A code of a code system, as FHIR writes it: the URI of the system, and the code.

    It stands for itself and all below it in its system; without `descendants`, for itself alone. An `excluded` code is
    taken out of what the other codes stand for. In ICD-10-CM, a block or range of categories is a code too: "E08-E13".
    """

    system: str
    code: str
    display: str | None = None
    descendants: bool = True
    excluded: bool = False


class Concept(Node):
    """What is looked for. `also`: the same in other words. `such_as`: names or facts each of which suffices."""

    text: str
    codes: tuple[Code, ...] = ()
    also: tuple[str, ...] = ()
    such_as: tuple[Annotated[str | Rule, Field(union_mode="left_to_right")], ...] = ()


class Qualifier(Node):
    """One quality of an event; `value` is a set of names or an ordered range ("grade > II")."""

    key: QualifierKey
    value: Value


class Link(Node):
    """A rule about the same event: "confirmed by biopsy", "secondary to trauma"."""

    kind: LinkKind
    rule: Rule


class RuleNode(Node):
    """What every kind of rule has: its place in the text, and the name that the text gives it, if any."""

    span: Span | None = None
    label: str | None = None

    def __str__(self) -> str:
        from .printer import print_rule

        return print_rule(self)  # type: ignore[arg-type]


class Fact(RuleNode):
    """A pattern over recorded events: true when the record holds at least one that matches all of it.

    `domain="it"` is the record at hand, inside `except_` and links. For `domain="person"` the concept is age, sex,
    race or cohort; age counts completed units.
    """

    kind: Literal["fact"] = "fact"
    domain: Domain
    concept: Concept
    pick: Pick = "any"
    value: Value | None = None
    change: Change | None = None
    when: Window = Field(default_factory=Window)
    status: Status = "happened"
    lasting: Length | None = None
    times: Times | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    who: str = "patient"
    links: tuple[Link, ...] = ()
    except_: Rule | None = None


class All(RuleNode):
    """True when every member is."""

    kind: Literal["all"] = "all"
    of: tuple[Rule, ...]


class Any_(RuleNode):  # noqa: N801 - `Any` is typing's
    """True when some member is."""

    kind: Literal["any"] = "any"
    of: tuple[Rule, ...]


class Not(RuleNode):
    """True when the member is false."""

    kind: Literal["not"] = "not"
    of: Rule


class Count(RuleNode):
    """True when between `low` and `high` members are."""

    kind: Literal["count"] = "count"
    low: int | None = None
    high: int | None = None
    of: tuple[Rule, ...]


class If(RuleNode):
    """(not when or then) and (when or otherwise); without `otherwise`, true where `when` is false."""

    kind: Literal["if"] = "if"
    when: Rule
    then: Rule
    otherwise: Rule | None = None


class Judgement(RuleNode):
    """True when `about` is and an investigator says `text`."""

    kind: Literal["judgement"] = "judgement"
    text: str
    about: Rule | None = None


class Undertaking(RuleNode):
    """True when the patient consents, understands, can or is willing to do `text`."""

    kind: Literal["undertaking"] = "undertaking"
    text: str


class Unread(RuleNode):
    """Never known: what was read stands in `about`, what was not in `text` (at `span`)."""

    kind: Literal["unread"] = "unread"
    text: str
    about: Rule | None = None


Rule = Annotated[
    Union[Fact, All, Any_, Not, Count, If, Judgement, Undertaking, Unread],  # noqa: UP007 - a discriminated union
    Field(discriminator="kind"),
]

for _model in (Anchor, Concept, Link, Fact, All, Any_, Not, Count, If, Judgement, Unread):
    _model.model_rebuild()

EVER = Window()
CURRENT = Window(start=Bound(), end=Bound(), anchors=(Anchor(name="index"),))
