"""Phrases whose text is kept as it stands: undertakings, what an investigator fears, remarks.

"willing to comply with all study visits" is one UNDERTAKING up to where something else begins. Nothing inside is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.term import Term
from ...rules.trial import Section
from ...vocabulary import column
from .guardians import guardians_before
from .remarks import remarks

CONNECTIVES = frozenset({"COMMA", "AND", "OR", "ANDOR", "BUT"})
#: After a connective, these begin something new and end an undertaking.
BEGINS = frozenset({"UNDERTAKE", "SUBJ", "AGE", "IF", "NEG", "SCORED", "MUST", "HAVE"})
#: What is not done of all that "and" goes on with: "failure to fast and refrain from exercise".
_FAILS = re.compile(r"failure|refus|inability or refusal", re.IGNORECASE)
#: What stands before the first word of a clause.
_OPENS_CLAUSE = frozenset({"START", "SUBJ", "MUST", "HAVE", "SEMI", "DOT", "STOP"})
#: Qualities that name nothing: "presence of", "a history that ...".
_LIGHT = frozenset({"light=", "when=ever"})


_WHO = re.compile(r"(?:who|that)\b", re.IGNORECASE)
#: How many terms on a list of what someone is unable to do is looked for the "or" that ends it.
_FAR = 12
#: How many terms behind an opinion its fear is looked for.
_NEAR = 8
#: How a list goes on with what else is feared.
_NEXT_FEARED = re.compile(
    r"\W*(?:(?:and|or|and/or)\s+)?(?:any(?:\s+other)?|other)\s+(?:[\w-]+\s+){0,3}"
    r"(?:conditions?|diseases?|disorders?|illness(?:es)?|reasons?|circumstances?)\b",
    re.IGNORECASE,
)
#: What nobody is unable or unwilling to do: "unable to comply, or | unlikely to stay", "... or the presence of asthma".
_NOT_REFUSED = re.compile(
    r"\W*(?:(?:and|or|and/or)\s+)?"
    r"(?:(?:the |any )?presence of|(?:(?:is|are|was|were) )?(?:(?:un)?likely|planning) to)\b",
    re.IGNORECASE,
)
_CONTRACEPTION = re.compile(r"contracepti|birth control", re.IGNORECASE)
#: How a list goes on with what someone cannot be given.
_REACTS = re.compile(
    r"(?:(?:and|or|a|an|any|the|known|suspected|documented|with)\s+)*"
    r"(?:(?:allerg|hypersensitiv)\w*|contra-?indications?)\b",
    re.IGNORECASE,
)

#: How what someone needs begins.
_NEEDED = re.compile(r"(?:(?:who|that) )?(?:requir(?:es?|ing|ement)|needs?|needing)\b", re.IGNORECASE)
#: What is said of people who are willing, and never of what one is unable to do.
_WILLING = re.compile(r"(?:is|are|be|being|who)\b|(?:willing|able|agree|capab|capac|abilit)")
#: What closes a clause, or a bracket that tells more of it.
_CLOSING = frozenset({"DOT", "SEMI", "COMMA", "LPAR"})
#: What goes on with what someone is unable to do: "unable to understand the study and (to) give consent".
_AND_TO = re.compile(
    r"(?:and|&)\s+(?:to|adhere|attend|communicate|complete|comply|consent|cooperate|follow|give|participate|provide|read"
    r"|return|sign|speak|swallow|take|tolerate|undergo|understand|use|write)\b",
    re.IGNORECASE,
)
#: How a list goes on with what people are, have or plan: "not using contraception, or who are pregnant".
_WHO_ARE = re.compile(
    r"\W*(?:(?:or|and) )?(?:(?:those )?(?:who(?:se)?|that) (?:is|are|has|have|had|plan|intend)s?\b"
    r"(?! (?:\w+ )?(?:un)?(?:willing|able|agree|consent|us|pract))"
    r"|(?:(?:is|are) )?(?:currently )?(?:plan|intend|wish|attempt|try|hop)\w* (?:to|on) "
    r"(?:be|get|conceiv)\w* ?pregnan)",
    re.IGNORECASE,
)


def swallow(terms: Sequence[Term], text: str, stops: Sequence[int], section: Section) -> list[Term]:
    """Terms with every undertaking, feared consequence and remark as one term; `stops` are where sentences end."""
    result: list[Term] = []
    i = 0
    while i < len(terms):
        term = terms[i]
        if (
            term.type == "JUDGED"
            and _decides(text[term.start : term.end])
            and i + 1 < len(terms)
            and _goes_on(terms[i + 1], text)
        ):
            end = _end(terms, i, text, stops, splits=True)
            result.append(Term("JUDGED", term.start, terms[end - 1].end, text[term.start : terms[end - 1].end]))
            i = end
        elif term.type == "JUDGED" and (fears := _fears_next(terms, i) or _opens_clause(terms, i, text)):
            end = _before_examples(terms, fears, _end(terms, fears, text, stops, splits=False))
            result.append(Term("JUDGED", term.start, terms[end - 1].end, text[term.start : terms[end - 1].end]))
            i = end
        elif term.type == "JUDGED" and _behind_unless(result) and _fears_later(terms, i):
            end = _end(terms, i, text, stops, splits=False)
            result.append(Term("JUDGED", term.start, terms[end - 1].end, text[term.start : terms[end - 1].end]))
            i = end
        elif term.type == "JUDGED" and _behind_unless(result):
            result.append(term)  # "unless, in the opinion of the investigator, the patient has stable disease"
            i += 1
            while i < len(terms) and terms[i].type in ("COMMA", "SUBJ"):
                result.append(Term("SKIP", terms[i].start, terms[i].end))
                i += 1
        elif term.type == "UNDERTAKE" and term.value == "yes" and _refuses_next(terms, i):
            result.append(Term("SKIP", term.start, term.end))
            i += 1
        elif term.type in ("UNDERTAKE", "JREL"):
            end = _end(terms, i, text, stops, splits=term.type == "UNDERTAKE")
            if term.type == "JREL":
                end = _before_examples(terms, i, end)
            kind = "UNDERTAKING" if term.type == "UNDERTAKE" else "JUDGED"
            start, last = term.start, terms[end - 1]
            value = term.value if kind == "UNDERTAKING" else text[start : last.end]
            led = _light_before(result) if kind == "JUDGED" else guardians_before(result, text)
            if led and value == "yes" and any(each.type == "NEG" for each in result[-led:]):
                value = "no"  # "the parent does not | consent"
            led = led or (_leads_in(result, text, value == "yes") if kind == "UNDERTAKING" else 0)
            if led:
                start = result[-led].start
                del result[-led:]
            result.append(Term(kind, start, last.end, value))
            i = end
        else:
            result.append(term)
            i += 1
    return remarks(_needed_anew(result, text), text, stops, section)


def _needed_anew(terms: Sequence[Term], text: str) -> list[Term]:
    """ "Unable to take drugs, who require tube feeding": what is needed is another thing, and not linked."""
    result: list[Term] = []
    for term in terms:
        after = next((each.type for each in reversed(result) if each.type not in CONNECTIVES), "")
        if term.type == "LINK" and after == "UNDERTAKING" and result[-1].type in CONNECTIVES:
            term = Term("MOD", term.start, term.end, "light=") if _NEEDED.match(text, term.start) else term
        result.append(term)
    return result


def _leads_in(before: Sequence[Term], text: str, yes: bool) -> int:
    """How many terms right before an undertaking begin it: "voluntarily | gives consent", "capacity for | consent".

    Unknown words at the start of a clause, and the small words among them, are of its text; so is one behind "not".
    """
    n = 0
    while n < len(before) and before[-1 - n].type in ("WORD", "UNFIT", "SKIP"):
        n += 1
    while n and before[-n].type != "WORD":
        n -= 1
    led = n + (0 < n < len(before) and before[-n - 1].type == "SKIP")
    if 0 < led < len(before) and before[-led - 1].type == "IF" and _is_given(text, before[-led - 1]):
        n = led + 1
    k = n
    while 0 < k < len(before) and before[-k - 1].type == "SKIP":
        k += 1
    opened = before[-k - 1].type if k < len(before) else "START"
    if opened == "PERSON":  # "women who are | biologically capable of ..."
        return n if k > n and _WHO.match(text, before[-n - 1].start) else 0
    denied = opened == "NEG" and yes and n == k == 1  # "not | sufficiently fluent in English"
    return n if denied or opened in _OPENS_CLAUSE else 0


def _is_given(text: str, term: Term) -> bool:
    """Whether "provided" is what a patient has done: "has provided full written consent"."""
    return text[term.start : term.end].lower() == "provided"


def _decides(opinion: str) -> bool:
    return opinion.lower().startswith(("as ", "determined by", "judged by", "assessed by"))


def _goes_on(term: Term, text: str) -> bool:
    """Whether the opinion says how or when it is formed: "as determined by the investigator during screening"."""
    return text[term.start : term.end].lower().split()[0] in (
        "by",
        "during",
        "at",
        "on",
        "using",
        "upon",
        "based",
        "from",
        "in",
    )


def _light_before(before: Sequence[Term]) -> int:
    """How many terms right before a fear only lead up to it: "presence of | confounding diseases that may ..."."""
    n = 0
    while n < len(before) and (before[-1 - n].type == "SKIP" or before[-1 - n].value in _LIGHT):
        n += 1
    while n and before[-n].type == "SKIP":
        n -= 1
    opened = before[-n - 1].type if n < len(before) else "START"
    return n if opened in _OPENS_CLAUSE | {"IF", "COMMA", "OR", "JUDGED"} else 0


def _opens_clause(terms: Sequence[Term], i: int, text: str) -> int:
    """The index of an opinion that begins a relative clause ("a disease that, in the opinion of ..., ..."), or 0."""
    j = i - 1
    while j >= 0 and terms[j].type == "COMMA":
        j -= 1
    return i if j >= 0 and text[terms[j].start : terms[j].end].lower() in ("that", "which", "who") else 0


def _refuses_next(terms: Sequence[Term], i: int) -> bool:
    """Whether a refusal comes right after who refuses: "parent or guardian | is unable to consent"."""
    following = next((term for term in terms[i + 1 :] if term.type != "SKIP"), None)
    return following is not None and (following.type, following.value) == ("UNDERTAKE", "no")


def _fears_next(terms: Sequence[Term], i: int) -> int:
    """The index of the feared consequence right after an opinion ("in the investigator's judgment will ..."), or 0."""
    j = i + 1
    while j < len(terms) and (terms[j].type in ("COMMA", "SKIP") or terms[j].value == "certainty=*"):
        j += 1  # "judged by the investigator to potentially interfere"
    return j if j < len(terms) and terms[j].type == "JREL" else 0


def _behind_unless(before: Sequence[Term]) -> bool:
    """Whether an exception has just begun: "unless, in the opinion of the investigator, ..."."""
    return next((term.type for term in reversed(before) if term.type not in ("COMMA", "SKIP")), "") == "UNLESS"


def _fears_later(terms: Sequence[Term], i: int) -> bool:
    """Whether an opinion behind "unless" is of what is not feared: "the medication will not interfere with ..."."""
    clause = list(takewhile(lambda term: term.type not in ("SEMI", "DOT", "COMMA"), terms[i + 1 :]))
    return any(term.type == "JREL" for term in clause[:_NEAR])


def _end(terms: Sequence[Term], start: int, text: str, stops: Sequence[int], splits: bool) -> int:
    """The index after the last term of the phrase that begins at `start`."""
    depth = 0
    sentence = next((stop for stop in stops if stop > terms[start].start), terms[-1].end)
    i = start + 1
    while i < len(terms) and terms[i].start < sentence:
        kind = terms[i].type
        depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
        noted = kind == "NOTEMARK" and text[terms[i].start : terms[i].end].lower().startswith("note")
        if depth < 0 or (kind == "SEMI" and not _closes(terms, i, depth)) or (noted and not depth):
            break
        if splits and depth == 0 and kind == "COMMA" and terms[start].value == "no" and _ails(terms, i + 1, text):
            break
        closes = i + 1 == len(terms) or terms[i + 1].start >= sentence or terms[i + 1].type in _CLOSING
        if splits and depth == 0 and kind == "FORBIDS" and closes:
            break  # "patients unable to comply | will be excluded"
        if splits and depth == 0 and kind == "COMMA" and _bears(terms, start, i, text):
            break
        ored = kind in ("OR", "ANDOR") or (terms[start].value == "no" and _or_next(terms, i))
        ored = ored or (kind == "AND" and _FAILS.match(text, terms[start].start) is not None)
        ored = ored or (terms[start].value == "no" and _AND_TO.match(text, terms[i].start) is not None)
        ored = ored or (terms[start].value == "no" and kind == "COMMA" and _ends_in_or(terms, i))
        goes_on = ored and _agrees(terms[start], terms, i + 1, text)
        anew = _begins(terms, i + 1, text) or _WHO_ARE.match(text, terms[i].end) is not None
        if splits and depth == 0 and kind in CONNECTIVES and anew and not goes_on:
            break
        if not splits and depth == 0 and kind in CONNECTIVES and _is_had(terms, i + 1, text):
            break  # "that may affect absorption, or a history of ulcers"
        if not splits and depth == 0 and kind in CONNECTIVES and _NEXT_FEARED.match(text, terms[i].start):
            break  # "that may affect absorption, or any other condition that ..."
        if not splits and depth == 0 and kind == "COMMA" and _excepts(terms, i + 1):
            break  # "that may affect vision, | other than cataract"
        if not splits and depth == 0 and kind == "WITHIN" and _is_past(terms, start, i):
            break  # "that may affect vision | within 30 days prior to screening"
        if not splits and depth == 1 and kind == "LPAR" and _excepts(terms, i + 1) and _is_last(terms, i, sentence):
            break  # "that may affect vision | (except cataract)"
        refused = splits and terms[start].value == "no"
        denied = refused or (splits and _FAILS.search(text, terms[start].start, terms[start].end) is not None)
        if denied and not depth and kind in CONNECTIVES and _is_not_refused(text, terms[i].start):
            break
        if refused and not depth and kind == "LINK" and terms[i].value == "because of" and _names(terms, i + 1):
            break
        i += 1
    while i - 1 > start and terms[i - 1].type in CONNECTIVES | {"DOT"}:
        i -= 1
    return i


def _is_not_refused(text: str, at: int) -> bool:
    """Whether a list of what is refused goes on at `at` with what keeps a patient out by itself."""
    return _NEXT_FEARED.match(text, at) is not None or _NOT_REFUSED.match(text, at) is not None


def _excepts(terms: Sequence[Term], i: int) -> bool:
    """Whether an exception begins at `i`."""
    return i < len(terms) and terms[i].type == "EXCEPT"


def _is_past(terms: Sequence[Term], start: int, i: int) -> bool:
    """Whether the window at `i` lies before a point of the trial: it is of what is feared, if that has none before."""
    kinds = [term.type for term in terms[i + 1 : i + 4]]
    return kinds == ["PERIOD", "BEFORE", "ANCHOR"] and not any(term.type == "WITHIN" for term in terms[:start])


def _is_last(terms: Sequence[Term], i: int, sentence: int) -> bool:
    """Whether the bracket that opens at `i` ends its sentence."""
    closed = next((j for j in range(i, len(terms)) if terms[j].type == "RPAR"), len(terms))
    behind = terms[closed + 1] if closed + 1 < len(terms) else None
    return behind is None or behind.start >= sentence or behind.type in ("DOT", "SEMI")


def _or_next(terms: Sequence[Term], i: int) -> bool:
    """Whether a comma before "or" stands at `i`."""
    return terms[i].type == "COMMA" and i + 1 < len(terms) and terms[i + 1].type in ("OR", "ANDOR")


def _ends_in_or(terms: Sequence[Term], i: int) -> bool:
    """Whether "or" comes behind the commas of a list: "unable to understand the study, | the consent, or ..."."""
    clause = takewhile(lambda term: term.type not in ("SEMI", "DOT", "SUBJ", "LPAR"), terms[i + 1 : i + _FAR])
    return any(term.type in ("OR", "ANDOR") for term in clause)


def _closes(terms: Sequence[Term], i: int, depth: int) -> bool:
    """Whether the bracket that a semicolon at `i` stands in closes: "(hormonal or barrier method; abstinence)"."""
    for term in terms[i:] if depth else ():
        depth += {"LPAR": 1, "RPAR": -1}.get(term.type, 0)
        if not depth:
            return True
    return False


def _before_examples(terms: Sequence[Term], start: int, end: int) -> int:
    """Where a fear from `start` to `end` gives way to examples of what is feared: "that may affect X, e.g. asthma".

    A list behind a colon says what is feared as well: "problems that may affect training: arthritis, asthma". Examples
    of procedures and measurements are of what may be affected, and no facts of a patient.
    """
    for i in range(start + 1, end):
        if terms[i].type not in ("EG", "COLON"):
            continue
        named = next((term.value.domain for term in terms[i:end] if term.type == "ENTITY"), None)
        if named in (None, "procedure", "measurement", "visit"):
            return end
        while terms[i - 1].type in CONNECTIVES | {"LPAR", "SKIP"}:
            i -= 1
        return max(i, start + 1)
    return end


def _agrees(term: Term, terms: Sequence[Term], at: int, text: str) -> bool:
    """Whether "or" goes on with what is agreed to, or refused: "unable to consent or comply with the protocol"."""
    while at < len(terms) and terms[at].type in CONNECTIVES | {"SKIP"}:
        at += 1
    if at >= len(terms) or (terms[at].type, terms[at].value) != ("UNDERTAKE", "yes"):
        return False
    said = text[terms[at].start : terms[at].end].lower()
    return term.type == "UNDERTAKE" and (term.value == "yes" or not _WILLING.match(said))


def _names(terms: Sequence[Term], at: int) -> bool:
    """Whether a name comes next, perhaps with its qualities: "unable to consent due to severe dementia"."""
    while at < len(terms) and terms[at].type in ("SKIP", "MOD"):
        at += 1
    return at < len(terms) and terms[at].type == "ENTITY"


def _bears(terms: Sequence[Term], start: int, i: int, text: str) -> bool:
    """Whether a comma at `i` goes on behind contraception with what women are: "not using contraception, pregnant"."""
    following = text[terms[i + 1].start : terms[i + 1].end].lower() if i + 1 < len(terms) else ""
    used = _CONTRACEPTION.search(text, terms[start].start, terms[i].start)
    return used is not None and following in column("implied_sex")


def _ails(terms: Sequence[Term], at: int, text: str) -> bool:
    """Whether a condition comes next, which nobody refuses, or what was or must be done, or a reaction.

    "Inability to swallow, chronic diarrhea", "inability to take drugs, who require tube feeding, prior surgery".
    """
    opens = False
    while at < len(terms) and terms[at].type in ("SKIP", "MOD", "OR", "ANDOR", "LINK"):
        needed = _NEEDED.match(text, terms[at].start) is not None
        if terms[at].type == "LINK" and not needed:
            return False
        opens = opens or needed or terms[at].value in ("when=ever", "domain=allergy")
        at += 1
    return at < len(terms) and terms[at].type == "ENTITY" and (opens or terms[at].value.domain == "condition")


def _has_history(terms: Sequence[Term], at: int, text: str) -> bool:
    """Whether a history of something comes next."""
    while at < len(terms) and terms[at].type in CONNECTIVES | {"SKIP"}:
        at += 1
    told = at < len(terms) and terms[at].type == "MOD" and terms[at].value == "when=ever"
    return told and "history of" in text[terms[at].start : terms[at].end].lower()


def _is_had(terms: Sequence[Term], at: int, text: str) -> bool:
    """Whether a history of something comes next, or an allergy or contraindication, which no study has."""
    reacts = at < len(terms) and _REACTS.match(text, terms[at].start) is not None
    return reacts or _has_history(terms, at, text)


def _begins(terms: Sequence[Term], at: int, text: str) -> bool:
    while at < len(terms) and terms[at].type in CONNECTIVES | {"SKIP"}:
        at += 1
    if at >= len(terms) or text[terms[at].start : terms[at].end].lower().startswith("consent form"):
        return False  # "after reading the information and consent form"
    others = terms[at].type == "PERSON" and at + 1 < len(terms) and terms[at + 1].type in ("HAVE", "WITH", "SKIP")
    if others:
        return True  # "... and women who are breastfeeding"
    if _has_history(terms, at, text):
        return True  # "unable to walk, history of falls"
    return terms[at].type in BEGINS or (
        terms[at].type == "ENTITY" and at + 1 < len(terms) and terms[at + 1].type in ("VALUE", "LENGTH")
    )
