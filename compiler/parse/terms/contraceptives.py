"""Lists of methods of contraception, which say what is meant by "contraception" and ask for nothing more.

A patient who agrees to "use one of the following methods" need not use each of them: the bullets below are notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import pairs

#: How far back from the end of its text a bullet must speak of contraception, in characters.
_NEAR = 300
#: How many of the first characters of a bullet name the method.
_NAMING = 80
_SPOKEN_OF = re.compile(r"contracepti|birth control", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\b(?:following|below|includ\w+|for example|e\.g\.|methods?)\b|:\s*$", re.IGNORECASE)
#: What asks something of a patient; what is no method where it is named first.
_ASKS = re.compile(r"\b(?:must|agree\w*|willing|commit\w*|eligible)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:potential|pregnan\w+|sterile|post-?menopausal)\b", re.IGNORECASE)


def methods_listed(head: str, below: Sequence[str]) -> frozenset[int]:
    """Which of the bullets `below` only name methods of the contraception that `head` speaks of, by their indices.

    >>> sorted(methods_listed("Women must use contraception:", ["condom with spermicide", "must not be nursing"]))
    [0]
    """
    end = head[-_NEAR:]
    if not _SPOKEN_OF.search(end) or not _ANNOUNCED.search(end):
        return frozenset()
    kinds = [_kind(text) for text in below]
    return frozenset(n for n, kind in enumerate(kinds) if kind is not None and "" in kinds)


def _kind(text: str) -> str | None:
    """The kind of the method that a bullet names first; None where it names none."""
    named = " ".join(text.split())[:_NAMING].lower()
    if _ASKS.search(text) or _OTHER.search(named):
        return None
    found = [(match.start(), kind) for name, kind in pairs("contraceptives").items() if (match := _find(name, named))]
    return min(found)[1] if found else None


def _find(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(name)}", text)
