"""Remarks: text that says nothing of the patient, and is kept as a note.

A remark is a sentence, what stands between two semicolons, or what stands in brackets; a reason that the writer gives
("... because the effects are unknown") is one to the end of its sentence. What a text lets in or keeps out is settled
by `permissions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...extract.term import Term
from ...rules.trial import Section
from .obligations import unread
from .permissions import VERDICTS, note, only_denies, permitted

_BUT, _MUST = re.compile(r"but\b|however\b", re.IGNORECASE), re.compile(r"(?:must|should|shall)\b", re.IGNORECASE)
#: What asks for something.
_ASKED = re.compile(r"\b(?:must|should|shall)\b", re.IGNORECASE)
#: What asks for a test alone: "(a negative test is required)".
_TEST_ASKED = re.compile(r"\b(?:tests?|testing|scans?|MRI|biops(?:y|ies))\b[^()]*?\b(?:required|mandatory)\b", re.I)
#: What patients may have or be, which is asked of none: "bilirubin <= 1.5 x ULN (patients may have stents)".
_ALLOWED = re.compile(r"\s*(?:the )?(?:patients?|subjects?|participants?|pts?) may\b", re.IGNORECASE)
_MAY, _MAY_HAVE = re.compile(r"\bmay\b", re.IGNORECASE), re.compile(r"\bmay have\b", re.IGNORECASE)
_PEOPLE = frozenset({"SUBJ", "PERSON"})
_BEGINS = frozenset({"MUST", "UNDERTAKE", "UNDERTAKING", "SUBJ"})
_LIMITS = frozenset({"IF", "UNLESS", "EXCEPT"})
_NAMED = frozenset({"ENTITY", "PERSON", "AGE", "VALUE"})


def remarks(terms: Sequence[Term], text: str, stops: Sequence[int], section: Section) -> list[Term]:
    """Terms with every remark as one NOTE; other marks of remarks say nothing."""
    result: list[Term] = []
    start = 0
    denied: list[Term] = []  # the last sentence that lets nobody in, if it denies
    for stop in stops:
        sentence = [term for term in terms if start <= term.start < stop]
        start = stop
        sentence = _excepting(sentence)
        sentence = _without_asked(sentence, text) if section == "exclusion" else _without_allowed(sentence, text)
        if any(term.type == "REASON" for term in sentence):
            sentence = _without_reason(sentence, text)
        if not any(term.type == "NOTEMARK" for term in sentence):
            result.extend(permitted(sentence, text, section, first=_is_first(result), denied=denied))
            if not any(term.type in VERDICTS for term in sentence):
                denied = sentence if only_denies(sentence) else []
            continue
        remarked = False
        for part in _parts(_in_brackets(sentence, text, section), text):
            said = part[:-1] if part[-1].type == "SEMI" else part
            goes_on = remarked and part[0].type == "OR"  # "a woman is considered sterile if ...; or has had ..."
            remarked = _is_remark(said, text, section, first=not result)
            remarked = remarked and not (result and _judges(said, text, section))
            if remarked or goes_on:
                result.append(note(said, text))
            else:
                result.extend(permitted(_plain(part, text), text, section, first=_is_first(result)))
    return list(_set_apart(result))


def _excepting(sentence: list[Term]) -> list[Term]:
    """The terms of a sentence; a note that excepts begins as any exception does: "Note: this does not apply to ..."."""
    marked = len(sentence) > 1 and (sentence[0].type, sentence[1].type) == ("NOTEMARK", "EXCEPT")
    return [sentence[1]._replace(start=sentence[0].start), *sentence[2:]] if marked else sentence


def _is_first(before: Sequence[Term]) -> bool:
    """Whether nothing that is a statement stands before."""
    return not any(term.type != "NOTE" for term in before)


def _plain(terms: Sequence[Term], text: str) -> list[Term]:
    """The terms of what is no remark; its mark says nothing, or denies: "a lesion that | is not considered | cured"."""
    return [_unmarked(term, text) if term.type == "NOTEMARK" else term for term in terms]


def _unmarked(mark: Term, text: str) -> Term:
    if mark.value == "denies":
        return Term("NEG", mark.start, mark.end, "")
    had = _MAY_HAVE.search(text, mark.start, mark.end) is not None
    return Term("MOD", mark.start, mark.end, "when=ever") if had else Term("SKIP", mark.start, mark.end)


def _set_apart(terms: Sequence[Term]) -> Iterator[Term]:
    """Terms with a STOP behind every note that a statement follows: the grammar has notes behind names only."""
    for i, term in enumerate(terms):
        yield term
        begins = term.type == "NOTE" and (i == 0 or terms[i - 1].type in ("SEMI", "STOP", "NOTE"))
        if begins and i + 1 < len(terms) and terms[i + 1].type not in ("NOTE", "STOP", "DOT"):
            yield Term("STOP", term.end, term.end)


def _without_reason(terms: list[Term], text: str) -> list[Term]:
    """The terms with the reason that their writer gives as a note; a reason that stands first ends at its comma."""
    start = next(i for i, term in enumerate(terms) if term.type == "REASON")
    said = any(term.type in _NAMED for term in terms[:start])
    depth, end = 0, start
    while end < len(terms):
        kind = terms[end].type
        depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
        if depth < 0 or (not depth and (kind in ("SEMI", "DOT") or (kind == "COMMA" and not said))):
            break
        if kind in ("AND", "BUT") and not depth and end + 1 < len(terms) and terms[end + 1].type in _BEGINS:
            break  # "even if sterile, and must agree to ..."
        end += 1
    if terms[start].value == "free" and any(term.type in _LIMITS for term in terms[start:end]):
        # "no limit on prior therapy as long as it did not contain docetaxel"
        return [*terms[:start], *(unread(term) for term in terms[start:end]), *terms[end:]]
    return [*terms[:start], note(terms[start:end], text), *terms[end:]]


def _without_asked(sentence: list[Term], text: str) -> list[Term]:
    """The terms of what keeps out, without what a bracket among them asks for, as if it kept out as well.

    What it asks of a test is a note: "pregnancy (a test must be negative)". What it asks of patients, or of the thing
    before it, tells more of who is meant, and stays unread: "seizures (patients must have had none for 6 months)".
    """
    if not any(term.type == "LPAR" for term in sentence):
        return sentence
    result: list[Term] = []
    for part in _brackets(sentence):
        asks = part[0].type == "LPAR" and len(part) < len(sentence)
        asked = _ASKED.search(text, part[0].start, part[-1].end) if asks else None
        if asked is None:
            test = _TEST_ASKED.search(text, part[0].start, part[-1].end) if asks else None
            result += part if test is None else [note(part, text)]
            continue
        of = {term.type for term in part if term.start < asked.start()}
        of_test = "ENTITY" in of and of.isdisjoint(_PEOPLE)
        result += [note(part, text)] if of_test else [unread(term) for term in part]
    return result


def _without_allowed(sentence: list[Term], text: str) -> list[Term]:
    """The terms of what is asked, with what a bracket among them allows as a note: it is asked of nobody.

    What is allowed of something denied is an exception to it, and stays unread: "no cancer (patients may have ...)".
    """
    if not any(term.type == "LPAR" for term in sentence):
        return sentence
    result: list[Term] = []
    for part in _brackets(sentence):
        inside = part[0].type == "LPAR" and len(part) < len(sentence)
        if not inside or _ALLOWED.match(text, part[0].end) is None:
            result += part
        elif any(term.type == "NEG" for term in result):
            result += [unread(term) for term in part]
        else:
            result.append(note(part, text))
    return result


def _in_brackets(terms: list[Term], text: str, section: Section) -> list[Term]:
    """The terms with every bracket that is a remark as a note, unless nothing stands beside it."""
    result: list[Term] = []
    said = [term for term in terms if term.type not in ("DOT", "SEMI")]
    for part in _brackets(terms):
        inside = part[0].type == "LPAR" and len(part) < len(said)
        if inside and _is_remark(part, text, section, first=True) and not _judges(part[:-1], text, section):
            result.append(note(part, text))
        else:
            result += _plain(part, text) if inside else part
    return result


def _is_remark(terms: Sequence[Term], text: str, section: Section, first: bool) -> bool:
    marks = [term for term in terms if term.type == "NOTEMARK"]
    mark = next((term for term in marks if term.value == "always"), marks[0] if marks else None)
    if mark is None or _rules_out(mark, terms[terms.index(mark) + 1 :], text):
        return False
    if mark.value == "enclosed" and terms[0].type == "LPAR":
        return True  # "(HIV testing is not required)"
    if mark.value == "asked" and section == "inclusion":
        return False  # "a washout is required": what is asked of patients; beside what keeps them out, it is not
    if mark.value == "alone":
        return all(term is mark or term.type in ("SKIP", "COLON", "DOT") for term in terms)
    if mark.value == "begins":
        return all(term.type in ("SKIP", "LPAR", "DASH") for term in terms[: terms.index(mark)])
    said = [term.type for term in terms if term.type not in ("SKIP", "MOD", "DOT", "OR", "AND")]
    if mark.value == "unasked" and said == ["ENTITY", "NOTEMARK"]:
        return True  # "measurable disease is not required"
    return not first or mark.value == "always" or text[mark.start : mark.end].lower().startswith(("note", "remark"))


def _rules_out(mark: Term, behind: Sequence[Term], text: str) -> bool:
    """Whether what patients may do is denied or limited: "may receive no other drug", "may have had <= 2 lines"."""
    if not behind or _MAY.search(text, mark.start, mark.end) is None:
        return False
    return behind[0].type in ("NEG", "NEVER") or (behind[0].type == "VALUE" and behind[0].value.low is None)


def _judges(terms: Sequence[Term], text: str, section: Section) -> bool:
    """Whether "note" only announces who is let in or kept out among exclusions: "Note: eczema is not excluded"."""
    marks = [text[term.start : term.end].lower() for term in terms if term.type == "NOTEMARK"]
    ends = next((term.type for term in reversed(terms) if term.type != "DOT"), "")
    named = any(term.type == "ENTITY" for term in terms)
    judges = ends in VERDICTS or any(term.type == "EXCEPT" for term in terms[: len(marks) + 2])
    return section == "exclusion" and named and judges and all(mark.startswith("note") for mark in marks)


def _parts(terms: Sequence[Term], text: str) -> Iterator[list[Term]]:
    """A sentence in parts, each up to its semicolon or to what it asks behind a "but".

    A mark in capitals that stands always begins a part of its own.
    """
    part: list[Term] = []
    depth = 0
    for i, term in enumerate(terms):
        begins = term.type == "NOTEMARK" and text[term.start].isupper()
        begins = begins and (term.value == "always" or text[term.start : term.end].lower() == "note")
        begins = begins or _asks(terms[i:], text)
        if begins and not depth and any(each.type in _NAMED for each in part):
            yield part
            part = []
        part.append(term)
        depth += {"LPAR": 1, "RPAR": -1}.get(term.type, 0)
        if term.type == "SEMI" and not depth:
            yield part
            part = []
    if part:
        yield part


def _asks(terms: Sequence[Term], text: str) -> bool:
    """Whether terms begin with what is asked behind a remark: "patients may have had X, but must have recovered"."""
    if not (terms and terms[0].type in ("BUT", "AND") and _BUT.match(text, terms[0].start)):
        return False
    following = next((term for term in terms[1:] if term.type not in ("SKIP", "SUBJ", "COMMA")), None)
    return following is not None and _MUST.match(text, following.start) is not None


def _brackets(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """Terms in runs: each bracket is one, and what stands between two."""
    run: list[Term] = []
    depth = 0
    for term in terms:
        if term.type == "LPAR" and not depth and run:
            yield run
            run = []
        run.append(term)
        depth = max(depth + {"LPAR": 1, "RPAR": -1}.get(term.type, 0), 0)
        if term.type == "RPAR" and not depth:
            yield run
            run = []
    if run:
        yield run
