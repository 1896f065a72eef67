"""Limits in brackets whose case stands before them: "<= 3 x ULN (if liver metastases, <= 5 x ULN)".

They are put before it, as the grammar reads a case: "(<= 5 x ULN if liver metastases)". So is the limit of other
patients: "<= 3 x ULN (patients with liver metastases <= 5 x ULN)".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_LIMITS = frozenset({"VALUE", "AMOUNT", "OUTSIDE"})
#: What a case may consist of: names with their qualities, and what they are due to.
_CASE = frozenset({"NOUN", "MOD", "SKIP", "PERSON", "LINK", "HAVE", "WITH", "SUBJ", "AND", "OR"})
_SMALL = frozenset({"SKIP", "COMMA", "COLON", "THEN", "HAVE", "MUST"})
_SAID = _SMALL - {"SKIP"}


@needing("LPAR")
def cases_last(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which every such limit stands before its case."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        limit = _limit(tokens, i)
        if limit:
            case = [token for token in tokens[i + 1 : limit] if token.type not in _SAID]
            condition = [] if case[0].type == "IF" else [Token("IF", case[0].start, case[0].start, "")]
            case = case[case[0].type == "FOR" :]
            result += [tokens[i], tokens[limit], *condition, *case]
            i = limit + 1
        else:
            result.append(tokens[i])
            i += 1
    return result


def _limit(tokens: Sequence[Token], i: int) -> int:
    """The index of the limit that ends the bracket at `i`, behind the case that begins it; 0 where none does."""
    if tokens[i].type != "LPAR" or i + 1 == len(tokens):
        return 0
    if tokens[i + 1].type != "IF" and not _is_of_patients(tokens, i):
        return 0
    j = i + 2
    while j < len(tokens) and tokens[j].type in _CASE:
        j += 1
    names = [token.value for token in tokens[i + 1 : j] if token.type == "NOUN"]
    named = bool(names) or any(token.type == "PERSON" for token in tokens[i + 2 : j])
    if tokens[i + 1].type != "IF":
        named = bool(names) and all(name.domain == "condition" for name in names)
    while j < len(tokens) and tokens[j].type in _SMALL:
        j += 1
    ends = j + 1 < len(tokens) and tokens[j].type in _LIMITS and tokens[j + 1].type == "RPAR"
    return j if named and ends else 0


def _is_of_patients(tokens: Sequence[Token], i: int) -> bool:
    """Whether the bracket at `i`, behind a limit, begins with patients who have an illness."""
    behind = next((token.type for token in reversed(tokens[:i]) if token.type not in ("SKIP", "RPAR")), "")
    begun = tuple(token.type for token in tokens[i + 1 : i + 3])
    return behind in _LIMITS and (begun[:1] == ("FOR",) or begun in (("SUBJ", "WITH"), ("SUBJ", "HAVE")))
