"""Two lengths of time of which the longer, or the shorter, is meant, with words between: one length with a choice.

"Within 30 days or within 5 half-lives of the drug, whichever is longer", "within 30 days or 5 half-lives of screening,
whichever is longer". What says the choice, and the point of time once more, are small words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ...extract.term import Term
from ...rules.model import Offset
from ..needing import saying

_WHICHEVER = re.compile(r"whichever\b.*\b(?:(?P<longer>long|great|late)|short|first|earl|soon)", re.IGNORECASE)
_OR = re.compile(
    r"(?:\bor|,)\s+(?:(?:with)?in\s+)?(?:(?:the|a)\s+)?(?:(?:past|last|previous|preceding|prior)\s+)?(?:period\s+of\s+)?\Z",
    re.IGNORECASE,
)
#: Whose half-lives they are.
_OF_DRUG = re.compile(r"\s*of\b.*\b(?:drug|agent|product|medication|compound|treatment|therapy)s?\b", re.IGNORECASE)
#: Terms that may stand between the two lengths: the point of time that the first is counted to.
_BETWEEN = frozenset({"PHRASE", "COMMA", "LPAR"})
#: Terms that end the search for the lengths.
_ENDS = frozenset({"SEMI", "DOT"})


@saying("whichever")
def chosen_from(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such lengths are one."""
    result = list(terms)
    for term in terms:
        said = _WHICHEVER.match(text, term.start, term.end) if term.type == "PHRASE" else None
        if said is not None:
            result = _merged(result, result.index(term), "longer" if said["longer"] else "shorter", text)
    return result


def _merged(terms: list[Term], at: int, pick: Literal["longer", "shorter"], text: str) -> list[Term]:
    """Terms in which the lengths before the choice at `at` are one length."""
    second = _length_before(terms, at)
    if second is None:
        return terms
    offset: Offset = terms[second].value
    if len(offset.periods) > 1:
        return [*terms[:second], _choice(terms[second], offset, pick), *_silent(terms, second + 1, at, text, False)]
    first = _length_before(terms, second)
    if first is None or not _OR.search(text, terms[first].end, terms[second].start):
        return terms
    between = terms[first + 1 : second]
    if any(term.type not in _BETWEEN for term in between):
        return terms
    joined = Offset(periods=(*terms[first].value.periods, *offset.periods))
    length = _choice(terms[first], joined, pick)
    point = next((n for n, term in enumerate(between) if _is_or(term, text)), 0)
    dated = any(_counts(term) for term in between[:point])
    kept = [term for term in between[:point] if term.type == "PHRASE"]
    said = Term("SKIP", between[point].start, terms[second].end)
    return [*terms[:first], length, *kept, said, *_silent(terms, second + 1, at, text, dated)]


def _choice(term: Term, offset: Offset, pick: Literal["longer", "shorter"]) -> Term:
    return term._replace(value=offset.model_copy(update={"pick": pick}))


def _length_before(terms: Sequence[Term], at: int) -> int | None:
    """The index of the last length of time before `at` in its clause."""
    for i in range(at - 1, -1, -1):
        if terms[i].type == "PERIOD":
            return i
        if terms[i].type in _ENDS:
            return None
    return None


def _silent(terms: Sequence[Term], start: int, at: int, text: str, dated: bool) -> list[Term]:
    """The terms from `start` on, the choice at `at` and the signs around it silent.

    `dated`: a point of time is said already, so that the one before the choice says nothing more.
    """
    end = at + 1
    while end < len(terms) and terms[end].type in ("RPAR", "COMMA") and not _opens(terms, at, end):
        end += 1
    again = dated or _OF_DRUG.match(text, terms[start - 1].end, terms[at].start)
    counted = {"UNFIT"} if again else {"UNFIT", "PHRASE"}  # what is unread stays so
    kept = [term for term in terms[start:at] if term.type in counted]
    return [*kept, Term("SKIP", terms[at].start, terms[end - 1].end), *terms[end:]]


def _opens(terms: Sequence[Term], at: int, end: int) -> bool:
    """Whether the sign at `end` parts the choice from what has nothing to do with its time."""
    if terms[end].type == "RPAR":
        return False
    return end + 1 == len(terms) or not _counts(terms[end + 1])


def _counts(term: Term) -> bool:
    """Whether a phrase may count from a point of time."""
    return term.type == "PHRASE" and any(terminal in ("BEFORE", "AFTER", "OF", "AT") for terminal, _ in term.value)


def _is_or(term: Term, text: str) -> bool:
    """Whether a term parts two lengths: "30 days or 5 half-lives", "30 days, 5 half-lives", "30 days (or ...)"."""
    return text[term.start : term.end].lower() in ("or", ",", "(")
