"""How far apart what is done several times lies: "two cultures at least 12 hours apart". It is a quality of each.

It says nothing of how long something lasts or when it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term
from ...rules.model import Qualifier, Value
from ..needing import saying

_SPANS = frozenset({"PERIOD", "LENGTH"})
#: What a length may say by the way before "apart": "within 4 weeks", "obtained 4 weeks".
_BEFORE = frozenset({"WITHIN", "FORLEN"})


@saying(r"\bapart\b")
def lying_apart(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which a length of time before "apart" is a quality, "apart" included."""
    result: list[Term] = []
    for term in terms:
        said = text[term.start : term.end].lower()
        if said != "apart" or not result or result[-1].type not in _SPANS:
            result.append(term)
            continue
        start = result.pop().start
        while result and result[-1].type in _BEFORE:
            start = result.pop().start
        if [each.type for each in result[-2:]] == ["TIMES", "COMMA"]:
            result.pop()  # "on two occasions, 4 weeks apart"
        written = " ".join(text[start : term.end].split())
        apart = Qualifier(key="context", value=Value(categories=(written,)))
        result.append(Term("MOD", start, term.end, apart))
    return result
