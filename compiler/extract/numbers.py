"""Numbers as registries write them: digits, thousands, powers of ten, words, fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .vocabulary import Found, Piece, rows

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_POWERS = {"3": 3, "4": 4, "5": 5, "6": 6, "8": 8, "9": 9, "10": 10, "11": 11, "12": 12, "³": 3, "⁶": 6, "¹²": 12}
_ROUND = {"1000": 3, "1,000": 3, "1000000": 6, "1,000,000": 6}
_EXPONENT_SIGNS = frozenset({"^", "*", "e", "(", "**", "^^"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and, apart from it, the power of ten that follows: "75 x 10^9" is 75 and 9.

    `dotted` is the number that a dot before three digits makes when it parts thousands ("50.000"); whether it does
    depends on the unit. `loose` says that a comma was read as a decimal point, which only a unit or a comparator
    makes sure of.
    """

    number: Decimal
    power: int | None = None
    dotted: Decimal | None = None
    loose: bool = False


@cache
def _words(role: str) -> dict[str, Decimal]:
    return {row.phrase: Decimal(row.meaning) for row in rows("number_words") if row.role == role}


def fold(at: list[Piece], i: int) -> Found[Decimal] | None:
    """A number of times in one word: "twice"."""
    number = _words("fold").get(at[i].key) if i < len(at) else None
    return None if number is None else Found(number, i + 1)


def numeral(at: list[Piece], i: int) -> Found[Numeral] | None:
    """The number that begins at `at[i]`, with its power of ten and its repetition in parentheses: "three (3)"."""
    found = _digits(at, i) or _spelled(at, i)
    if found is None:
        return None
    value, end = found
    end = _repeated(at, end, value.number)
    times = _words("times").get(at[end].key) if end < len(at) else None
    if times is None and end + 1 < len(at) and at[end + 1].text == "/":
        times = _words("kilo").get(at[end].key)
    if times:
        value, end = Numeral(value.number * times), end + 1
    if value.number == 10 and end < len(at) and at[end].text == "^" and (raised := _exponent(at, end)):
        return Found(Numeral(Decimal(10) ** raised.value), raised.end)
    power = _power(at, end)
    if power:
        return Found(Numeral(value.number, power.value, value.dotted, value.loose), power.end)
    return Found(value, end)


def _digits(at: list[Piece], i: int) -> Found[Numeral] | None:
    if i >= len(at) or not at[i].number or at[i].inside:
        return None
    text = at[i].text
    if _THOUSANDS.fullmatch(text):
        return Found(Numeral(Decimal(text.replace(",", ""))), i + 1)
    if "," in text:
        return Found(Numeral(Decimal(text.replace(",", ".")), loose=True), i + 1)
    if i + 1 < len(at) and _is_group(at, i + 1) and len(text) <= 3:
        return _grouped(at, i)
    dotted = Decimal(text.replace(".", "")) if _DOTTED.fullmatch(text) else None
    end = i + 1
    if end < len(at) and at[end].key in ("½", "¼", "¾"):
        return Found(Numeral(Decimal(text) + _words("number")[at[end].key]), end + 1)
    return Found(Numeral(Decimal(text), dotted=dotted), end)


def _is_group(at: list[Piece], i: int) -> bool:
    if _lost_power(at, i) is not None:
        return False
    return at[i].number and len(at[i].text) == 3 and at[i].text.isdigit() and at[i].start == at[i - 1].end + 1


def _grouped(at: list[Piece], i: int) -> Found[Numeral]:
    """Thousands parted by blanks: "100 000"."""
    end = i + 1
    while end < len(at) and end < i + 4 and _is_group(at, end):
        end += 1
    return Found(Numeral(Decimal("".join(piece.text for piece in at[i:end]))), end)


def _spelled(at: list[Piece], i: int) -> Found[Numeral] | None:
    if i >= len(at):
        return None
    key = at[i].key
    units = _words("number")
    if key in units:
        return Found(Numeral(units[key]), i + 1)
    if key not in _words("tens"):
        return None
    number, end = _words("tens")[key], i + 1
    following = end + 1 if end < len(at) and at[end].text == "-" else end
    if following < len(at) and 0 < units.get(at[following].key, 0) < 10:
        return Found(Numeral(number + units[at[following].key]), following + 1)
    return Found(Numeral(number), end)


def _repeated(at: list[Piece], i: int, number: Decimal) -> int:
    """The index behind "(3)" where it repeats `number`, else `i`."""
    if i + 2 < len(at) and at[i].text in "([" and at[i + 2].text in ")]":
        inner = _digits(at, i + 1) or _spelled(at, i + 1)
        if inner and inner.value.number == number:
            return i + 3
    return i


def _power(at: list[Piece], i: int) -> Found[int] | None:
    """The power of ten at `at[i]`: "x 10^9", "x109", "*10*3", "x 10³", "x 10e9", "x 1000", "10^9" without a sign."""
    if i + 1 >= len(at):
        return None
    if (lost := _lost_power(at, i)) is not None:
        return Found(lost, i + 1)
    if at[i].key not in ("x", "*", "•", "·", "times"):
        bare = at[i].text == "10" and at[i].start > at[i - 1].end and at[i + 1].text in "^*"
        return _exponent(at, i + 1) if bare else None
    base = at[i + 1]
    if not base.number:
        return None
    if base.text in _ROUND:
        return Found(_ROUND[base.text], i + 2)
    if base.text[:2] == "10" and base.text[2:] in _POWERS:
        return Found(_POWERS[base.text[2:]], i + 2)
    if base.text != "10":
        return None
    return _exponent(at, i + 2)


def _lost_power(at: list[Piece], i: int) -> int | None:
    """The power of ten that lost its sign and its place before "/L": the 9 of "100 109/L"."""
    per = [piece.key for piece in at[i + 1 : i + 3]] == ["/", "l"]
    beside = i > 0 and at[i - 1].number and at[i].start == at[i - 1].end + 1
    return _POWERS.get(at[i].text[2:]) if per and beside and at[i].text in ("109", "1012") else None


def _exponent(at: list[Piece], j: int) -> Found[int] | None:
    """The exponent behind a ten that ends before `at[j]`."""
    while j < len(at) and at[j].key in _EXPONENT_SIGNS:
        j += 1
    if j < len(at) and at[j].text in _POWERS and (at[j].number or at[j].start == at[j - 1].end):
        closing = j + 1 < len(at) and at[j - 1].text == "(" and at[j + 1].text == ")"
        return Found(_POWERS[at[j].text], j + 2 if closing else j + 1)
    return None
