"""The layout of a sentence: which kind each connective is, and where each opened phrase closes.

`CLOSED_BY` and the table of `connectives` decide; both look only at neighbouring tokens and never build trees. The
trace says what was decided, for `trialc explain`.
"""

from __future__ import annotations

import re
from itertools import takewhile

from ..building.facts import named_by_unit
from ..syntax.opinions import is_vague
from ..token import Connective, Token
from .exceptions import CASES, Exceptions
from .groups import counted
from .leads import limit_first
from .linked import COUNTED
from .scene import (
    CONNECTIVES,
    DEEPEST,
    DIRECTIONS,
    DROPPED,
    NOMINAL,
    REACH,
    RESULTS,
    SPANS,
    TAILS,
    TIME,
    VALUES,
    Frame,
    is_place,
    spreads,
)

#: Which tokens close an opened phrase when they come next. SENTENCE and RPAR close everything inside.
CLOSED_BY: dict[str, frozenset[str]] = {
    "LINK": TIME | TAILS - {"EG"} | {"JUDGED", "VALUE", "CHILDREN", "COLON", "AGE"},
    "EVENT": TIME | TAILS - {"EG"} | {"JUDGED", "VALUE", "CHILDREN", "COLON"},
    "WITHOR": frozenset({"EXCEPT", "UNLESS", "IF", "EG", "JUDGED", "COLON", "VALUE", "AGE"}) | TIME,
    "EG": frozenset(
        {"EXCEPT", "UNLESS", "IF", "JUDGED", "WITHIN", "BEFORE", "DURING", "FORLEN", "ELSE", "DEF", "LINK"}
    ),
    "EXCEPT": frozenset({"EXCEPT", "UNLESS", "JUDGED", "ELSE"}),
    "UNLESS": frozenset({"EXCEPT", "UNLESS", "JUDGED", "ELSE"}),
    "IF": frozenset({"EXCEPT", "UNLESS", "ELSE", "IF", "CHILDREN"}),
    "ELSE": frozenset({"EXCEPT", "UNLESS"}),
    "DEF": frozenset({"EXCEPT", "UNLESS", "JUDGED"}),
    "LEAD": frozenset({"THEN", "MUST"}),
    "GROUP": frozenset(),
    "COLON": frozenset(),
}
#: How a link begins that says what shows something.
_SHOWN = re.compile(
    r"(?i:as |evidenced|indicated|demonstrated|documented|defined|shown|supported|confirmed|proved|proven|verified"
    r"|diagnosed)"
)
#: "The injury is a fracture": two names of one thing.
_IS = re.compile(r"\s(?:is|are|was|were)(?: known to be| found to be)?(?: an?| the)?\s+\Z", re.IGNORECASE)
#: What stands before a plan that is no quality of what was named: "scheduled for surgery".
_BEFORE_PLANS = frozenset({"NOUN", "RPAR", "LASTS", "PERIOD", "ANCHOR"})
_LASTING = re.compile(r"last|persist", re.IGNORECASE)
_EXCEPTS = re.compile(r"other than|except|apart from", re.IGNORECASE)
_CLAUSE_ENDS = CONNECTIVES | {"STOP", "SUBJ"}
#: How what people have had begins.
_TOLD_OF = re.compile(r"(?:who|with|that (?:ha(?:ve|s)|progressed|failed))\b", re.IGNORECASE)
_TIME_ONLY = TIME | SPANS | {"INLAST", "LASTS", "ANCHOR", "ACON"}


class Layout(Exceptions):
    """One pass over the tokens of a criterion, left to right."""

    def run(self) -> list[Token]:
        """The tokens that the grammar reads."""
        i = 0
        while i < len(self.tokens):
            i = self._step(i)
        self.close_to(0)
        return self.out

    def _step(self, i: int) -> int:
        token = self.tokens[i]
        if token.type == "STOP":
            self.close_to(0)
            if self.out and self.out[-1].type != "STOP":
                self.out.append(token)
            return i + 1
        if token.type in CONNECTIVES:
            return i + 1 if self._states_case(i + 1) else self.connective(i)
        if token.type == "THEN" and self._states_case(i):
            token = Token("ELSE", token.start, token.end, "case")
        if token.type in DROPPED:
            return i + 1
        if token.type == "SUBJ":
            self.population(i)
            return i + 1
        if token.type == "LPAR":
            return self._bracket(i)
        if token.type == "RPAR":
            return i + 1
        self._close_for(token, i)
        return self._emit(token, i)

    def _states_case(self, i: int) -> bool:
        """Whether "then" at `i` gives the limit of an exception: "unless liver metastases, then <= 5 x ULN"."""
        then = i < len(self.tokens) and self.tokens[i].type == "THEN"
        return then and any(frame.kind in CASES for frame in self.frames) and self.next_is(i, VALUES)

    def _emit(self, token: Token, i: int) -> int:
        following = self.type_after(i)
        if self.at_clause_start() and (token.type not in ("IF", "FOR", "MUST", "NEG") or self.lacks_of_people(i)):
            self.population(i)
        if self._begins_anew(token, i):
            self.join(Token("CAND", token.start, token.start))
        match token.type:
            case "MUST" | "DURATION" | "OFFOLLOWING":
                return i + 1
            case "MOD" if token.value == "organ=*" and self.after_bracket_of_organ():
                operator = Token(
                    "LOR" if self.section == "exclusion" else "LAND",
                    token.start,
                    token.start,
                    Connective("or", "", False),
                )
                self.out += [operator, token]
            case "HAVE":
                return self._have(token, i)
            case "MOD" if self._adds(token) and (spreads(token) or following in NOMINAL | VALUES):
                self._add(token, i)
                self.out.append(token)
            case "WITH":
                return self._with(token, i)
            case "IF" | "FOR" | "UNLESS":
                if self.lead(token, i):
                    return i + 1
                return self.open_phrase(token.retyped("UNLESS" if token.type == "UNLESS" else "IF"), i)
            case "NEG" | "NEVER" if self.type_before() == "NEG":
                self.out.append(Token("JUNK", token.start, token.end))
            case "NEVER":
                self.out.append(token.retyped("NEG"))
                denied = "status=planned" if token.value == "planned" else "when=ever"
                self.out.append(Token("MOD", token.start, token.end, denied))
            case "NEG" if self._denies_more(token):
                self.close_to(len(self.frames) - 1)  # "healthy based on an examination, without asthma"
                self.join(Token("CAND", token.start, token.start))
                self.out.append(token)
            case "NEG" if self.is_of_a_case(i) and not self.item_open():
                self.open_phrase(Token("IF", token.start, token.start), i)  # "< 2.5 x ULN without liver metastases"
                self.out.append(token)
            case "NEG" if following in ("END", "STOP", "RPAR"):
                self.out.append(Token("JUNK", token.start, token.end, self.text[token.start : token.end]))
            case "ANYOF" | "ALLOF":
                return self.group(token, i, self.counts(token))
            case "COLON":
                return self._colon(token, i)
            case "LINK" if token.value == "for" and self.of_an_age(i):
                return self.open_phrase(token.retyped("IF"), i)
            case "LINK" if self.type_before() == "INCREASE" and not self._named_in_clause():
                self.out[-1] = self.out[-1]._replace(end=token.end)
                return i + 1
            case "EXCEPT" if self.at_clause_start() and not self.depth and self.leads(i):
                self.out.append(token.retyped("LEADEXCEPT"))
                self.frames.append(Frame("LEAD", len(self.out)))
            case "LINK" | "EG" | "EXCEPT" | "DEF" | "WITHOR" | "ELSE":
                return self.open_phrase(token, i)
            case "FORLEN" if self.type_before() == "WCON" and self.direction_after_span(i + 1):
                self.out.append(token.retyped("WITHIN"))  # "during the study and for 60 days after it"
            case "WITHIN":
                return self.within(token, i)
            case "PERIOD" | "LENGTH":
                self.span(token, i)
            case "BEFORE" | "AFTER" | "OF" | "DURING" | "AT":
                return self.direction(token, i)
            case "ANCHOR" if self.type_before() not in DIRECTIONS | {"ACON", "COMPARED"}:
                self.out.append(Token("AT", token.start, token.start, ""))
                self.out.append(token)
            case "MOD" if self.type_before() == "NOUN" and spreads(token) and self.left_behind(token):
                self.open_phrase(Token("LINK", token.start, token.start, "because of"), i - 1)
                self.out.append(token)
            case "NOUN" if self.type_before() == "NOUN" and (tie := self.tie(i)) is not None:
                return self.tied(tie, token, i)
            case "VALUE" | "NUMBER" | "TIMES" | "AMOUNT" if (
                self.tokens[i + 1 : i + 2] and self.tokens[i + 1].type == "OFFOLLOWING"
            ):
                return self.group(token, i, counted(token), skip=2)
            case _:
                self.out.append(token)
        return i + 1

    def _denies_more(self, token: Token) -> bool:
        """Whether "without" stands behind what something is told by: it denies more of the patient."""
        said = self.text[token.start : token.end].lower().startswith("without")
        linked = bool(self.frames) and self.frames[-1].kind == "LINK" and self.type_before() in ("NOUN", "RPAR")
        return said and linked and self.out[self.frames[-1].start - 1].value == "by"

    def _named_in_clause(self) -> bool:
        """Whether the clause has named something: "improvement on pain" has not, "pain improvement on a scale" has."""
        return any(token.type == "NOUN" for token in self.out[self.clause_start() :])

    def _begins_anew(self, token: Token, i: int) -> bool:
        """Whether a new statement begins without a connective: "women who have had ...", "PCOS: 25 follicles"."""
        before = self.type_before()
        rated = before == "LASTS" and str(token.value).startswith("statistic=")  # "for 12 weeks, on average 4"
        if token.type == "MOD" and (rated or (before in ("NOUN", "RPAR", "PERSON") and self._risks(token))):
            return self.type_after(i) == "NOUN"  # "diabetics at high risk for stroke"
        if token.type == "MOD" and before in ("PERSON", "AGE"):
            goes_on = self.text[: token.end].endswith((" for", " of"))  # "adults who meet the criteria for asthma"
            return spreads(token) or (goes_on and self.type_after(i) == "NOUN")
        told = before == "PERSON" and all(frame.kind == "LEAD" for frame in self.frames)
        if token.type == "NOUN" and (told or self.denies_people()):
            return True  # "women of childbearing potential"
        if token.type == "NOUN" and before in ("NOUN", "RPAR"):  # "(WOCBP) who are pregnant"
            return _IS.search(self.text, self.out[-1].end, token.start) is not None
        if token.type == "MOD" and before in ("VALUE", "AMOUNT") and self.out[-2:-1] and self.out[-2].type == "NOUN":
            return self.type_after(i) == "NOUN"  # "fasting glucose < 126 mg/dL off metformin"
        if token.type == "MOD" and before in _BEFORE_PLANS and token.value == "status=planned":
            # "renal failure scheduled to receive a transplant", "psoriasis for 6 months, candidates for phototherapy"
            return self.type_after(i) in ("NOUN", "MOD")
        if token.type == "MOD" and token.value == "edge=end" and before == "NOUN":
            said = self.text[token.end :].lstrip().lower()
            return self.type_after(i) == "NOUN" and said.startswith("from ")  # "on A should be discontinued from B"
        if token.type not in ("VALUE", "NUMBER", "TIMES") or before not in ("NOUN", "PERSON", "AGE"):
            return False
        if before == "NOUN" and self.out[-1].value.domain == "measurement":
            return False
        if before != "NOUN" and not self.depth and token.type == "VALUE" and named_by_unit(token.value):
            return True  # "infants < 1500 g": the unit names what is measured
        if any(is_place(each) for each in self.tokens[i + 1 : i + 2]):
            return False  # "myopia of at least 8 diopters in the study eye before surgery"
        return self.type_after(i) in ("NOUN", "MOD", "JUNK") and self.has(i + 1, {"NOUN"})

    def _risks(self, token: Token) -> bool:
        """Whether a quality tells of a risk, and of what comes behind it: "at risk for"."""
        said = self.text[token.start : token.end].lower()
        risk = "risk" in said and not said.startswith("with")
        return risk and str(token.value).startswith("certainty") and said.endswith((" for", " of"))

    def open_phrase(self, token: Token, i: int, kind: str | None = None) -> int:
        if not self.content_follows(i + 1) or (token.type == "LINK" and self.only_time_follows(i + 1)):
            self.say(f"{token.type} with nothing after it is left out", token)
            return i + 1
        if len(self.frames) >= DEEPEST:
            self.out.append(Token("JUNK", token.start, token.end))
            return i + 1
        against = token.type == "LINK" and str(token.value).startswith("not ")
        self.out.append(token._replace(value=token.value.removeprefix("not ")) if against else token)
        self.frames.append(Frame(kind or token.type, len(self.out)))
        if against:  # "not amenable to surgery": what it is for is denied, not what is
            self.out.append(Token("NEG", token.end, token.end))
        return i + 1

    def _have(self, token: Token, i: int) -> int:
        """ "have" only begins what is asked; behind people it goes on with what they have."""
        if self.type_before() in ("AGE", "PERSON"):
            self.join(token)
        elif self._adds(token):
            self._add(token, i)
        return i + 1

    def _adds(self, token: Token) -> bool:
        """Whether "who" or "with" behind a name begins what adds to it: "diabetics who have neuropathy"."""
        return self.type_before() in ("NOUN", "RPAR") and _TOLD_OF.match(self.text, token.start) is not None

    def _add(self, token: Token, i: int) -> None:
        """Join what a clause adds to the name before it; what is not so, or has a time, is a statement of its own."""
        clause = [each.type for each in takewhile(lambda each: each.type not in _CLAUSE_ENDS, self.tokens[i + 1 :])]
        denied = any(self.text[each.start : each.end].lower() == "non-" for each in self.out[-3:] if each.type == "NEG")
        measured = self.measured_after(i)  # "except those with Gilbert's syndrome who may have bilirubin < 3 mg/dL"
        if not TIME.isdisjoint(clause) or denied or not COUNTED.isdisjoint(clause[:1]) or measured:
            self.join(token)
        elif "NOUN" in clause:
            self._close_for(token.retyped("LINK"), i)
            self.open_phrase(Token("LINK", token.start, token.start, "with"), i)

    def _with(self, token: Token, i: int) -> int:
        """ "with": after a name it links; after "patients" or an age it only begins what is asked of them."""
        before = self.type_before()
        if self.limited and self.out and {each.type for each in self.out} <= {"EMPTY", "VALUE", "AMOUNT"}:
            return self.open_phrase(
                token.retyped("IF"), i
            )  # "(5 x ULN with liver metastases)": in whom that is the limit
        if self.is_of_a_case(i):
            return self.open_phrase(token.retyped("IF"), i)
        if before in ("AGE", "PERSON", "AMOUNT", "UNDERTAKING") or self.of_other_people(i):
            self.join(token)
            return i + 1
        if before in ("NOUN", "MOD", "RPAR") and self.graded_after(i):
            return i + 1
        if before in ("NOUN", "MOD", "VALUE", "RPAR") and self.measured_after(i):
            cases = [n for n, frame in enumerate(self.frames, 1) if frame.kind in ("EXCEPT", "UNLESS")]
            self.close_to(cases[-1] if cases else 0)  # "except Gilbert's syndrome with bilirubin < 3 mg/dL"
            self.join(token)
            self.alternatives(token, i + 1)
            return i + 1
        ago = before == "BEFORE" and self.out[-1].value == "ago"
        named = before in ("NOUN", "MOD", "VALUE", "JUNK", "RPAR", "ANCHOR", "PERIOD", "CLOSE") or ago
        if named and not self.subject_just_before(i):
            self._close_for(token.retyped("LINK"), i)
            return self.open_phrase(Token("LINK", token.start, token.end, "with"), i)
        return i + 1

    def _colon(self, token: Token, i: int) -> int:
        frame = self.frames[-1] if self.frames else None
        if frame and frame.kind == "LEAD":
            self.close_to(len(self.frames) - 1)
            return i + 1
        if self.only_time_so_far():
            return i + 1
        if not self.out or self.type_before() in TAILS | {"STOP", "COR", "CAND", "LPAR", "GROUP", "LINK"}:
            return i + 1
        if self.type_after(i) == "CHILDREN" or self.type_before() == "JUNK":
            return i + 1
        if self.next_is(i, VALUES | {"AGE", "SCORED", "LENGTH", "PERIOD"}):
            return i + 1
        self.close_to(0)
        return self.open_phrase(token, i)

    def _bracket(self, i: int) -> int:
        """Read the inside of a bracket as a text of its own, so that it closes what it opens."""
        depth, j = 0, i
        while j < len(self.tokens):
            kind = self.tokens[j].type
            if kind == "STOP":
                break
            depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
            if depth == 0:
                break
            j += 1
        closed = j < len(self.tokens) and self.tokens[j].type == "RPAR"
        if closed and self.frames and self.frames[-1].kind == "LINK" and self.is_of_the_host(i, j):
            self.close_to(len(self.frames) - 1)
        if closed and (self.exemplifies_the_rest(i + 1) or self.is_another_limit(i, j)):
            self.close_to(len(self.frames) - 1)
        if closed and self.next_is(i, TIME | SPANS) and self.only_says_who():
            self.close_to(len(self.frames) - 1)  # "a negative test in women (within 7 days of screening)"
        before = self.type_before()
        inside = self.tokens[i + 1] if i + 1 < j else None
        if inside is not None and inside.type == "EXCEPT" and inside.start == inside.end:
            self._close_for(inside, i)  # "other than biopsy (catheters are allowed)": both are excepted
        while inside is not None and self.is_of_all(i + 1, j) and self.frames and self.frames[-1].kind == "LINK":
            self.close_to(len(self.frames) - 1)  # "by echocardiogram (if chemotherapy was given)": of all before it
        if self.depth >= DEEPEST:
            self.out.append(Token("JUNK", self.tokens[i].start, self.tokens[j - 1].end))
            return j + closed
        host = self.out[-1] if self.out else None
        enclosed = limit_first(self.tokens[i + 1 : j]) if before in ("VALUE", "AMOUNT") else self.tokens[i + 1 : j]
        inner = Layout(enclosed, self.text, self.section, trace=self.trace, depth=self.depth + 1, host=host)
        read = inner.run()
        if not read or (not closed and self.item_open()):
            self.out.extend(read)
            return min(j + closed, len(self.tokens)) if read or closed else i + 1
        if not closed:  # "heart disease (angina, infarction.": it closes where the sentence does
            end = self.tokens[j - 1].end
            self.out += [self.tokens[i], *read, Token("RPAR", end, end)]
            return j
        if (
            self.type_before() == "MOD"
            and self.type_after(j) in ("NOUN", "MOD")
            and {t.type for t in read} <= _TIME_ONLY
        ):
            self.out += read
            return j + 1
        if self.at_clause_start() and not self.depth and self.is_cohort(i + 1, j) and self.content_follows(j + 1):
            at = self.tokens[i].start
            self.out += [Token("LEAD", at, at, "population"), *read, Token("CLOSE", at, at, "LEAD")]
            return j + 1  # "(expansion cohort) Measurable disease"
        if self.item_open():
            self.out.append(Token("EMPTY", self.tokens[i].start, self.tokens[i].start))
        alternative = inside is not None and inside.type in ("OR", "ANDOR")
        opening = self.tokens[i]._replace(value="or") if alternative else self.tokens[i]
        self.out += [opening, *read, self.tokens[j]]
        return j + 1

    def _denies(self, frame: Frame) -> bool:
        """Whether an opened phrase says that something is not there."""
        return any(token.type == "NEG" for token in self.out[frame.start :])

    def _shows(self, frame: Frame) -> bool:
        """Whether a link says by which measurement a thing is known that is none itself, or is rated: "adequate"."""
        opener = self.out[frame.start - 1]
        linked = next((t.value.domain for t in reversed(self.out[frame.start :]) if t.type == "NOUN"), None)
        host = next((t.value.domain for t in reversed(self.out[: frame.start]) if t.type == "NOUN"), None)
        shown = _SHOWN.match(self.text[opener.start : opener.end]) or (opener.value == "by" and host == "condition")
        before = takewhile(lambda token: token.type not in ("STOP", "CAND", "COR"), reversed(self.out[: frame.start]))
        rated = any(token.type == "MOD" and str(token.value).startswith(RESULTS) for token in before)
        return linked == "measurement" and (host != "measurement" or rated) and bool(shown)

    def _is_planned(self, frame: Frame) -> bool:
        """Whether a link names what is to be done: "scheduled for surgery"."""
        named = next((t.value.domain for t in self.out[frame.start :] if t.type == "NOUN"), None)
        return frame.kind == "LINK" and self.out[frame.start - 1].value == "for" and named in ("procedure", "drug")

    def _sets_apart(self, token: Token) -> bool:
        """Whether a quality says what is not meant: it is of what all before it is of."""
        return self.type_before() == "NOUN" and _EXCEPTS.match(self.text, token.start) is not None

    def _completes(self, token: Token) -> bool:
        """Whether a link belongs to the name right before it: "with" what it comes, or what it is due to."""
        said = self.text[token.start : token.end].lower().split()[0]
        return self.type_before() == "NOUN" and (said == "with" or token.value == "because of")

    def _examples_go_on(self, frame: Frame, i: int) -> bool:
        """Whether more examples come after the phrase of time at `i`, of a list whose "or" has not come yet."""
        if frame.kind != "EG" or frame.done:
            return False
        depth = 0
        comma = False
        for j in range(i, min(i + REACH, len(self.tokens))):
            kind = self.tokens[j].type
            depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
            if depth < 0 or kind in ("STOP", "SEMI"):
                return False
            if not depth and not comma and kind in ("AND", "OR", "ANDOR"):
                return False  # "aspirin within 7 days or heparin"
            comma = comma or (kind == "COMMA" and not depth)
            if comma and not depth and kind in ("AND", "OR", "ANDOR"):
                return self.same_kind(frame, j + 1)
        return False

    def _close_for(self, token: Token, i: int) -> None:
        kind = "IF" if token.type == "FOR" else token.type
        if kind == "ANCHOR" and self.type_before() not in DIRECTIONS | {"ACON", "COMPARED"}:
            kind = "AT"
        if kind in SPANS and self.type_before() not in ("INLAST", "WITHIN", "FORLEN") and self.direction_after_span(i):
            kind = "WITHIN"
        if kind in DIRECTIONS and self.type_before() in SPANS:
            return
        lead = next((n for n, frame in enumerate(self.frames) if frame.until == token.start), None)
        if lead is not None:
            self.close_to(lead)
        if (
            kind == "MOD"
            and str(token.value).startswith("site=")
            and self.frames
            and self.frames[-1].kind == "EG"
            and self.type_before() == "NOUN"
            and not self._examples_go_on(self.frames[-1], i)
            and not self.is_all_example(self.frames[-1])
        ):
            self.close_to(len(self.frames) - 1)
        if (
            self.exemplifies_the_rest(i)
            or self.is_side_of_the_rest(token)
            or (kind == "EG" and self.exemplifies_host(i))
        ):
            self.close_to(len(self.frames) - 1)
        while kind == "MOD" and self.frames and self.frames[-1].kind == "LINK" and self._sets_apart(token):
            self.close_to(len(self.frames) - 1)  # "drugs for diabetes other than stated in the criteria"
        if (kind == "MOD" and self.grades_what_is_left(token)) or self.ends_unless(kind):
            self.close_to(len(self.frames) - 1)
        if kind in TIME and self.only_says_who():
            self.close_to(len(self.frames) - 1)
        if kind in TIME and self.is_of_what_is_excepted(self.frames[-1:], i):
            self.close_to(len(self.frames) - 1)
        while (
            kind == "TIMES" and self.frames and self.frames[-1].kind == "LINK" and not self.has(i + 1, {"NOUN", "MOD"})
        ):
            self.close_to(len(self.frames) - 1)  # "contact with children twice a week"
        while self.frames and kind in CLOSED_BY[self.frames[-1].kind]:
            if len(self.out) == self.frames[-1].start or self.type_before() in ("WCON", "NEG"):
                break  # nothing is said yet; "showing no clinically significant lesions"
            if self.leaves_causes(token, self.frames[-1]):
                break  # "due to conditions other than cancer"
            if kind == "LINK" and self.depth and (self.frames[-1].kind, self.frames[-1].start) == ("EG", 1):
                break  # "(e.g., A, B or C due to D)": of the last example
            if kind == "FORLEN" and self.frames[-1].kind == "EG" and _LASTING.match(self.text, token.start):
                break  # "such as syncope or coma lasting > 5 minutes": so long as the name right before it
            if kind == "FORLEN" and self.frames[-1].kind == "LINK" and self._denies(self.frames[-1]):
                break  # "with no recurrence for 5 years": so long is what there was none of
            if kind in TIME and self.is_all_example(self.frames[-1]):
                break  # "(e.g., stroke within 6 months)": nothing else stands in the bracket that it could be said of
            if kind in TIME | {"VALUE"} and self.depth and (self.frames[-1].kind, self.frames[-1].start) == ("LINK", 1):
                break  # "(confirmed by a test within 7 days)": the time, or limit, is that of what the bracket names
            if token.type == "FOR" and self.frames[-1].kind == "EG" and self.type_before() in VALUES:
                break  # "such as QTcF > 450 ms in males": of whom the limit is asked
            if self.type_before() in ("LOR", "LAND") and self.judged_anew(i):
                break  # "including angina, clinically significant arrhythmia or stroke": a member like the others
            if kind == "JUDGED" and self.frames[-1].kind == "EG" and is_vague(self.out[-1]):
                break  # "including A, B, or social situations that may ...": of what tells nothing by itself
            if kind == "LINK" and self.frames[-1].kind == "EG" and self._completes(token):
                break  # "such as sinusitis with nasal polyps": of the example right before it
            if kind in TIME | {"LINK"} and self._examples_go_on(self.frames[-1], i):
                break  # "such as infarction within 6 months, angina or stroke": the time is that of one example
            if kind == "VALUE" and self.frames[-1].kind in ("LINK", "EVENT") and self.counts_next(token, i):
                break  # "response to no more than one antidepressant": how many of what comes next
            if self.is_of_treatment(token, self.frames[-1]):
                break  # "diabetes treated with metformin >= 1500 mg/day for 3 months": so much and so long of that
            if kind == "VALUE" and self.frames[-1].kind == "LINK" and self._shows(self.frames[-1]):
                break  # "renal failure as indicated by creatinine > 2": the limit is of what shows it
            if kind == "VALUE" and self.measures_linked(self.frames[-1]):
                break  # "measurable disease with a lesion >= 10 mm": so large is the lesion
            if kind == "WITHIN" and str(token.value).startswith("future") and self._is_planned(self.frames[-1]):
                break  # "scheduled for surgery within the next 30 days": what is to come is what is planned
            if kind in TIME and self.links_person(self.frames[-1]):
                break  # "adults on dialysis for at least 3 months": people last no time
            if kind in TIME and self.was_given(self.frames[-1]):
                break  # "toxicity due to agents administered more than 4 weeks earlier": then they were given
            if (kind, token.value, self.frames[-1].kind) == ("LINK", "for", "EVENT"):
                break  # "since chemotherapy for leukemia": the purpose is that of the event
            self.close_to(len(self.frames) - 1)
