"""Ages at events: "diabetes diagnosed before the age of 30" says how old the patient was then, not how old she is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from ...rules.model import Anchor, Bound, Limit, Offset, Period, TimeUnit, Value, Window
from ..needing import saying
from ..token import Noun, Token

_UNITS: dict[str, TimeUnit] = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour"}
_BIRTH = (Anchor(name="birth"),)
#: What parts a clause from the one before.
_PARTS = frozenset({"COMMA", "AND", "OR", "ANDOR", "SEMI", "STOP", "COLON", "LPAR", "SUBJ", "AGE"})
#: Words before an age that make it the age at an event, and words that do where something is said to happen.
_BEFORE = re.compile(r"\b(?:before|prior\s+to)(?:\s+the)?\s*$", re.IGNORECASE)
_AFTER = re.compile(r"\bafter(?:\s+the)?\s*$", re.IGNORECASE)
_BY = re.compile(r"\bby(?:\s+the)?\s*$", re.IGNORECASE)
_AT = re.compile(r"\b(?:at|from|since|between)(?:\s+(?:the|an))?\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from)\b", re.IGNORECASE)
_WITHIN = re.compile(r"(?:before|prior\s+to|after|until)\b", re.IGNORECASE)
_HAPPENS = re.compile(
    r"\b(?:onset|(?<!newly )diagnos\w+|first|start(?:ed|ing)|began|beginning|begun|occur\w*|develop\w*|manifest\w*|"
    r"initiat\w+|menarche|menopause|appear\w*|presenting(?! (?:for|with)\b)|performed|occasion)\b",
    re.IGNORECASE,
)


def at_ages(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the age at an event is a BYAGE that holds its window, counted from birth."""
    result: list[Token] = []
    for token in _measured(_named(tokens, text), text):
        window = _window(token, result, text) or _ago(token, result, text) if token.type == "AGE" else None
        if window is None and token.type == "AGE" and result and _is_of_a_sample(result[-1], token, text):
            token = Token("JUNK", token.start, token.end, text[token.start : token.end])
        if window is None:
            result.append(token)
            continue
        start = token.start
        lead = next((found for each in _LEADS if (found := each.search(text, 0, token.start))), None)
        while result and lead is not None and result[-1].start >= lead.start():
            start = result.pop().start
        result.append(Token("BYAGE", start, token.end, window))
    return result


@saying("age")
def _named(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "age at onset" is one name, of what is measured."""
    result: list[Token] = []
    covered = 0
    for token in tokens:
        whole = _AGE_AT.match(text, token.start) if token.type == "NOUN" else None
        if whole is not None and token.end < whole.end():
            covered = whole.end()
            result.append(Token("NOUN", token.start, covered, Noun(whole[0], "observation")))
        elif token.start >= covered or token.end > covered:
            result.append(token if token.start >= covered else token._replace(start=covered + 1))
    return result


@saying("age")
def _measured(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which the limit of an age at an event is a VALUE: "age at onset before 18 years", "... < 18 years"."""
    result: list[Token] = []
    for token in tokens:
        at = _said_of(result, text) if token.type in _LIMITS else 0
        if not at or result[-at].type != "NOUN" or not _AGE_AT.fullmatch(result[-at].value.text):
            result.append(token)
            continue
        said = text[result[-at].end : token.start]
        limit = Limit(number=_years(token), unit="a", closed=False) if _years(token) is not None else None
        if token.type == "AGE":
            result.append(token.retyped("VALUE"))
        elif limit is not None and (_BEFORE.search(said) or _AFTER.search(said)):
            del result[len(result) - at + 1 :]
            value = Value(high=limit) if _BEFORE.search(said) else Value(low=limit)
            result.append(Token("VALUE", token.start - len(said.lstrip()), token.end, value))
        else:
            result.append(token)
    return result


def _said_of(tokens: Sequence[Token], text: str) -> int:
    """How many tokens from the end stands what a limit is said of; 0 where nothing does."""
    return next(
        (k for k, each in enumerate(reversed(tokens), 1) if text[each.start : each.end].lower() not in _SAYS), 0
    )


#: What may be the limit of an age.
_LIMITS = frozenset({"AGE", "NUMBER", "PERIOD"})
#: What may stand between an age at an event and its limit.
_SAYS = frozenset({"before", "prior to", "after", "is", "was", "of", "must be", "should be"})


def _years(token: Token) -> Decimal | None:
    """The number of a bare length of years: "18 years", "18"."""
    if token.type == "NUMBER":
        number: Decimal = token.value
        return number
    periods: tuple[Period, ...] = token.value.periods if token.type == "PERIOD" else ()
    return periods[0].number if len(periods) == 1 and periods[0].unit == "year" else None


def _ago(token: Token, before: Sequence[Token], text: str) -> Window | None:
    """The window of something that is itself so old: "fractures older than 2 weeks", where nobody else is named."""
    named = next((each for each in reversed(before) if each.type not in _BETWEEN_NAME), None)
    if named is None or named.type != "NOUN" or any(each.type in ("PERSON", "AGE") for each in before):
        return None
    words = text[token.start : token.end].lower()
    low, high = token.value.low, token.value.high
    limit = low or high
    taken = _is_of_a_sample(named, token, text)
    if not taken and (named is not before[-1] or any(each.type == "SUBJ" for each in before)):
        return None
    if not ("older" in words or taken) or "age" in words or (low and high) or limit.unit == "a":
        return None
    bound = Bound(offset=_offset(limit.number, limit.unit), closed=limit.closed)
    start, end = (None, bound) if low else (bound, Bound())
    return Window(start=start, end=end, anchors=(Anchor(name="enrollment"),), edge="start")


def _is_of_a_sample(before: Token, age: Token, text: str) -> bool:
    """Whether what was taken of a patient is so old: "archival tissue less than 6 months old"."""
    old = text[age.start : age.end].lower().endswith("old")
    return old and before.type in ("NOUN", "JUNK") and _TAKEN.search(text, before.start, before.end) is not None


#: What may stand between a name and how old it is: "scans | must be | at most 2 weeks old".
_BETWEEN_NAME = frozenset({"MUST", "SKIP", "HAVE"})
#: What was taken of a patient or happened to one, and is so old itself: "tumor material no more than 12 months old".
_TAKEN = re.compile(
    r"\b(?:tissues?|samples?|specimens?|materials?|biops(?:y|ies)|blocks?|slides?|scans?|images?|imaging|"
    r"fractures?|lesions?|wounds?|injur(?:y|ies)|ulcers?|scars?|burns?|infarct(?:s|ions?)?|thromb(?:us|i|osis)|pain)$",
    re.IGNORECASE,
)
_AGE_AT = re.compile(
    r"age\s+(?:at|of)\s+(?:(?:the\s+)?time\s+of\s+)?(?:(?:the|first|initial|disease|symptom|seizure|illness|tumou?r)\s+)*"
    r"(?:diagnosis|onset|menarche|menopause|presentation|manifestation)\b",
    re.IGNORECASE,
)
_LEADS = (_BEFORE, _AFTER, _BY, _AT)


def _window(token: Token, before: Sequence[Token], text: str) -> Window | None:
    """The window of an age, where it is that of something that happened in the same clause."""
    clause = list(takewhile(lambda each: each.type not in _PARTS, reversed(before)))
    if not any(each.type == "NOUN" for each in clause):
        return None
    low, high = token.value.low, token.value.high
    if _WITHIN.match(text, token.start):
        return _from_birth(low, high)
    exact = low if low == high else None
    if exact is not None and _BEFORE.search(text, 0, token.start):
        return _from_birth(None, exact.model_copy(update={"closed": False}))
    if exact is not None and _AFTER.search(text, 0, token.start):
        return _from_birth(exact, None)
    if exact is not None and _BY.search(text, 0, token.start):
        return _from_birth(None, exact, completed=False)
    happens = _HAPPENS.search(text, clause[-1].start, token.start)
    placed = _AT.search(text, 0, token.start) or _BETWEEN.match(text, token.start)
    return _from_birth(low, high) if happens and placed else None


def _from_birth(low: Limit | None, high: Limit | None, completed: bool = True) -> Window | None:
    """The window between two ages. An age is `completed`: at most 18 years lasts until the 19th birthday."""
    start, end = _bound(low), _bound(high)
    if start is None and end is None:
        return None
    if end is not None and end.closed and completed and high is not None and high.number is not None:
        end = Bound(offset=_offset(high.number + 1, high.unit), side="after", closed=False)
    return Window(start=start, end=end, anchors=_BIRTH, edge="start")


def _bound(limit: Limit | None) -> Bound | None:
    if limit is None or limit.number is None:
        return None
    return Bound(offset=_offset(limit.number, limit.unit), side="after", closed=limit.closed)


def _offset(number: Decimal, unit: str | None) -> Offset:
    return Offset(periods=(Period(number=number, unit=_UNITS.get(unit or "a", "year")),))
