"""Ordinals: grades, stages, classes and types, and named scales with their value ("NYHA class III or IV")."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple, cast

from ..rules.model import Limit, Qualifier, QualifierKey, Scale, Value
from .comparison import Amount, End, Op, Range, compared
from .numbers import numeral
from .units import unit
from .vocabulary import Found, Phrases, Piece, phrases, rows

_ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3})(?:[A-Ea-e]\d?)?(?:-?[A-C])?")
_DIGIT = re.compile(r"\d{1,2}[A-Ea-e]?")
_LETTER = re.compile(r"[A-EX]\d{0,2}")
_LISTED = re.compile(r"(\d),(\d)")
_KINDS = {"roman": _ROMAN, "number": _DIGIT, "letter": _LETTER}
#: How stages of fibrosis are written, besides as plain numbers: "F3".
_FIBROSIS = re.compile(r"F([0-4])")
_RANKS = {name: i for i, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"))}
#: The lowest number behind "/" that is the highest value of a scale: "14/15"; "ECOG 1/2" is either.
_LEAST_TOP = 10
#: The most words between the name of a scale and its value.
_MOST_NOUNS = 6


class Scored(NamedTuple):
    """A named scale, as the text names it, and the values of it that match."""

    concept: str
    value: Value


class _Scale(NamedTuple):
    alias: str
    kinds: tuple[str, ...]


@cache
def _scales() -> Phrases[_Scale]:
    named = (row for row in rows("scales") if row.role.startswith("scale:"))
    return Phrases((row.phrase, _Scale(row.phrase, tuple(row.role[6:].split("+")))) for row in named)


@cache
def _kinds_of_scales() -> dict[str, str]:
    """What each named scale rates, by its name in small letters: its plain name without its first word."""
    named = (row for row in rows("scales") if row.role.startswith("scale:"))
    return {row.phrase.lower(): row.meaning.partition(" ")[2] for row in named}


def kind_of_scale(name: str) -> str | None:
    """What the named scale that a name begins with rates, as "performance status"; None where none does."""
    words = name.lower().split()
    begun = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((kind for each in begun if (kind := _kinds_of_scales().get(each))), None)


def scored(text: str, at: list[Piece], i: int, lead: Found[Op] | None) -> Found[Scored] | None:
    """The named scale at `at[i]` with its value: "ECOG performance status of 0, 1 or 2".

    `lead`: the comparator that stands there (`before_grade`).
    """
    return _scored_beyond(text, at, lead) if lead and lead.end > i else _scored(text, at, i)


def _scored(text: str, at: list[Piece], i: int) -> Found[Scored] | None:
    name = _scales().longest(at, i)
    if name is None or not _as_written(name.value.alias, text[at[i].start : at[name.end - 1].end]):
        return None
    kinds = name.value.kinds
    named = j = name.end
    for _ in range(_MOST_NOUNS):
        found = _ordinals(at, j, kinds)
        if found:
            concept = text[at[i].start : at[named - 1].end]
            return Found(Scored(concept, found.value), found.end)
        noun = phrases("scales", "noun").past(at, _past_other_name(at, j))
        if noun > j:
            named = j = noun
            continue
        link = phrases("scales", "link").past(at, j)
        if link == j:
            return None
        j = link
    return None


def _past_other_name(at: list[Piece], i: int) -> int:
    """Behind the brackets at `at[i]` that hold another name of a scale: "ECOG (Eastern Cooperative Oncology Group)"."""
    if i >= len(at) or at[i].text != "(":
        return i
    name = _scales().longest(at, i + 1)
    closed = name is not None and name.end < len(at) and at[name.end].text == ")"
    return name.end + 1 if name is not None and closed else i


def _scored_beyond(text: str, at: list[Piece], lead: Found[Op]) -> Found[Scored] | None:
    """The named scale behind a comparator: "greater than NYHA II"."""
    found = _scored(text, at, lead.end)
    one = found.value.value if found else None
    if found is None or one is None:
        return None
    exact = Limit(category=one.categories[0]) if len(one.categories) == 1 else one.low if one.low == one.high else None
    if exact is None:
        return None
    limit = exact.model_copy(update={"closed": "=" in lead.value})
    beyond = Value(low=limit) if lead.value[0] == ">" else Value(high=limit)
    return Found(Scored(found.value.concept, beyond), found.end)


def _as_written(alias: str, written: str) -> bool:
    """Short names in capitals ("AIS", "PS") are also words or other names unless they are written so."""
    return not (len(alias) <= 4 and alias.isupper()) or written.replace(" ", "") == alias.replace(" ", "")


def graded(at: list[Piece], i: int, lead: Found[Op] | None) -> Found[Qualifier] | None:
    """The grade, stage, class or type at `at[i]`: "Grade 3 or higher", "stage IIIB or IV", ">= grade 2".

    `lead`: the comparator that stands there (`before_grade`).
    """
    j = lead.end if lead else i
    key = phrases("scales", "key").longest(at, _past_book(at, j))
    if key is None:
        return None
    start = key.end
    while start < len(at) and start < key.end + 2 and at[start].key in ("of", ":", "is", "("):
        start += 1
    if lead:
        item = _item(at, start, ("roman", "number"))
        if item is None:
            return None
        end = End(item.value, "=" in lead.value)
        one_sided = {">": Range(low=end), "<": Range(high=end), "=": Range(low=end, high=end, compared=False)}
        found: Found[Value] | None = Found(_value(one_sided[lead.value[0]]), item.end)
    else:
        found = _ordinals(at, start, ("roman", "number"), key=True)
    if found is None:
        return None
    if key.value in ("type", "genotype"):
        return _typed(found, alone=key.value == "genotype")
    return Found(Qualifier(key=cast("QualifierKey", key.value), value=found.value), found.end)


def _past_book(at: list[Piece], i: int) -> int:
    """The index behind the book at `at[i]` that says what the grades are, and behind its version: "CTCAE v4.0"."""
    end = phrases("scales", "book").past(at, i)
    if end == i or end + 1 >= len(at):
        return end
    version = at[end].key in ("v", "version", "ver", ",")
    following = end + 2 if version and at[end + 1].text == "." else end + 1
    return following + 1 if version and following < len(at) and at[following].number else end


def _typed(found: Found[Value], alone: bool) -> Found[Qualifier] | None:
    """Types have no order, and one is part of a name ("type 2 diabetes") unless it can stand `alone`."""
    value = found.value
    low, high = value.low, value.high
    if low and high and low.number is not None and high.number is not None:
        numbers = range(int(low.number), int(high.number) + 1)
        value = Value(categories=tuple(str(number) for number in numbers))
    elif low and high and low.category in _RANKS and high.category in _RANKS:
        names = list(_RANKS)[_RANKS[low.category] : _RANKS[high.category] + 1]
        value = Value(categories=tuple(names))
    least = 1 if alone else 2
    return Found(Qualifier(key="type", value=value), found.end) if len(value.categories) >= least else None


def _ordinals(at: list[Piece], i: int, kinds: tuple[str, ...], key: bool = False) -> Found[Value] | None:
    """The value at `at[i]`: a list ("0, 1 or 2"), or a comparison or range ("> II", "0-1", "3 or higher")."""
    sign = i + 1 < len(at) and at[i + 1].text in "<>"  # "=< 1" is one comparator
    if i < len(at) and at[i].text == "=" and at[i - 1].text not in "<>" and not sign:
        i += 1
    if i >= len(at):
        return None
    listed = _list(at, i, kinds, key)
    if listed:
        return listed

    def read(at: list[Piece], i: int, signed: bool) -> Found[Amount] | None:
        return _item(at, i, kinds, key)

    found = compared(at, i, read)
    if found is None:
        return None
    return Found(_value(found.value), found.end)


def _item(at: list[Piece], i: int, kinds: tuple[str, ...], key: bool = False) -> Found[Amount] | None:
    """One ordinal: a number, perhaps with "%", or a name such as "III", "IIIB", "B"."""
    if key:
        i = phrases("scales", "key").past(at, i)
    if i >= len(at) or (at[i].number and at[i].inside):
        return None
    written, end = _joined(at, i)
    staged = _FIBROSIS.fullmatch(written) if "fibrosis" in kinds else None
    if staged:
        return Found(Amount(Decimal(staged[1])), end)
    for kind in kinds:
        if kind in ("roman", "letter") and _KINDS[kind].fullmatch(written):
            return Found(Amount(category=written), end)
    if "number" not in kinds:
        return None
    if _DIGIT.fullmatch(written) and not written.isdigit():
        return Found(Amount(category=written), end)
    found = numeral(at, i)
    if found is None or found.value.loose or found.value.power is not None:
        return None
    behind = unit(at, found.end)
    if behind and behind.value.code in ("%", "{points}"):
        return Found(Amount(found.value.number, "%" if behind.value.code == "%" else None), behind.end)
    if behind or _is_year(found.value.number):
        return None
    return Found(Amount(found.value.number), found.end)


def _is_year(number: Decimal) -> bool:
    """Whether "KDIGO 2012": the year of a guideline, which no scale reaches."""
    return 1900 <= number <= 2100


def _joined(at: list[Piece], i: int) -> tuple[str, int]:
    """The pieces at `at[i]` that no blank parts: "IIIB", "IB2", "3b"."""
    end = i + 1
    while end < len(at) and end < i + 3 and at[end].start == at[end - 1].end and at[end].key.isalnum():
        end += 1
    return "".join(piece.text for piece in at[i:end]), end


def _list(at: list[Piece], i: int, kinds: tuple[str, ...], key: bool) -> Found[Value] | None:
    items: list[Amount] = []
    signs: list[str] = []
    end = j = i
    separators = phrases("scales", "separator")
    while j < len(at):
        pair = _LISTED.fullmatch(at[j].text) if at[j].number else None
        if pair:
            items += [Amount(Decimal(digit)) for digit in pair.groups()]
            end = j + 1
        else:
            item = _item(at, j, kinds, key)
            if item is None or (items and not _goes_on(items, item.value, key)):
                break
            items.append(item.value)
            end = item.end
        j = separators.past(at, end)
        if j == end:
            break
        signs.append(at[end].text)
    ranged = end < len(at) and at[end].key in ("-", "to") and _item(at, end + 1, kinds)
    if len(items) < 2 or ranged:  # "0, 1-2" is left to who reads it
        return None
    return Found(_out_of(items, signs) or _of_list(items), end)


def _goes_on(items: list[Amount], item: Amount, key: bool) -> bool:
    """Whether a list of numbers, or of names, goes on; "genotype 1a, 1b or 4" mixes them."""
    written = [each.category[0] for each in (*items, item) if each.category]
    mixed = key and all(first.isdigit() for first in written)
    return mixed or (item.number is None) == (items[0].number is None)


def _out_of(items: list[Amount], signs: list[str]) -> Value | None:
    """ "GCS 14/15", "MMSE 28/30": a value and the highest there is; "ECOG 0/1" is either."""
    first, last = items[0].number, items[-1].number
    if len(items) != len(("14", "15")) or signs != ["/"] or first is None or last is None:
        return None
    if last < _LEAST_TOP or first > last:
        return None
    score = Limit(number=first, unit=items[0].unit)
    return Value(low=score, high=score, scale=Scale(number=last))


def _of_list(items: list[Amount]) -> Value:
    """Neighbours in the order make a range; others stay a list of names."""
    ranks = [_rank(item) for item in items]
    known = [rank for rank in ranks if rank is not None]
    if len(known) == len(items) and sorted(known) == list(range(min(known), max(known) + 1)):
        low, high = items[known.index(min(known))], items[known.index(max(known))]
        return _value(Range(End(low), End(high)))
    return Value(categories=tuple(item.category or str(item.number) for item in items))


def _rank(item: Amount) -> int | None:
    if item.number is not None:
        return int(item.number) if item.number == item.number.to_integral_value() and not item.unit else None
    if item.category in _RANKS:
        return _RANKS[item.category]
    return ord(item.category) if item.category and len(item.category) == 1 else None


def _value(range_: Range) -> Value:
    """Numbers are limits; one name alone is a category; ranges of names are limits with an order."""
    if not range_.compared and range_.low and range_.low.amount.category:
        return Value(categories=(range_.low.amount.category,))
    return Value(low=_limit(range_.low), high=_limit(range_.high))


def _limit(end: End | None) -> Limit | None:
    if end is None:
        return None
    return Limit(number=end.amount.number, unit=end.amount.unit, category=end.amount.category, closed=end.closed)
