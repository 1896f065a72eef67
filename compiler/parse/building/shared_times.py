"""Of which members of a list a phrase of time is said: "stroke or seizure within 6 months, or cancer".

Behind the last member it is said of all. Behind an earlier one it is said of those before it that "or" or "and" ties to
it, back to the last that has a time of its own, or to the two that they tie where commas go on with the list; a comma
alone ties nothing: "angina, infarction within 6 months, ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Length, Offset
from ...vocabulary import column
from ..layout.scene import spreads
from ..syntax.tree import Item, Part, Time
from ..token import Noun, Token

#: Verbs of what happened, and nouns that open a list with them: "documented history of".
_EVENT = re.compile(r"\b(?:had|took|taken|underwent|undergone|\w+ed)\b", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:history|histories|evidence|episodes?)\b", re.IGNORECASE)
_EVER = re.compile(r"at any time|in the past\b|previously", re.IGNORECASE)
_RECENT = re.compile(r"recent", re.IGNORECASE)
#: The value of a quality that says that a thing has been.
EVER = "when=ever"
#: What is written between members that belong together.
_TIED = re.compile(r"\b(?:or|and|nor)\b|/|&", re.IGNORECASE)


def with_shared_times(items: Sequence[Item], text: str) -> tuple[list[Item], list[Part]]:
    """Items with the windows and lengths that are said of them too, and the parts that were handed out."""
    result, given = list(items), list[Part]()
    for kinds, of_a_kind in ((("window", "windows"), False), (("lasting",), True)):
        last = -1  # the last member with a time of its own
        for k, item in enumerate(items):
            said = tuple(part for part in item.some(*kinds) if not part.before)
            ever = () if of_a_kind or said else _ever(item, text)
            if ever and _is_tied(items, k, text):
                for j in range(last + 1, k):
                    result[j] = result[j].having(*ever)  # "aspirin or heparin at any time"
            if not said:
                last = k if item.some(*kinds) or ever else last
                continue
            if of_a_kind and any(not part.before and part.end <= said[0].start for part in item.some("modifiers")):
                last = k  # "or other cancer for which they have been disease-free for 5 years": so long is that
                continue
            first = max(last + 1, _first_tied(items, k, text) if _goes_on(items, k, text) else 0)
            final = k == len(items) - 1 and last < 0
            if (final or _is_tied(items, k, text)) and not (of_a_kind and not _are_alike(items[first : k + 1], said)):
                for j in range(first, k):
                    apart = _is_of_another_time(items[j], item, said, text) or _stands_apart(items, j, k, text)
                    apart = apart or (_is_recent(item, text) and not _is_recent(items[j], text))
                    if items[j].head.type == "NOUN" and not apart:
                        result[j] = result[j].having(*said)
                        given.extend(said)
            last = k
    return result, list(dict.fromkeys(given))


def with_leading_times(items: Sequence[Item]) -> list[Item]:
    """Items with the windows that stand before a member: they hold until one says anew when it was, or that it is."""
    result: list[Item] = []
    leading, openers = tuple[Part, ...](), set[Token]()
    for item in items:
        said = item.some("window", "windows")
        ahead = tuple(part for part in said if part.before)
        if ahead:
            leading, openers = ahead, _openers(item)
        elif any(_tells_when(token) for token in _openers(item) - openers):
            leading = ()
        result.append(item if said else item.having(*leading))
    return result


def _tells_when(opener: Token) -> bool:
    return str(opener.value).partition("=")[0] in ("when", "status")


def all_happened(items: Sequence[Item], text: str) -> bool:
    """Whether each member says that something happened: "had surgery or received blood", not "history of stroke"."""
    return all(any(_happened(token, text) for token in _openers(item)) for item in items)


def _happened(opener: Token, text: str) -> bool:
    said = text[opener.start : opener.end]
    return opener.value == "when=ever" and _EVENT.search(said) is not None and _NAMED.search(said) is None


def _is_of_another_time(item: Item, timed: Item, said: Sequence[Part], text: str) -> bool:
    """Whether one member is planned and the other is not: "history of stroke, or planned surgery during the study".

    So it is where one is told to be now, and what opens the other begins anew: "currently taking A, or used B within".
    """
    if _is_planned(item):
        return _is_past(said)
    if _ever(item, text):
        return True  # "stroke at any time, or angina within 30 days"
    if _is_planned(timed) or _is_named_again(item, timed) or _is_history_beside_result(item, timed, said):
        return True
    begins_anew = not _openers(timed) <= _openers(item) or _is_over(timed)
    return begins_anew and (_is_now(item) or _is_diagnosed(item, timed))


def said_behind(item: Item, token: Token, text: str) -> bool:
    """Whether a quality says behind the name of an item that it may be long ago: "stroke at any time"."""
    return token.start > item.head.start and token.value == EVER and _EVER.match(text, token.start) is not None


def _ever(item: Item, text: str) -> tuple[Part, ...]:
    """What says so of an item, and no more."""
    behind = (part for part in item.some("modifiers") if not part.before)
    return tuple(part for part in behind if all(said_behind(item, token, text) for token in part.tokens))


def _is_named_again(item: Item, timed: Item) -> bool:
    """Whether a name is written again to say when: "active bleeding or bleeding within 3 months"."""
    one, other = item.head.value, timed.head.value
    if not isinstance(one, Noun) or not isinstance(other, Noun) or item.head.start == timed.head.start:
        return False
    return one.text.lower() == other.text.lower()


def _is_history_beside_result(item: Item, timed: Item, said: Sequence[Part]) -> bool:
    """Whether a history stands beside what a test gives at a point: "history of HIV or positive HBsAg at screening"."""
    kinds = [each.head.value.domain if isinstance(each.head.value, Noun) else "" for each in (item, timed)]
    known = EVER in {token.value for token in _openers(item)}
    told = [token for part in timed.some("modifiers") for token in part.tokens]
    given = any(token.type == "OUTCOME" or str(token.value).startswith("outcome=") for token in told)
    at_point = all(part.kind == "window" and part.value.span is None for part in said)
    return kinds == ["condition", "measurement"] and known and given and at_point


def _is_diagnosed(item: Item, timed: Item) -> bool:
    """Whether a diagnosis stands beside a treatment: "a diagnosis of immunodeficiency, or receives steroids within"."""
    kinds = [each.head.value.domain if isinstance(each.head.value, Noun) else "" for each in (item, timed)]
    return kinds[0] == "condition" and kinds[1] in _TREATMENTS and bool(_openers(item))


def _stands_apart(items: Sequence[Item], j: int, k: int, text: str) -> bool:
    """Whether commas alone part an illness from what is given or done: "diabetes, surgery within 4 weeks"."""
    kinds = [item.head.value.domain if isinstance(item.head.value, Noun) else "" for item in (items[j], items[k])]
    return (
        kinds[0] == "condition"
        and kinds[1] in _TREATMENTS
        and not any(_is_tied(items, i, text) for i in range(j + 1, k + 1))
    )


def _is_recent(item: Item, text: str) -> bool:
    """Whether a time only says how recent a thing is: "angina or recent infarction within 6 months"."""
    said = [token for part in item.some("modifiers") if part.before for token in part.tokens]
    return any(_RECENT.match(text, token.start, token.end) for token in said)


def _is_planned(item: Item) -> bool:
    return any(str(token.value).endswith("planned") for part in item.some("modifiers") for token in part.tokens)


def _is_over(item: Item) -> bool:
    """Whether an item says that a thing has ended: "completion of a program within 3 months"."""
    return any(token.value == "edge=end" for part in item.some("modifiers") if part.before for token in part.tokens)


def _is_now(item: Item) -> bool:
    return any(token.value == "when=current" for token in _openers(item))


def _openers(item: Item) -> set[Token]:
    """What begins a list before an item: "currently taking", "used"."""
    said = [token for part in item.some("modifiers") if part.before for token in part.tokens]
    return {token for token in said if token.type == "MOD" and spreads(token)}


def _is_past(said: Sequence[Part]) -> bool:
    """Whether a window lies before now: "in the past month"."""
    times = [part.value for part in said if part.kind == "window"]
    return any(time.preposition is not None and "past" in str(time.preposition.value) for time in times)


def _is_tied(items: Sequence[Item], k: int, text: str) -> bool:
    """Whether a word ties a member to the one before it, or both are of one name that is written once."""
    if not k:
        return False
    if items[k - 1].head.start == items[k].head.start and _turns(items[k - 1]):
        return True  # "started or stopped statins within 3 months, ..."
    return _TIED.search(text, items[k - 1].head.end, items[k].head.start) is not None


def _turns(item: Item) -> bool:
    """Whether an item says how a treatment begins, changes or ends."""
    said = [token for part in item.some("modifiers") if part.before for token in part.tokens]
    return bool(item.some("change")) or any(str(token.value).startswith("edge=") for token in said)


def _goes_on(items: Sequence[Item], k: int, text: str) -> bool:
    """Whether a comma alone goes on with the list behind a member that a word alone ties to the one before it."""
    return _is_tied_closely(items, k, text) and k + 1 < len(items) and not _is_tied(items, k + 1, text)


def _first_tied(items: Sequence[Item], k: int, text: str) -> int:
    """The first of the members that words alone tie to one another and to the member `k`.

    Two of a longer list with commas: "hypertension, stroke or infarction within 6 months, arrhythmia or angina".
    """
    while _is_tied_closely(items, k, text):
        k -= 1
    return k


def _is_tied_closely(items: Sequence[Item], k: int, text: str) -> bool:
    return _is_tied(items, k, text) and "," not in text[items[k - 1].head.end : items[k].head.start]


def _are_alike(items: Sequence[Item], said: Sequence[Part]) -> bool:
    """Whether a length is said of all members: they are of one kind, and it is the value of none.

    What is given and what is done to a patient are of one kind. Months and years of a result say how long it has held.
    """
    domains = {item.head.value.domain if isinstance(item.head.value, Noun) else "" for item in items}
    if domains == {"measurement"}:
        words = {word for item in items for word in item.head.value.text.lower().split()}
        return all(_is_long(part.value) for part in said) and column("measures_of_time").isdisjoint(words)
    return (len(domains) == 1 or domains <= _TREATMENTS) and "measurement" not in domains


def _is_long(time: Time) -> bool:
    value = time.span.value if time.span is not None else None
    ends = (value.low, value.high) if isinstance(value, Length) else ()
    offsets = [end.offset for end in ends if end is not None] or ([value] if isinstance(value, Offset) else [])
    return bool(offsets) and all(period.unit in ("month", "year") for each in offsets for period in each.periods)


_TREATMENTS = frozenset({"drug", "procedure", "device"})
