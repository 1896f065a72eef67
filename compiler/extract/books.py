"""By whose criteria something was told: "who meet the 2010 American College of Rheumatology (ACR) criteria for ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..rules.model import Qualifier, Value
from .term import Term

#: What stands before the name of a book.
LEAD = (
    r"\b(?:(?:who\s+)?(?:must\s+)?(?:meet|meets|meeting|met|satisfy|satisfies|satisfying|fulfill?s?|fulfill?ing|fulfilled)"
    r"|(?:as\s+)?(?:defined|diagnosed|determined|assessed|established|classified|made|confirmed|recommended)\s+"
    r"(?:by|in|using|according\s+to|based\s+on|(?:as\s+)?per)"
    r"|according\s+to|based\s+(?:on|upon)|on\s+the\s+basis\s+of|in\s+accordance\s+with|as\s+per|per|by|using)"
)
#: What stands behind it, before the illness.
GOES_ON = (
    r"(?:\s+(?:for|of)\b(?!\s+(?:at\s+(?:least|most)|(?:a|the)\s+(?:period|duration)|more|less|over|\d))"
    r"(?:\s+(?:a|the)\s+diagnosis\s+of\b)?)?"
)
#: What ends the name of every book: a quick look, for few texts have one.
_KINDS = (
    "criteria",
    "guideline",
    "guidance",
    "classification",
    "definition",
    "workshop",
    "recist",
    "ctc",
    "association",
    "society",
    "organization",
    "organisation",
    "federation",
    "academy",
    "committee",
)
#: Words of the name of a book that may be written small.
_SMALL = (
    r"of|the|for|and|on|in|to|a|&|revised|modified|updated|international|national|diagnostic|classification|consensus|"
    r"preliminary|clinical|research|diagnosis|society|college|association|academy|organization|organisation|committee|"
    r"working|group|edition"
)
_BRACKET = r"[(\[](?-i:[A-Z])[\w./ -]*[)\]]"
_NAME = rf"(?:(?:(?-i:[A-Z])[\w./'’-]*|(?-i:{_SMALL})|\d+(?:[./-]\d+)*(?:st|nd|rd|th)?|{_BRACKET}),?\s+)"
#: Whose criteria they are, where that stands behind: "criteria of the American Thoracic Society (ATS)".
_OWNER = r"(?:of|by|from|on)\s+(?:the\s+)?(?-i:[A-Z])[\w-]*(?:(?:\s+(?:of|for|and|the|on))*\s+(?-i:[A-Z])[\w-]*)*"
_ABBREVIATED = r"(?:\s+\((?-i:[A-Z])[\w/-]*\))?"
#: What a conference met for, and a society is one of.
_PURPOSE = r"(?:\s+(?:for|on)\s+the\s+(?:definition|classification|diagnosis|study|management)\s+of\s+[^,;.()]+)?"
_STAGING = r"staging(?:\s+(?:system|manual|criteria|classification|guidelines?))?(?:,?\s+\d(?:st|nd|rd|th)\s+edition)?"
_GUIDE = rf"(?:criteria|guidelines?|guidance|classification|definitions?|standards?|{_STAGING})"
_BODY = r"(?:committee|conference|workshop|society|association|organi[sz]ation|foundation|federation|league|academy)"
#: Another society that says the same.
_AND_ANOTHER = rf"(?:\s+(?:and/or|and|or)\s+(?:the\s+)?{_NAME}{{1,6}}?{_BODY}\b{_ABBREVIATED})?"
#: What a society's own book is called behind its name.
_OF_ITS_OWN = rf"\s+(?:\([^)]*\)\s+)?(?:(?:\d+|revised|diagnostic|consensus|clinical|research)\s+)*{_GUIDE}"
_NUMBERED = r"(?:v\.?\s*|version\s+|\s)\d(?:\.\d+)?\b"
_VERSION = rf"(?:,?\s*\({_NUMBERED}\)|,?\s*{_NUMBERED})?"
_OF_TUMORS = rf"\s+in\s+solid\s+tumou?rs(?:,?\s+\(?(?-i:[mi]?RECIST){_VERSION}\)?)?{_VERSION}"
_CTCAE = r"(?:(?-i:NCI)[\s-]+)?(?-i:CTCAE|CTC-?AE|CTC)"
_INSTITUTE = r"(?-i:NCI|National\s+Cancer\s+Institute)['’s]*[\s-]+(?:\((?-i:NCI)\)\s+)?"
_OF_EFFECTS = rf"(?:{_INSTITUTE})?common\s+(?:terminology|toxicity)\s+criteria(?:\s+for\s+adverse\s+events?)?"
#: "Common Terminology Criteria for Adverse Events (CTCAE) v4.03": the words, the abbreviation, or both.
_OF_EVENTS = rf"(?:{_OF_EFFECTS}(?:,?\s+\(?(?:{_CTCAE}){_VERSION}\)?)?|{_CTCAE})(?:\s+criteria)?{_VERSION}"
_OF_RESPONSE = rf"(?-i:[mi]?RECIST)(?:\s+{_GUIDE})?{_VERSION}(?:\s+{_GUIDE})?"
_BOOK = re.compile(
    rf"{LEAD}\s+(?:the\s+)?(?P<book>"
    rf"{_OF_EVENTS}"
    rf"|{_OF_RESPONSE}"
    rf"|{_NAME}{{0,14}}?{_GUIDE}\s+{_OWNER}{_ABBREVIATED}"
    rf"|{_NAME}{{1,14}}?{_BODY}\b(?!\s*/|(?:\s+{_OWNER})?{_OF_ITS_OWN})(?:\s+{_OWNER})?{_ABBREVIATED}{_PURPOSE}{_AND_ANOTHER}"
    rf"|{_NAME}{{1,14}}?(?:criteria(?:\s+guidelines?)?|guidelines?|guidance|classification|definition|{_STAGING})\b(?:{_OF_TUMORS}|(?:\s+\((?:19|20)?\d\d\))?)"
    r")"
    rf"{GOES_ON}",
    re.IGNORECASE,
)
#: A book that stands alone in brackets: "major bleeding (ISTH definition)", "measurable disease (RECIST 1.1)".
_BRACKETED = re.compile(
    rf"(?<=\()\s*(?P<book>{_NAME}{{1,8}}?{_GUIDE}|(?=[^()]*\d)(?:{_OF_RESPONSE}|{_OF_EVENTS}))\s*(?=\))", re.IGNORECASE
)
#: A book has a name or an abbreviation of its own, is not the trial's, and is not one of `phrases/modifiers.tsv`.
_NAMED = re.compile(r"\b[A-Z][A-Za-z./-]+")
_OF_TRIAL = re.compile(r"\b(?:DSM|ICD|inclusion|exclusion|eligibility|entry|study|protocol)\b", re.IGNORECASE)
_COMMA = re.compile(r"\s*,")
#: Whose scales are measurements: NYHA, ASA, CCS.
_SCALES = re.compile(r"New York Heart|Anesthesiologists|Anaesthesiologists|Canadian Cardiovascular", re.IGNORECASE)


def books(text: str) -> Iterator[Term]:
    """The phrases that name a book of criteria; `GRADED` terms that hold the qualifier `method`."""
    lower = text.lower()
    if not any(kind in lower for kind in _KINDS):
        return
    for found in chain(_BOOK.finditer(text), _BRACKETED.finditer(text)):
        named = found["book"]
        if not _NAMED.search(named.rpartition(" ")[0] or named) or _OF_TRIAL.search(named) or _is_too_long(named):
            continue
        if _SCALES.search(named):
            continue
        method = Qualifier(key="method", value=Value(categories=(" ".join(named.split()),)))
        yield Term("GRADED", *with_commas(text, found.start(), found.end()), method)


def with_commas(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a book with the comma before it, which begins nothing new, and the one that closes it."""
    before = text[:start].rstrip()
    if not before.endswith(","):
        return start, end
    closing = _COMMA.match(text, end)
    return len(before) - 1, closing.end() if closing else end


def _is_too_long(name: str) -> bool:
    """Whether a match runs on over a list of names: no book is called so."""
    return name.count(",") > 2
