"""Numbers and lengths that limit nothing: parts of names, counted entries, how a test is done, where a thing lies.

"NovoMix 30", "Question 4 or 5", "the last five entries", "24-hour urinary protein", "within 5 cm of the anal verge".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ...rules.model import Value
from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token

#: Domains of things that a number alone never measures.
_UNMEASURED = frozenset({"drug", "device", "procedure"})
_MARK = re.compile(r"[®™©]?\s?[®™©]?\s?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"\d{1,4}")
_CAPITAL = re.compile(r".*\b[A-Z][\w/-]*$", re.DOTALL)
_NUMBERED = re.compile(r"(?:\b|^)([A-Za-z]+)\.?$")
_ONE_OF_A_ROW = re.compile(r"\b(?:last|past|previous|preceding|first|next|initial|final)\s+$", re.IGNORECASE)
#: What parts a clause from the one before.
_PARTS = frozenset({"COMMA", "AND", "OR", "ANDOR", "SEMI", "DOT", "COLON", "LPAR", "SUBJ", "HAVE"})
_EVERY = re.compile(r"\bevery\s+(?:other\s+)?$", re.IGNORECASE)
_JOINS = frozenset({"COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP"})
#: What a test or a record may be called that takes so long: "24-hour urine collection".
_TAKEN = re.compile(
    r"\b(?:collections?|monitor(?:ing)?|recording|record|diary|test|holter|ecg|eeg|walk|specimen|sample|average|score)s?\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:1|one|an?)\b", re.IGNORECASE)
#: The most characters of an abbreviation in brackets.
_SHORT = 16
#: Units of lengths that tell how far apart two things are, and the words between.
_LENGTHS = frozenset({"mm", "cm", "m", "km", "[mi_us]", "[ft_i]", "[in_i]"})
_FROM = re.compile(
    r"(?:(?:away|distant|proximal(?:ly)?|distal(?:ly)?)\s+)?(?:from|above|below|to)(?:\s+the)?", re.IGNORECASE
)
_NEAR = re.compile(r"of(?:\s+(?:the|an?))?", re.IGNORECASE)


def numbered(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such numbers and lengths are no limits."""
    return _apart(_tested(_named(_counted(tokens, text), text), text), text)


@needing("PERIOD", "LENGTH", "NUMBER", "JUNK")
def _counted(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Question 4 or 5", "phase 2", "the last five entries": numbers that only say which one is meant."""
    result: list[Token] = []
    series = False  # whether the numbers that come are of a series that was named
    for i, token in enumerate(tokens):
        before = result[-1] if result else None
        if token.type in ("PERIOD", "LENGTH") and before is not None and _EVERY.search(text, 0, token.start):
            result.append(Token("JUNK", token.start, token.end, text[token.start : token.end]))
            continue
        if token.type == "NUMBER" and _YEAR.fullmatch(text, token.start, token.end) and _names(tokens, i + 1):
            result.append(Token("JUNK", token.start, token.end, text[token.start : token.end]))
            continue
        if token.type == "NOUN" and before is not None and _is_year(before, text) and before.end + 1 == token.start:
            name = text[before.start : token.end]
            result[-1] = token._replace(start=before.start, value=replace(token.value, text=name))
            continue
        if token.type == "NUMBER" and before is not None:
            series = series or _is_series(before, text)
            host = result[-2] if series and before.type == "JUNK" and len(result) > 1 else None
            if host is not None and host.type == "NOUN" and host.end + 1 == before.start:  # "HCV genotype 1"
                before = host._replace(end=before.end)
                result[-2:] = [before]
            if series and before.type == "NOUN":
                name = text[before.start : token.end]
                result[-1] = before._replace(end=token.end, value=replace(before.value, text=name))
                continue
            if series or (_ONE_OF_A_ROW.search(text, 0, token.start) and _names(tokens, i + 1)):
                result.append(Token("JUNK", token.start, token.end, text[token.start : token.end]))
                continue
        series = series and token.type in _JOINS
        result.append(token)
    return result


def _is_year(token: Token, text: str) -> bool:
    """Whether a token is a year before a name: "the 2016 WHO classification" is no count of 2016."""
    return token.type == "JUNK" and _YEAR.fullmatch(text, token.start, token.end) is not None


def _is_series(token: Token, text: str) -> bool:
    """Whether a token names things that are told apart by numbers: "question", "phase"."""
    said = _NUMBERED.search(text[token.start : token.end])
    return token.type in ("NOUN", "JUNK", "SKIP") and said is not None and said[1].lower() in column("numbered_things")


def _names(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].type in ("NOUN", "JUNK")


@needing("NUMBER")
def _named(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "NovoMix 30", "XEN 45 gel stent", "CA 125 > 35": a number that belongs to the name before it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        before = result[-1] if result else None
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if before is None or not _touches(before, token, text):
            result.append(token)
        elif before.type == "NOUN" and _takes_number(before, following, text):
            result[-1] = before._replace(
                end=token.end, value=replace(before.value, text=text[before.start : token.end])
            )
        elif (
            before.type == "JUNK"
            and _CAPITAL.match(text[before.start : before.end])
            and following is not None
            and following.type == "NOUN"
            and following.start == token.end + 1
        ):
            result[-1] = Token(
                "NOUN", before.start, token.end, Noun(text[before.start : token.end], "observation", True)
            )
        else:
            result.append(token)
    return result


def _touches(name: Token, token: Token, text: str) -> bool:
    """Whether a number stands right behind a name, with at most the sign of a trade mark between."""
    digits = token.type == "NUMBER" and _DIGITS.fullmatch(text, token.start, token.end) is not None
    return digits and _MARK.fullmatch(text, name.end, token.start) is not None


def _takes_number(name: Token, following: Token | None, text: str) -> bool:
    after = following.type if following is not None else "END"
    if name.value.domain == "measurement":
        return after in ("VALUE", "OUTSIDE") or _is_abbreviated_with(name, following, text)
    if after in ("RATE", "SKIP", "DASH", "OFFOLLOWING"):
        return False
    capital = _CAPITAL.match(text[name.start : name.end]) is not None
    return name.value.domain in _UNMEASURED or (capital and name.value.domain == "condition")


def _is_abbreviated_with(name: Token, following: Token | None, text: str) -> bool:
    """Whether the abbreviation of a name ends with the number behind it: "growth factor receptor 2 (HER2)"."""
    if following is None:
        return False
    number = text[name.end : following.start].strip()
    beside = (text[: name.start].rstrip(), text[following.start : following.start + _SHORT])
    before = beside[0].endswith("(") and beside[0][:-1].rstrip().endswith(number)
    return before or re.match(rf"\(\s?[\w-]*{re.escape(number)}\s?\)", beside[1]) is not None


@needing("PERIOD")
def _tested(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "24-hour urinary protein": how long a test takes is a quality of it, and nothing that it has lasted."""
    result = list(tokens)
    for i, token in enumerate(tokens):
        adjectival = token.type == "PERIOD" and _is_adjectival(text[token.start : token.end])
        before = tokens[i - 1].type if i else "START"
        if adjectival and before not in ("WITHIN", "FORLEN") and _is_test(tokens, i + 1, text):
            result[i] = Token("MOD", token.start, token.end, "context=*")
    return result


def _is_adjectival(words: str) -> bool:
    """Whether a length is written as an adjective is: "24-hour", "2 hour" """
    return "-" in words or (words.endswith(("hour", "minute", "day")) and not _ONE.match(words))


def _is_test(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the name that begins at `i` is of a test or of what it measures."""
    while i < len(tokens) and tokens[i].type == "MOD":
        i += 1
    if i == len(tokens) or tokens[i].type not in ("NOUN", "JUNK"):
        return False
    measured = tokens[i].type == "NOUN" and tokens[i].value.domain == "measurement"
    return measured or _TAKEN.search(text[tokens[i].start : tokens[i].end]) is not None


@needing("VALUE", "AMOUNT")
def _apart(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Tumor within 5 cm of the anal verge": a measurement of its own, of the distance between two things."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        far = _distance(tokens, i, text)
        if far is None:
            result.append(tokens[i])
            i += 1
            continue
        place, end = far
        clause = takewhile(lambda token: token.type not in _PARTS, reversed(result))
        if any(token.type == "NOUN" for token in clause):
            result.append(Token("LINK", tokens[i].start, tokens[i].start, "with"))
        result += [tokens[i]._replace(type="VALUE"), place]
        i = end
    return result


def _distance(tokens: Sequence[Token], i: int, text: str) -> tuple[Token, int] | None:
    """The name of a distance whose length stands at `i`, and the index behind it."""
    token = tokens[i]
    if token.type not in ("VALUE", "AMOUNT") or not _is_long(token.value):
        return None
    j = i + 1
    while j < len(tokens) and tokens[j].type not in ("NOUN", "JUNK") and j < i + 4:
        j += 1
    if j >= len(tokens) or tokens[j].type not in ("NOUN", "JUNK"):
        return None
    between = text[token.end : tokens[j].start].strip()
    near = text[token.start : token.end].lower().startswith("within") and _NEAR.fullmatch(between)
    if not near and not _FROM.fullmatch(between):
        return None
    place = text[tokens[j].start : tokens[j].end]
    words = "from" if near else between
    name = Noun(f"distance {words} {place}", "measurement")
    return Token("NOUN", token.end + 1, tokens[j].end, name), j + 1


def _is_long(value: Value) -> bool:
    units = {limit.unit for limit in (value.low, value.high) if limit is not None}
    return bool(units) and units <= _LENGTHS
