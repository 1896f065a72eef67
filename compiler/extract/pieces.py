"""What the recogniser's network sees of a word: the word, its shape, and its pieces, each as a number.

A number picks a row of a table (modulo its length), so no word is unknown: what was never seen in training still has
known pieces ("zanidatamab" ends like other antibodies).
"""

from __future__ import annotations

import re
from zlib import crc32

#: Pieces have 3 to 5 characters, "<" and ">" marking where the word begins and ends.
_LENGTHS = range(3, 6)
#: Characters of a word that are looked at; no clinical name has more.
_LONGEST = 40
_DIGIT = re.compile(r"\d")
_REPEATED = re.compile(r"(.)\1{3,}")


def pieces(word: str) -> list[int]:
    """The numbers of a word: of the word in lower case, of its shape, then of its pieces; any digit is a 0 there.

    >>> len(pieces("AIDS")), pieces("10")[2:] == pieces("25")[2:], pieces("Asthma")[1] == pieces("Eczema")[1]
    (11, True, True)
    """
    word = word[:_LONGEST]
    framed = f"<{_DIGIT.sub('0', word.lower())}>"
    parts = {framed[at : at + length] for length in _LENGTHS for at in range(len(framed) - length + 1)}
    return [_number(f"={word.lower()}"), _number(f"#{_shape(word)}"), *sorted(map(_number, parts))]


def _number(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass"))


def _shape(word: str) -> str:
    """The kinds of characters of a word, runs cut to three: "Xxxx" has a capital, "0,000" is a number."""
    kinds = "".join("X" if c.isupper() else "x" if c.islower() else "0" if c.isdigit() else c for c in word)
    return _REPEATED.sub(r"\1\1\1", kinds)
