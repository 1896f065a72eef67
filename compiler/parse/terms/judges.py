"""Who else shares an opinion: "in the opinion of the investigator or of the treating physician".

Opinions are phrases of the vocabulary; whoever is named in "or", "and" or a slash behind the one who has it, or behind
"as judged by", belongs to the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.term import Term
from ..needing import needing

#: Who judges, by profession or by part in the trial.
_JUDGE = (
    r"(?:(?:sub|co)?[\s-]*investigators?|PIs?|physicians?|doctors?|clinicians?|surgeons?|providers?|practitioners?|nurses?"
    r"|\w+ologists?|psychiatrists?|p(?:a)?ediatricians?|obstetricians?|an(?:a)?esthetists?|designees?|delegates?"
    r"|sponsors?|(?:medical )?monitors?|(?:study|treatment|medical|treating|research|investigator) team"
    r"|study (?:coordinator|staff|personnel)|committees?|boards?"
    r"|radiology(?: assessments?)?)"
)
#: What stands before their names.
_KIND = (
    r"(?:(?:either|both|the|a|an|any|another|their|his|her|of|by|medically|appropriately|qualified|designated|authorized|delegated"
    r"|responsible|principal|primary|clinical|local|site|study|trial|treating|attending|referring|examining|evaluating"
    r"|participating|enrolling|chief|sponsor's|sponsor’s|medical|research|physician|review"
    r"|adjudication|ethics|steering|enrollment|approval)\s+)*"
)
_OWNER = r"(?:['’]s?(?!\w)(?:\s+(?:opinion|judge?ment|discretion|assessment|decision|view))?)?"
_OTHERS = re.compile(rf"(?:\s*(?:/|,?\s(?:or|and|and/or)\s)\s*{_KIND}{_JUDGE}{_OWNER}(?![\w-]))+", re.IGNORECASE)
_FIRST = re.compile(rf"\s+{_KIND}{_JUDGE}{_OWNER}(?![\w-])", re.IGNORECASE)
_ENDS_IN_JUDGE = re.compile(rf"\b{_JUDGE}{_OWNER}\Z", re.IGNORECASE)
_ENDS_IN_BY = re.compile(r"\b(?:by|opinion of|judge?ment of|discretion of)\Z", re.IGNORECASE)


@needing("JUDGED")
def with_other_judges(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms in which each opinion holds all who share it."""
    result: list[Term] = []
    for term in terms:
        if result and term.end <= result[-1].end and result[-1].type == "JUDGED":
            continue  # a word of who shares the opinion
        end = _end(term, text) if term.type == "JUDGED" else term.end
        whole = end > term.end and not any(other.start < end < other.end for other in terms)
        result.append(term._replace(end=end) if whole else term)
    return result


def _end(opinion: Term, text: str) -> int:
    """Where the last one is named who shares an opinion."""
    end = opinion.end
    if _ENDS_IN_BY.search(text, opinion.start, end) and (first := _FIRST.match(text, end)):
        end = first.end()
    if not _ENDS_IN_JUDGE.search(text, opinion.start, end):
        return opinion.end
    others = _OTHERS.match(text, end)
    return others.end() if others else end
