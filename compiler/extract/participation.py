"""Taking part in this very trial, which a patient may have done before: "previously enrolled in this study".

Without a word that it is past ("enrolled in this study") it names everybody in the trial, and is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entity import Entity
from .term import Term

_PAST = (
    r"(?:(?:has|have|had|having)\s+(?:(?:previously|already|ever|formerly)\s+)?(?:been\s+)?"
    r"|(?:previous|prior|earlier|past|previously|already|formerly|ever)\s+(?:been\s+)?)"
)
_ACT = (
    r"(?:participat(?:ed|ion)|enroll?(?:ed|ment)|randomi[sz](?:ed|ation)|included|inclusion|entered|entry|recruited"
    r"|recruitment|registered|registration|treated|dosed|taken\s+part|completed|completion|withdrawn|discontinued)"
)
_THIS_TRIAL = (
    r"(?:in|into|to|on|onto|for|within|from)\s+(?:(?:the|this|our)\s+)?(?:(?:present|current|same|very|clinical|ongoing)\s+)*"
    r"(?:study|trial|protocol)\b(?!\s*(?:treatments?|drugs?|medications?|therapy|interventions?|products?|vaccines?)\b)"
)
_ACTS = rf"{_ACT}(?:\s+in)?(?:(?:\s*,\s*|\s+(?:or|and|and/or)\s+)(?:been\s+)?{_ACT})*"
_PARTICIPATION = re.compile(rf"\b{_PAST}{_ACTS}\s+{_THIS_TRIAL}(?:\s+(?:before|previously|earlier)\b)?", re.IGNORECASE)
_CUE = re.compile("study|trial|protocol", re.IGNORECASE)


def participations(text: str) -> Iterator[Term]:
    """What says of a patient that he or she was in this trial before; `ENTITY` terms."""
    if _CUE.search(text):
        for found in _PARTICIPATION.finditer(text):
            yield Term("ENTITY", found.start(), found.end(), Entity("observation", found.group()))


def is_participation(text: str) -> bool:
    """Whether a name says that somebody was in this trial before."""
    return _PARTICIPATION.fullmatch(text) is not None
