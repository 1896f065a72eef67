"""Therapies in which drugs are given: "metformin monotherapy", "anti-retroviral treatment", "lipid-lowering therapy".

By its noun alone a therapy is something done ("radiation therapy"); what stands before the noun says what is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...extract.lexicon import domain_of, is_name
from ...vocabulary import column

#: How a drug is given: with its name it is that drug.
_GIVEN = re.compile(r"(.{3,}?)\s+(?:treatments?|administration|injections?|infusions?|intake)$", re.IGNORECASE)
_THERAPY = re.compile(
    r"(?P<what>.{2,}?)(?P<short> \([^()]+\))?"
    r" (?:combination )?(?:(?:mono|poly|tri|bi)-?)?(?:treatments?|therap(?:y|ies)|regimens?)$",
    re.IGNORECASE,
)
#: What may stand between the drug and the noun.
_ROLE = re.compile(r"[ -](?:based|containing|replacement|maintenance|combination|substitution)$", re.IGNORECASE)
#: What acts against something is a drug: "anti-viral", "anti-IL-13".
_AGAINST = re.compile(r"anti[- ]?[^\s()]{2,}", re.IGNORECASE)
#: A drug that is still called by its number ("TAK-659"), or the target of one ("PD-1").
_NUMBERED = re.compile(r"[A-Z]{2,}[A-Z-]*-?\d+[A-Z]?\d*")


@lru_cache(maxsize=4096)
def is_of_drug(text: str, done: bool) -> bool:
    """Whether a name is of a drug that is given; `done` says that by its noun it is of something done.

    >>> is_of_drug("imatinib maintenance therapy", True), is_of_drug("anti-viral treatment", True)
    (True, True)
    >>> is_of_drug("radiation therapy", True), is_of_drug("hepatitis C treatment", True)
    (False, False)
    """
    given, therapy = _GIVEN.match(text), _THERAPY.match(text) if done else None
    if given is not None and is_drug(given[1]):
        return True
    return therapy is not None and any(_tells(words, therapy["short"] is None) for words in _ends(therapy["what"]))


def is_drug(name: str) -> bool:
    """Whether the vocabulary has a name, as that of a drug."""
    return is_name(name) and domain_of(name) == "drug"


def _ends(what: str) -> Iterator[str]:
    """What may say which drug: the words before the noun, with and without what the therapy is for, and their ends."""
    for words in dict.fromkeys((what, _ROLE.sub("", what))):
        yield words
        parts = words.split()
        for n in (2, 1):
            if len(parts) > n:
                yield " ".join(parts[-n:])


def _tells(words: str, alone: bool) -> bool:
    """Whether words before the noun say that a drug is given; those of its kind, where nothing parts them from it."""
    if (is_drug(words) and (alone or " " not in words)) or (" " not in words and domain_of(words) == "drug"):
        return True  # "insulin", "efalizumab"
    kind = words.lower().replace("-", " ") in column("drug_therapies") or _AGAINST.fullmatch(words) is not None
    numbered = _NUMBERED.fullmatch(words) is not None and domain_of(words) != "condition"
    return alone and (kind or numbered)
