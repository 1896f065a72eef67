"""What a text says once though it means it twice: "since prior and no concurrent radiotherapy", "age < 2 or > 21".

A limit at another time is one of the same measure: "EASI >= 10 at screening and >= 16 at baseline".

"If using NSAIDs, must be on a stable dose for 2 weeks" is a stable dose of NSAIDs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import Length, Limit, Value
from ..building.facts import as_value
from ..layout.scene import spreads
from ..names.lists import CONNECTIVES
from ..needing import needing
from ..token import Token

_JOINS = frozenset({"AND", "BUT", "COMMA", "SKIP"})
_LISTED = frozenset({"NOUN", "MOD", "COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP", "JUNK"})
_CLAUSE_ENDS = frozenset({"COMMA", "SEMI", "DOT", "STOP", "AND", "OR", "ANDOR", "BUT", "RPAR", "EXCEPT", "UNLESS"})
_SENTENCE_ENDS = frozenset({"STOP", "SEMI", "DOT"})
#: Units that the limit of an age may have; years where it has none.
_AGES = frozenset({None, "a", "mo", "wk", "d"})
_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER"})
_DIRECTIONS = frozenset({"AT", "DURING", "WITHIN", "BEFORE", "AFTER"})
_TIMES = frozenset({"ANCHOR", "PERIOD", "LENGTH"})
_JOINS_LIMITS = frozenset({"AND", "OR", "ANDOR", "COMMA", "BUT", "SKIP"})
_STABLE = re.compile(r"\b(?:stable|dose|dosage)\b", re.IGNORECASE)
_EARLIER, _NOW = "when=ever", "when=current"


@needing("NEG", "SCORED", "AGE", "FORLEN", *_TIMES)
def completed(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "prior", where "and no concurrent" follows, has the names that stand behind "concurrent".

    A limit that "or" ties to an age or a score is one of it; a dose alone is one of the drug named before.
    """
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if _is_dose_alone(tokens, i, text):
            treatment = _treatment_before(result)
            if treatment and result[-1].type in _TIMES:  # "on methotrexate for 3 months at a stable dose of ..."
                result.append(Token("AND", token.start, token.start))
            if len([each for each in treatment if _is_drug(each)]) <= 1:
                if text.startswith("with", token.start):
                    result += [token, *treatment]  # behind a name, "with" would begin what is more
                    continue
                result += treatment
            elif not _is_asked_of_each(result):
                result += _of_each(token, treatment)
                continue
        if _is_at_other_time(tokens, i):
            measured = _measured_before(result)
            if measured and measured[0].type == "SCORED":
                token = measured[0]._replace(
                    start=token.start, end=token.end, value=measured[0].value._replace(value=token.value)
                )
            else:
                result.extend(measured)
        result.append(_other_limit(result, token))
        if _says_earlier(token, text) and (start := _names_after(tokens, i + 1)):
            end = start
            while end < len(tokens) and tokens[end].type in _LISTED:
                end += 1
            while end > start and tokens[end - 1].type != "NOUN":
                end -= 1
            result.extend(tokens[start:end])
    return result


def _is_dose_alone(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a dose is said of what was named before: "if using NSAIDs, must be | on a stable dose for 2 weeks".

    One that is denied need not last: "statins, if not | on a stable dose".
    """
    if tokens[i].type != "MOD" or not str(tokens[i].value).startswith("control=") or _drug_before(tokens, i):
        return False
    next_ = _past_amount(tokens, i + 1)
    behind = tokens[next_].type if next_ < len(tokens) else "STOP"
    denied = i > 0 and tokens[i - 1].type == "NEG" and _STABLE.search(text, tokens[i].start, tokens[i].end) is not None
    lasts = behind in ("FORLEN", "LENGTH", "PERIOD") or (denied and behind in _CLAUSE_ENDS)
    return lasts and not _named_in_clause(tokens, i + 1)


def _past_amount(tokens: Sequence[Token], i: int) -> int:
    """Behind how much a dose at `i` is, perhaps in brackets: "of 10-25 mg/week"."""
    bracketed = [token.type for token in tokens[i : i + 3]][::2] == ["LPAR", "RPAR"]
    amount = i + (bracketed or (i < len(tokens) and tokens[i].type == "SKIP"))
    if amount < len(tokens) and tokens[amount].type in ("VALUE", "AMOUNT"):
        return amount + 1 + bracketed
    return i


def _drug_before(tokens: Sequence[Token], i: int) -> bool:
    """Whether the dose at `i` stands right behind a name, whose it is."""
    while i and tokens[i - 1].type in ("SKIP", "MOD"):
        i -= 1
    return bool(i) and tokens[i - 1].type in ("NOUN", "RPAR", "LINK", "JUNK")


def _named_in_clause(tokens: Sequence[Token], i: int) -> bool:
    kinds = (token.type for token in tokens[i:])
    return "NOUN" in takewhile(lambda kind: kind not in _CLAUSE_ENDS, kinds)


def _treatment_before(tokens: Sequence[Token]) -> Sequence[Token]:
    """The drug that was named last in the sentence, or the list of drugs; nothing where the list holds others.

    Examples are none: "statins (e.g. simvastatin) must be | on a stable dose".
    """
    end = _before_brackets(tokens, len(tokens))
    while end and not _is_drug(tokens[end - 1]):
        if tokens[end - 1].type in _SENTENCE_ENDS:
            return ()
        end = _before_brackets(tokens, end - 1)
    if excepted := _exception(tokens, end):
        return _treatment_before(tokens[:excepted])
    start = end
    while start and (_is_drug(tokens[start - 1]) or _qualifies(tokens[start - 1]) or _joins_drugs(tokens, start - 1)):
        start -= 1
    listed = start > 0 and tokens[start - 1].type in _LISTED - {"MOD", "SKIP"}
    return () if listed else tokens[start:end]


def _of_each(dose: Token, treatment: Sequence[Token]) -> list[Token]:
    """A list of drugs, each with the dose that is told of all; its commas are the connective that ends it."""
    joint = next((each.type for each in treatment if each.type in ("AND", "OR", "ANDOR")), "OR")
    typed = (each.retyped(joint) if each.type == "COMMA" else each for each in treatment)
    return [part for each in typed for part in ((dose, each) if _is_drug(each) else (each,))]


def _is_asked_of_each(before: Sequence[Token]) -> bool:
    """Whether a dose is asked of each drug that is taken: "if on A or B, the dose must be | stable".

    One that is denied is told of any: "A or B if not | on a stable dose".
    """
    if before and before[-1].type == "NEG":
        return False
    sentence = takewhile(lambda token: token.type not in _SENTENCE_ENDS, reversed(before))
    return any(token.type in ("IF", "MUST") for token in sentence)


def _exception(tokens: Sequence[Token], end: int) -> int:
    """Where the exception begins that holds the names before `end`: "DMARDs | other than MTX"; 0 where none does."""
    i = end - 1
    while i > 0 and tokens[i].type in _LISTED:
        i -= 1
    return i if i > 0 and tokens[i].type == "EXCEPT" else 0


def _before_brackets(tokens: Sequence[Token], end: int) -> int:
    """The end of what stands before the brackets that close at `end`."""
    while end and tokens[end - 1].type == "RPAR":
        while end and tokens[end - 1].type != "LPAR":
            end -= 1
        end = max(end - 1, 0)
    return end


def _qualifies(token: Token) -> bool:
    return token.type == "MOD" and not _opens_list(token)


def _joins_drugs(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` is of the connective between a drug and another name: "," or "or" of "A, or B"."""
    before = i - 1 if i > 1 and tokens[i - 1].type == "COMMA" else i
    return tokens[i].type in CONNECTIVES and before > 0 and _is_drug(tokens[before - 1])


def _is_drug(token: Token) -> bool:
    return token.type == "NOUN" and token.value.domain == "drug"


def _opens_list(token: Token) -> bool:
    return token.type == "MOD" and spreads(token)


def _other_limit(before: Sequence[Token], token: Token) -> Token:
    """The second limit of "age > 21 or less than 2" or "MMSE < 1 or > 12"; any other token as it is."""
    if len(before) < 2 or before[-1].type not in ("OR", "ANDOR"):
        return token
    first, value = before[-2], token.value
    if first.type == "SCORED" and token.type == "VALUE" and isinstance(value, Value) and _is_bare(value):
        return Token("SCORED", token.start, token.end, first.value._replace(value=value))
    if first.type == "AGE" and token.type == "VALUE" and isinstance(value, Value):
        ends = [end for end in (value.low, value.high) if end is not None]
        if ends and all(end.number is not None and not end.reference and end.unit in _AGES for end in ends):
            return Token("AGE", token.start, token.end, Value(low=_in_years(value.low), high=_in_years(value.high)))
    if first.type == "AGE" and token.type == "LENGTH" and isinstance(value, Length) and _is_of_years(value):
        return Token("AGE", token.start, token.end, as_value(value))
    return token


def _is_of_years(length: Length) -> bool:
    """Whether a length with limits can be an age."""
    units = [limit.offset.periods[0].unit for limit in (length.low, length.high) if limit is not None]
    return bool(units) and all(unit in ("year", "month", "week") for unit in units)


def _is_bare(value: Value) -> bool:
    """Whether a limit has numbers alone."""
    ends = [end for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(end.number is not None and not end.reference and end.unit is None for end in ends)


def _in_years(end: Limit | None) -> Limit | None:
    return end.model_copy(update={"unit": end.unit or "a"}) if end is not None else None


def _is_at_other_time(tokens: Sequence[Token], i: int) -> bool:
    """Whether a limit with a time of its own follows one that has another: "| >= 16 at baseline"."""
    timed = i + 1 < len(tokens) and tokens[i + 1].type in _DIRECTIONS
    if not isinstance(tokens[i].value, Value) or not timed or not i or tokens[i - 1].type not in _JOINS_LIMITS:
        return False
    while i and tokens[i - 1].type in _JOINS_LIMITS:
        i -= 1
    return bool(i) and tokens[i - 1].type in _TIMES


def _measured_before(before: Sequence[Token]) -> Sequence[Token]:
    """The measure whose limit, with its time, ends the tokens read; nothing where something else stands there."""
    i = len(before)
    while i and before[i - 1].type in _JOINS_LIMITS | _TIMES | _DIRECTIONS:
        i -= 1
    if i and before[i - 1].type == "SCORED":
        return before[i - 1 : i]
    while i and before[i - 1].type in _LIMITS | {"SKIP"}:
        i -= 1
    end = i
    while i and before[i - 1].type in ("NOUN", "MOD"):
        i -= 1
    named = i < end and before[end - 1].type == "NOUN" and before[end - 1].value.domain == "measurement"
    return before[i:end] if named else ()


def _says_earlier(token: Token, text: str) -> bool:
    """Whether a token is "prior", or ends with it: "since prior"."""
    if token.type == "AFTER":
        return text[token.start : token.end].lower().endswith(("prior", "previous", "last"))
    return token.type == "MOD" and token.value == _EARLIER


def _names_after(tokens: Sequence[Token], i: int) -> int:
    """Where the names behind "and no concurrent" begin, if that is what stands at `i`; else 0."""
    joined = i
    while i < len(tokens) and tokens[i].type in _JOINS:
        i += 1
    if i == joined or i + 1 >= len(tokens) or tokens[i].type != "NEG":
        return 0
    i += 1
    while i < len(tokens) and tokens[i].type == "SKIP":
        i += 1
    found = i + 1 < len(tokens) and tokens[i].type == "MOD" and tokens[i].value == _NOW
    return i + 1 if found else 0
