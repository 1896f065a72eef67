"""Undertakings as the rule keeps them: what the patient can, will or consents to, without the words around it."""

from __future__ import annotations

import re

from .guardians import behind_guardians

_LEAD = re.compile(
    r"^(?:(?:the )?(?:patients?|subjects?|participants?)\s+)?"
    r"(?:(?:who|must|should|shall|will|is|are|be|being|been|has|have|having|had|was|were)\s+)*(?:the\s+)?",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"^(?:given|provided|provision of|obtained|obtaining)\s+(?=(?:\w+\s+){0,4}(?:consent|assent))", re.IGNORECASE
)
#: Where a refusal begins behind the words that lead up to it.
_REFUSING = re.compile(
    r"\b(?:unable|unwilling|not able|not willing|inability|cannot|can not|(?:do|does|did) not)\b", re.IGNORECASE
)
#: What announces the bullets below, which say more of it or stand beside it.
_ANNOUNCING = re.compile(r"(?:,?\s+(?:for example|e\.g\.|including|such as))?\s*:$", re.IGNORECASE)
#: A refusal is kept as what is refused: the rule is its `not`.
_OPPOSITES = (
    (re.compile(r"^unable (?:to )?(?:and|or|and/or) unwilling\b", re.IGNORECASE), "able and willing"),
    (re.compile(r"^unwilling (?:to )?(?:and|or|and/or) unable\b", re.IGNORECASE), "willing and able"),
    (re.compile(r"^unable ?/ ?unwilling\b", re.IGNORECASE), "able and willing"),
    (re.compile(r"^unwilling ?/ ?unable\b", re.IGNORECASE), "willing and able"),
    (re.compile(r"^not willing (?:and|or) able\b", re.IGNORECASE), "willing and able"),
    (re.compile(r"^not able (?:and|or) willing\b", re.IGNORECASE), "able and willing"),
    (re.compile(r"^inability ?(?:and/or|and|or|/) ?unwillingness\b", re.IGNORECASE), "ability and willingness"),
    (re.compile(r"^unwillingness ?(?:and/or|and|or|/) ?inability\b", re.IGNORECASE), "willingness and ability"),
    (re.compile(r"^(?:cannot|unable|not able) or (?:are |is )?unlikely\b", re.IGNORECASE), "able and likely"),
    (re.compile(r"^unwilling or (?:are |is )?unlikely\b", re.IGNORECASE), "willing and likely"),
    (re.compile(r"^unlikely or (?:are |is )?unable\b", re.IGNORECASE), "likely and able"),
    (re.compile(r"^unlikely or (?:are |is )?unwilling\b", re.IGNORECASE), "likely and willing"),
    (re.compile(r"^unable or (?:declin|refus)\w+", re.IGNORECASE), "able and willing"),
    (re.compile(r"^(?:declin|refus)\w+ or (?:are |is )?unable\b", re.IGNORECASE), "willing and able"),
    (re.compile(r"^unable or not willing\b", re.IGNORECASE), "able or willing"),
    (re.compile(r"^unwilling or not able\b", re.IGNORECASE), "willing or able"),
    (re.compile(r"^(?:inability|unable) or unwilling\b", re.IGNORECASE), "able and willing"),
    (re.compile(r"^difficult(?:y|ies) (?:and/or|and|or) inability\b", re.IGNORECASE), "ability"),
    (re.compile(r"^unavailable\b", re.IGNORECASE), "available"),
    (re.compile(r"^(?:unable|not able)\b", re.IGNORECASE), "able"),
    (re.compile(r"^(?:unwilling|not willing)\b", re.IGNORECASE), "willing"),
    (re.compile(r"^inability(?:,? (?:and/or|and|or) |/)lack of\b", re.IGNORECASE), "ability and"),
    (re.compile(r"^inability/(?:unwilling|not willing)\b", re.IGNORECASE), "able/willing"),
    (re.compile(r"^unwillingness\b", re.IGNORECASE), "willingness"),
    (re.compile(r"^inability\b", re.IGNORECASE), "ability"),
    (
        re.compile(
            r"^(?:(?:not|lack of|loss of(?: the)?|absence of|missing|lacking|no|without)\s+|non[- ])", re.IGNORECASE
        ),
        "",
    ),
    (re.compile(r"^(?:cannot|can not)\b", re.IGNORECASE), "can"),
    (re.compile(r"^(?:do|does|did)(?: not|n't)\s+", re.IGNORECASE), ""),
)


def undertaken(text: str, refused: bool) -> str:
    """The undertaking in a phrase; of a refusal, what is refused.

    >>> undertaken("must be able to swallow tablets", False), undertaken("unwilling to use contraception", True)
    ('able to swallow tablets', 'willing to use contraception')
    """
    who = behind_guardians(text)
    said = _LEAD.sub("", text) if not who else text[who:]
    if who and refused:
        said = _LEAD.sub("", said)
    if refused:
        said = _accepted(said)
    return text[:who] + _ANNOUNCING.sub("", _GIVEN.sub("", said))


def _accepted(said: str) -> str:
    """What a refusal refuses; what leads up to it stays: "partner does not accept it" is "partner accept it"."""
    led = _REFUSING.search(said)
    starts = (0, led.start()) if led is not None and led.start() else (0,)
    for start in starts:
        for refusal, kept in _OPPOSITES:
            accepted, found = refusal.subn(kept, said[start:])
            if found:
                return said[:start] + accepted
    return said
