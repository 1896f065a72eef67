"""Parts of the body that are abnormal: "abnormalities of the cornea" is an illness, and no result of a test."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.entity import Entity
from ...extract.term import Term
from ...vocabulary import column
from ..needing import saying

_ABNORMALITY = re.compile(r"(?P<noun>abnormalit(?:y|ies)) (?:of|in)", re.IGNORECASE)


@saying("abnormalit")
def abnormal_parts(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which the noun before "of" and a part of the body is a name, which goes on with the part."""
    result: list[Term] = []
    for i, term in enumerate(terms):
        said = _ABNORMALITY.fullmatch(text, term.start, term.end) if term.type == "OUTCOME" else None
        if said and _is_part_of_body(terms, i + 1, text):
            end = said.end("noun")
            result.append(Term("ENTITY", term.start, end, Entity("condition", text[term.start : end])))
            result.append(Term("SKIP", end + 1, term.end, ""))
        else:
            result.append(term)
    return result


def _is_part_of_body(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether a part of the body, with its qualities, comes at `i`: "the left ventricle", "the oral | cavity"."""
    for k in range(i, len(terms)):
        said = {text[terms[k].start : each.end].lower() for each in terms[k : k + 2]}
        if not said.isdisjoint(column("body_parts")):
            return True
        if terms[k].type not in ("SKIP", "MOD"):
            return False
    return False
