"""Changes and grades that the text says once of a list: "change in A or B", "nausea, vomiting or fatigue > grade 2"."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Qualifier
from ..layout.scene import spreads
from ..syntax.tree import Item, Part
from ..token import Noun

#: How the word of a change ends that says of what it is.
_OF = (" of", " in", " with", " to")
#: Parts with which a member is a statement of its own.
_OWN = ("values", "change", "window", "windows", "bracket", "link", "lasting", "times", "such_as")


def with_shared_changes(items: Sequence[Item], text: str) -> list[Item]:
    """Members with the change that is said before the first of them, up to one that begins anew."""
    first = items[0]
    led = tuple(p for p in said_before(first) if text[p.start : first.head.start].lower().rstrip().endswith(_OF))
    result = list(items)
    if not led:
        return result
    for i in range(1, len(items)):
        before = items[i - 1]
        if before.some("values", "window", "windows") or not _changes_alike(first, items[i]):
            break
        result[i] = items[i].having(*led)
    return result


def said_before(item: Item) -> tuple[Part, ...]:
    """The change that is said before an item."""
    return tuple(part for part in item.some("change") if part.before)


def _changes_alike(one: Item, other: Item) -> bool:
    """Whether two things change alike: both are illnesses, or neither is, and nothing is said before the other.

    What is measured and what is done do not: "reduction in kidney function or kidney transplant".
    """
    if not isinstance(one.head.value, Noun) or not isinstance(other.head.value, Noun) or said_before(other):
        return False
    said = [token for part in other.some("modifiers") if part.before for token in part.tokens]
    begins = any(spreads(token) or str(token.value).startswith("edge=") for token in said)
    domains = (one.head.value.domain, other.head.value.domain)
    return (
        not begins and domains != ("measurement", "procedure") and len({each == "condition" for each in domains}) == 1
    )


def with_shared_grades(items: Sequence[Item], signs: Sequence[str]) -> tuple[list[Item], tuple[Part, ...]]:
    """Bare names of illnesses with the grade behind the last of them, and that grade.

    A comma before the last "or" sets it apart: "diabetes, pregnancy, or neuropathy > grade 2".
    """
    *others, last = items
    grades = tuple(part for part in last.some("modifiers") if not part.before and _is_grade(part))
    close = len(others) == 1 or not signs[-1].startswith(",")
    if not grades or not close or not all(map(_is_bare, others)) or not _is_bare(last.without(*grades)):
        return list(items), ()
    return [*(item.having(*grades) for item in others), last], grades


def _is_grade(part: Part) -> bool:
    """Whether a part is an ordered grade: "> grade 2"."""
    return bool(part.tokens) and all(
        isinstance(token.value, Qualifier)
        and token.value.key == "grade"
        and (token.value.value.low is not None or token.value.value.high is not None)
        for token in part.tokens
    )


def _is_bare(item: Item) -> bool:
    """Whether an item is an illness of which nothing is said but what opens the list."""
    noun = item.head.value
    told = [token for part in item.some("modifiers") for token in part.tokens if not spreads(token)]
    return isinstance(noun, Noun) and noun.domain == "condition" and not told and not item.some(*_OWN)
