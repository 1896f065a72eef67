"""What facts beside one another in a list share in the words of the text: a head, a limit, a name.

Part of `flatten`: what the text writes once is one leaf, or stands on the first of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from ..text import Span
from .limits import bounds
from .model import Fact

#: A name and the preposition that ties a place to it: "trauma to the".
_PLACED = re.compile(r"(.+) (?:to|of|in|on|at)(?: the)?$")


def one_measure(one: Fact, other: Fact) -> bool:
    """Whether two facts are two ranges of one measurement: "below 40 or above 100"."""
    return one.value is not None and one.model_copy(update={"value": other.value}) == other


def shared_head(one: Fact, other: Fact) -> str | None:
    """The head that the text gives two facts once: "disease" of "renal or hepatic disease"."""
    if (one.domain, one.who) != (other.domain, other.who) or one.span is None or other.span is None:
        return None
    if bounds(one) != bounds(other) or one.links != other.links:
        return None
    words, others = one.concept.text.split(), other.concept.text.split()
    together = overlap(one.span, other.span)
    if words == others and (together or other.status == "planned"):
        return one.concept.text
    behind = one.span == other.span or borrows(one)
    if behind and (common := in_common(reversed(words), reversed(others))):
        return " ".join(reversed(common))
    placed = _PLACED.match(" ".join(in_common(words, others))) if together or borrows(other) else None
    return placed[1] if placed else None


def borrows(fact: Fact) -> bool:
    """Whether a name is longer than the words that it was read from: it shares some with its neighbour."""
    return fact.span is not None and fact.span.end - fact.span.start < len(fact.concept.text)


def in_common(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """The words with which both begin."""
    return [one for one, other in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False))]


def apart(one: Fact, other: Fact) -> bool:
    """Whether each of two facts has its own words in a text, and so its own limit."""
    return one.span is not None and other.span is not None and not overlap(one.span, other.span)


def overlap(one: Span | None, other: Span | None) -> bool:
    """Whether two facts were read from some of the same words."""
    return one is not None and other is not None and one.start < other.end and other.start < one.end
