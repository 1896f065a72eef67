"""The marks of a list inside a sentence: "a) ... b) ...", "(i) ... (ii) ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..extract.term import Term

_MARK = re.compile(r"[a-h]|[ivx]{1,4}|\d", re.IGNORECASE)
#: What the mark of a list stands behind, where it is not the first.
_BEFORE_MARKS = frozenset({"COMMA", "SEMI", "COLON", "DOT", "AND", "OR", "ANDOR", "LPAR", "SKIP"})

_NUMBER = re.compile(r"\d{1,2}\.?")


def without_marks(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms without the marks of a list inside a sentence: "a) ... b) ...", "(i) ... (ii) ..."."""
    kept: list[Term] = []
    depth = 0
    for i, term in enumerate(terms):
        following = terms[i + 1] if i + 1 < len(terms) else None
        if _is_dotted_mark(terms, i, text) and (not kept or kept[-1].type in _BEFORE_MARKS):
            kept.append(Term("SKIP", term.start, term.end))
            continue
        if term.type == "LPAR":
            depth += 1
        if term.type == "RPAR":
            marks = depth == 0 or (len(kept) > 1 and kept[-2].type == "LPAR")
            if marks and kept and _MARK.fullmatch(text[kept[-1].start : kept[-1].end]) and following is not None:
                start = kept.pop().start
                if depth and kept:
                    start = kept.pop().start
                kept.append(Term("SKIP", start, term.end))
                depth = max(depth - 1, 0)
                continue
            depth = max(depth - 1, 0)
        kept.append(term)
    last = len(kept) - 1 - (bool(kept) and kept[-1].type == "DOT")
    if last > 0 and _is_next_mark(kept[last], text):
        kept[last] = Term("SKIP", kept[last].start, kept[last].end)
    return kept


def _is_next_mark(last: Term, text: str) -> bool:
    """Whether the mark of the next item of a list was left at the end: "platelets < 100,000/mm3. 17"."""
    numbers = last.type == "NUMBER" and _NUMBER.fullmatch(text, last.start, last.end) is not None
    return numbers and text[: last.start].rstrip().endswith((".", ";"))


def _is_dotted_mark(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether the mark of a list stands at `i`: "a.", or the "ii" of "ii."."""
    if terms[i].type != "WORD" or i + 1 >= len(terms):
        return False
    said = text[terms[i].start : terms[i].end]
    dotted = said.endswith(".") or terms[i + 1].type == "DOT"
    return dotted and bool(_MARK.fullmatch(said.rstrip(".")))
