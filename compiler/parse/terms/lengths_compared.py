"""Lengths of time to choose from, one of which no record tells: "5 half-lives or twice the duration of the effect".

How long an effect lasts stays unread; the choice is made among the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term
from ..needing import saying
from .obligations import unread

_EFFECT = re.compile(
    r"(?:,\s*)?\bor (?:twice|two times|2 times|2x) the (?:duration|length) of (?:the |any )?(?:\w+ ){0,2}effects?"
    r" of (?:the|that|any) [\w -]{3,40}?(?=\s*[,(]?\s*whichever)",
    re.IGNORECASE,
)


@saying("whichever")
def without_effects(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which the length that an effect lasts is unread."""
    spans = [found.span() for found in _EFFECT.finditer(text)]
    return [unread(term) if any(start <= term.start < end for start, end in spans) else term for term in terms]
