"""Phrases whose text is kept as it stands: undertakings, what an investigator fears, remarks.

"willing to comply with all study visits" is one UNDERTAKING up to where something else begins. Nothing inside is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..extract.term import Term
from ..rules.trial import Section
from .permissions import permitted

CONNECTIVES = frozenset({"COMMA", "AND", "OR", "ANDOR", "BUT"})
#: After a connective, these begin something new and end an undertaking.
BEGINS = frozenset({"UNDERTAKE", "SUBJ", "AGE", "IF", "NEG", "SCORED", "MUST", "HAVE"})


def swallow(terms: Sequence[Term], text: str, stops: Sequence[int], section: Section) -> list[Term]:
    """Terms with every undertaking, feared consequence and remark as one term; `stops` are where sentences end."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        term = terms[i]
        if (
            term.type == "JUDGED"
            and _decides(text[term.start : term.end])
            and i + 1 < len(terms)
            and _goes_on(terms[i + 1], text)
        ):
            end = _end(terms, i, stops, splits=True)
            result.append(Term("JUDGED", term.start, terms[end - 1].end, text[term.start : terms[end - 1].end]))
            i = end
        elif term.type == "JUDGED" and (fears := _fears_next(terms, i) or _opens_clause(terms, i, text)):
            end = _end(terms, fears, stops, splits=False)
            result.append(Term("JUDGED", term.start, terms[end - 1].end, text[term.start : terms[end - 1].end]))
            i = end
        elif term.type in ("UNDERTAKE", "JREL"):
            end = _end(terms, i, stops, splits=term.type == "UNDERTAKE")
            kind = "UNDERTAKING" if term.type == "UNDERTAKE" else "JUDGED"
            last = terms[end - 1]
            value = term.value if kind == "UNDERTAKING" else text[term.start : last.end]
            result.append(Term(kind, term.start, last.end, value))
            i = end
        else:
            result.append(term)
            i += 1
    return _remarks(result, text, stops, section)


def _decides(opinion: str) -> bool:
    return opinion.lower().startswith(("as ", "determined by", "judged by", "assessed by"))


def _goes_on(term: Term, text: str) -> bool:
    """Whether the opinion says how or when it is formed: "as determined by the investigator during screening"."""
    return text[term.start : term.end].lower().split()[0] in (
        "by",
        "during",
        "at",
        "on",
        "using",
        "upon",
        "based",
        "from",
        "in",
    )


def _opens_clause(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of an opinion that begins a relative clause ("a disease that, in the opinion of ..., ..."), or 0."""
    j = i - 1
    while j >= 0 and terms[j].type == "COMMA":
        j -= 1
    return i if j >= 0 and text[terms[j].start : terms[j].end].lower() in ("that", "which", "who") else 0


def _fears_next(terms: Sequence[Term], i: int) -> int:
    """The index of the feared consequence right after an opinion ("in the investigator's judgment will ..."), or 0."""
    j = i + 1
    while j < len(terms) and terms[j].type in ("COMMA", "SKIP"):
        j += 1
    return j if j < len(terms) and terms[j].type == "JREL" else 0


def _end(terms: Sequence[Term], start: int, stops: Sequence[int], splits: bool) -> int:
    """The index after the last term of the phrase that begins at `start`."""
    depth = 0
    sentence = next((stop for stop in stops if stop > terms[start].start), terms[-1].end)
    i = start + 1
    while i < len(terms) and terms[i].start < sentence:
        kind = terms[i].type
        depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
        if depth < 0 or kind == "SEMI":
            break
        goes_on = kind in ("OR", "ANDOR") and _agrees(terms[start], terms, i + 1)
        if splits and depth == 0 and kind in CONNECTIVES and _begins(terms, i + 1) and not goes_on:
            break
        i += 1
    while i - 1 > start and terms[i - 1].type in CONNECTIVES | {"DOT"}:
        i -= 1
    return i


def _agrees(term: Term, terms: Sequence[Term], at: int) -> bool:
    """Whether "or" goes on with what is agreed to: "agree to use contraception or remain abstinent"."""
    while at < len(terms) and terms[at].type in CONNECTIVES | {"SKIP"}:
        at += 1
    return at < len(terms) and (term.type, term.value) == (terms[at].type, terms[at].value) == ("UNDERTAKE", "yes")


def _begins(terms: Sequence[Term], at: int) -> bool:
    while at < len(terms) and terms[at].type in CONNECTIVES | {"SKIP"}:
        at += 1
    if at >= len(terms):
        return False
    others = terms[at].type == "PERSON" and at + 1 < len(terms) and terms[at + 1].type in ("HAVE", "WITH", "SKIP")
    if others:
        return True  # "... and women who are breastfeeding"
    return terms[at].type in BEGINS or (
        terms[at].type == "ENTITY" and at + 1 < len(terms) and terms[at + 1].type in ("VALUE", "LENGTH")
    )


def _remarks(terms: list[Term], text: str, stops: Sequence[int], section: Section) -> list[Term]:
    """Sentences with the mark of a remark become NOTE: a later sentence, or one that is a remark wherever it stands.

    Of the others, what they let in or keep out is settled.
    """
    result: list[Term] = []
    start = 0
    for stop in stops:
        sentence = [term for term in terms if start <= term.start < stop]
        start = stop
        marks = [term for term in sentence if term.type == "NOTEMARK"]
        mark = next((term for term in marks if term.value == "always"), marks[0] if marks else None)
        if mark is not None and _is_remark(mark, sentence, text, first=not result):
            result.append(Term("NOTE", sentence[0].start, sentence[-1].end, text[sentence[0].start : sentence[-1].end]))
            continue
        plain = [Term("SKIP", t.start, t.end) if t.type == "NOTEMARK" else t for t in sentence]
        result.extend(permitted(plain, text, section, first=not any(term.type != "NOTE" for term in result)))
    return result


def _is_remark(mark: Term, sentence: Sequence[Term], text: str, first: bool) -> bool:
    if mark.value == "alone":
        return all(term is mark or term.type in ("SKIP", "COLON", "DOT") for term in sentence)
    return not first or mark.value == "always" or text[mark.start : mark.end].lower().startswith(("note", "remark"))
