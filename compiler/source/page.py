"""The registry's page of a trial, saved as text.

The criteria stand under the line "Eligibility Criteria" and end at the bare lines of age, sex and volunteers,
after which other sections of the page follow.
"""

from __future__ import annotations

import re

from ..diagnostics import TrialcError
from . import fields
from .protocol import Protocol

_START = re.compile(r"^[ \t#*]*Eligibility Criteria[ \t:*]*$", re.M)
_NCT_LINE = re.compile(r"^NCT ID:\s*(NCT\d{8})\b", re.M)
_CRITERIA = re.compile(
    r"^[ \t]*(?:[*•-] |\W*(?:(?:key|main)\s+)?(?:inclusion|exclusion)\b[^\n]{0,60}$|\d+[.)] )", re.M | re.I
)
_AGE = r"\d+[ \t]+(?:Year|Month|Week|Day|Hour|Minute)s?"
_FIELDS = re.compile(
    rf"^[ \t]*(?:(?P<low>{_AGE}|N/A)[ \t]*\n[ \t]*)?(?:(?P<high>{_AGE}|N/A)[ \t]*\n[ \t]*)?"
    r"(?P<sex>ALL|FEMALE|MALE)[ \t]*(?:\n[ \t]*(?P<volunteers>Yes|No|true|false)[ \t]*)?$",
    re.M,
)


def is_page(text: str) -> bool:
    """Whether `text` is a page: it names the trial on a line of its own, and has the criteria's heading."""
    return bool(_NCT_LINE.search(text) and _START.search(text))


def read_page(text: str) -> Protocol:
    """The protocol of a page. Raises TrialcError when the page has no criteria."""
    nct = _NCT_LINE.search(text)
    heading = _START.search(text)
    if not heading or not nct:
        raise TrialcError('the page has no line "NCT ID: ..." or no line "Eligibility Criteria"')
    end = _FIELDS.search(text, heading.end())
    if not end:
        raise TrialcError(
            "the criteria of the page have no end: expected a line of sex (ALL, FEMALE or MALE) after them; "
            "copy the criteria alone into a text file instead"
        )
    first = _CRITERIA.search(text, heading.end(), end.start())
    start = first.start() if first else heading.end()
    return Protocol(
        id=nct.group(1),
        title=fields.title(text.strip().split("\n", 1)[0]),
        eligibility=fields.eligibility(text[start : end.start()].strip(), 'the text under "Eligibility Criteria"'),
        minimum_age=fields.age(end["low"]),
        maximum_age=fields.age(end["high"]),
        sex=fields.sex(end["sex"]),
        healthy_volunteers=fields.healthy_volunteers(end["volunteers"]),
    )
