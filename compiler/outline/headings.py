"""Headings: of the two sections, of arms and cohorts, and the sub-headings that only group criteria."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Section

_ADJECTIVE = (
    r"(?:key|main|major|primary|general|principal|core|overall|common|specific|basic|abbreviated|detailed|list\ of|"
    r"other|additional|further|study|subject|patient|participant|ocular|medical|clinical|non|summary\ of|selected|"
    r"important|screening|protocol|trial|the|initial|full|brief)"
)
_CRITERIA = r"criteri(?:a|on|um|as|ons)"
_KIND = r"(?:inclusions?|inculsion|inclusive|incusion|exclusions?|exclusionary|exlusion|exculsion|excusion|exclusive)"
_CLOSE = r"[*_\s\]\\]*"
_NAMED_KIND = re.compile(_KIND, re.I)
#: A section heading that takes a whole line.
_SECTION = re.compile(
    rf"""[\s*_\#=~"\[\\-]*(?:\(?\d{{1,2}}[.)]\s*|[A-Z][.)]\s*|[IVX]+[.)]\s*)?
    (?P<before>(?:[\w&/,'’()+.-]+[ \t\r\n]+(?:[-–:][ \t]+)?){{0,8}}?)
    (?P<kind>(?:non-?)?{_KIND})
    (?:[ \t\r\n-]+{_CRITERIA})?
    (?P<after>[^\n.;:：<>≥≤]{{0,80}}?)(?P<colon>{_CLOSE}[:：]?\.?{_CLOSE}-?\s*)""",
    re.I | re.X,
)
#: The same inside a line: after the end of a sentence or at the start, and closed by a colon.
_INSIDE = re.compile(
    rf"""(?:(?<=[.;:)\]\s*_-])|^)[\s*_-]{{0,20}}
    (?P<words>(?:{_ADJECTIVE}[\s-]+){{0,3}}(?P<kind>{_KIND})(?:\s+{_CRITERIA})?)
    (?:\s*(?:[-–(]|\bfor\b|\bof\b)\s*(?P<who>[\w\s/&]{{2,50}}?)\)?)?
    [*_\s]*(?P<colon>[:：]|\Z)[*_]*[.\s]*""",
    re.I | re.X,
)
_OLD = re.compile(
    r"[\s*_#-]*(?P<name>DISEASE CHARACTERISTICS|PATIENT CHARACTERISTICS|PRIOR\s?/?\s?CONCURRENT THERAPY|"
    r"PRIOR OR CONCURRENT THERAPY|DONOR CHARACTERISTICS|INTERVENTION CHARACTERISTICS)[*_]*(?:\s*:[*_\s]*|\s*$)"
)
_NEUTRAL = re.compile(
    r"[\s*_#-]*(?:(?:key|main|general|overall|study|subject|patient)\s+)?(?:eligibility|selection|inclusion\s*(?:/|and|&)\s*exclusion)"
    r"(?:\s+criteria)?[*_\s]*:?[*_\s]*",
    re.I,
)
_EXCLUDES = re.compile(
    r"\b(?:excluded|exclusions?|ineligible|not (?:be )?(?:eligible|included|enrolled|enroled|recruited|entered|"
    r"participate)|"
    r"will not be|cannot (?:be|participate)|may not (?:enter|participate|be)|are not to be|not allowed)\b",
    re.I,
)
_INCLUDES = re.compile(
    r"\b(?:eligible|eligibility|inclusions?|included?|enrol(?:l|led|ment|lment)?|must (?:meet|fulfil|satisfy|have|be)|"
    r"participate|entry|enter|entered|fulfil|qualify|criteria)\b",
    re.I,
)
_SOME = re.compile(
    r"\b(?:(?:any|either|some|two|three|both|\d|one|at least \w+)(?: or more)? of|at least|or more)\b", re.I
)
_LEAD = re.compile(r"\b(?:following|criteria|criterion|below|if|must|they|who|with|apply|include|are|that)\b", re.I)

_GROUP = (
    r"(?:patients?|participants?|subjects?|volunteers?|controls?|donors?|recipients?|caregivers?|parents?|children|"
    r"adults?|adolescents?|infants?|women|men|males?|females?|boys|girls|mothers|partners?|cases|persons?|individuals|"
    r"people|clinicians?|providers?|physicians?|students?|families|siblings|users?|smokers?)"
)
_ARM = (
    r"(?:sub-?)?(?:cohorts?|arms?|parts?|groups?|phases?|stages?|study(?=\s+(?:\d|[A-D]\b))|steps?|segments?|stratum|strata|periods?|"
    r"substudy|module|aim|experiment|tier|dose\s+(?:escalation|expansion)|dose-(?:escalation|expansion)|expansion|escalation)"
)
_RELATION = r"(?:in|with|without|who|only|of|from|on|undergoing|and|or|aged|enrolled|group|receiving)"
_COHORT = re.compile(
    rf"""(?:(?:additional|specific|key)\s+)?(?:in|ex)?(?:clusion\s+criteria\s+)?(?:for|of|in|only|the|all|to|specific|additional|\s|[-–:,(])*
    (?:
      (?:\w+[\s-]+){{0,3}}?{_ARM}\b[\s:]*[^.;]{{0,60}}
    | (?:[\w/+-]+[\s-]+){{0,5}}?{_GROUP}(?:\s+{_RELATION}\b[^.;]{{0,60}})?
    | (?:control|patient|case|treatment|intervention|comparison|healthy)\w*\s+groups?
    )\s*(?:only)?\s*\)?\s*:?\s*""",
    re.I | re.X,
)
_EVERYONE = re.compile(
    r"(?:for\s+)?(?:(?:all|both)\s+(?:\w+\s+)?(?:"
    + _GROUP
    + "|"
    + _ARM
    + r")|general|common|overall)\b[^.;]{0,30}:?\s*",
    re.I,
)
#: Headings that name no arm: "Subjects:", "In addition:", "For any eye:".
_NOBODY = re.compile(
    rf"(?:(?:the|study)\s+)?{_GROUP}|(?:groups?|cohorts?|arms?)|in\s+(?:addition|general|the\s+study|the\s+trial)|by\s+\w+|"
    r"for\s+(?:any|each|either|the|both|every|all)\s+(?:study\s+)?\w+",
    re.I,
)
#: A line that announces what follows is a criterion with children, never a mere heading.
ANNOUNCES = re.compile(
    r"\b(?:the\s+following|following|of\s+these|as\s+follows|defined\s+as|defined\s+by|as\s+defined|e\.?g\.?,?|for\s+example|"
    r"such\s+as|includ(?:e|es|ing)|included|as\s+below|below|except(?:ions?)?(?:\s+for)?|any\s+of|one\s+of|either|both|at\s+least|"
    r"or\s+more|limited\s+to|namely|characteri[sz]ed\s+by|evidenced\s+by|unless|criteria(?:\s+are\s+met)?|one\s+or\s+more|meets?|"
    r"must|have|has|had|are|is|be|with|by|who|if|of|or|and|to|for|than|when|where|that|as)\s*[:：]?\s*$"
    r"|\b(?:the\s+following|following\s+\w+|as\s+follows|of\s+these|defined\s+as|as\s+defined|including(?:,?\s+but)?|"
    r"at\s+least\s+(?:one|two|three|\d)|any\s+of|one\s+of|either\s+of|two\s+of|must|meets?|have|has)\b",
    re.I,
)
_NOT_TITLE = re.compile(r"[<>≥≤=%]|\d{3}|[.;,]\s*$|\b(?:no|not|age|aged|must|have|has|is|are|years?)\b", re.I)
_MARKUP = re.compile(r"^[\s*_#\\]+|[\s*_#]+$")


#: Headings that name what a bare limit below them is of.
_NAMES_LIMIT = re.compile(
    r"(?:age(?: range)?|life expectancy|performance status|karnofsky(?: performance status)?|"
    r"ecog(?: performance status)?|who performance status)\W*",
    re.I,
)
#: A limit without the name of what it limits: "At least 3 months", "18 to 75", "WHO 0-2".
_BARE_LIMIT = re.compile(
    r"(?:(?:at least|more than|greater than|no (?:more|less|greater) than|less than|over|under|WHO|[<>≥≤=]+)\s*)?"
    r"\d[\d.,]*\s*(?:%|(?:-|–|to|or)\s*\d[\d.]*)?\s*(?:months?|weeks?|years?|days?|%)?\s*(?:\([^()]*\))?\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `section` is None where it leaves the section as it is; `cohort` None where it names no arm.

    `end` is the length of the heading; what follows on the line is a criterion. `is_lead_in`: a sentence that opens
    a list inside a section, and leaves the cohort as it is.
    """

    end: int
    section: Section | None = None
    cohort: str | None = None
    is_lead_in: bool = False


def section_heading(line: str) -> Heading | None:
    """The heading of a section that `line` is, or begins with."""
    if old := _OLD.match(line):
        return Heading(old.end(), "inclusion")
    if len(line) <= 60 and _NEUTRAL.fullmatch(line):
        return Heading(len(line), "inclusion")
    if not _names_section(line):
        return None
    if len(line) <= 160 and (found := _SECTION.fullmatch(line)) and _is_title(found, line):
        return Heading(len(line), _kind(found["kind"]), _named_cohort(found["before"], found["after"]))
    if (found := _INSIDE.match(line)) and (found["colon"] or len(line) < 60):
        after = line[found.end() :]
        if len(after) < 80 and re.search(rf"\b{_ARM}\b", after, re.I | re.X) and (cohort := _arm_name(after)):
            return Heading(len(line), _kind(found["kind"]), cohort)
        return Heading(found.end(), _kind(found["kind"]), _named_cohort(found["who"] or "", ""))
    return None


def _names_section(line: str) -> bool:
    """Whether the word for a section stands in `line`: a quick look, for hardly any line is a heading."""
    lower = line.lower()
    return ("sion" in lower or "sive" in lower) and _NAMED_KIND.search(line) is not None


def headings_inside(line: str) -> list[int]:
    """Where section headings begin inside `line`, after its start."""
    places = []
    for found in _INSIDE.finditer(line, 1) if _names_section(line) else ():
        before = line[max(0, found.start("words") - 40) : found.start("words")].rstrip(" \t\r\n*_-")
        titled = found["words"][:1].isupper() and bool(re.search(rf"\b(?i:{_CRITERIA})|^[A-Z]+$", found["words"]))
        if not found["colon"]:
            titled = bool(re.search(r"(?:In|Ex)clusion\s+Criteria$|CLUSION CRITERIA$", found["words"]))
        closed = before[-1:] in tuple(".;:)!?")
        if titled and (closed or (len(before.split()) > 3 and not _REFERS.search(before))):
            places.append(found.start("words"))
    for found in _OLD_INSIDE.finditer(line, 1):
        places.append(found.start())
    return sorted(set(places))


# After these words, "Exclusion Criteria:" is spoken of, not opened.
_REFERS = re.compile(
    r"(?:\b(?:the|of|in|see|to|and|or|with|any|all|following|these|this|per|by|for|meets?|as|under|from|inclusion)|[/&,(\"'])$",
    re.I,
)
_OLD_INSIDE = re.compile(r"(?<=\s)(?:DISEASE CHARACTERISTICS|PATIENT CHARACTERISTICS|PRIOR CONCURRENT THERAPY):")


def lead_in(line: str, section: Section | None) -> Heading | None:
    """A sentence that opens a list of criteria: "Patients must meet all of the following criteria:".

    "Patients must meet one of the following:" is no heading but a criterion, since its bullets are not all needed.
    """
    text = line.strip()
    if not text.endswith((":", "：")) or len(text) > 300 or not _LEAD.search(text):
        return None
    if _EXCLUDES.search(text):
        return Heading(len(line), "exclusion", is_lead_in=True) if not re.search(r"\ball of\b", text, re.I) else None
    if section == "exclusion" or _SOME.search(text) or re.search(r"\b(?:if|women|female|male|men)\b", text, re.I):
        return None
    opens = re.match(
        r"\W*(?:to be |in order|all |each |eligible |the |a )*"
        r"(?:patients?|participants?|subjects?|volunteers?|individuals?|"
        r"eligib\w+|criteria|inclusion|included|enrol\w+|persons?|children|adults|following)\b",
        text,
        re.I,
    )
    wanted = re.search(
        r"\b(?:criteria|criterion|eligib\w+|inclu\w+|enrol\w+|participate|must(?: have| be| meet)?:$)", text, re.I
    )
    found = opens and wanted and _INCLUDES.search(text)
    return Heading(len(line), "inclusion", is_lead_in=True) if found else None


def cohort_heading(line: str) -> Heading | None:
    """The heading of an arm or a group of people."""
    text = _MARKUP.sub("", line)
    if not text or len(text) > 100 or "\n\n" in text or re.search(r"[<>≥≤=]|\d{3}", text):
        return None
    if _EVERYONE.fullmatch(text) or re.search(rf"\ball\s+(?:\w+\s+)?{_GROUP}\b", text, re.I):
        return Heading(len(line))
    if ANNOUNCES.search(text.rstrip(": ")) or re.search(r"\b(?:no|not|must|age|aged|is|are)\b", text, re.I):
        return None
    named = _COHORT.fullmatch(text) or re.fullmatch(r"(?:for|only|in)\s[^.;]+:\s*", text, re.I)
    name = re.sub(r"^(?:\w+\s+){0,2}criteria\s+(?:for|specific\s+to)\s+", "", _clean(text), flags=re.I)
    return Heading(len(line), cohort=None if _NOBODY.fullmatch(name) else cohort_name(name)) if named else None


def names_arm(line: str) -> bool:
    """Whether a heading is marked as one by its colon, or names an arm, part or phase in a few words."""
    named = len(line.split()) <= 6 and re.search(rf"\b{_ARM}\b", line, re.I | re.X)
    return bool(named) or line.rstrip("*_ ").endswith((":", "："))


def is_title(line: str) -> bool:
    """Whether `line` may be a sub-heading: short, without a value, a sentence's end or an announcement."""
    text = _MARKUP.sub("", line).strip()
    words = text.split()
    if not words or len(text) > 80 or ANNOUNCES.search(text) or text.count(":") > 1:
        return False
    if text.endswith((":", "：")):
        return len(words) <= 8 and not text[0].islower() and not re.search(r"[<>≥≤=]", text)
    if _NAMES_LIMIT.fullmatch(text):
        return True
    return len(words) <= 6 and not _NOT_TITLE.search(text) and text[0].isupper() and ":" not in text


def _kind(written: str) -> Section:
    return "exclusion" if written.lower().startswith(("ex", "non")) else "inclusion"


#: Words around the name of a cohort.
_AROUND = re.compile(r"^(?:(?:only|both|applicable|valid|applies|apply|for|to|in|the|all)\s+)+|\s+only$", re.IGNORECASE)
# Words that a heading with "inclusion" or "exclusion" in it does not have, and a criterion that speaks of them does.
_PROSE = re.compile(
    r"\b(?:may|could|apply|applied|meet|meets|met|meeting|see|than|except|shown|compliance|lack|listed|mentioned|described|"
    r"stated|fulfil\w*|violat\w*|satisf\w*|conform|due|(?:in|ex)clusion)\b|/\s*$",
    re.I,
)


def _is_title(found: re.Match[str], line: str) -> bool:
    """Whether a line with "inclusion" or "exclusion" in it is a heading, and not a criterion that uses the word."""
    words = f"{found['before']} {found['after']}"
    colon = bool(re.search(r"[:：]", found["colon"]))
    if _PROSE.search(words) or _REFERS.search(found["before"].rstrip()):
        return False
    if not colon and re.search(
        r"\b(?:with|in|of|from|is|are|no|not|will|has|had|at|who|that)\b", found["before"], re.I
    ):
        return False
    if re.match(r"\s*of\b", found["after"], re.I):
        return False
    alone = not found["before"].strip() and not found["after"].strip()
    return colon or alone or bool(re.search(_CRITERIA, line, re.I))


def _named_cohort(before: str, after: str) -> str | None:
    """The arm that a section heading names: "Inclusion Criteria for Cohort A", "Part 2 exclusion criteria"."""
    for words in (after, before):
        text = re.sub(
            rf"^(?:\s|[-–:,(])*(?:(?:for|of|in)\s+)?(?:the\s+)?|\s*[):*_]*\s*$|\b{_ADJECTIVE}\b",
            "",
            words,
            flags=re.I | re.X,
        )
        if name := _arm_name(text):
            return name
    return None


def _arm_name(words: str) -> str | None:
    text = _clean(words)
    if not text or _EVERYONE.fullmatch(text) or not re.search(rf"\b(?:{_ARM}|{_GROUP})\b", text, re.I):
        return None
    return cohort_name(text) if _COHORT.fullmatch(text) and not re.fullmatch(_GROUP, text, re.I) else None


def cohort_name(words: str) -> str:
    """The name of a cohort without the words around it.

    >>> cohort_name("For Part 2 participants only")
    'Part 2 participants'
    """
    return _AROUND.sub("", words)


def _clean(words: str) -> str:
    text = " ".join(words.replace("\\", "").strip(" \t\r\n:*_#-–").split())
    return text.strip("()- ") if text.count("(") != text.count(")") or re.fullmatch(r"\([^()]*\)", text) else text


def names_limit(heading: str, body: str) -> bool:
    """Whether `heading` says what the bare limit `body` below it is of: "Life expectancy:", "At least 3 months"."""
    return bool(_BARE_LIMIT.fullmatch(body) and _NAMES_LIMIT.fullmatch(_MARKUP.sub("", heading)))
