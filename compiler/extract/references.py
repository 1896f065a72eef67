"""Where a text sends its reader: "(see Appendix B)", "as listed in section 6.2.8", "(Hankinson et al., 1999)".

They say nothing of the patient, and their numbers limit nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .term import Term

_NUMBER = r"(?:\d+(?:\.\d+)*(?:\.?[a-z])?|(?-i:[A-Z](?:\.?\d+)*|[IVX]+))(?![\w%])"
_PLACE = (
    r"(?:protocol\s+)?(?:appendix|appendices|annex|attachment|supplement|sections?|tables?|figures?)\s+"
    rf"{_NUMBER}(?:\s*(?:,|and|or|&)\s*{_NUMBER})*(?:\s+(?:of|in|to)\s+(?:the|this)\s+(?:study\s+)?protocol)?"
)
_LEAD = (
    r"(?:(?:please\s+)?(?:see|cf\.?|refer\s+to)(?:\s+also)?|(?:as\s+)?(?:per|by)|in"
    r"|(?:as\s+)?(?:(?:is|are)\s+)?(?:further\s+)?"
    r"(?:listed|defined|described|specified|detailed|outlined|indicated|presented|provided|given|found|noted)\s+(?:in|by|per))"
)
#: What is found there: "see Section 9.2 for the evaluation of measurable disease".
_WHAT = r"(?:\s+(?:for|regarding|on|about)\s+[^.;()\[\]<>≥≤=]{3,90}(?=[)\].;]|\s*$))"
_BRACKETED = rf"[(\[]\s*(?:{_LEAD}\s+)?(?:the\s+)?{_PLACE}{_WHAT}?\s*[)\]]"
_SENT = rf"\b(?:please\s+)?(?:see|refer\s+to)(?:\s+also)?\s+(?:the\s+)?{_PLACE}{_WHAT}"
#: At the end of what a bracket says: "(Karnofsky >= 60 %, Appendix A)".
_LAST = rf"[,;]\s*{_PLACE}(?=\s*[)\]])"
_REFERENCE = re.compile(rf"{_BRACKETED}|{_SENT}|\b{_LEAD}\s+(?:the\s+)?{_PLACE}|{_LAST}", re.IGNORECASE)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
#: A bracket that cites who wrote of it, and when; a month is no writer.
_CITED = re.compile(
    rf"[(\[](?!(?:{_MONTHS})[a-z]*\.? \d)[A-Z][\w'-]+(?:,? (?:et al\.?|and [A-Z][\w'-]+))?,? (?:19|20)\d\d[)\]]"
)
#: A quick look for these, for few texts have one.
_CUES = ("appendi", "annex", "attachment", "supplement", "section", "table", "figure")


def references(text: str) -> Iterator[Term]:
    """The references to other parts of the document, and to other writers; `NOTE` terms."""
    lower = text.lower()
    found = [*_REFERENCE.finditer(text)] if any(cue in lower for cue in _CUES) else []
    for each in (*found, *_CITED.finditer(text)):
        yield Term("NOTE", each.start(), each.end(), each.group())
