"""Rates that are written like lengths of time, "6 servings of caffeine a day", or as on a prescription: "10 mg bid".

"A day" behind a preposition is a length ("within a day"), and so it is before what counts from it ("a day before").
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...extract.term import Term
from ...rules.model import Period, Times, Value
from ...vocabulary import pairs
from ..needing import needing
from .daily_doses import is_given

_ARTICLES = ("a ", "an ")
#: What a rate may stand behind: the name of what is counted, or how often it is.
_COUNTED = frozenset({"ENTITY", "WORD", "TIMES", "RPAR", "VALUE", "AMOUNT"})
#: Phrases that count from a point, of which a length of time comes before.
_COUNTING = frozenset({"BEFORE", "AFTER", "AGO", "LATER", "DURATION", "OR"})
#: Terms that say how many.
_NUMBERS = frozenset({"NUMBER", "VALUE", "AMOUNT", "TIMES"})
_DOSES = frozenset({"VALUE", "AMOUNT"})


@needing("PERIOD")
def rated(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which every such length of time is a RATE."""
    result = list(terms)
    for i, term in enumerate(result):
        if term.type == "PERIOD" and _is_rate(result, i, text):
            result[i] = Term("RATE", term.start, term.end, term.value.periods[0].unit)
    return result


@needing("VALUE", "AMOUNT")
def prescribed(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which every abbreviation of a prescription behind a dose says how many times a day it is given."""
    result = list(terms)
    for i, term in enumerate(terms[1:], start=1):
        if terms[i - 1].type in _DOSES and _is_dose(terms[i - 1].value):
            number = pairs("doses_a_day").get(text[term.start : term.end].lower().replace(".", ""))
            if number is not None:
                times = Times(low=int(number), high=int(number), per=Period(number=Decimal(1), unit="day"))
                result[i] = Term("TIMES", term.start, term.end, times)
    return result


def _is_dose(value: object) -> bool:
    """Whether a limit has the unit of a dose."""
    ends = (value.low, value.high) if isinstance(value, Value) else ()
    return any(end is not None and is_given(end.unit) for end in ends)


def _is_rate(terms: Sequence[Term], i: int, text: str) -> bool:
    said = text[terms[i].start : terms[i].end].lower()
    if not said.startswith(_ARTICLES) or not i or terms[i - 1].type not in _COUNTED:
        return False
    following = terms[i + 1] if i + 1 < len(terms) else None
    counting = following is not None and following.type == "PHRASE" and following.value
    if counting and any(terminal in _COUNTING for terminal, _ in counting):
        return False
    return any(term.type in _NUMBERS for term in terms[:i])
