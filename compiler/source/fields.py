"""The structured fields beside the text, in the spellings of the registry's generations, as `Protocol` wants them."""

from __future__ import annotations

import re
from typing import Any

from ..diagnostics import TrialcError

#: A longer text is no trial's criteria: the registry allows 20,000 characters.
MAX_CHARACTERS = 1_000_000

_SEX = {"all": "all", "both": "all", "female": "female", "male": "male", "f": "female", "m": "male"}
_YES = {"yes", "true", "accepts healthy volunteers"}
_NO = {"no", "false"}
_AGE = re.compile(r"\d+(?:\.\d+)?\s*[a-z]+", re.IGNORECASE)
_HEADING_WORDS = re.compile(
    r"\b(?:(?:key|main)\s+)?(?:in|ex)clusion(?:\s+criteria)?\b|\beligibility(?:\s+criteria)?\b", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ud800-\udfff]")  # and half characters, which no output can hold


def age(written: Any) -> str | None:
    """An age limit as written ("18 Years"); a bare number is years; None for "N/A", "None" and nothing.

    >>> age("18 Years"), age(18), age("N/A"), age("")
    ('18 Years', '18 Years', None, None)
    """
    if isinstance(written, bool) or written is None:
        return None
    text = str(written).strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return f"{text.removesuffix('.0')} Years"
    return text if _AGE.fullmatch(text) else None


def sex(written: Any) -> str | None:
    """One of "all", "female", "male"; None where the source does not say.

    >>> sex("ALL"), sex("Both"), sex("Female"), sex(None)
    ('all', 'all', 'female', None)
    """
    return _SEX.get(str(written).strip().lower()) if written else None


def healthy_volunteers(written: Any) -> bool | None:
    """Whether healthy volunteers are accepted; None where the source does not say.

    >>> healthy_volunteers("Accepts Healthy Volunteers"), healthy_volunteers("No"), healthy_volunteers("")
    (True, False, None)
    """
    text = str(written).strip().lower()
    return True if text in _YES else False if text in _NO else None


def title(written: Any) -> str | None:
    """A title without the white space around and inside it; None of nothing."""
    return " ".join(written.split()) or None if isinstance(written, str) else None


def eligibility(text: Any, name: str) -> str:
    """`text` itself, if criteria can stand in it.

    Raises TrialcError when it is no text, empty, holds nothing but headings, is binary, or is far too long.
    `name` says what the text is, for the message: "`eligibilityModule.eligibilityCriteria`".
    """
    if text is None or text == "":
        raise TrialcError(f"{name} is missing or empty; expected the text of the eligibility criteria")
    if not isinstance(text, str):
        raise TrialcError(f"{name} is {kind(text)}; expected the text of the eligibility criteria")
    if len(text) > MAX_CHARACTERS:
        raise TrialcError(
            f"{name} has {len(text):,} characters; the criteria of one trial have at most {MAX_CHARACTERS:,} "
            "(many trials belong in JSON lines, one record a line)"
        )
    if control := _CONTROL.search(text):
        raise TrialcError(
            f"{name} has the control character U+{ord(control.group()):04X} at offset {control.start()}; expected text"
        )
    if not re.search(r"[^\W_]", text):
        raise TrialcError(f"{name} has no words; expected the text of the eligibility criteria")
    if not re.search(r"[^\W_]", _HEADING_WORDS.sub("", text)):
        raise TrialcError(f"{name} has headings but no criteria under them")
    return text


def kind(value: Any) -> str:
    """What JSON calls the type of `value`, with its article."""
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), f"a {type(value).__name__}")
