"""A dose that is told to be stable is that of the drug named before: "metformin for 6 months and on a stable dose for 8
weeks"."""

from __future__ import annotations

from dataclasses import replace

from .syntax import Item, Join, Reading
from .token import Noun


def with_same_drug(reading: Reading) -> Reading:
    """Clauses that only say how a drug is dosed, and since when or for how long, with the drug of the clause before."""
    if not isinstance(reading, Join):
        return reading
    members: list[Reading] = []
    for each in reading.of:
        before = members[-1] if members else None
        member = with_same_drug(each)
        if isinstance(member, Item) and isinstance(before, Item) and _is_drug(before) and _tells_dose(member):
            member = replace(member, head=before.head)
        members.append(member)
    return replace(reading, of=tuple(members))


def _is_drug(item: Item) -> bool:
    return isinstance(item.head.value, Noun) and item.head.value.domain == "drug"


def _tells_dose(item: Item) -> bool:
    """Whether an item has no name, says how something is controlled, and for how long or since when."""
    said = [str(token.value) for part in item.some("modifiers") for token in part.tokens]
    timed = item.some("lasting", "window")
    kinds = {part.kind for part in item.parts}
    return (
        item.head.type == "EMPTY"
        and bool(said and timed)
        and all(value.startswith("control=") for value in said)
        and kinds <= {"modifiers", "lasting", "window"}
    )
