"""The registry's classic XML: one `<clinical_study>`, or many below one root."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..diagnostics import TrialcError
from . import fields
from .protocol import Protocol
from .reading import Reading, Unusable

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)\b")


def read_xml(text: str) -> Reading:
    """The studies of an XML document. Raises TrialcError when it is broken or holds no study that can be used.

    Documents that declare a document type are refused: registry records have none, and entities declared there
    can expand without bound or reach for other files.
    """
    if _DECLARATION.search(text):
        raise TrialcError("the XML declares a document type or entities; expected a plain `<clinical_study>` record")
    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as error:
        raise TrialcError(f"the input looks like XML but is broken: {error}") from None
    studies = list(root.iter("clinical_study"))
    if not studies:
        raise TrialcError(f"the XML has the root `<{root.tag}>` and no `<clinical_study>` in it")
    if len(studies) == 1:
        return Reading((_protocol(studies[0]),))
    protocols: list[Protocol] = []
    unusable: list[Unusable] = []
    for number, study in enumerate(studies, start=1):
        try:
            protocols.append(_protocol(study))
        except TrialcError as error:
            nct = _text(study, ".//nct_id")
            unusable.append(Unusable(f"record {number}" + (f" ({nct})" if nct else ""), str(error)))
    return Reading(tuple(protocols), tuple(unusable))


def _protocol(study: Element) -> Protocol:
    block = study.find("eligibility/criteria/textblock")
    return Protocol(
        id=_text(study, ".//nct_id") or "record",
        title=fields.title(_text(study, "brief_title")),
        eligibility=fields.eligibility(
            "".join(block.itertext()) if block is not None else None, "`<eligibility><criteria><textblock>`"
        ),
        minimum_age=fields.age(_text(study, "eligibility/minimum_age")),
        maximum_age=fields.age(_text(study, "eligibility/maximum_age")),
        sex=fields.sex(_text(study, "eligibility/gender")),
        healthy_volunteers=fields.healthy_volunteers(_text(study, "eligibility/healthy_volunteers")),
    )


def _text(study: Element, path: str) -> str | None:
    return (study.findtext(path) or "").strip() or None
