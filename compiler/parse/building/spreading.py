"""Which qualities of the first member of a list are those of the others: "severe asthma or eczema"."""

from __future__ import annotations

import re

from ...extract.lexicon import domain_of
from ...vocabulary import column, pairs
from ..syntax.modifiers import Modifier, modifiers
from ..syntax.tree import Item
from ..token import Noun, Token

#: Qualities that say how bad a thing is: a member with one of its own ends what the first member says of the rest.
RATINGS = frozenset({"severity", "course", "control", "activity"})
#: What was done about each thing of a list: "adequately treated A, B or C".
_TREATED = re.compile(r"(?<!un)treated$", re.IGNORECASE)
#: How many letters names that are formed alike have in common at their end: "-itis", "-emia".
_ENDING = 4
#: What nobody is allergic to, and what nothing is contraindicated by name of: these begin anew in a list.
_NOT_OF = {
    "allergy": ("condition", "procedure", "measurement", "visit"),
    "contraindication": ("condition", "device", "measurement", "visit"),
}
#: How qualities begin that a state has, and nothing that one is allergic to.
_OF_STATES = ("outcome=", "severity=", "control=", "course=")
#: Qualities that an illness has, or a treatment, but not both alike; and those of either.
OF_KINDS = frozenset({"activity", "course", "control", "certainty", "stage", "type", "grade", "class"})
ANY_KIND = frozenset({"recent", "recently", "concurrent", "ongoing"})
#: Results of a test for an illness.
_RESULTS = ("positive", "negative", "reactive", "confirmed")
KINDS = {"condition": "ill", "drug": "given", "procedure": "given", "device": "given"}
#: Kinds of what is done to patients, which is not severe as an illness is.
_DONE = frozenset({"drug", "procedure", "device", "visit"})
#: Kinds of what may be severe: an illness, a finding, what is measured.
_SUFFERED = frozenset({"condition", "observation", "measurement"})
#: What somebody plans to do, and what somebody is doing.
_INFINITIVE, _GERUND = re.compile(r"\b(?:to|become)\Z", re.IGNORECASE), re.compile(r"ing\Z", re.IGNORECASE)
BEING = re.compile(r"\b(?:is|are|be|been|was|were)\s+(?:\Z|contraindicated)", re.IGNORECASE)


def is_so_now(planned: Modifier, item: Item, text: str) -> bool:
    """Whether an item states what is: "planning to become pregnant, or are nursing", "..., or nursing"."""
    to_do = _INFINITIVE.search(text, planned.token.start, planned.token.end)
    if to_do and is_of_one_sex(item) and _GERUND.search(text, item.head.start, item.head.end):
        return True
    return BEING.search(text, 0, min(token.start for token in item.tokens)) is not None


def may_be_said_of(modifier: Modifier, item: Item) -> bool:
    """Whether "allergy to" or "contraindication to" can be said of an item: of a drug, not of a stroke."""
    if modifier.key != "domain" or not isinstance(item.head.value, Noun):
        return True
    if modifier.value == "allergy" and any(str(t.value).startswith(_OF_STATES) for p in item.parts for t in p.tokens):
        return False  # "allergy to A, poor nutritional state"
    named = item.head.value.domain  # a salt may be a drug, though the lexicon knows the element as what is measured
    known = named if named == "drug" else domain_of(item.head.value.text)
    if "measurement" in (named, known) and not has_result(item) and not item.some("modifiers"):
        return True  # "contraindication to omeprazole or sodium bicarbonate"
    return known not in _NOT_OF.get(modifier.value, ())


def is_of_its_kind(modifier: Modifier, host: Item, item: Item) -> bool:
    """Whether a quality can be of both items: an infection is active, the drug that is named beside it is not."""
    if modifier.key == "outcome" and domain(host) == "measurement" and domain(item) in ("observation", "condition"):
        tested = modifier.value.lower().startswith(_RESULTS) and domain(item) == "condition"
        return tested  # "positive HIV test or hepatitis B", not "positive pregnancy test or breastfeeding"
    if modifier.key == "who" and isinstance(item.head.value, Noun):
        return KINDS.get(item.head.value.domain) != "given"  # "family history of X, or on Y"
    if modifier.key == "status" and _is_past(item):
        return False
    if modifier.key == "status" and domain(item) == "condition" and domain(host) != "condition":
        return is_of_one_sex(item)  # "planning surgery or pregnancy", not "planning surgery, or stroke"
    if modifier.spreads:
        return True
    if modifier.key == "context" and "-" in modifier.value and domain(item) and "-" in item.head.value.text.split()[0]:
        return False  # "hospital-acquired or ventilator-associated pneumonia"
    if not column("own_qualities").isdisjoint(map(str.lower, modifier.alternatives)):
        return False
    heads = (host.head.value, item.head.value)
    kinds = {KINDS.get(head.domain) for head in heads if isinstance(head, Noun)}
    if modifier.key == "severity" and domain(host) in _SUFFERED and domain(item) in _DONE:
        # "severe asthma, steroids", "severe impairment or dialysis", but "major trauma or surgery"
        return modifier.value.lower() in pairs("handed_on_to")
    if modifier.key == "severity" and domain(host) == domain(item) == "procedure":
        return _suits(modifier, item)  # "major surgery or radiotherapy"
    if modifier.key == "outcome" and domain(item) == "condition":
        return _suits(modifier, item)  # "impaired renal function or renal disease"
    if modifier.key == "route" and domain(host) == "drug" and domain(item) in ("procedure", "device"):
        return False  # "systemic steroids or phototherapy"
    limited = domain(item) == "measurement" and item.some("values", "bracket", "colon")
    if modifier.key in RATINGS and domain(host) == "condition" and limited:
        return False  # "severe asthma or FEV1 < 50 %"
    if modifier.key == "control" and (domain(host), domain(item)) == ("condition", "observation"):
        return False  # "uncontrolled diabetes or heavy smoking"
    return modifier.key not in OF_KINDS or kinds != {"ill", "given"} or modifier.value.lower() in ANY_KIND


def _suits(modifier: Modifier, item: Item) -> bool:
    """Whether a quality that a list hands on to some names alone is handed on to the name of an item."""
    begun = pairs("handed_on_to").get(modifier.value.lower())
    return begun is None or any(word.startswith(tuple(begun.split("|"))) for word in name(item).lower().split())


def is_of_opening(modifier: Modifier, host: Item, text: str) -> bool:
    """Whether a quality is of what opens a list, and so of all that follows: the "chronic" of "chronic use of A, B"."""
    said = modifiers(host.some("modifiers"), text)
    return any(each.spreads and each.token.start > modifier.token.start for each in said)


def names_in_full(item: Item, host: Item) -> bool:
    """Whether a name says in full what the host says with a quality: "progressive disease or stable disease".

    So does the name that is written again: "active bleeding, or bleeding within 3 months".
    """
    if not isinstance(item.head.value, Noun) or not isinstance(host.head.value, Noun):
        return False
    again = item.head.start != host.head.start
    return f" {item.head.value.text.lower()}".endswith(f" {host.head.value.text.lower()}") and again


def reacts(item: Item, text: str) -> bool:
    """Whether an item says that one reacts to what it names: "chronic use of opioids, allergy to gabapentin"."""
    return any(m.key == "domain" and "allergy" in m.value for m in modifiers(item.some("modifiers"), text))


def domain(item: Item) -> str:
    """The domain of what an item names; "" of one without a name."""
    return item.head.value.domain if isinstance(item.head.value, Noun) else ""


def name(item: Item) -> str:
    """What an item names; "" of one without a name."""
    return item.head.value.text if isinstance(item.head.value, Noun) else ""


def is_named_alike(one: Item, other: Item) -> bool:
    """Whether two members have one name, the second at another time: "MAOI within 14 days or during the study"."""
    heads = (one.head.value, other.head.value)
    return all(isinstance(head, Noun) for head in heads) and heads[0].text.lower() == heads[1].text.lower()


def is_timed(item: Item) -> bool:
    """Whether an item has a time of its own behind its name."""
    return any(not part.before for part in item.some("window", "windows"))


def _is_past(item: Item) -> bool:
    """Whether an item has a window of its own that lies before now: nothing is planned "in the past two months"."""
    windows = [part.value for part in item.some("window") if not part.before]
    return any(each.preposition is not None and "past" in str(each.preposition.value) for each in windows)


def goes_on(modifier: Modifier, host: Item, item: Item, text: str) -> bool:
    """Whether a quality goes on over a comma alone: in "severe reactions to A, B", not in "severe asthma, diabetes".

    Nor does what tells when or where it is so: "resting tremor, rigidity".
    It does where names end alike: "chronic pleural effusion, pericardial effusion", "active keratitis, scleritis".
    """
    if modifier.key == "outcome" and item.some("values"):
        return False  # "adequate renal function, creatinine < 1.5 mg/dL"
    if modifier.key == "outcome":
        measured = isinstance(host.head.value, Noun) and host.head.value.domain == "measurement"
        return not measured or domain(item) in ("measurement", "condition")
    if modifier.key not in RATINGS | {"context"} or _TREATED.search(modifier.value):
        return True
    if is_of_opening(modifier, host, text):
        return True
    ends = {each.head.value.text.lower()[-_ENDING:] for each in (host, item) if isinstance(each.head.value, Noun)}
    return len(ends) == 1 or numbered_alike(host, item)


def numbered_alike(one: Item, other: Item) -> bool:
    """Whether names only differ in the letter or number that ends them: "hepatitis A, B or C"."""
    if not isinstance(one.head.value, Noun) or not isinstance(other.head.value, Noun):
        return False
    stem, _, last = one.head.value.text.lower().rpartition(" ")
    other_stem, _, other_last = other.head.value.text.lower().rpartition(" ")
    return bool(stem) and stem == other_stem and max(len(last), len(other_last)) == 1


def is_of_same_name(host: Item, item: Item, text: str) -> bool:
    """Whether a member only says another place of what the first names: "metastatic cancer of the colon or rectum"."""
    if not isinstance(host.head.value, Noun) or not isinstance(item.head.value, Noun):
        return False
    named, written = item.head.value.text.lower(), text[item.head.start : item.head.end].lower()
    shared = named.removesuffix(written)
    return shared.endswith(" ") and host.head.value.text.lower().startswith(shared)


def is_opened(modifier: Modifier, host: Item, item: Item) -> bool:
    """Whether what opens a list is said of a member with qualities of its own: "diagnosis of A or of severe B".

    A doubt is not, nor what is said of an illness and not of a test or a drug.
    """
    alike = KINDS.get(domain(host), domain(host)) == KINDS.get(domain(item), domain(item))
    return modifier.opens and modifier.key != "certainty" and alike


def reaches(
    modifier: Modifier,
    before: set[Token],
    owned: set[str],
    *,
    plain: bool,
    opened: bool,
    relational: bool,
    same: bool = False,
) -> bool:
    """Whether a quality of the first member, one of those `before` its name, is handed on to a member.

    `owned`: the kinds of quality that the member has itself. `plain`: nothing but its name stands there. `opened`: the
    quality opens the list. `relational`: its name means nothing without an organ. `same`: it has its name from the
    first.
    """
    if modifier.key == "organ" and relational and "organ" not in owned:
        return True
    if modifier.token not in before or modifier.key in owned:
        return False
    if modifier.key == "when" and "activity" in owned:
        return False
    return (
        modifier.spreads
        or opened
        or (
            plain
            and (same or modifier.key not in ("organ", "stage", "side", "site", "specimen", "method", "role", "type"))
        )
    )


def is_of_one_sex(item: Item) -> bool:
    return isinstance(item.head.value, Noun) and item.head.value.text.lower() in column("implied_sex")


def has_result(item: Item) -> bool:
    """Whether a measurement has a limit, a change or a result of its own: "creatinine normal or clearance >= 60"."""
    qualities = [str(token.value) for part in item.some("modifiers") if not part.before for token in part.tokens]
    return any(each.startswith("outcome=") for each in qualities) or bool(item.some("values", "change"))
