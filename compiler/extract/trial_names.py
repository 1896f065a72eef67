"""Other trials by their names: "completed study RLM-MD-03", "participants of the CS35 trial"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .entity import Entity
from .lexicon import is_name
from .term import Term

_KIND = r"(?:stud(?:y|ies)|trials?|protocols?)"
#: The code of a trial: it has a digit, and a capital letter or numbers on both sides of a hyphen.
_CODE = r"(?=[\w./-]*\d)(?=[\w./-]*[A-Z]|\d+-\d)[A-Z0-9][\w./-]{2,}\w"
#: The short name of one, all but written in capitals: "EVEREST II", "PROMINENT", "CONTACT-2".
_NAME = r"[A-Z][\w-]*[A-Z0-9][\w-]*(?:\s(?:II|III|IV|\d))?"
_CODED = re.compile(rf"\b(?i:{_KIND})\s(?:#\s?)?(?P<code>{_CODE})")
_NAMED = re.compile(
    rf"(?:\b(?:the|in|of|from|an?|or|and|completed|either)\s)(?P<name>(?P<short>{_NAME}|{_CODE})\s(?:clinical\s)?{_KIND})\b"
    r"(?!\s(?:drug|med|treat|vaccin|product|procedur|site|eye|team|office|visit|day|equation|criteria))"
)
#: What was done with patients of one, right before its name.
_ACT = re.compile(
    r"(?:\b(?:previous(?:ly)?|prior|already|successful(?:ly)?|ha(?:s|ve|d)|been)\s)*"
    r"\b(?:enroll?(?:ed|ment)|included|inclusion|randomi[sz](?:ed|ation)|registered|registration)"
    r"\s(?:in|into|on|onto|to)\s(?=(?:(?:the|an?|either|previous|prior|parent|core|main)\s)*\Z)",
    re.IGNORECASE,
)
#: What says so anywhere before the name; elsewhere a trial says where a thing comes from, or when it was.
_TAKEN_PART = re.compile(
    r"\b(?:complet|enrol|includ|inclus|randomi|registe|registr|participa|withdr|discontinu|enter|took part|taken part)"
    r"[^.;:]*\Z",
    re.IGNORECASE,
)
_NEAR = 90
_CUE = re.compile(_KIND, re.IGNORECASE)


def other_trials(text: str) -> Iterator[Term]:
    """The names of trials that have one, and that patients were in them; `ENTITY` and `PHRASE` terms."""
    if not _CUE.search(text):
        return
    for start, end in _names(text):
        before = text[max(start - _NEAR, 0) : start]
        if not _TAKEN_PART.search(before):
            continue
        yield Term("ENTITY", start, end, Entity("observation", text[start:end]))
        if act := _ACT.search(before):
            begin = start - len(before) + act.start()
            yield Term("PHRASE", begin, begin + len(act[0].rstrip()), (("MOD", "when=ever"),))


def _names(text: str) -> Iterator[tuple[int, int]]:
    for found in _CODED.finditer(text):
        yield found.span()
    for found in _NAMED.finditer(text):
        if not is_name(found["short"]):  # "an MRI study"
            yield found.span("name")
