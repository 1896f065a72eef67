"""People who undertake something in a patient's stead: "a parent or legal guardian is willing to consent".

They are part of what the rule keeps, for it is not the patient who undertakes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...extract.term import Term
from ...vocabulary import pairs

#: What may stand between the people, and between them and what they undertake.
_BETWEEN = frozenset(
    {"SKIP", "SUBJ", "OR", "ANDOR", "AND", "SLASH", "SIGN", "DASH", "LPAR", "RPAR", "MUST", "HAVE", "NEG"}
)
#: What stands between a patient and who may undertake it as well: "patient or parent", "participant (or parent)".
_INSTEAD = frozenset({"OR", "ANDOR", "SLASH", "LPAR", "SKIP"})
#: What stands before people who begin a clause.
_OPENS = frozenset({"START", "DOT", "STOP", "SEMI", "COLON", "COMMA", "IF", "FOR", "HAVE", "SUBJ", "LPAR", "SKIP"})
_WORD = re.compile(r"[A-Za-z]+")
#: What says in whose stead, and joins those who do: "patient's parent or guardian(s)".
_SMALL = frozenset({"or", "and", "and/or", "the", "a", "s", "his", "her", "their", "of"})
_POSSESSIVE = "'s"
_OF_PATIENTS = re.compile(r"(?:patient|subject|participant|child|infant|adolescent)(?:'s|s'|s)?", re.IGNORECASE)


def guardians_before(before: Sequence[Term], text: str) -> int:
    """How many terms right before an undertaking say who gives it in the patient's stead; 0 where nobody does."""
    n = led = 0
    while n < len(before) and (before[-1 - n].type in _BETWEEN or _is_word(before[-1 - n], text)):
        n += 1
        if _is_word(before[-n], text) or (before[-n].type == "SUBJ" and _stands_in(before[-n + 1 :][: n - led - 1])):
            led = n
    run = before[len(before) - led :]
    if not any(_is_guardian(term, text) for term in run) or not _is_balanced(run):
        return 0
    return led if led == len(before) or before[-led - 1].type in _OPENS else 0


def _stands_in(between: Sequence[Term]) -> bool:
    """Whether what stands behind a patient says that the people behind it may act for her."""
    types = {term.type for term in between}
    return types <= _INSTEAD and not types.isdisjoint({"OR", "ANDOR", "SLASH"})


def _is_balanced(terms: Sequence[Term]) -> bool:
    types = [term.type for term in terms]
    return types.count("LPAR") == types.count("RPAR")


def behind_guardians(text: str) -> int:
    """Where the words about them end, in the text of an undertaking.

    >>> behind_guardians("parent/legal guardian is unable to consent")
    22
    """
    end = 0
    for word in _WORD.finditer(text):
        said = word[0].lower()
        if said not in _SMALL and said not in _known() and not _OF_PATIENTS.fullmatch(said):
            return word.start() if end else 0
        end = word.end() if said in _known() else end
    return 0


def _is_word(term: Term, text: str) -> bool:
    said = text[term.start : term.end].lower()
    return term.type in ("WORD", "UNFIT", "MOD") and (said in _known() or said == _POSSESSIVE)


def _is_guardian(term: Term, text: str) -> bool:
    return term.type in ("WORD", "UNFIT") and _known().get(text[term.start : term.end].lower()) == "who"


@cache
def _known() -> dict[str, str]:
    return {name.lower(): kind for name, kind in pairs("guardians").items()}
