"""Which reading of a phrase fits its neighbours: "prior to" a visit, "prior" surgery, "4 weeks prior".

The table says, for each terminal that needs company, what must stand before or after it. A phrase takes its first
reading that fits; words with no meaning of their own (SKIP) drop out here, after they have been a neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from ...extract.term import Term
from ...rules.model import Length

#: "WITHIN" stands for the span of time that WITHIN governs: only after it is "of" a direction.
TIMES = frozenset({"PERIOD", "LENGTH", "WITHIN"})
NAMED = frozenset({"ENTITY", "MOD", "WORD", "SCORED", "GRADED", "PERSON", "JUDGED", "OUTCOME"})
SUBJECT = NAMED | {
    "INCREASE",
    "VALUE",
    "AMOUNT",
    "RPAR",
    "AGE",
    "PRESSURE",
    "OUTSIDE",
    "ANCHOR",
    "PERIOD",
    "LENGTH",
    "TIMES",
    "NUMBER",
}
POINTS = frozenset({"ANCHOR"})
LINKED = NAMED | {"SKIP", "NEG", "LPAR", "SUBJ", "AMOUNT"}
#: What names something, and what ends the phrase that named it. A modifier before any name is HANGING,
#: people behind one are PEOPLE.
HEADS = frozenset({"ENTITY", "WORD", "VALUE", "AGE", "PERSON", "SCORED", "AMOUNT", "PRESSURE", "OUTSIDE", "RPAR"})
BREAKS = frozenset(
    {
        "COMMA",
        "AND",
        "OR",
        "ANDOR",
        "SEMI",
        "SUBJ",
        "NEG",
        "NEVER",
        "LINK",
        "EXCEPT",
        "EG",
        "DOT",
        "LPAR",
        "IF",
        "COLON",
    }
)
ENDS = frozenset({"DOT", "SEMI", "SUBJ", "EG", "EXCEPT", "LPAR", "IF", "COLON"})
#: What a point of the trial stands behind; "TIMED" stands for a connective after another point.
TIMED = frozenset({"COMPARED", "BEFORE", "AFTER", "OF", "AT", "DURING", "BETWEEN", "WITHIN", "LPAR", "TIMED"})
DIRECTIONS = frozenset({"BEFORE", "AFTER", "OF"})
JOINS = frozenset({"SLASH", "AND", "OR", "ANDOR", "COMMA"})


#: What stands behind a person that is named by one word, which before a noun is part of a name: "adult", "infant".
ALONE = frozenset(
    {
        "END",
        "COMMA",
        "DOT",
        "STOP",
        "SEMI",
        "RPAR",
        "LPAR",
        "AND",
        "OR",
        "ANDOR",
        "WITH",
        "SUBJ",
        "AGE",
        "UNDERTAKE",
        "PERSON",
    }
)


#: What stands behind a rate, which before a noun is part of the name: "takes aspirin daily", "daily headache".
_ENDS_OF_ITEMS = (ALONE - {"PERSON", "AGE", "UNDERTAKE"}) | {
    "BEFORE",
    "AFTER",
    "WITHIN",
    "FORLEN",
    "DURING",
    "AT",
    "FROM",
    "EXCEPT",
    "UNLESS",
    "IF",
}
#: What stands behind a part of the trial that a limit holds for: "ECOG <= 1 in phase 2", not "in a phase 2 trial".
_ENDS_ARM = frozenset({"END", "COMMA", "DOT", "STOP", "SEMI", "RPAR", "AND", "OR", "COLON"})


#: What stands behind "at any time" where it says no more: "stroke at any time, or", not "at any time before screening".
_CLAUSE_ENDS = frozenset({"END", "COMMA", "DOT", "STOP", "SEMI", "RPAR", "AND", "OR", "ANDOR", "EXCEPT", "UNLESS"})


#: What a clause begins behind, and how many words may tell which people it is for.
_CLAUSES = frozenset({"START", "DOT", "SEMI"})
_TOLD = 4


@dataclass(frozen=True)
class Fit:
    """What must stand before and after (any of these terminals); None: anything. `either` asks for one of the two."""

    before: frozenset[str] | None = None
    after: frozenset[str] | None = None
    either: bool = False

    def holds(self, before: str, after: frozenset[str]) -> bool:
        one = self.before is None or before in self.before
        two = self.after is None or not self.after.isdisjoint(after)
        return one or two if self.either else one and two


#: What may stand behind "etc." and "or equivalent".
_BEHIND_OTHERS = frozenset({"END", "RPAR", "DOT", "SEMI", "STOP", "COMMA"}) | frozenset(
    {"RATE", "OFTEN", "LENGTH", "WITHIN", "BEFORE", "AFTER", "DURING", "OR"}
)

FITS: dict[str, Fit] = {
    "WITHIN": Fit(after=frozenset({"PERIOD", "LENGTH"})),
    "AHEAD": Fit(after=DIRECTIONS),
    "FORLEN": Fit(after=frozenset({"PERIOD", "LENGTH"})),
    "OF": Fit(before=frozenset({"WITHIN"}), after=POINTS | NAMED),
    "AT": Fit(after=POINTS),
    "DURING": Fit(after=POINTS | frozenset({"ENTITY"})),
    "AMID": Fit(after=frozenset({"MOD"})),
    "INSIDE": Fit(after=POINTS),
    "BETWEEN": Fit(after=POINTS),
    "EARLIER": Fit(after=frozenset({"ENTITY"})),
    "TIMEOF": Fit(after=POINTS | frozenset({"ENTITY", "WORD"})),
    "BEFORE": Fit(before=TIMES, after=POINTS | NAMED | {"SUBJ"}, either=True),
    "AFTER": Fit(before=TIMES, after=POINTS | NAMED | {"VALUE", "NUMBER"}, either=True),
    "FROM": Fit(before=TIMES, after=POINTS, either=True),
    "AGO": Fit(
        before=TIMES,
        after=frozenset({"END", "DOT", "COMMA", "RPAR", "AND", "OR", "SEMI", "ANCHOR", "STOP", "WITH", "LINK", "LPAR"}),
    ),
    "LATER": Fit(before=TIMES, after=frozenset({"END", "DOT", "COMMA", "RPAR", "AND", "OR", "SEMI"})),
    "ANCHOR": Fit(before=TIMED),
    "FOR": Fit(after=frozenset({"PERSON", "ARM"})),
    "ETC": Fit(after=_BEHIND_OTHERS),
    "DURATION": Fit(before=TIMES),
    "LINK": Fit(before=SUBJECT | {"NAMED", "LPAR", "WITHIN"}, after=LINKED),
    # "healthy subjects, as determined by history", "retinopathy. Verified by fundoscopy"
    "SHOWN": Fit(before=SUBJECT | {"NAMED", "LPAR", "WITHIN", "PEOPLE", "DOT"}, after=LINKED),
    "NEEDS": Fit(before=SUBJECT | {"NAMED", "LPAR"}, after=frozenset({"VALUE", "TIMES", "NUMBER"})),
    "GIVEN": Fit(before=NAMED | {"RPAR"}, after=LINKED),  # "asthma patients on steroids", not "asthma, patients on"
    "CAUSE": Fit(
        before=SUBJECT | {"NAMED", "LPAR", "WITHIN", "UNLESS", "EXCEPT", "IF", "OR", "ANDOR", "AND"}, after=LINKED
    ),
    "OFFOLLOWING": Fit(before=frozenset({"VALUE", "NUMBER", "AMOUNT", "TIMES", "LENGTH"})),
    "ALONE": Fit(after=ALONE),
    "EVER": Fit(after=_CLAUSE_ENDS),
    "IFANY": Fit(after=_ENDS_OF_ITEMS | {"MUST", "LINK", "WITH"}),
    "VISIT": Fit(before=POINTS),
    "OFTEN": Fit(before=NAMED | {"RPAR", "TIMES", "ETC"}, after=_ENDS_OF_ITEMS),
    "COHORT": Fit(
        before=frozenset({"START", "DOT", "SEMI", "LPAR", "AND"}), after=frozenset({"COLON", "RPAR", "MUST", "HAVE"})
    ),
    "ENCLOSED": Fit(before=frozenset({"LPAR"}), after=frozenset({"RPAR"})),
    "LOST": Fit(after=frozenset({"VALUE", "AMOUNT"})),
    "ONSET": Fit(after=frozenset({"AGE"})),
    "THROUGH": Fit(before=POINTS, after=frozenset({"PERIOD", "LENGTH"})),
    "RESULTS": Fit(after=frozenset({"WITHIN", "AT", "BEFORE", "AFTER", "DURING", "FOR", "LINK"})),
    "PERFECT": Fit(before=frozenset({"HAVE"})),
    "ARM": Fit(before=frozenset({"FOR"}), after=_ENDS_ARM),
    "KIN": Fit(after=frozenset({"AGE"})),
    "WHOSE": Fit(before=frozenset({"ENTITY"}), after=_CLAUSE_ENDS | {"UNDERTAKE", "MUST"}),
    "TREATED": Fit(after=frozenset({"ENTITY"})),
    "CARED": Fit(after=frozenset({"ENTITY", "MOD", "WORD", "JUDGED"})),  # not "being treated for 3 months"
    "UNCOUNTED": Fit(after=frozenset({"RPAR"})),
    "BORN": Fit(after=frozenset({"SCORED"})),
    "SOLD": Fit(after=frozenset({"MOD"})),
    "COMPARED": Fit(after=frozenset({"ANCHOR", "ENTITY", "COMMA", "DOT", "END", "WITHIN", "RPAR", "AND", "OR"})),
}

#: Points at which a thing is measured, that may stand before its name: "screening ECG", "Visit 1 heart rate".
_POINTS_OF_NAMES = ("screening", "baseline", "visit ")

#: Phrases that are words like any other where they do not fit: "lactation period".
WORDS = frozenset({"BORN", "ANCHOR", "DURATION", "VISIT", "OFTEN", "LOST", "SOLD", "WHOSE"})

#: Terminals that only differ in the company they need.
AS = {
    "KIN": "MOD",
    "WHOSE": "MOD",
    "SOLD": "MOD",
    "EVER": "MOD",
    "IFANY": "MOD",
    "AHEAD": "WITHIN",
    "AMID": "DURING",
    "AGO": "BEFORE",
    "LATER": "AFTER",
    "EARLIER": "DURING",
    "INSIDE": "DURING",
    "FROM": "AFTER",
    "TIMEOF": "DURING",
    "CAUSE": "LINK",
    "SHOWN": "LINK",
    "NEEDS": "LINK",
    "GIVEN": "LINK",
    "ALONE": "PERSON",
    "COHORT": "PERSON",
    "OFTEN": "RATE",
    "VISIT": "SKIP",
    "ARM": "PERSON",
    "PERFECT": "MOD",
    "LOST": "INCREASE",
    "ONSET": "MOD",
    "RESULTS": "OUTCOME",
    "ENCLOSED": "PERSON",
    "BORN": "HAVE",
    "TREATED": "MOD",
    "CARED": "MOD",
    "UNCOUNTED": "ALLOWS",
}


def choose(terms: list[Term]) -> list[Term]:
    """Every phrase with its one reading; other terms as they are. A phrase that fits nowhere is UNFIT.

    A point of the trial that no time is counted from is a name like any other: "study drug", "treatment".
    """
    chosen: list[Term] = []
    before = behind = joined = "START"
    headed = named = told = False
    latest: Term | None = None
    for i, term in enumerate(terms):
        if term.type == "PHRASE":
            place = "WITHIN" if behind == "WITHIN" and before in TIMES else before
            if _is_at_most(latest) and (_is_of_end(term) or not POINTS.isdisjoint(_possible(terms, i + 1))):
                place = "WITHIN"  # "< 4 weeks of screening", "< 6 months of completing chemotherapy"
            if before == "COMMA" and behind in TIMES and _counts(term) and _possible(terms, i + 1) & {"ANCHOR"}:
                place = "WITHIN"  # "within 4 weeks, or within 2 weeks, of randomization"
            if not headed and place == "MOD":
                place = "HANGING"
            if named and place == "COMMA":
                place = "NAMED"
            if told and (place == "SUBJ" or (place == "COMMA" and behind == "SUBJ")):
                place = "PEOPLE"
            if place in JOINS and joined in TIMED - JOINS | {"ANCHOR"}:
                place = "TIMED"
            given = _is_giving(latest) and behind in DIRECTIONS and any(each[0] == "ANCHOR" for each in term.value)
            if given and chosen[-1] is latest:
                place = "TIMED"
                chosen[-1] = Term("SKIP", chosen[-1].start, chosen[-1].end)
            after = _possible(terms, i + 1)
            if before in _CLAUSES and _people_next(terms, i + 1):
                after |= {"PERSON"}  # "for sexually active women, ..."
            counted = before in TIMES and behind != "FORLEN"
            if counted and _compares(term) and not any(_changes(each) for each in terms[:i]):
                term = Term("UNFIT", term.start, term.end)  # "within 3 months from screening": two phrases
            else:
                term = Term("SKIP", term.start, term.end) if _hangs(terms, i) else _reading(term, place, after)
        chosen.append(term)
        told = headed if term.type == "SUBJ" else told
        headed = term.type in HEADS or (headed and term.type not in BREAKS)
        named = headed or (named and term.type not in ENDS)
        if term.type not in ("SKIP", "ALLOWS", "FORBIDS"):
            behind, before, latest = before, term.type, term
            joined = joined if term.type in JOINS else term.type
    return chosen


def _hangs(terms: list[Term], i: int) -> bool:
    """Whether "from" stands before a comma, and ties nothing: "discontinued within 30 days from, a clinical trial"."""
    comma = i + 1 < len(terms) and terms[i + 1].type == "COMMA"
    return comma and any(terminal == "FROM" for terminal, _ in terms[i].value)


def _people_next(terms: list[Term], at: int) -> bool:
    """Whether people are named at `at`, behind what they are: "postmenopausal women", "sexually active men"."""
    told = list(takewhile(lambda term: term.type in NAMED - {"PERSON"}, terms[at : at + _TOLD]))
    following = terms[at + len(told)] if at + len(told) < len(terms) else None
    people = following is not None and following.type == "PHRASE"
    return bool(told) and people and any(terminal == "PERSON" for terminal, _ in (following.value if following else ()))


def _is_giving(term: Term | None) -> bool:
    """Whether a term says that something is given, be it at a point: "before administration of | the first dose"."""
    return term is not None and term.type == "MOD" and term.value == "domain=drug"


def _is_at_most(term: Term | None) -> bool:
    """Whether a length has an upper end alone."""
    length = term.value if term is not None else None
    return isinstance(length, Length) and length.low is None and length.high is not None


def _reading(term: Term, before: str, after: frozenset[str]) -> Term:
    for terminal, payload in sorted(term.value, key=_rank) if len(term.value) > 1 else term.value:
        fit = FITS.get(terminal)
        if terminal == "ANCHOR" and payload.startswith(_POINTS_OF_NAMES) and not NAMED.isdisjoint(after):
            fit = None
        if fit is None or (len(term.value) == 1 and terminal == "FOR") or fit.holds(before, after):
            return Term(AS.get(terminal, terminal), term.start, term.end, payload)
    return Term("WORD" if term.value[0][0] in WORDS else "UNFIT", term.start, term.end)


def is_misfit(term: Term, text: str) -> bool:
    """Whether a term is a phrase of several words none of whose readings fits where it stands."""
    return term.type in ("UNFIT", "WORD") and " " in text[term.start : term.end]


def _compares(term: Term) -> bool:
    """Whether a phrase holds the value that a change is counted from, and nothing else."""
    return all(terminal == "COMPARED" for terminal, _ in term.value)


def _changes(term: Term) -> bool:
    """Whether a term may tell of a change."""
    return term.type == "PHRASE" and any(terminal == "INCREASE" for terminal, _ in term.value)


def _is_of_end(term: Term) -> bool:
    """Whether a phrase counts from the end of what it is before."""
    return ("OF", "end") in term.value


def _counts(term: Term) -> bool:
    """Whether a phrase may be the "of" that counts from a point."""
    return any(terminal == "OF" for terminal, _ in term.value)


def _rank(reading: tuple[str, str]) -> int:
    """A reading that needs company comes first, then what has a meaning of its own; SKIP is the last resort."""
    return 2 if reading[0] == "SKIP" else 0 if reading[0] in FITS else 1


def _possible(terms: list[Term], at: int) -> frozenset[str]:
    """The terminals that the next term may turn out to be, looking through words that may be skipped."""
    found: set[str] = set()
    for term in terms[at : at + 3]:
        if term.type != "PHRASE":
            return frozenset(found | {term.type})
        readings = {terminal for terminal, _ in term.value}
        found |= readings
        if "SKIP" not in readings:
            return frozenset(found)
    return frozenset(found | {"END"})
