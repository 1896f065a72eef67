"""Of which members of a list a phrase of time is said: "stroke or seizure within 6 months, or cancer".

Behind the last member it is said of all. Behind an earlier one it is said of those before it that "or" or "and" ties to
it, back to the last that has a time of its own; a comma alone ties nothing: "angina, infarction within 6 months, ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .syntax import Item, Part
from .token import Noun

#: What is written between members that belong together.
_TIED = re.compile(r"\b(?:or|and|nor)\b|/|&", re.IGNORECASE)


def with_shared_times(items: Sequence[Item], text: str) -> tuple[list[Item], list[Part]]:
    """Items with the windows and lengths that are said of them too, and the parts that were handed out."""
    result, given = list(items), list[Part]()
    for kinds, of_a_kind in ((("window", "windows"), False), (("lasting",), True)):
        last = -1  # the last member with a time of its own
        for k, item in enumerate(items):
            said = tuple(part for part in item.some(*kinds) if not part.before)
            if not said:
                last = k if item.some(*kinds) else last
                continue
            first = last + 1
            final = k == len(items) - 1 and last < 0
            if (final or _is_tied(items, k, text)) and not (of_a_kind and not _are_alike(items[first : k + 1])):
                for j in range(first, k):
                    if items[j].head.type == "NOUN":
                        result[j] = result[j].having(*said)
                        given.extend(said)
            last = k
    return result, list(dict.fromkeys(given))


def _is_tied(items: Sequence[Item], k: int, text: str) -> bool:
    """Whether a word ties a member to the one before it."""
    if not k:
        return False
    return _TIED.search(text, items[k - 1].head.end, items[k].head.start) is not None


def _are_alike(items: Sequence[Item]) -> bool:
    """Whether members are of one kind, and none of them is measured, whose length may be its value.

    What is given and what is done to a patient are of one kind.
    """
    domains = {item.head.value.domain if isinstance(item.head.value, Noun) else "" for item in items}
    return (len(domains) == 1 or domains <= _TREATMENTS) and "measurement" not in domains


_TREATMENTS = frozenset({"drug", "procedure", "device"})
