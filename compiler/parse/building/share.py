"""What the members of a list share: the "history of" before it, the window, limit or exception behind it.

The text says a thing once and means it of all: "AST and ALT <= 3 x ULN", "history of stroke or seizure", "A, B or C
within 6 months". Each rule here hands one part of one item to its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...rules.model import Qualifier, Value
from ...vocabulary import column
from ..syntax.modifiers import SPREADING, Modifier, modifiers
from ..syntax.opinions import of_all, with_alternatives, with_own_opinions
from ..syntax.tree import Item, Join, Part, Reading, connective, items
from ..token import Noun, Token
from .brackets import CASED
from .shapes import bare, excepts_behind_time, said_any
from .shared_changes import said_before, with_shared_changes, with_shared_grades
from .shared_heads import with_heads
from .shared_results import with_shared_results
from .shared_servings import with_shared_servings
from .shared_times import EVER, all_happened, said_behind, with_leading_times, with_shared_times
from .spreading import (
    ANY_KIND,
    BEING,
    KINDS,
    OF_KINDS,
    RATINGS,
    domain,
    goes_on,
    has_result,
    is_named_alike,
    is_of_its_kind,
    is_of_one_sex,
    is_of_opening,
    is_of_same_name,
    is_opened,
    is_so_now,
    is_timed,
    may_be_said_of,
    name,
    names_in_full,
    numbered_alike,
    reaches,
    reacts,
)

#: Parts at the end of a list that are said of the whole of it.
OF_THE_LIST = ("except_", "unless", "if_", "else_", "judged", "defined")
#: Parts that are of a list of several members, though of one alone they stand beside it.
OF_MANY = ("also_age", "also_person")


#: How many letters the words have at most that tell how an item begins.
_NEAR = 16
#: What is not rated as the things before it are.
_ANEW = frozenset({"other", "known", "documented", "confirmed", "suspected"})
_PAST = re.compile(r"(?:who )?(?:has|have|had)\b(?! been)", re.IGNORECASE)
#: What begins anew with what is given, of which nothing is said that an illness or a result is.
_USING = re.compile(r"(?:use|intake|receipt|consumption) of\b|using\b|taking\b", re.IGNORECASE)
#: What begins with what is under way.
_ON = re.compile(r"(?:on|receiving|taking|using|undergoing)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Shared:
    """A list whose members stand on their own, and the parts that hold for all of them together.

    `of_last`: the exceptions among these hold for the last member alone, which begins anew.
    """

    reading: Reading
    tail: tuple[Part, ...] = ()
    distributed: tuple[Part, ...] = ()
    of_last: bool = False

    def either_below(self) -> tuple[Token, ...]:
        """What joins measurements in "or" that share an upper limit: "AST or ALT <= 3 x ULN"."""
        if not isinstance(self.reading, Join) or self.reading.operator != "or":
            return ()
        shared = [token.value for part in self.distributed if part.kind == "values" for token in part.tokens]
        ends = [(value.low, value.high) for value in shared if isinstance(value, Value)]
        above = bool(ends) and all(low is None and high is not None for low, high in ends)
        return self.reading.connectives if above else ()


def share(reading: Reading, text: str, measurable: Callable[[Item], bool]) -> Shared:
    """Hand out what the members of the list `reading` share."""
    members = _members(reading)
    if not members:
        return Shared(reading)
    signs = _signs(reading)
    members = with_alternatives(members, signs, text)
    members = [*members[:-1], _with_exceptions_of_all(members)]
    last = members[-1]
    kinds: tuple[str, ...] = OF_THE_LIST + OF_MANY if len(members) > 1 else OF_THE_LIST
    several = any(item.some("also_person") for item in members[:-1])
    several = several or (any(item.head.type == "PERSON" for item in members[:-1]) and last.head.type == "NOUN")
    if any(item.some("also_age") for item in members[:-1]):
        kinds = OF_THE_LIST
    elif several:  # "pregnant women or breastfeeding women", "men and postmenopausal women": each says who
        kinds = (*OF_THE_LIST, "also_age")
    tail = tuple(part for part in last.parts if part.kind in kinds and not part.before)
    if len(members) > 1:
        members, tail = with_own_opinions(members, tail, signs, text)
    members, tail = _of_women(members, tail)
    tail = of_all(members, text) + tail
    changed = [item.without(*tail) for item in members]
    given: list[Part] = []
    begins = False
    if len(changed) > 1:
        begins = any(
            m.key in ("when", "status") and not said_behind(last, m.token, text)
            for m in modifiers(last.some("modifiers"), text)
        )
        headless = changed[0].head.type == "EMPTY"
        worded = [sign != "," for sign in signs]
        close = [not sign.startswith(",") for sign in signs]
        changed, grades = with_shared_grades(changed, signs)
        changed = _spread(with_shared_changes(with_heads(changed), text), text, headless, close)
        changed, given = _hand_back(changed, measurable, begins, text, worded)
        changed, linked = _across_slashes(changed, signs)
        given += [*grades, *linked]
    begins = begins and not _is_one_name(members)  # "active malignancy or history of malignancy, except ..."
    of_last = begins or said_any(last, text) or _excepts_from_last(members, tail)
    return Shared(_replaced(reading, iter(changed)), tail, tuple(given), of_last)


def _with_exceptions_of_all(members: Sequence[Item]) -> Item:
    """The last member, with what a bracket behind the time of the list excepts as if without the bracket.

    "Cancer or lymphoma within 5 years (except skin cancer)": what stands behind the time is of all, as the time is.
    """
    last = members[-1]
    if len(members) < 2 or any(item.some("window", "windows") for item in members[:-1]):
        return last
    parts: list[Part] = []
    one_name = _is_one_name(members)  # "newly diagnosed cancer or recurrence of cancer (other than ...)"
    for part in last.parts:
        parts += part.value.tails if excepts_behind_time(part, last) or (one_name and _only_excepts(part)) else [part]
    return replace(last, parts=tuple(parts))


def _excepts_from_last(members: Sequence[Item], tail: Sequence[Part]) -> bool:
    """Whether only the last member is of the kind that is excepted: "anemia, or opioids other than tramadol"."""
    excepted = {_kind(item) for part in tail if part.kind == "except_" for item in items(part.value)}
    others = {_kind(item) for item in members[:-1]}
    told = bool(others) and None not in excepted | others
    return told and excepted == {_kind(members[-1])} and excepted.isdisjoint(others)


def _only_excepts(part: Part) -> bool:
    """Whether a part is a bracket that excepts something and says no more."""
    tails = part.value.tails if part.kind == "bracket" and part.value.body is None else ()
    return bool(tails) and all(tail.kind == "except_" for tail in tails)


def _is_one_name(members: Sequence[Item]) -> bool:
    """Whether the members are one thing at several times, or with several qualities."""
    names = {item.head.value.text.lower() if isinstance(item.head.value, Noun) else None for item in members}
    return len(names) == 1 and None not in names


def _kind(item: Item) -> str | None:
    """The domain of an illness or of something given or done; None of anything else."""
    noun = item.head.value
    return noun.domain if isinstance(noun, Noun) and noun.domain in KINDS else None


def _of_women(members: list[Item], tail: tuple[Part, ...]) -> tuple[list[Item], tuple[Part, ...]]:
    """ "Asthma, and pregnant or nursing women": the women are those who are pregnant or nursing.

    Members at the end whose names only hold of one sex keep the person to themselves, where others are before them.
    """
    person = tuple(part for part in tail if part.kind == "also_person" and len(part.tokens) == 1)
    begins = len(members)
    while begins and is_of_one_sex(members[begins - 1]):
        begins -= 1
    if not person or begins in (0, len(members)):
        return members, tail
    last = members[-1].without(*person)
    own = [item.having(*person) for item in (*members[begins:-1], last)]
    return [*members[:begins], *own], tuple(part for part in tail if part not in person)


def _members(reading: Reading) -> list[Item]:
    match reading:
        case Item():
            return [reading]
        case Join(of=of, listed=True):
            return [item for each in of for item in _members(each)]
    return []


def _signs(reading: Reading) -> list[str]:
    """How each member of a list is joined to the one before it, as written."""
    match reading:
        case Join(of=of, listed=True, connectives=connectives):
            parts = [_signs(each) for each in of]
            written = [connective(token).written.strip().lower() for token in connectives]
            return parts[0] + [each for sign, part in zip(written, parts[1:], strict=True) for each in (sign, *part)]
    return []


def _replaced(reading: Reading, changed: object) -> Reading:
    if isinstance(reading, Join):
        return replace(reading, of=tuple(_replaced(each, changed) for each in reading.of))
    return next(changed)  # type: ignore[call-overload,no-any-return]


def _spread(items: list[Item], text: str, headless: bool, close: list[bool]) -> list[Item]:
    """What stands before the first member: "history of", "treatment with", and a quality if the others have none."""
    first = modifiers(items[0].some("modifiers"), text)
    if headless:  # "oral or other therapy": what tells it apart is no other's, but what is said before it is
        told_apart = max((m.token.start for m in first if not m.spreads and m.key not in RATINGS), default=0)
        first = [m for m in first if m.spreads or (m.key in RATINGS and m.token.start < told_apart)]
    before = {token for part in items[0].parts if part.before for token in part.tokens}
    host = items[0]
    result = [host]
    for item, following, said in zip(items[1:], [*items[2:], None], close, strict=True):
        own = modifiers(item.some("modifiers"), text)
        owned = {modifier.key for modifier in own}
        ahead = modifiers(tuple(part for part in item.some("modifiers") if part.before), text)
        start = min(token.start for token in item.tokens)
        if said_before(item):
            first = [m for m in first if m.key != "edge"]  # "started statins or changed statins"
        if _PAST.match(text, start):  # "currently participating in A, or has participated in B"
            first = [m for m in first if m.token.value != "when=current"]
        opening = _opening(text, start)
        opened = [m for m in first if is_opened(m, items[0], item)]
        if "any" in opening and not headless:
            first = [m for m in first if m.spreads or m in opened]  # "chronic alcohol abuse or any condition that ..."
        if _USING.match(text, start):
            first = [m for m in first if m.spreads or m.value.lower() in ANY_KIND]  # "positive test or use of drugs"
        if _ON.match(text, start):
            first = [m for m in first if m.key != "status"]  # "listed for transplantation or on mechanical support"
        if is_timed(result[-1]) and not is_named_alike(result[-1], item):
            # "oral antibiotics within 2 weeks or vaccines within 4 weeks"
            first = [m for m in first if m.spreads or m.key == "organ"]
        if not (headless or opening.isdisjoint(_ANEW)):
            # "chronic illness or other disease", "known active hepatitis or known HIV infection"
            of_use = [m for m in first if "other" in opening and is_of_opening(m, items[0], text)]
            first = [m for m in first if m.spreads or m.key not in RATINGS or m in of_use]
        if "when" in owned or "status" in owned or any(modifier.key == "who" for modifier in ahead):
            kept = [m for m in first if m.value == "partner" and owned.isdisjoint({"when", "who"})]
            first, before = kept + own, {modifier.token for modifier in kept + own}
            result.append(item.having(_before(kept)) if kept else item)  # "whose partners are pregnant or plan to be"
            continue
        borrowed = following is not None and following.head == item.head
        organs = {"organ"} if item.head == items[0].head else set()  # "severe cardiac (e.g. CHF), renal disease"
        plain = all(m.spreads or m.key in organs for m in ahead) and item.head.type == "NOUN" and not borrowed
        plain = plain and not names_in_full(item, items[0])
        plain = plain and (reacts(items[0], text) or not reacts(item, text))
        relational = isinstance(item.head.value, Noun) and item.head.value.text.lower() in column("relational")
        relational = relational and "other" not in opening  # "kidney failure, or other severe disease"
        alike = reacts(items[0], text) and not owned & SPREADING  # "severe allergies to food or drugs"
        first = [m for m in first if (alike and m.key in OF_KINDS | RATINGS) or is_of_its_kind(m, items[0], item)]
        first = [m for m in first if not (m.key == "status" and is_so_now(m, item, text))]
        first = [m for m in first if may_be_said_of(m, item) and (said or goes_on(m, host, item, text))]
        given = isinstance(item.head.value, Noun) and item.head.value.domain in ("drug", "procedure")
        more = [
            m
            for m in first
            if reaches(
                m,
                before,
                owned,
                plain=plain,
                opened=m in opened,
                relational=relational,
                same=is_of_same_name(items[0], item, text),
            )
            and (given or m.key != "route")  # "oral candidiasis, gout"
        ]
        result.append(item.having(_before(more)) if more else item)
        rated = any(modifier.key in RATINGS for modifier in ahead)
        first = [m for m in first if m.spreads or not (m.key in owned or (rated and m.key in RATINGS))]
        own = [m for m in own if m.key != "who" or m in ahead]  # "cancer in a relative, asthma"
        if following is not None and numbered_alike(item, following) and not numbered_alike(host, item):
            # of the letter or number behind it is said what is said of this one: "active hepatitis B or C"
            over = "activity" in owned
            opening_ones = [m for m in first if m.spreads and not (over and m.key == "when")]
            host, first = item, opening_ones + [m for m in ahead if not m.spreads]
            before |= {modifier.token for modifier in ahead}
        if any(modifier.spreads or modifier.opens for modifier in own):
            first = [m for m in first if m.key in ("when", "status")] + own
            before |= {modifier.token for modifier in own}
    return result


def _across_slashes(items: list[Item], signs: Sequence[str]) -> tuple[list[Item], list[Part]]:
    """What is linked behind a slash is of both sides: "pneumonitis/lung disease that required steroids"."""
    result = list(items)
    given: list[Part] = []
    for i in range(len(result) - 2, -1, -1):
        one, other = result[i : i + 2]
        linked = tuple(part for part in other.some("link") if part.tokens[0].value in ("with", "because of"))
        if linked and signs[i].strip() == "/" and domain(one) == domain(other) and not one.some("link"):
            result[i] = one.having(*linked)
            given.extend(linked)
    return result, given


def _before(mods: Sequence[Modifier]) -> Part:
    """The part of an item that these modifiers are, before its name."""
    tokens = tuple(token for modifier in mods for token in modifier.tokens)
    return Part("modifiers", tokens, tokens, before=True)


def _hand_back(
    items: list[Item], measurable: Callable[[Item], bool], begins: bool, text: str, worded: list[bool]
) -> tuple[list[Item], list[Part]]:
    """What stands behind the last member: limits go to what is measured, windows, outcomes and purposes to all.

    `begins`: the last member has a "history of" of its own, so that what stands behind it is its alone.
    """
    result, given = with_shared_servings(with_shared_results(items, text))
    for i in range(len(result) - 2, -1, -1):
        following = result[i + 1]
        changed = bool(said_before(following)) and result[i].some("change") == said_before(following)
        limited = measurable(result[i]) and measurable(following) and not _is_function(result[i])
        if limited and (changed or not has_result(result[i])):
            limits = tuple(part for part in following.some("values", "change") if not part.before)
            limits = tuple(part for part in limits if part not in result[i].parts)
            limits += tuple(part for part in following.some("bracket") if _is_case(part))
            limits += tuple(part for part in following.some("modifiers") if limits and _is_dimension(part))
            result[i] = result[i].having(*limits)
            given.extend(limits)
    end = len(result) - 1 if begins and not all_happened(result, text) else len(result)  # from `end` on they begin anew
    timed, times = with_shared_times(result[:end], text)
    result = timed + result[end:]
    given.extend(times)
    purpose = tuple(part for part in result[-1].some("link") if part.tokens[0].value == "for")
    if purpose and not begins and (start := _first_alike(result)) < len(result) - 1:
        result[start:-1] = [item.having(*purpose) for item in result[start:-1]]
        given.extend(purpose)
    shown = tuple(part for part in result[-1].some("link") if part.tokens[0].value in ("by", "confirmed"))
    if shown and worded[-1] and not begins and all(_shown_alike(item, result[-1]) for item in result[:-1]):
        result = [*(item.having(*shown) for item in result[:-1]), result[-1]]
        given.extend(shown)
    for i in range(len(result) - 1, 0, -1):
        behind = [part for part in result[i].some("modifiers") if not part.before]
        books = [part for part in behind if _is_book(part) and _shown_alike(result[i - 1], result[i])]
        womanly = is_of_one_sex(result[i - 1]) and is_of_one_sex(result[i])
        books += [part for part in behind if womanly and _is_whose(part)]
        outcomes = tuple(part for part in behind if part in books or _is_outcome(part) or _is_predicate(part, text))
        told = worded[i - 1] or any(
            part in given for part in outcomes
        )  # "A, B and C negative", not "healthy, C negative"
        told = told and not (result[i - 1].some("window") and not result[i].some("window"))
        told = told and not names_in_full(result[i - 1], result[i])  # "systemic infection or infection at the site"
        if outcomes and told and not (begins and i == len(result) - 1) and not _qualified_behind(result[i - 1]):
            result[i - 1] = result[i - 1].having(*outcomes)
            given.extend(outcomes)
    linked = tuple(part for part in result[-1].some("link") if part.tokens[0].value == "with")
    if linked and domain(result[-1]) == "procedure":
        again = [_act(item) == _act(result[-1]) and not item.some("link") for item in result]
        result = [item.having(*linked) if same else item for item, same in zip(result, again, strict=True)]
        given.extend(linked if any(again) else ())
    against = [any(m.value == "contraindication" for m in modifiers(item.some("modifiers"), text)) for item in result]
    if all(against) and not any(item.some("bracket", "such_as") for item in result[:-1]):
        reasons = result[-1].some("bracket", "such_as")  # "contraindication to A or B (e.g., pacemaker)"
        result = [*(item.having(*reasons) for item in result[:-1]), result[-1]]
        given.extend(reasons)
    return with_leading_times(result), given


def _act(item: Item) -> str:
    """What is done by its name, whatever it is done to: the "treatment" of "treatment of A or B with C"."""
    return name(item).lower().partition(" of ")[0]


def _is_function(item: Item) -> bool:
    """Whether a function is named, which has no limit of what it is told by: "renal function, creatinine < 1.5"."""
    return name(item).lower().endswith(("function", "functions"))


def _is_case(part: Part) -> bool:
    """Whether a bracket states the limit of one case: "(<= 5 x ULN if liver metastases)"."""
    tails = part.value.tails
    if len(tails) == CASED and tails[1].kind == "else_":
        return True
    if part.value.body is None and [tail.kind for tail in tails] == ["unless"]:
        return True  # "(unless due to leukemia)"
    inner = bare(part.value.body)
    return inner is not None and bool(inner.some("values") and inner.some("if_"))


def _alike(one: Item, other: Item) -> bool:
    """Whether two members are given or done alike: "radiotherapy or chemotherapy for cancer"."""
    heads = (one.head.value, other.head.value)
    return all(isinstance(head, Noun) and head.domain in ("drug", "procedure") for head in heads)


def _first_alike(items: Sequence[Item]) -> int:
    """The index of the first of what is given or done like the last; of several kinds, behind illnesses alone."""
    start = len(items) - 1
    while start and _alike(items[start - 1], items[-1]) and not items[start - 1].some("link"):
        start -= 1
    return start if all(domain(item) == "condition" for item in items[:start]) else len(items) - 1


def _shown_alike(one: Item, other: Item) -> bool:
    """Whether two members are conditions, which are shown alike: "duodenal or gastric ulcer confirmed by endoscopy"."""
    heads = (one.head.value, other.head.value)
    ill = all(isinstance(head, Noun) and head.domain == "condition" for head in heads)
    return ill and not one.some("link", "window", "windows", "values")


def _qualified_behind(item: Item) -> bool:
    behind = [part for part in item.some("modifiers") if not part.before]
    return item.head.type != "NOUN" or any(token.value != EVER for part in behind for token in part.tokens)


def _is_dimension(part: Part) -> bool:
    """Whether a part says in which measure a limit before it is: "60 % of predicted"."""
    return not part.before and all(str(token.value).startswith("dimension=") for token in part.tokens)


def _is_outcome(part: Part) -> bool:
    told = [token for token in part.tokens if token.value != EVER]
    qualities = [str(token.value) for token in told if token.type == "MOD"]
    return bool(told) and all(each.startswith(("outcome=", "role=", "side=", "site=")) for each in qualities)


def _is_book(part: Part) -> bool:
    """Whether a part says by whose criteria an illness is told: "per DSM-5"."""
    qualities = [token.value for token in part.tokens if token.type == "MOD"]
    return bool(qualities) and all(_key(each) == "method" for each in qualities)


def _is_whose(part: Part) -> bool:
    """Whether a part says whose each thing is: "pregnant or breastfeeding partner"."""
    return all(str(token.value).startswith("who=") for token in part.tokens)


def _key(quality: Qualifier | str | None) -> str:
    return quality.key if isinstance(quality, Qualifier) else str(quality).split("=")[0]


def _is_predicate(part: Part, text: str) -> bool:
    """Whether a quality is stated of what stands before it: "asthma or eczema that is uncontrolled"."""
    states = all(str(token.value).startswith("control=") for token in part.tokens)
    if all(token.value == "domain=contraindication" for token in part.tokens):
        return BEING.match(text, part.start) is not None  # "A, B or C are contraindicated"
    return states and BEING.search(text, 0, part.start) is not None


def _opening(text: str, start: int) -> set[str]:
    """The word that an item begins with at `start`, and the one right before it, or both of "any other"."""
    ahead = text[max(start - _NEAR, 0) : start].lower()
    before = ahead.split()[-2:] if ahead[-1:].isspace() else []
    before = before if before == ["any", "other"] else before[-1:]
    return {*before, *text[start : start + _NEAR].lower().split()[:1]}
