"""What a text among exclusions asks for or forbids: "patients must not be pregnant", "patients must be able to walk".

Both say who may take part. What must not be keeps out as it stands, without its negation; what must be keeps out who
lacks it, and what must have ended by some time keeps out who had it later. Where that cannot be told, what is asked
stays unread, for as it stands it would keep out the wrong patients.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term

#: The value of NEG where a text does not deny, but asks for what patients are kept out for the lack of.
ASKED = "asked"
#: Of anything else, "cannot" says what is not possible: "the drug cannot be stopped".
_CANNOT = re.compile(r"can ?not (?:have|be (?:on|taking|receiving|using))\b", re.IGNORECASE)
_FORBIDDEN = re.compile(
    rf"(?:they |he or she |he/she )?(?:(?:must|may|should|shall|ought to) not\b|{_CANNOT.pattern})", re.IGNORECASE
)
_ASKED = re.compile(
    r"(?:must|should|shall|(?:is|are) required to|ha(?:s|ve) to)(?: (?:have|be|have had|have been))?(?: an?)?",
    re.IGNORECASE,
)
_ARE = re.compile(r"\b(?:is|are)\s+\Z", re.IGNORECASE)
#: What patients must go on with is no rule of the trial: it is what keeps them out.
_NEEDED = re.compile(r"\s*(?:to )?(?:take|be taking|continue)\b", re.IGNORECASE)
_STATED = re.compile(r"\b(?:must|should|shall) (?:be|have|remain)", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|that|which|whose)\s*\Z", re.IGNORECASE)
#: What names whom something is asked of, and what may stand beside it.
_PEOPLE = frozenset({"SUBJ", "PERSON", "ALONE", "AGE"})
_SMALL = frozenset({"SKIP", "COMMA", "IF", "HAVE", "WITH", "AND", "OR", "NOTE", "STOP", "DOT", "BUT"})
_OPENED = frozenset({"EXCEPT", "UNLESS", "EG", "ALLOWS", "FORBIDS", "ELSE", "DEF"})
_BEGINS = frozenset({"MUST", "HAVE", "SUBJ", "PERSON", "UNDERTAKING", "NEG", "NEVER", "IF"})
_LIMITS = frozenset({"VALUE", "AMOUNT", "NUMBER", "SCORED"})


def obliged(sentence: Sequence[Term], text: str) -> list[Term]:
    """A sentence among exclusions as what it keeps out."""
    clauses: list[list[Term]] = [[]]
    for term in sentence:
        clauses[-1].append(term)
        if term.type == "SEMI":
            clauses.append([])
    return [term for clause in clauses for term in _clause(clause, text)]


def _clause(clause: list[Term], text: str) -> list[Term]:
    outside = _outside_brackets(clause)
    at = next((i for i in outside if _forbids(clause[i], text) or _asks(clause[i], text)), None)
    if (
        at is None
        or any(clause[i].type in _OPENED for i in outside if i < at)
        or _WHO.search(text, 0, clause[at].start)
    ):
        return clause
    heading = next((i + 1 for i in range(at - 1, -1, -1) if clause[i].type == "COLON"), 0)
    before, verdict, rest = clause[heading:at], clause[at], clause[at + 1 :]
    named = any(term.type not in _SMALL | _PEOPLE for term in before)
    people = any(term.type in _PEOPLE for term in before)
    if named and not people and verdict.type == "UNDERTAKING":
        return clause
    if _forbids(verdict, text):
        if named and (not people or _CANNOT.match(text, verdict.start)):
            return clause
        parted = [Term("MUST", verdict.start, verdict.end)] if named else []  # what they are, and must not be as well
        return [*_noted(clause[:heading], text), *before, *parted, *_allowed([verdict, *rest], text)]
    if named and not people and not _goes_on(rest) and (late := _late(verdict, rest)):
        return [*clause[:at], *late]
    if people and verdict.type != "MOD" and not _goes_on(rest):
        kept = [verdict] if verdict.type == "UNDERTAKING" else []
        end = verdict.start if kept else verdict.end
        return [*_noted(clause[:heading], text), *before, Term("NEG", verdict.start, end, ASKED), *kept, *rest]
    if people and verdict.type != "MOD" and (lacked := _lacked_each([verdict, *rest], text)):
        parted = [Term("MUST", verdict.start, verdict.start)] if before else []
        return [*_noted(clause[:heading], text), *before, *parted, *lacked]
    return [*clause[:at], *(unread(term) for term in clause[at:])] if people or named else clause


def _lacked_each(terms: Sequence[Term], text: str) -> list[Term]:
    """What is asked for and forbidden in "and", of which each lack, and each thing forbidden, keeps out.

    Empty where that cannot be told: of limits in a list, and where "and" adds anything but a verb.
    """
    if {term.type for term in terms} & _LIMITS:
        return []
    parts: list[list[Term]] = [[]]
    for i, term in enumerate(terms):
        adds = term.type in ("AND", "BUT") and _begun(terms, i + 1) in _BEGINS
        if adds and parts[-1] and parts[-1][-1].type == "COMMA":
            parts[-1].pop()
        parts[-1].append(term)
        if adds:
            parts.append([])
    result: list[Term] = []
    for part in parts:
        lacked = _lacked(part, text)
        if not lacked:
            return []
        result += lacked
        if part is not parts[-1]:
            result[-1] = result[-1]._replace(type="SEMI")  # a lack beside what may not be
    return result


def _lacked(part: Sequence[Term], text: str) -> list[Term]:
    """One thing that is asked for as its lack, one that is forbidden as it stands; empty of anything else."""
    first, *rest = [term for term in part if term.type != "SKIP"]
    if _forbids(first, text):
        return [affirmed(first), *rest]
    if first.type == "UNDERTAKING":
        return [Term("NEG", first.start, first.start, ASKED), first, *rest] if first.value == "yes" else []
    return [Term("NEG", first.start, first.end, ASKED), *rest] if _asks(first, text) else []


def _outside_brackets(clause: Sequence[Term]) -> list[int]:
    """The places of the terms in no bracket: not of the "(WOCBP)" of "women of childbearing potential (WOCBP) must"."""
    places: list[int] = []
    depth = 0
    for i, term in enumerate(clause):
        depth += term.type == "LPAR"
        if not depth:
            places.append(i)
        depth = max(depth - (term.type == "RPAR"), 0)
    return places


def _late(verdict: Term, rest: Sequence[Term]) -> list[Term]:
    """What was done too late where something must have ended in time, which keeps out; empty where no time is told.

    "Statins must be stopped at least 2 weeks before entry" keeps out who took them within 2 weeks before.
    """
    if verdict.type != "MOD" or verdict.value != "edge=end":
        return []
    kinds = [term.type for term in rest[:2]]
    if kinds[:1] == ["BEFORE"]:
        return [Term("AT", verdict.start, rest[0].end), *rest[1:]]
    if kinds not in (["LENGTH", "BEFORE"], ["PERIOD", "BEFORE"]):
        return []
    length, *behind = rest
    if length.type == "LENGTH":
        if not length.value.low or length.value.high or length.value.until:
            return []
        length = Term("PERIOD", length.start, length.end, length.value.low.offset)
    return [Term("WITHIN", verdict.start, verdict.end, "plain"), length, *behind]


def _forbids(term: Term, text: str) -> bool:
    return term.type in ("NEG", "NEVER") and _FORBIDDEN.match(text, term.start) is not None


def _asks(term: Term, text: str) -> bool:
    said = text[term.start : term.end]
    if term.type in ("MUST", "HAVE"):
        to_be = said.lower() == "to be" and _ARE.search(text, 0, term.start) is not None
        return to_be or (_ASKED.fullmatch(said) is not None and _NEEDED.match(text, term.end) is None)
    if term.type == "UNDERTAKING":
        return term.value == "yes" and _ASKED.match(said) is not None
    return term.type == "MOD" and _STATED.search(said) is not None


def _allowed(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms without what forbids: "must not have received" is "have received". Each thing forbidden keeps out.

    So does the lack of what is asked beside it: "must not be pregnant and must be using contraception".
    """
    result: list[Term] = []
    for term in terms:
        added = bool(result) and result[-1].type in ("AND", "BUT")
        asked = added and term.type != "MOD" and _asks(term, text)
        if not asked and not _forbids(term, text):
            result.append(term)
            continue
        if added:
            result[-1] = result[-1]._replace(type="SEMI")  # a lack beside what may not be
        if asked:
            kept = [term] if term.type == "UNDERTAKING" else []
            result += [Term("NEG", term.start, term.start if kept else term.end, ASKED), *kept]
        else:
            result.append(affirmed(term))
    return result


def affirmed(term: Term) -> Term:
    """A negation as what is left of it where it is taken away: "no prior" still says "prior"."""
    if term.type == "NEG":
        return Term("SKIP", term.start, term.end)
    return term._replace(type="MOD", value="status=planned" if term.value == "planned" else "when=ever")


def _goes_on(terms: Sequence[Term]) -> bool:
    """Whether more than one thing is asked: something that "and" or "but" adds, or a limit in a list."""
    depth = 0
    kinds = {term.type for term in terms}
    if kinds & _LIMITS and kinds & {"AND", "OR", "COMMA"}:
        return True
    for i, term in enumerate(terms):
        depth += {"LPAR": 1, "RPAR": -1}.get(term.type, 0)
        if not depth and (term.type == "BUT" or (term.type == "AND" and _begun(terms, i + 1) in _BEGINS)):
            return True
    return False


def _begun(terms: Sequence[Term], i: int) -> str:
    """The type of the first term from `i` on that is no small word."""
    return next((each.type for each in terms[i:] if each.type not in ("SKIP", "COMMA")), "END")


def unread(term: Term) -> Term:
    """A term that no rule takes up; what ends its clause stays."""
    return term if term.type in ("SEMI", "DOT", "STOP") else Term("UNFIT", term.start, term.end)


def _noted(heading: Sequence[Term], text: str) -> list[Term]:
    """A heading before a colon as a note: "Drug allergy: a subject must not have ...".

    What tells of people is no heading: "women who are pregnant: all women must ...".
    """
    if not heading:
        return []
    if {"PERSON", "ENTITY"} <= {term.type for term in heading}:
        return [*heading[:-1], heading[-1]._replace(type="SEMI")]
    start, end = heading[0].start, heading[-1].end
    return [Term("NOTE", start, end, text[start:end]), Term("STOP", end, end)]
