"""Which format a text has, told by its content alone."""

from __future__ import annotations

import re
from typing import Literal

from ..diagnostics import TrialcError
from .page import is_page

Format = Literal["json", "json lines", "xml", "page", "plain"]

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|table|script)\b", re.I)


def detect(text: str) -> Format:
    """The format of `text`. Raises TrialcError for an empty text, HTML and anything binary."""
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise TrialcError("the input is empty; expected a registry record or the text of eligibility criteria")
    if "\x00" in text:
        raise TrialcError("the input is binary, not text; expected JSON, XML or the text of eligibility criteria")
    if _HTML.match(start):
        raise TrialcError(
            "the input is HTML; save the record as JSON (API v2) or copy the criteria into a text file instead"
        )
    if start[0] == "{" or (start[0] == "[" and re.match(r"\[\s*[\[{\"\]]", start)):
        return "json lines" if _is_lines(start) else "json"
    if re.match(r"<(?:\?xml|!--|!DOCTYPE|[a-z_]+[\s>])", start):
        return "xml"
    return "page" if is_page(text) else "plain"


def _is_lines(start: str) -> bool:
    """Whether the first line is an object of its own and another follows."""
    first, _, rest = start.partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip()[:1] not in ("", ",", "]", "}")
