"""Histories whose time stands before what they are of: "history, within the past 12 months, of migraine"."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.term import Term

_OF = frozenset({"of", "of a", "of an", "of any", "of the", "of either"})
_TIME = frozenset({"WITHIN", "PERIOD", "LENGTH", "BEFORE", "AFTER", "OF", "AT", "DURING", "ANCHOR", "SKIP"})
#: What opens a time, and what would make "of" count from a point: "within 6 months of screening".
_OPENS, _POINTS = frozenset({"WITHIN", "AT", "DURING"}), frozenset({"ANCHOR"})


def with_dated_histories(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each such "of" is a small word, and the commas around the time are gone."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        term = terms[i]
        of = _of(terms, i + 1, text) if _is_history(term, text) else 0
        result.append(term)
        if of:
            result.extend(each for each in terms[i + 1 : of] if each.type != "COMMA")
            result.append(Term("SKIP", terms[of].start, terms[of].end))
            i = of
        i += 1
    return result


def _is_history(term: Term, text: str) -> bool:
    ever = (term.type, term.value) == ("MOD", "when=ever")
    return ever and text[term.start : term.end].lower().endswith("history")


def _of(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of the "of" that leads from the time at `i` to what the history is of; 0 where none does."""
    i += _is_comma(terms, i)
    if i >= len(terms) or terms[i].type not in _OPENS:
        return 0
    for j in range(i + 1, len(terms) - 1):
        said = text[terms[j].start : terms[j].end].lower()
        if terms[j].type in ("OF", "SKIP") and said in _OF and terms[j + 1].type not in _POINTS:
            return j
        if terms[j].type not in _TIME and not (terms[j].type == "COMMA" and terms[j + 1].type in ("OF", "SKIP")):
            return 0
    return 0


def _is_comma(terms: Sequence[Term], i: int) -> bool:
    return i < len(terms) and terms[i].type == "COMMA"
