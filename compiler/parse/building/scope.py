"""How far a condition reaches: "women must test negative and use contraception" asks both of women alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ...rules.model import Value
from ...vocabulary import column
from ..layout.people import AGE_GROUPS
from ..rewrites.weaker_limits import is_weaker
from ..syntax.tree import Condition, Item, Join, Negation, Part, Reading, connective, items
from ..token import Noun, Token

#: Words between two clauses that name other patients than those of the condition.
_OTHERS = re.compile(
    r"(?<!these )(?<!such )\b(?:patients|subjects|participants|individuals|volunteers)\b", re.IGNORECASE
)


def scoped(reading: Join, text: str) -> Reading:
    """A chain of clauses in "and", each condition with all the clauses that it holds for.

    A condition ends where the next begins, at a semicolon, and where the text names its patients anew.
    """
    if reading.operator != "and" or reading.listed or not any(isinstance(each, Condition) for each in reading.of):
        return reading
    chains: list[list[Reading]] = []
    inner: list[list[Token]] = []
    between: list[Token] = []
    for n, member in enumerate(reading.of):
        sign = reading.connectives[n - 1] if n else None
        if sign is not None and _is_led(chains[-1][0]) and _goes_on(sign, member, text):
            chains[-1].append(member)
            inner[-1].append(sign)
            continue
        chains.append([member])
        inner.append([])
        between += [sign] if sign is not None else []
    found = tuple(_reaching(chain, tuple(signs)) for chain, signs in zip(chains, inner, strict=True))
    return found[0] if len(found) == 1 else replace(reading, of=found, connectives=tuple(between))


def with_alternatives_asked(reading: Reading, text: str) -> Reading:
    """ "Women must not be pregnant and must use contraception", among exclusions: either keeps out these women alone.

    So does "for women, a positive test or unwilling to ..."; behind a comma or a semicolon others may be meant.
    """
    if not isinstance(reading, Join) or reading.operator != "or" or reading.listed:
        return reading
    found: list[Reading] = []
    between: list[Token] = []
    for n, member in enumerate(reading.of):
        sign = reading.connectives[n - 1] if n else None
        led = found[-1] if found else None
        if sign is not None and isinstance(led, Condition) and _is_asked_too(led, sign, member, text):
            found[-1] = replace(led, then=_with(led.then, sign, member))
            continue
        found.append(member)
        between += [sign] if sign is not None else []
    return found[0] if len(found) == 1 else replace(reading, of=tuple(found), connectives=tuple(between))


def _is_asked_too(led: Condition, sign: Token, member: Reading, text: str) -> bool:
    """Whether an alternative is of the people of the condition before it."""
    whom = any(_is_of_persons(item) for item in items(led.when))
    anew = isinstance(member, Condition) or any(map(_is_of_persons, items(member)))
    apart = {",", ";"} & set(connective(sign).written) or _OTHERS.search(text, sign.start, sign.end)
    return whom and not anew and not apart


def _with(reading: Reading, sign: Token, other: Reading) -> Join:
    """A reading or another."""
    if isinstance(reading, Join) and reading.operator == "or" and not reading.listed:
        return replace(reading, of=(*reading.of, other), connectives=(*reading.connectives, sign))
    return Join("or", (reading, other), False, (sign,))


def with_person(reading: Join) -> Join:
    """ "Adults with A or with B": who is meant holds for all alternatives, unless one says who anew.

    That women can bear children holds for what they undertake: "of childbearing potential who are nursing or not using
    contraception".
    """
    first = reading.of[0]
    if reading.operator != "or" or reading.listed or not isinstance(first, Join) or first.operator != "and":
        return reading
    whom = first.of[0]
    said_so = any(connective(sign).written for sign in first.connectives)
    others = reading.of[1:]
    if first.listed or said_so or not isinstance(whom, Item) or not _is_of_persons(whom):
        return reading
    if any(_is_of_persons(item) for each in others for item in items(each)):
        return reading
    if whom.head.type == "NOUN" and ";" in connective(reading.connectives[0]).written:
        return reading  # "premenopausal women with a hysterectomy; or postmenopausal"
    told = 2 if len(first.of) > 2 and _can_bear(first.of[1]) and _undertaken(others) else 1
    rest = first.of[told:]
    asked = rest[0] if len(rest) == 1 else replace(first, of=rest, connectives=first.connectives[told:])
    whose = (*first.of[:told], replace(reading, of=(asked, *others)))
    return Join("and", whose, False, first.connectives[:told])


def _can_bear(reading: Reading) -> bool:
    """Whether a reading says that women can bear children, and nothing else."""
    noun = reading.head.value if isinstance(reading, Item) else None
    return isinstance(noun, Noun) and noun.text.lower() in column("of_women")


def _undertaken(readings: Sequence[Reading]) -> bool:
    """Whether all that is said is what patients do or do not undertake."""
    return all(item.head.type == "UNDERTAKING" for each in readings for item in items(each))


def with_rest(reading: Join, text: str) -> Join:
    """ "Men and non-pregnant women with asthma": what "with" adds behind the last is asked of those before it too.

    So are ages and undertakings; what only women can have is not, nor what is told of the same people named anew:
    "pregnant women and women not using contraception". A younger age than the first asks it alone: "age >= 60, or >= 50
    with diabetes".
    """
    first, last = reading.of[0], reading.of[-1]
    plain = isinstance(first, Item) and _is_of_persons(first) and not first.some("also_age")
    if reading.operator != "or" or reading.listed or not plain or len(reading.of) != 2:
        return reading
    assert isinstance(first, Item)
    if first.head.type == "NOUN" and any(_people(first) & _people(item) for item in items(last)):
        return reading
    apart, age = _without_age(last) if len(reading.of) == 2 else (last, None)
    if age is not None:
        people = replace(reading, of=(first, apart))
        return Join("and", (people, Item(age.tokens[0])), False)
    if not isinstance(last, Join) or last.operator != "and" or last.listed or _lets_in_more(last.of[0], first):
        return reading
    signs = [text[sign.start : sign.end].lower().strip() for sign in last.connectives]
    parted = "," in connective(reading.connectives[0]).written
    kinds = {"AGE"} if parted else {"AGE", "UNDERTAKING"}  # "men, or women willing to ..." asks it of women
    asked = [any(item.head.type in kinds for item in items(one)) for one in last.of[1:]]
    at = next(
        (n for n, (s, of_all) in enumerate(zip(signs, asked, strict=True), 1) if s.startswith("with") or of_all), 0
    )
    rest = last.of[at:]
    womanly = {each.head.value.text.lower() for one in rest for each in items(one) if isinstance(each.head.value, Noun)}
    if not at or not womanly.isdisjoint(column("implied_sex")):
        return reading
    head = last.of[0] if at == 1 else replace(last, of=last.of[:at], connectives=last.connectives[: at - 1])
    people = replace(reading, of=(first, head))
    return Join("and", (people, *rest), False, last.connectives[at - 1 :])


def _lets_in_more(age: Reading, first: Item) -> bool:
    """Whether a reading is an age that all have who have the first."""
    ages = [one.head.value for one in (first, age) if isinstance(one, Item) and one.head.type == "AGE"]
    values = [each for each in ages if isinstance(each, Value)]
    return len(values) == 2 and is_weaker(values[1], values[0])


def with_undertaking(reading: Join) -> Join:
    """ "Women of childbearing potential and men not using contraception": it is said of both, who are told apart.

    "Pregnant women and men not using contraception" says it of the men.
    """
    if reading.operator != "or" or reading.listed or len(reading.of) != 2:
        return reading
    first, last = reading.of
    if not isinstance(first, Join) or not isinstance(last, Join) or {first.operator, last.operator} != {"and"}:
        return reading
    *whom, asked = last.of
    if not _undertaken([asked]) or not _are_two_kinds(first, last) or not _can_all_bear(first):
        return reading
    others = whom[0] if len(whom) == 1 else replace(last, of=tuple(whom), connectives=last.connectives[:-1])
    return Join("and", (replace(reading, of=(first, others)), asked), False, last.connectives[-1:])


def _are_two_kinds(*readings: Reading) -> bool:
    """Whether readings begin with people, and no two with the same."""
    first = [item for each in readings for item in islice(items(each), 1)]
    named = len(first) == len(readings) and all(map(_is_of_persons, first))
    return named and not set.intersection(*map(_people, first))


def _can_all_bear(reading: Reading) -> bool:
    """Whether all that is told of people is that they can bear children, and not that they do."""
    told = [item for item in items(reading) if not _is_of_persons(item)]
    return bool(told) and all(_can_bear(item) and not _is_of_one_sex(item) for item in told)


def _is_of_one_sex(item: Item) -> bool:
    """Whether a name says by itself of which sex someone is: "pregnant"."""
    return isinstance(item.head.value, Noun) and item.head.value.text.lower() in column("implied_sex")


def _people(item: Item) -> set[str]:
    """The kinds of people that an item names."""
    named = [item.head, *(token for part in item.some("also_person") for token in part.tokens)]
    return {str(token.value) for token in named if token.type == "PERSON"}


def with_contrast(reading: Join) -> Join:
    """ "Not pregnant, and not a WOCBP or a WOCBP who agrees": "or" joins what is denied to those who are it, alone."""
    if reading.operator != "or" or reading.listed or len(reading.of) != 2:
        return reading
    first, other = reading.of
    if not isinstance(first, Join) or first.operator != "and" or not isinstance(first.of[-1], Negation):
        return reading
    denied = {_joined_up(item.head.value) for item in _with_brackets(first.of[-1]) if item.head.type == "NOUN"}
    again = next((item.head for item in items(other) if item.head.type != "PERSON"), None)
    if again is None or again.type != "NOUN" or _joined_up(again.value) not in denied:
        return reading
    return replace(first, of=(*first.of[:-1], replace(reading, of=(first.of[-1], other))))


def _joined_up(noun: Noun) -> str:
    """A name without its hyphens: "child-bearing" is "childbearing"."""
    return noun.text.lower().replace("-", "")


def _with_brackets(reading: Reading) -> Iterator[Item]:
    """All items of a reading, and those in brackets beside them."""
    for item in items(reading):
        yield item
        for part in item.some("bracket"):
            if part.value.body is not None:
                yield from items(part.value.body)


def _without_age(reading: Reading) -> tuple[Reading, Part | None]:
    """A reading without the age that one of its items has beside its name."""
    match reading:
        case Item():
            ages = reading.some("also_age")
            return (reading.without(*ages), ages[0]) if len(ages) == 1 else (reading, None)
        case Negation(of=of):
            inner, age = _without_age(of)
            return replace(reading, of=inner), age
        case Join(of=of):
            for n, each in enumerate(of):
                inner, age = _without_age(each)
                if age is not None:
                    return replace(reading, of=(*of[:n], inner, *of[n + 1 :])), age
    return reading, None


def of_each_kind(reading: Reading) -> Reading:
    """ "Healthy adolescents and adults": what stands before the first of several kinds of people is said of all."""
    if not isinstance(reading, Join) or not reading.listed or not isinstance(reading.of[0], Item):
        return reading
    first, others = reading.of[0], reading.of[1:]
    kinds = first.some("also_person")
    if len(kinds) != 1 or not all(isinstance(each, Item) and each.head.type == "PERSON" for each in others):
        return reading
    people = replace(reading, of=(Item(kinds[0].value), *others))
    if not all(item.head.value in AGE_GROUPS for item in items(people)):
        return reading  # "pregnant women and adolescents"
    return Join("and", (first.without(*kinds), people), False)


def _is_of_persons(item: Item) -> bool:
    return item.head.type in ("PERSON", "AGE") or bool(item.some("also_person", "also_age"))


def of_subject(then: Reading, when: Reading) -> Reading:
    """ "Patients with brain metastases are eligible if stable": what has no head is said of what is presupposed."""
    if not isinstance(then, Item) or then.head.type != "EMPTY" or not then.some("modifiers") or then.some("values"):
        return then
    subject = next((item.head for item in items(when) if item.head.type == "NOUN"), None)
    return then if subject is None else replace(then, head=subject)


def of_each_subject(reading: Condition) -> Reading:
    """ "If on A or B, the dose must be stable": of each of them that is presupposed."""
    when, then = reading.when, reading.then
    if not isinstance(when, Join) or not when.listed or when.operator != "or" or not isinstance(then, Item):
        return reading
    named = [each for each in when.of if isinstance(each, Item) and each.head.type == "NOUN"]
    if len(named) != len(when.of) or then.head.type != "EMPTY" or then.some("values") or not then.some("modifiers"):
        return reading
    cases = tuple(replace(reading, when=each, then=replace(then, head=each.head)) for each in named)
    return Join("and", cases, False, when.connectives)


def _reaching(chain: list[Reading], signs: tuple[Token, ...]) -> Reading:
    first = chain[0]
    if not isinstance(first, Condition) or len(chain) == 1:
        return first
    return replace(first, then=Join("and", (first.then, *chain[1:]), False, signs))


def _is_led(reading: Reading) -> bool:
    """Whether a condition says what holds under it; "must have COPD and ..." was none."""
    if not isinstance(reading, Condition):
        return False
    then = reading.then
    return not isinstance(then, Item) or then.head.type != "EMPTY" or bool(then.parts)


def _goes_on(sign: Token, member: Reading, text: str) -> bool:
    if isinstance(member, Condition) or ";" in connective(sign).written:
        return False
    start = min((token.start for item in items(member) for token in item.tokens), default=sign.end)
    return not _OTHERS.search(text, sign.end, max(start, sign.end))
