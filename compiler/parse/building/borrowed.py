"""Limits without a subject of their own: "AST and ALT <= 3 x ULN, or <= 5 x ULN if liver metastases are present"."""

from __future__ import annotations

from dataclasses import replace

from ...vocabulary import pairs
from ..syntax.tree import Condition, Item, Join, Negation, Part, Reading, items
from ..token import Noun, Token
from .facts import named_by_unit, number_value
from .limits import compared_as

#: Whose limit goes on: one thing, or all members of a list that one limit is said of.
Subject = Item | Join


def _behind(part: Part) -> Part:
    """A limit as one that stands behind its subject, where a bare number is a limit too: "equal to 3 or 4"."""
    if part.kind != "values":
        return part
    tokens = tuple(
        token._replace(type="VALUE", value=number_value(token.value)) if token.type == "NUMBER" else token
        for token in part.tokens
    )
    return replace(part, before=False, tokens=tokens, value=tokens)


def borrow_subject(
    reading: Reading, subject: Subject | None, borrowers: list[Item] | None = None
) -> tuple[Reading, Subject | None]:
    """Give clauses that begin with a limit the subject of the clause before; also says whose subject goes on.

    The items that borrowed are added to `borrowers`.
    """
    match reading:
        case Join(of=of):
            changed: list[Reading] = []
            for each in of:
                lent, subject = borrow_subject(each, subject, borrowers)
                changed.append(lent)
            whole = replace(reading, of=tuple(changed))
            return whole, whole if _is_of_all(whole) else subject
        case Negation(of=of):
            lent, subject = borrow_subject(of, subject, borrowers)
            return replace(reading, of=lent), subject
        case Condition(then=then):
            lent, subject = borrow_subject(then, subject, borrowers)
            return replace(reading, then=lent), subject
        case Item() if reading.head.type == "EMPTY" and reading.some("values") and subject is not None:
            if _is_of_another(reading, subject):
                return reading, subject
            if borrowers is not None:
                borrowers.append(reading)
            return _lent(reading, subject), subject
        case Item() if reading.head.type == "EMPTY" and _named(reading) is not None:
            return reading, reading  # "more than 14 drinks per week for men"
        case Item() if isinstance(reading.head.value, Noun) and reading.some("values"):
            return reading, reading
        case Item(head=Token(type="SCORED", start=start, end=end, value=value)):
            return reading, Item(Token("NOUN", start, end, Noun(value[0], "measurement")))
        case _:
            return reading, subject


def with_other_limits(reading: Reading) -> Reading:
    """ "A <= 1, B <= 2 or <= 5 in C, and D <= 3": the other limit is of B alone, as is its case."""
    if not isinstance(reading, Join) or reading.listed or reading.operator != "or":
        return reading
    for n in range(1, len(reading.of)):
        (*before, limited), before_signs = _apart(reading.of[n - 1])
        (other, *behind), behind_signs = _apart(reading.of[n])
        named = not any(_has_no_subject(next(items(each), each)) for each in (*before, limited, *behind))
        if not (before or behind) or not _is_in_case(other) or not named:
            continue
        either = Join("or", (limited, other), False, reading.connectives[n - 1 : n])
        whole = Join("and", (*before, either, *behind), False, (*before_signs, *behind_signs))
        members = (*reading.of[: n - 1], whole, *reading.of[n + 1 :])
        signs = (*reading.connectives[: n - 1], *reading.connectives[n:])
        return with_other_limits(replace(reading, of=members, connectives=signs)) if len(members) > 1 else whole
    return reading


def _apart(reading: Reading) -> tuple[tuple[Reading, ...], tuple[Token, ...]]:
    """The clauses that "and" joins, and what joins them; of anything else, itself."""
    if isinstance(reading, Join) and not reading.listed and reading.operator == "and":
        return reading.of, reading.connectives
    return (reading,), ()


def _is_in_case(reading: Reading) -> bool:
    """Whether a limit without a subject holds in a case: "or <= 5 if liver metastases are present"."""
    return isinstance(reading, Item) and _has_no_subject(reading) and bool(reading.some("if_"))


def _has_no_subject(reading: Reading) -> bool:
    """Whether a reading is a limit, and nothing names what it limits."""
    return isinstance(reading, Item) and reading.head.type == "EMPTY" and bool(reading.some("values"))


def borrow_name(reading: Reading, host: Item | None) -> Reading:
    """Clauses of a list that only say qualities, said of the host: "unless resected and the patient is cured"."""
    if host is None or host.head.type != "NOUN" or not isinstance(reading, Join):
        return reading
    return replace(reading, of=tuple(_said_of(each, host) for each in reading.of))


def _said_of(reading: Reading, host: Item) -> Reading:
    if not isinstance(reading, Item):
        return borrow_name(reading, host)
    plain = reading.head.type == "EMPTY" and reading.some("modifiers") and not reading.some("values", "junk")
    return replace(reading, head=host.head) if plain else reading


def _is_of_another(reading: Item, subject: Subject) -> bool:
    """Whether a limit names by its unit what it limits, and that is not its subject: "BMI 18-30 and weigh >= 50 kg"."""
    own = _named(reading)
    if own is None or not isinstance(subject, Item) or not isinstance(noun := subject.head.value, Noun):
        return False
    if not subject.parts:
        return True  # a score, whose values have no unit
    known = noun.text if noun.text in pairs("unit_subjects").values() else _named(subject)
    return own not in noun.text.lower() and known not in (None, own)


def _named(item: Item) -> str | None:
    """What the unit of the first limit of an item says that it limits."""
    values = (token.value for part in item.some("values") for token in part.tokens if token.type == "VALUE")
    return next((named_by_unit(value) for value in values), None)


def _is_of_all(reading: Join) -> bool:
    """Whether one limit is said of all members of a list: "AST and ALT <= 3 x ULN"."""
    *others, last = reading.of
    measured = all(
        isinstance(each, Item) and isinstance(each.head.value, Noun) and each.head.value.domain == "measurement"
        for each in reading.of
    )
    bare = not any(isinstance(each, Item) and each.some("values", "change") for each in others)
    return reading.listed and measured and bare and isinstance(last, Item) and bool(last.some("values"))


def _lent(reading: Item, subject: Subject) -> Reading:
    """A limit with the subject that it lacks: of a list, the last member has it, and shares it with the others."""
    if isinstance(subject, Join):
        *others, last = (each for each in subject.of if isinstance(each, Item))
        if subject.operator == "or" and _units(reading) != _units(last):
            return _lent(reading, last)  # "creatinine <= 1.5 x ULN or clearance >= 60 mL/min"
        heads = [replace(each, parts=each.some("modifiers")) for each in others]
        behind = replace(reading, parts=tuple(_behind(part) for part in reading.parts))
        return replace(subject, of=(*heads, _lent(behind, last)))
    own = {str(token.value).partition("=")[0] for part in reading.some("modifiers") for token in part.tokens}
    kept = [
        part
        for part in subject.some("modifiers")
        if own.isdisjoint(str(token.value).partition("=")[0] for token in part.tokens)
    ]
    lent = compared_as(reading, subject)
    if not subject.parts:  # a score
        lent = replace(lent, parts=tuple(_behind(part) for part in lent.parts))
    timed = () if reading.some("window", "windows") else _asked_when(subject)
    return replace(lent, head=subject.head).having(*kept, *timed)


def _asked_when(subject: Item) -> tuple[Part, ...]:
    """When a subject is measured, where that is said before its limit: "intake in the past year > 7 or > 14 ..."."""
    first = min((part.start for part in subject.some("values")), default=0)
    return tuple(part for part in subject.some("window", "windows") if part.end <= first)


def _units(item: Item) -> set[str | None]:
    """The units and references of the limits of an item."""
    values = [token.value for part in item.some("values") for token in part.tokens if token.type == "VALUE"]
    ends = [end for value in values for end in (value.low, value.high) if end is not None]
    return {end.reference or end.unit for end in ends}
