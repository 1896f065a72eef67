"""Who else shares an opinion: "in the opinion of the investigator or of the treating physician".

Opinions are phrases of the vocabulary; whoever is named in "or", "and" or a slash behind the one who has it, or behind
"as judged by", belongs to the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ...extract.term import Term
from ...vocabulary import any_of, pairs
from ..needing import needing

_OWNER = r"(?:['’]s?(?!\w)(?:\s+(?:opinion|judge?ment|discretion|assessment|decision|view))?)?"
_ENDS_IN_BY = re.compile(r"\b(?:by|opinion of|judge?ment of|discretion of)\Z", re.IGNORECASE)


class _Patterns(NamedTuple):
    first: re.Pattern[str]
    others: re.Pattern[str]
    last: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The first who is named behind "by", all who follow in "or", and whoever ends an opinion."""
    words = pairs("judges")
    who = any_of(name for name, kind in words.items() if "who" in kind.split())
    capacity = "|".join(re.escape(name) for name, kind in words.items() if "capacity" in kind.split())
    before = rf"(?:(?:either|both|the|an?|any|another|their|his|her|of|by|{capacity})\s+)*"
    judge = who + _OWNER
    return _Patterns(
        re.compile(rf"\s+{before}{judge}(?![\w-])", re.IGNORECASE),
        re.compile(rf"(?:\s*(?:/|,?\s(?:or|and|and/or)\s)\s*{before}{judge}(?![\w-]))+", re.IGNORECASE),
        re.compile(rf"{judge}\Z", re.IGNORECASE),
    )


@needing("JUDGED")
def with_other_judges(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each opinion holds all who share it."""
    result: list[Term] = []
    for term in terms:
        if result and term.end <= result[-1].end and result[-1].type == "JUDGED":
            continue  # a word of who shares the opinion
        end = _end(term, text) if term.type == "JUDGED" else term.end
        whole = end > term.end and not any(other.start < end < other.end for other in terms)
        result.append(term._replace(end=end) if whole else term)
    return result


def _end(opinion: Term, text: str) -> int:
    """Where the last one is named who shares an opinion."""
    end = opinion.end
    if _ENDS_IN_BY.search(text, opinion.start, end) and (first := _patterns().first.match(text, end)):
        end = first.end()
    if not _patterns().last.search(text, opinion.start, end):
        return opinion.end
    others = _patterns().others.match(text, end)
    return others.end() if others else end
