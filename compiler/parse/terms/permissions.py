"""Who and what a text lets in or keeps out: "... are excluded", "... is allowed".

"Patients with HIV are excluded" denies among inclusions, and only says again what a list of exclusions is. "(topical
steroids are allowed)" is an exception where something is ruled out, and elsewhere says nothing of the patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...extract.term import Term
from ...rules.trial import Section
from ...tokens import sentences, tokens
from .obligations import affirmed, obliged, unread
from .phrases import phrases

VERDICTS = frozenset({"ALLOWS", "FORBIDS"})
#: What may stand behind a verdict that ends its clause, and what limits one: "are excluded if ...".
_ENDS = frozenset({"DOT", "COMMA", "SEMI", "RPAR"})
_LIMITS = _ENDS | {"IF", "UNLESS", "EXCEPT"}
#: The value of MUST for "are eligible if": those named before it must be as it goes on.
ELIGIBLE = "eligible if"
#: The value of UNLESS for "may be enrolled if", which is said of what stands before it, be it in a sentence of its own,
#: and of EXCEPT for a clause that ends with its verdict.
LETS_IN = "let in"
#: Terms that name nothing: whom a verdict is about, and small words.
_EMPTY = frozenset({"SUBJ", "SKIP", "COMMA", "MUST", "HAVE", "DOT", "AND", "BUT"})
#: How many terms an exception has at most that ends in a verdict of its own.
_NEAR = 12
#: How many terms say when: "within | 14 days | before | the first dose of | A".
_TIMED = 4
#: What may stand before the first statement of a sentence.
_NOTHING = frozenset({"NOTE", "STOP", "SEMI", "DOT", "SKIP"})
_COUNTS = frozenset({"TIMES", "VALUE", "NUMBER"})
_LONG = re.compile(r"[a-z]{5,}|\bcns\b")
_PARTED = re.compile(r"[;:]|\bexception", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which)\s+\Z", re.IGNORECASE)
_CASE = re.compile(r"(?:in|for|if|when|among)\b", re.IGNORECASE)
_MUST = re.compile(r"(?:must|should|shall)\b", re.IGNORECASE)
#: A condition that only says again what holds for all: "if they meet all other criteria".
_OTHERS = re.compile(
    r"\W*(?:only |so )?(?:if|provided|providing|as long as|assuming)(?: that)?"
    r"(?: they| he or she| he/she| the \w+| \w+s)?(?: otherwise)?"
    r" (?:meets?|fulfill?s?|satisf(?:y|ies))(?: all| of| the)*(?: other| remaining)"
    r"(?: \w+){0,4} (?:criteria|criterion|requirements)\W*",
    re.IGNORECASE,
)
_SAID_OF_THE_STUDY = frozenset({"DURING", "AT", "AFTER"})
#: When what is ruled out must not have been: "transfusions not permitted within 7 days".
_TIMES = frozenset({"WITHIN", "BEFORE", "FORLEN", "PERIOD", "LENGTH"})


def permitted(
    sentence: Sequence[Term], text: str, section: Section, first: bool, denied: Sequence[Term] = ()
) -> list[Term]:
    """A sentence without its verdicts: what they deny, except or only remark is marked NEG, EXCEPT or NOTE.

    `first`: nothing that is a statement stands before the sentence. `denied`: the statement before, if it denies.
    """
    if section == "exclusion":
        sentence = obliged(sentence, text)
    sentence = [unread(term) if _is_relative(sentence, i, text) else term for i, term in enumerate(sentence)]
    if not any(term.type in VERDICTS for term in sentence):
        return list(sentence)
    terms = [_settled(term, sentence[i + 1 :]) for i, term in enumerate(sentence)]
    terms = list(_without_asides(terms, text, section))
    result: list[Term] = []
    for clause in _clauses(terms, text, section):
        after = first and not any(term.type not in _NOTHING for term in result)
        clause = _as_case(clause) if section == "exclusion" and not after else clause
        read = _clause(clause, text, section, first=after, denied=result if _denies(result) else denied)
        if result and read and read[0].type in ("EXCEPT", "UNLESS"):
            while result and result[-1].type in ("SEMI", "DOT"):
                result.pop()
        elif result and "NOTE" in (read[0].type, result[-1].type):
            result.append(Term("STOP", clause[0].start, clause[0].start))
        result += read
    return result


def _is_relative(sentence: Sequence[Term], i: int, text: str) -> bool:
    """Whether a verdict only tells which things are meant: "drugs that are accepted to prolong the QT interval".

    Of what is excepted it says once more what the exception says: "except topical steroids, which are allowed".
    """
    excepted = any(term.type in ("EXCEPT", "UNLESS") for term in sentence[:i])
    relative = sentence[i].type == "ALLOWS" and _RELATIVE.search(text, 0, sentence[i].start) is not None
    return relative and not excepted


def only_denies(sentence: Sequence[Term]) -> bool:
    """Whether a sentence begins with what it denies: "no brain metastases", "patients must not have had surgery"."""
    begun = next((term for term in sentence if term.type not in _EMPTY), None)
    return begun is not None and begun.type in ("NEG", "NEVER")


def only_permits(text: str) -> bool:
    """Whether a text is one statement that lets in, perhaps on a condition: "Prior hydroxyurea is allowed".

    What is called an exception tells from what by itself; a verdict in a bracket is of a part of the statement.
    """
    said = text.strip()
    if not said[:1].isupper() or _PARTED.search(said) or len(sentences(said)) != 1:
        return False
    found = (each for each in phrases(said, tokens(said)) if each.start and ("ALLOWS", "final") not in each.value)
    allowed = (each for each in found if any(terminal == "ALLOWS" for terminal, _ in each.value))
    return any(said.count("(", 0, each.start) == said.count(")", 0, each.start) for each in allowed)


def begins_with_denial(text: str) -> bool:
    """Whether a text begins with what it denies, perhaps of patients: "no metastases", "patients must not have had"."""
    found = phrases(text, tokens(text))
    starts = {0, *(each.end + 1 for each in found if not each.start and any(t == "SUBJ" for t, _ in each.value))}
    return any(t in ("NEG", "NEVER") for each in found if each.start in starts for t, _ in each.value)


def _names_again(before: Sequence[Term], after: Sequence[Term], text: str) -> bool:
    """Whether names have a long word in common: "no brain metastases. Treated metastases are ..."."""
    said = [
        {word for term in terms if term.type == "ENTITY" for word in _LONG.findall(text[term.start : term.end].lower())}
        for terms in (before, after)
    ]
    return not said[0].isdisjoint(said[1])


def _settled(term: Term, after: Sequence[Term]) -> Term:
    """A verdict that must end its clause is no verdict elsewhere: "allowed methods of contraception"."""
    forbidden = term.type == "FORBIDS" and bool(after)
    limited = forbidden and ((after[0].type, after[0].value) == ("LINK", "because of") or after[0].type in _TIMES)
    if term.type in VERDICTS and term.value == "final" and after and after[0].type not in _LIMITS and not limited:
        return Term("SKIP", term.start, term.end)
    return term


def _clauses(terms: Sequence[Term], text: str, section: Section) -> Iterator[list[Term]]:
    """The clauses of a sentence where one has a verdict of its own, each with the semicolon behind it."""
    depth, start = 0, 0
    for i, term in enumerate(terms):
        depth += {"LPAR": 1, "RPAR": -1}.get(term.type, 0)
        ends = term.type == "SEMI" or (_is_but(term, text) and _asked_behind(terms, start, i, text))
        if not ends and _limits_what_stands(terms[start:i], term, terms[i + 1 :], text, section):
            yield list(terms[start:i])  # "use of warfarin, however heparin is allowed"
            start = i
        if ends and depth == 0 and any(each.type in VERDICTS for each in terms):
            yield list(terms[start : i + 1])
            start = i + 1
    if start < len(terms):
        yield list(terms[start:])


def _is_but(term: Term, text: str) -> bool:
    return term.type in ("BUT", "AND") and text[term.start : term.end].lower().startswith(("but", "however"))


def _limits_what_stands(before: Sequence[Term], term: Term, after: Sequence[Term], text: str, section: Section) -> bool:
    """Whether "however" begins what is let in behind a statement that lets nothing in.

    So does a dash; in what keeps out also "but", and a comma with others behind it: "cancer within 5 years, patients
    with basalioma can be included". Among inclusions "but" goes on with who is let in, and a comma lists.
    """
    however = _is_but(term, text) and text[term.start : term.end].lower().startswith("however")
    dash = term.type == "DASH" and text[term.start - 1 : term.start].isspace()
    but = section == "exclusion" and (_is_but(term, text) or _begins_with_others(before, term, after, text))
    if not (however or dash or but) or not _names(before):
        return False
    verdicts = [next((each.type for each in side if each.type in VERDICTS), None) for side in (before, after)]
    if however:
        return verdicts[0] is None or verdicts == ["FORBIDS", "ALLOWS"]
    return verdicts == [None, "ALLOWS"] and not _denies(after) and any(each.type == "ENTITY" for each in before)


def _begins_with_others(before: Sequence[Term], term: Term, after: Sequence[Term], text: str) -> bool:
    """Whether others stand behind a comma: patients are named, or what stands before it has said when.

    A case before the comma is of what is let in: "in patients with diabetes for 5 years, metformin is allowed".
    """
    if before and _CASE.match(text, before[0].start):
        return False
    dated = any(each.type in ("PERIOD", "ANCHOR") for each in before[-_TIMED:])
    named = {"SUBJ", "PERSON", "ENTITY"} if dated else {"SUBJ", "PERSON"}
    return term.type == "COMMA" and bool(after) and after[0].type in named


def _as_case(clause: Sequence[Term]) -> list[Term]:
    """ "However, patients may be enrolled if treated" as "unless treated"; a clause that says more as it is."""
    at = next((i for i, term in enumerate(clause) if term.type in VERDICTS), len(clause))
    cased = [term.type for term in clause[at : at + 2]] == ["ALLOWS", "IF"]
    if not cased or _names(clause[:at]):
        return list(clause)
    return [Term("UNLESS", clause[0].start, clause[at + 1].end, LETS_IN), *clause[at + 2 :]]


def _asked_behind(terms: Sequence[Term], start: int, i: int, text: str) -> bool:
    """Whether a verdict stands before the "but" at `i`, and what is asked behind it: "X is allowed, but Y must ..."."""
    let_in = any(term.type in VERDICTS for term in terms[start:i])
    rest = list(terms[i + 1 :])
    asked = next((k for k, term in enumerate(rest) if _MUST.match(text, term.start)), 0)
    return let_in and any(term.type in ("ENTITY", "PERSON") for term in rest[:asked])


def _without_asides(terms: Sequence[Term], text: str, section: Section) -> Iterator[Term]:
    """Terms in which every bracket with a verdict is an exception or a note."""
    i, denied = 0, section == "exclusion"
    while i < len(terms):
        end = _closing(terms, i) if terms[i].type == "LPAR" else i
        closed = terms[end].type == "RPAR"
        inside = terms[i + 1 : end] if closed else terms[i + 1 : end + 1]
        at = next((k for k, term in enumerate(inside) if term.type in VERDICTS), None)
        if at is None or end - i + 1 >= len(terms):
            denied = denied or terms[i].type in ("NEG", "NEVER")
            yield terms[i]
            i += 1
            continue
        # "surgery (biopsy excluded)", "surgery (biopsy not included)"
        excluded = text[inside[at].start : inside[at].end].lower() == "excluded" or inside[at].value == "uncounted"
        if (
            ((inside[at].type == "ALLOWS") == denied or excluded)
            and _names(inside[:at])
            and _limited(inside[at + 1 :], _LIMITS)
        ):
            yield terms[i]
            yield from _excepting(inside, text)
            yield from terms[end : end + closed]
        else:
            yield note(inside, text)
        i = end + 1


def _closing(terms: Sequence[Term], i: int) -> int:
    """The index of the bracket that closes the one at `i`; that of the last term where none does."""
    depth = 0
    for j in range(i, len(terms)):
        depth += {"LPAR": 1, "RPAR": -1}.get(terms[j].type, 0)
        if depth == 0:
            return j
    return len(terms) - 1


def _clause(clause: list[Term], text: str, section: Section, first: bool, denied: Sequence[Term]) -> list[Term]:
    at = next((i for i, term in enumerate(clause) if term.type in VERDICTS), None)
    if at is None:
        return clause
    verdict, before, after = clause[at], clause[:at], clause[at + 1 :]
    none = next((i for i, term in enumerate(before) if term.type not in _EMPTY), at)
    negated = none < at and clause[none].type in ("NEG", "NEVER")
    if after and after[0].type in _SAID_OF_THE_STUDY:
        return [note(clause, text)]
    if section == "inclusion" and verdict.type == "FORBIDS" and _denied_again(after):
        # "allografts are not allowed: no prior allograft"
        end = at + 2
        return [note(clause[:end], text), Term("STOP", clause[end].start, clause[end].start), *clause[end:]]
    if verdict.type == "FORBIDS" or negated:
        if negated:  # "no other cancer is allowed" forbids; "patients who do not ... are excluded" asks for it
            clause = [*clause[:none], affirmed(clause[none]), *clause[none + 1 :]]
        ruled_out = (verdict.type == "FORBIDS") != negated
        if section == "exclusion" and ruled_out and after and after[0].type == "IF" and not _names(before):
            return _plain([*before, verdict, _skip(after[0]), *after[1:]])  # "patients are excluded if they have ..."
        return _plain(clause) if (section == "exclusion") == ruled_out else _forbidden(clause, at)
    people = any(term.type == "SUBJ" for term in before[:2])
    if after and people and _OTHERS.fullmatch(text, verdict.end, after[-1].end):
        if section == "inclusion":
            return [note(clause, text)]
        clause, after = [*before, verdict._replace(end=after[-1].end)], []
    while _goes_on(after):
        after = after[1:]
    cased = section == "inclusion" and _names(before) and after and after[0].type in ("IF", "UNLESS")
    if cased and (first or (after[0].type == "IF" and not _names_again(denied, before, text))):
        asked = Term("MUST", verdict.start, after[0].end, ELIGIBLE)
        lacks = [Term("NEG", after[0].end, after[0].end, "")] if after[0].type == "UNLESS" else []
        return [*before, asked, *lacks, *after[1:]]  # "patients with a rash are eligible unless they have fever"
    counts = none < at and clause[none].type in _COUNTS and section == "inclusion"
    if counts or (section == "inclusion" and not _names(before)):
        listed = [term.type for term in after[:2]] == ["IF", "COLON"]
        # "patients are eligible if: ..."
        return _plain([*before, verdict, _skip(after[0]), *after[1:]] if listed else clause)
    if section == "inclusion" and first and verdict.value == "eligible":
        return _plain(clause)
    ruled_out = section == "exclusion" or bool(denied)
    if not first and ruled_out and _names(before) and _limited(after, _LIMITS):
        return _excepting(clause, text, LETS_IN if not after or after[0].type == "DOT" else "")
    excepted = next((i for i, term in enumerate(before) if term.type in ("EXCEPT", "UNLESS")), 0)
    if section == "exclusion" and first and at - excepted < _NEAR and _names(before[:excepted]):
        return _plain(clause)  # "AST > 2.5 x ULN, except in metastases where 5 x ULN is acceptable"
    return [note(clause, text)]


def _excepting(clause: Sequence[Term], text: str, value: str = "") -> list[Term]:
    """A clause as an exception from what stands before it, which it may say itself: "Exception: X is allowed".

    What is not allowed of it is unread: an exception of an exception would let in whom it keeps out.
    """
    at = next((i for i, term in enumerate(clause) if term.type == "ALLOWS"), len(clause))
    over = next((i for i in range(at, len(clause)) if clause[i].type in ("UNLESS", "EXCEPT")), len(clause))
    clause = [*clause[:over], *(unread(term) for term in clause[over:])]
    if clause[0].type == "EXCEPT":
        return [clause[0]._replace(value=value), *_plain(clause[1:])]
    return [Term("EXCEPT", clause[0].start, clause[0].start, value), *_plain(_without_however(clause, text))]


def _without_however(clause: Sequence[Term], text: str) -> list[Term]:
    """A clause in which the "however" that begins it, with its comma, is a small word."""
    begins = next((i for i, term in enumerate(clause) if term.type != "SKIP"), 0)
    if not _is_but(clause[begins], text):
        return list(clause)
    comma = clause[begins + 1 : begins + 2]
    said = begins + 1 + (bool(comma) and comma[0].type == "COMMA")
    return [*clause[:begins], Term("SKIP", clause[begins].start, clause[said - 1].end), *clause[said:]]


def _goes_on(after: Sequence[Term]) -> bool:
    """Whether small words stand between a verdict and its "if": "are eligible, provided", "can enter and join if"."""
    kinds = [term.type for term in after[:3]]
    return kinds[:2] in (["COMMA", "IF"], ["SKIP", "IF"]) or kinds == ["AND", "SKIP", "IF"]


def _denied_again(after: Sequence[Term]) -> bool:
    """Whether a colon and a denial come next, which say in full what the verdict before them rules out."""
    return [term.type for term in after[:2]] in (["COLON", "NEG"], ["COLON", "NEVER"])


def _forbidden(clause: Sequence[Term], at: int) -> list[Term]:
    """A clause as what must not be: "patients with HIV are excluded", "excluded if HIV-positive"."""
    start = clause[0].start if _names(clause[:at]) else clause[at].start
    plain = _plain(clause)
    if start == clause[at].start:
        opens = at + 1 < len(clause) and clause[at + 1].type in ("IF", "COLON")
        rest = [_skip(clause[at + 1])] if opens else []
        return [*plain[: at + 1], Term("NEG", start, start, ""), *rest, *plain[at + 1 + opens :]]
    return [Term("NEG", start, start, ""), *plain]


def _names(terms: Sequence[Term]) -> bool:
    return any(term.type not in _EMPTY for term in terms)


def _limited(after: Sequence[Term], kinds: frozenset[str]) -> bool:
    """Whether a verdict ends its clause, or is limited by what follows."""
    return not after or after[0].type in kinds


def _denies(terms: Sequence[Term]) -> bool:
    return any(term.type in ("NEG", "NEVER") for term in terms)


def _skip(term: Term) -> Term:
    return Term("SKIP", term.start, term.end)


def _plain(terms: Sequence[Term]) -> list[Term]:
    return [_skip(term) if term.type in VERDICTS else term for term in terms]


def note(terms: Sequence[Term], text: str) -> Term:
    """Terms as one note."""
    start, end = terms[0].start, terms[-1].end
    return Term("NOTE", start, end, text[start:end])
