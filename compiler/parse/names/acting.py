"""Names that say what a thing does or is made of: "IOP lowering medication", "pain relieving procedures".

What it does it to is no finding of the patient: the noun at the end says what the whole name is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.lexicon import domain_of
from ...extract.term import Term
from ..needing import saying
from ..syntax.modifiers import SPREADING

#: What is acted on, or what the thing is made of.
_OBJECTS = frozenset({"ENTITY", "WORD", "MOD", "UNFIT"})
_ACTING = re.compile(
    r"[- ](?:lowering|reducing|relieving|modifying|thinning|containing|suppressing|prolonging|sparing|altering"
    r"|enhancing|stimulating|blocking|sensiti[sz]ing|inducing|saving|raising|slowing|depleting|based|derived)"
    r"[- ](?P<kind>drugs?|medications?|medicines?|agents?|products?|substances?|supplements?|compounds?|treatments?"
    r"|therap(?:y|ies)|procedures?|surger(?:y|ies)|regimens?)\b",
    re.IGNORECASE,
)


@saying(_ACTING.pattern)
def with_acting(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which such a name is one entity, of the domain of the noun that ends it."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        name = _ACTING.match(text, terms[i].end) if terms[i].type in _OBJECTS and not _opens(terms[i]) else None
        last = next((k for k in range(i + 1, len(terms)) if name and terms[k].end >= name.end()), 0)
        if name is not None and last and terms[last].end == name.end():
            start, end = terms[i].start, name.end()
            told = terms[last].value.domain if terms[last].type == "ENTITY" else domain_of(name["kind"])
            result.append(Term("ENTITY", start, end, Entity(told or "drug", text[start:end])))
            i = last + 1
        else:
            result.append(terms[i])
            i += 1
    return result


def _opens(term: Term) -> bool:
    """Whether a term opens what comes next, and names nothing: "use of containing ..."."""
    return term.type == "MOD" and str(term.value).partition("=")[0] in SPREADING
