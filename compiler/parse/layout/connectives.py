"""Which kind each connective is: the one table of the layout that types "and", "or" and commas.

C joins clauses, L the members of a list, M modifiers of one noun, V values of one measurement, A anchors,
W phrases of time.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import Qualifier
from ...vocabulary import column, pairs
from ..syntax.opinions import is_adjective
from ..terms.list_marks import is_letter, joined_by, marks_next
from ..token import Connective, Noun, Token
from .linked import kin, operator_said
from .scene import (
    BEGINS_CLAUSE,
    CAUSES,
    CONNECTIVES,
    DIRECTIONS,
    DROPPED,
    REACH,
    SPANS,
    TAILS,
    TIME,
    VALUES,
    is_place,
    spreads,
)
from .staying import Staying

#: What may come after qualities that stand behind their name.
_AFTER_QUALITIES = frozenset({"STOP", "RPAR", "SEMI", "COMMA", "WITHIN", "FORLEN", "EG", "EXCEPT", "LPAR", "DOT"})
#: What stands behind a list of people.
_LIST_ENDS = frozenset({"END", "STOP", "SEMI"})
_IF_PRESENT = "if=present"
#: What nobody is asked to lack.
_SOUND = re.compile(r"(?:normal|adequate|sufficient|good|stable|negative|undetectable)\b", re.IGNORECASE)
#: What denies all that is named behind it; "not" may deny one word: "not fertile or unable to consent".
_NONE = re.compile(r"(?:no|without|absence|free)\b", re.IGNORECASE)
#: What qualifies the name before it, and never the one behind it.
_NEEDING = re.compile(r"(?:that |which )?(?:requir|need|necessitat)", re.IGNORECASE)


class Connectives(Staying):
    """The part of the layout that meets connectives."""

    @abstractmethod
    def asked_of_people(self, j: int) -> bool:
        """Whether something is asked of the people who are named at `j`."""

    def connective(self, i: int) -> int:
        j = i
        while j < len(self.tokens) and self.tokens[j].type in CONNECTIVES | DROPPED:
            j += 1
        run = [token for token in self.tokens[i:j] if token.type in CONNECTIVES]
        right = self.tokens[j] if j < len(self.tokens) else None
        if right is None or right.type in ("STOP", "RPAR", "CHILDREN"):
            return j
        if [token.type for token in run] == ["COMMA"] and self.close_lead(run[0].end, right.start):
            return j  # "statins, if taken, must be stable"
        if self._links_again(run, right):
            self.out.append(self._typed(run, self.type_before(), j)._replace(end=right.end))
            return j + 1
        if self._is_another_case(run, right, j):
            self.out.append(self._typed(run, self.type_before(), j)._replace(end=right.end))
            return j + 1
        if right.type == "EG" and self._exemplifies(j):
            return j  # "confirmed by imaging, such as CT"
        while self.frames and not is_letter(right) and not self.stays(self.frames[-1], run, j):
            self.close_to(len(self.frames) - 1)
            if run[0].type == "COMMA" and len(run) == 1 and self.closed_lead:
                self.closed_lead = False
                return j
        left = self.type_before()
        behind = [token.type for token in self.out[-2:]]
        named = left not in ("MOD", "JUNK", "PERSON") or behind == ["NOUN", "MOD"]
        if right.type == "LINK" and operator_said(run) == "and" and named:
            return j  # "stroke within 2 weeks and confirmed by CT"
        if not self.out or left in TAILS | {
            "STOP",
            "LEAD",
            "LEADEXCEPT",
            "GROUP",
            "EVENT",
            "COLON",
            "LPAR",
            "NEG",
            "CAND",
            "COR",
            "LAND",
            "LOR",
        }:
            return j
        plain = len(run) == 1 and run[0].type == "COMMA"
        if plain and right.type in ("FORLEN", "WITHIN") and self.frames and self.frames[-1].kind == "EXCEPT":
            self.close_to(len(self.frames) - 1)  # "no steroids except inhaled ones, for at least 30 days"
            return j
        if right.type in ("EXCEPT", "UNLESS") and {token.type for token in run} <= {"COMMA", "SEMI"}:
            return j  # "malignancy; exceptions include ..."
        if plain and (self.only_time_so_far() or self._only_modifiers_follow(j)):
            if is_place(right) and self.frames and self.frames[-1].kind == "EG":
                self.close_to(len(self.frames) - 1)  # "surgery, including laser surgery, in the study eye"
            return j
        if plain and left == "JUDGED" and (len(self.out) == 1 or self.out[-2].type in ("STOP", "CAND", "COR")):
            return j  # "in the opinion of the investigator, unlikely to comply"
        if plain and right.type == "JUDGED" and left == "MOD" and self.type_after(j) in ("END", "STOP", "RPAR"):
            return j  # "allergy requiring treatment, as judged by the investigator"
        if plain and right.type in TIME and self.frames and self.frames[-1].kind in ("EXCEPT", "UNLESS"):
            return j  # "antibiotics, unless topical, within 14 days"
        shown = plain and left == "NOUN" and right.type == "WITH" and self.text.startswith("with", right.start)
        if shown and self.next_is(j, {"NOUN", "MOD", "SCORED"}) and not self.denies():
            return j  # "heart failure, with ejection fraction < 40 %"
        if plain and self.section == "exclusion" and left == "NOUN" and self._grades(self.out[-1], right):
            return j  # "heart failure, NYHA class III or IV"
        if plain and (right.type == "NOUN" or self.judged_anew(j)) and self._only_qualities_so_far():
            return j  # "active, non-infectious pneumonitis", "severe, clinically significant asthma"
        if (
            plain
            and right.type in TAILS | TIME | {"JUDGED", "LPAR", "FOR", "COLON", "ANCHOR", "ELSE"}
            and (left != "MOD" or behind[0] in VALUES or self._qualified_before())
            and not self.judged_anew(j)
            and not (left == "ANCHOR" and right.type in TIME and self._times_go_on(j))
            and not self._elapses_anew(left, j)
            and not (right.type == "ANCHOR" and self.type_after(j) == "NOUN")  # "stroke, baseline QTc > 450 ms"
        ):
            return j
        denied = self._denied_case(run, j)
        self.out.append(self._typed(run, left, j))
        if denied is not None and self.out[-1].type == "COR":
            joined = Token("CAND", run[0].start, run[-1].end, Connective("and", "", True))
            self.out[-1:] = [joined, denied._replace(start=right.start, end=right.start)]
        return j

    def _denied_case(self, run: list[Token], j: int) -> Token | None:
        """The sign of a denial that goes on behind "or" with a clause of its own, which is denied as well.

        So does a limit in the case of one sex, "no stroke, or QTc > 450 ms in men", and what one is unable to do.
        """
        if self.section != "inclusion" or not (self.denies_on() and self._ends_in_or(run, j)):
            return None
        sign = next(token for token in self.out[self.clause_start() :] if token.type == "NEG")
        if (self.tokens[j].type, self.tokens[j].value) == ("UNDERTAKING", "no"):
            return sign if _NONE.match(self.text, sign.start) else None
        limit = next((k for k in range(j, min(j + REACH, len(self.tokens))) if self.tokens[k].type in VALUES), None)
        named = limit is not None and {token.type for token in self.tokens[j:limit]} <= DROPPED | {"NOUN", "MOD"}
        if limit is None or not named or not self._is_of_one_sex(limit + 1):
            return None
        return sign

    def _is_of_one_sex(self, k: int) -> bool:
        """Whether the case of men or of women comes next: "in males", "(females)"."""
        while k < len(self.tokens) and self.tokens[k].type in DROPPED | {"FOR", "LPAR", "IF"}:
            k += 1
        return k < len(self.tokens) and self.tokens[k].type == "PERSON" and self.tokens[k].value in ("male", "female")

    def _grades(self, name: Token, scored: Token) -> bool:
        """Whether a score is of a scale that grades the illness before it."""
        if scored.type != "SCORED" or name.value.domain != "condition":
            return False
        said, illness = self.text[scored.start : scored.end], name.value.text.lower()
        graded = (words for scale, words in pairs("graded_illnesses").items() if scale in said)
        return any(word.lower() in illness for words in graded for word in words.split("|"))

    def _times_go_on(self, j: int) -> bool:
        """Whether more times come in "or" behind the one at `j`: "before, during or within 14 days after treatment"."""
        of_time = TIME | SPANS | DROPPED | {"ANCHOR", "COMMA"}
        rest = list(takewhile(lambda token: token.type in of_time | {"OR", "AND", "ANDOR"}, self.tokens[j : j + REACH]))
        joined = next((k for k, token in enumerate(rest) if token.type not in of_time), len(rest))
        return any(token.type in TIME | SPANS for token in rest[joined + 1 :])

    def judged_anew(self, j: int) -> bool:
        """Whether an adjective of opinion begins a member of a list: "stroke, clinically significant asthma"."""
        right = self.tokens[j]
        adjective = right.type == "JUDGED" and is_adjective(self.text[right.start : right.end])
        return adjective and self.type_after(j) in ("NOUN", "MOD")

    def _exemplifies(self, j: int) -> bool:
        """Whether examples are of what is linked, being of its kind and not of that of the host, or of causes."""
        first, linked, host = self._example(j)
        if linked is not None and linked.text.lower() in CAUSES:
            return True  # "uveitis due to other causes, such as trauma"
        if first is None or linked is None or not kin(first, linked):
            return False
        return host is None or not kin(first, host)

    def exemplifies_host(self, j: int) -> bool:
        """Whether examples are of the host, and not of what is linked: "drugs for pain including opioids"."""
        first, linked, host = self._example(j)
        return (
            first is not None
            and linked is not None
            and host is not None
            and kin(first, host)
            and not kin(first, linked)
        )

    def _example(self, j: int) -> tuple[Noun | None, Noun | None, Noun | None]:
        """The first example at `j` or behind it, what is linked before it, and the host of that; None where none is."""
        if not self.frames or self.frames[-1].kind != "LINK":
            return None, None, None
        start = self.frames[-1].start
        linked = next((t.value for t in self.out[start:] if t.type == "NOUN"), None)
        host = next((t.value for t in reversed(self.out[:start]) if t.type == "NOUN"), None)
        first = next((t.value for t in self.tokens[j : j + REACH] if t.type == "NOUN"), None)
        return first, linked, host

    def _is_another_case(self, run: list[Token], right: Token, j: int) -> bool:
        """Whether "or if" begins no case of its own: "not eligible if A or if B", "pregnant or if nursing"."""
        if right.type != "IF" or [token.type for token in run] != ["OR"]:
            return False
        rest = takewhile(lambda token: token.type not in ("STOP", "SEMI"), self.tokens[j:])
        opened = bool(self.frames) and self.frames[-1].kind == "IF"
        return {token.type for token in rest}.isdisjoint({"COMMA", "THEN"} if opened else {"COMMA", "THEN", "VALUE"})

    def _links_again(self, run: list[Token], right: Token) -> bool:
        """Whether "or" and the same link go on with what is linked: "due to A or due to B"."""
        if right.type != "LINK" or operator_said(run) is None or not self.frames or self.frames[-1].kind != "LINK":
            return False
        return bool(self.out[self.frames[-1].start - 1].value == right.value) and self.type_before() == "NOUN"

    def _typed(self, run: list[Token], left: str, j: int) -> Token:
        kind = self._kind(run, left, j)
        operator, explicit = self._operator(run, j, kind)
        if (mark := marks_next(self.tokens, run[0].start, j)) and (of_all := joined_by(self.tokens, mark, self.text)):
            kind, operator = "C", of_all
        if self.names_others(left, j):
            kind, operator = "C", "or"
        elif self.told_apart(j):
            operator = "or"
        again = self.people_again(j) or (left == "AGE" and self.tokens[j].type == "NOUN" and self.people_next(j))
        if kind == "C" and not self.frames and self.other_patients(j):
            operator = "or"
        again = again or self.patients_beside_people(left, j)
        if self.section == "exclusion" and kind == "C" and (again or left not in ("PERSON", "AGE")) and not self.frames:
            others = not self.depth and (self.tokens[j].type == "SUBJ" or again)
            operator = "or" if others else operator  # "pregnant women, and patients who ..." excludes either
        if self.section == "exclusion" and self._lists_people(j):
            operator = "or"
        listed = kind == "L" and (self._excludes_each(run, j) or self._denies_each(run, j))
        if operator == "and" and (listed or self._says_also(run)):
            operator = "or"
        names = {"C": ("CAND", "COR"), "L": ("LAND", "LOR")}
        terminal = names[kind][operator == "or"] if kind in names else kind + "CON"
        start, end = run[0].start, run[-1].end
        written = self.text[start:end]
        self.say(f"{written!r} is {terminal} ({operator})", run[0])
        return Token(terminal, start, end, Connective(operator, written, explicit))

    def _kind(self, run: list[Token], left: str, j: int) -> str:
        """The kind of a connective, by what stands beside it: the table of this module."""
        right = self.tokens[j].type
        clause_left = left in VALUES | {"LASTS", "AGE", "SCORED", "CLOSE", "UNDERTAKING", "JUDGED"}
        if left == "CLOSE" and self.out[-1].value == "LINK" and right in ("NOUN", "MOD") and self.only_timed(j):
            clause_left = False  # "stroke, asthma requiring hospitalization, or infection within 6 months"
        if self._is_said_again(run):
            return "L"
        if left == "NOUN" and right in ("NOUN", "MOD") and self._denied_alone(j):
            return "C"
        if left == "NOUN" and right in ("NOUN", "MOD", "OUTCOME") and self._is_asked_for(run, j):
            return "C"
        if operator_said(run) == "or" and (denied := self.denied_verb(run[-1].end)) is not None:
            return "L" if denied and right in ("NOUN", "MOD", "HAVE") else "C"
        if operator_said(run) == "or" and self.tells_more(run, j):
            return "C"  # "healthy, or has had depression and did not respond to treatment"
        if left in VALUES and right in VALUES:
            return "C" if self.has(j + 1, {"IF", "FOR", "LPAR", "UNLESS"}) or self.has(j + 1, {"NOUN"}) else "V"
        if left == "ANCHOR" and right == "ANCHOR":
            return "A"
        spanned = left in DIRECTIONS and right in SPANS  # "within 4 weeks before or 2 weeks after surgery"
        timed = spanned or (left in DIRECTIONS | {"ANCHOR", "PERIOD"} and right in TIME)
        if timed and self._is_time(j) and not self._only_lasts(j):
            return "W"
        if self._elapses_anew(left, j):
            return "C"
        if left == "CLOSE" and self.out[-1].value == "EVENT" and operator_said(run) and self._is_time_of_event(j):
            return "W"
        if left == "MOD" and right == "MOD" and self._ends_anew(run, j):
            return "C"
        if left == "MOD" and right == "MOD" and self._modifiers_meet(j):
            return "M"
        if run[0].type == "SEMI" and right == "PERSON":
            return "C"
        if self.of_ages(j):
            return "L"
        if right == "PERSON" and left != "PERSON" and self.asked_of_people(j):
            return "C"  # "a negative pregnancy test, and men must use condoms"
        if right == "PERSON" and self.people_again(j) and self.has(j + 1, {"NOUN", "WITH", "HAVE", "UNDERTAKING"}):
            return "C" if left != "PERSON" or (self.out[-2:-1] and self.out[-2].type == "NOUN") else "L"
        if left == "NOUN" and right == "PERSON" and operator_said(run) == "or" and self.tells_of(j):
            return "C"
        if left == "NOUN" and right == "PERSON" and self._begins_with_people(run, j):
            return "C"
        if left in ("NOUN", "PERSON") and operator_said(run) == "or" and self.lacks_contraception(j):
            return "C"  # "pregnant, or of childbearing age without contraception"
        told = left == "NOUN" and right == "NOUN" and operator_said(run) == "or" and self.has(j + 1, {"UNDERTAKING"})
        if told and any(each.value.text.lower() in column("of_women") for each in (self.out[-1], self.tokens[j])):
            return "C"  # "pregnant, or of childbearing potential and not using contraception"
        if operator_said(run) == "or" and self.denied_again(j):
            return "C"
        if self.section == "exclusion" and [token.type for token in run] == ["COMMA"] and self.bears_next(j):
            return "C"
        if operator_said(run) == "or" and self.ends_lack(j, comma=run[0].type == "COMMA"):
            return "C"
        if right in ("NOUN", "MOD") and left not in ("NOUN", "MOD") and self.denies_on() and self._ends_in_or(run, j):
            return "L"  # "no fever > 38 °C or infection"
        if right == "SUBJ" and self._denies_people(run, j):
            return "L"  # "no HIV-positive patients or patients with hepatitis"
        begins = right in BEGINS_CLAUSE | {"IF", "FOR"} or (right == "MOD" and self.other_patients(j))
        begins = begins or (right == "WITH" and self.denies())  # "without A or with B"
        if begins or run[0].type == "SEMI" or self._announces(j):
            return "C"
        if right in VALUES | {"AGE", "SCORED", "LENGTH"} and right != "OUTCOME":
            return "C"
        valued = self.item_has_value(j)
        if valued and self.denies_on() and self._ends_in_or(run, j) and self._denied_case(run, j) is None:
            return "L"  # "no stroke or QTc > 470 ms"
        if valued:
            return "L" if self.measured_before() and not clause_left else "C"
        if (clause_left and left != "JUDGED") or self.obliged_anew(j):
            return "C"
        return "L"

    def _lists_people(self, j: int) -> bool:
        """Whether a list of people ends in what they are: "pregnant women, children, and prisoners"."""
        right, listed = self.tokens[j], [token for token in self.out if token.type in ("COR", "LOR")]
        named = right.type == "NOUN" and right.value.domain == "observation" and self.type_after(j) in _LIST_ENDS
        parted = bool(listed) and listed[-1].value.written.strip() == ","
        return named and parted and not self.frames and self.type_before() == "PERSON"

    def _is_said_again(self, run: list[Token]) -> bool:
        """Whether a list is denied that stands before the negation: "A or B who are not on a stable dose"."""
        return any(token.type == "NEG" and token.start > run[-1].end for token in self.out[self.clause_start() :])

    def _ends_in_or(self, run: list[Token], j: int) -> bool:
        """Whether a connective is "or", or a comma of a list that says so at its end."""
        return run[0].type in ("COMMA", "OR", "ANDOR") and self._operator(run, j, "L") == ("or", True)

    def _is_asked_for(self, run: list[Token], j: int) -> bool:
        """Whether what follows a denial is sound, and so is not denied as well: "no asthma and normal spirometry"."""
        if self.section != "inclusion" or self.frames or _SOUND.match(self.text, self.tokens[j].start) is None:
            return False
        if operator_said(run) is None and self.text.startswith("stable", self.tokens[j].start):
            return False  # "no diabetes, stable angina, and heart failure"
        return self.denies() and self._operator(run, j, "L")[0] == "and"

    def _denied_alone(self, j: int) -> bool:
        """Whether "non-" denies the name just before and it alone: "non-smokers or ex-smokers".

        "Non-pregnant or nursing" denies both, which are of a kind; "non-pregnant and sterile" does not. What is denied
        behind its name is denied alone, too.
        """
        sign = next((token for token in reversed(self.out[:-1]) if token.type != "MOD"), None)
        if sign is not None and sign.type == "NEG" and sign.start > self.out[-1].start:
            return True
        if len(self.out) < 2 or self.out[-2].type != "NEG":
            return False
        of_women = self._are_of_women(self.out[-1], self.tokens[j])
        return not of_women and self.text[self.out[-2].start : self.out[-2].end].lower() in ("non", "non-", "non ")

    def _denies_people(self, run: list[Token], j: int) -> bool:
        """Whether people are denied who are named again at `j`, with what they have.

        A comma goes on with them where the denial stands at the end: "patients with A, patients with B are excluded".
        """
        clause = self.out[self.clause_start() :]
        denied = clause[:1] != [] and clause[0].type == "NEG" and not self.frames
        goes_on = operator_said(run) == "or" or (run[0].type == "COMMA" and denied and clause[0].start == clause[0].end)
        behind = self.text[self.tokens[j].end :].lstrip().lower()
        return denied and goes_on and behind.startswith(("with ", "who "))

    def _announces(self, j: int) -> bool:
        """Whether a list is announced at `j`: "any of the following", not "any of the excipients"."""
        token = self.tokens[j]
        said = self.text[token.start : token.end].lower()
        listed = "following" in said or self.type_after(j) in ("COLON", "CHILDREN")
        return token.type in ("ALLOF", "ANYOF") and listed

    def _only_qualities_so_far(self) -> bool:
        """Whether the item so far is qualities alone, whose noun comes next."""
        k = len(self.out)
        while (
            k and self.out[k - 1].type == "MOD" and self.out[k - 1].value != "organ=*" and not spreads(self.out[k - 1])
        ):
            k -= 1
        before = self.out[k - 1].type if k else "START"
        return k < len(self.out) and before not in ("NOUN", "MCON", "PERSON", "AGE", "VALUE", "RPAR", "CLOSE", "ANCHOR")

    def _qualified_before(self) -> bool:
        """Whether the qualities just read stand behind their name: "malignancy, treated or untreated, within ..."."""
        k = len(self.out) - 1
        while k >= 0 and self.out[k].type in ("MOD", "MCON") and not spreads(self.out[k]):
            k -= 1
        return 0 <= k < len(self.out) - 1 and self.out[k].type in ("NOUN", "RPAR")

    def _begins_with_people(self, run: list[Token], j: int) -> bool:
        """Whether a comma among exclusions parts what went before from other people: "lactation, women who ..."."""
        parted = [token.type for token in run] == ["COMMA"] and self.section == "exclusion" and not self.frames
        return parted and self.has(j + 1, {"NOUN", "WITH", "HAVE", "NEG"})

    def _only_modifiers_follow(self, j: int) -> bool:
        """ "Asthma, moderate or severe", "statins for 4 weeks, if used": what follows qualifies the noun before it."""
        right, present = self.tokens[j], bool(self.out) and self.out[-1].value == _IF_PRESENT
        if self.type_before() == "LASTS" and right.value == _IF_PRESENT:
            return self.type_after(j) in ("END", "STOP", "RPAR")
        placed = self.type_before() == "CLOSE" and is_place(right)  # "a scar involving the fovea, in the study eye"
        named = self.type_before() in ("NOUN", "RPAR") or present or placed
        if not named or right.type != "MOD" or spreads(right):
            return False
        ended = str(right.value).startswith("edge=")  # "chemotherapy, completed at least 4 weeks before enrollment"
        for token in self.tokens[j:]:
            if token.value == "organ=*":
                return False  # "epithelial ovarian, primary peritoneal, or fallopian tube cancer"
            if token.type not in ("MOD", "OR", "AND", "ANDOR", "SKIP"):
                return token.type in _AFTER_QUALITIES or (ended and token.type in TIME | SPANS)
        return True

    def _is_time(self, j: int) -> bool:
        """Whether a phrase of time with nothing behind it stands at `j`: "... or during the study"."""
        for token in self.tokens[j:]:
            if token.type in DROPPED | CONNECTIVES | {"STOP", "RPAR", "JUDGED"}:
                if token.type not in DROPPED:
                    return True
            elif token.type not in TIME | {"PERIOD", "LENGTH", "ANCHOR"}:
                return False
        return True

    def _is_time_of_event(self, j: int) -> bool:
        """Whether a time counted from an event stands at `j`, and no more than what tells of that event.

        "... or after surgery", "... or after chemotherapy for melanoma".
        """
        said = [token.type for token in self.tokens[j:] if token.type not in DROPPED]
        timed = list(takewhile(lambda kind: kind in TIME | {"PERIOD", "LENGTH"}, said))
        named = list(takewhile(lambda kind: kind == "MOD", said[len(timed) :]))
        event, after = [*said[len(timed) + len(named) :], "STOP", "STOP"][:2]
        ends = after in CONNECTIVES | {"STOP", "RPAR", "JUDGED", "LINK", "WITHOR", "LPAR", "EG"}
        return bool(timed) and timed[-1] in DIRECTIONS and event == "NOUN" and ends

    def _elapses_anew(self, left: str, j: int) -> bool:
        """Whether time is counted since another event: "3 weeks since chemotherapy, 2 weeks since surgery"."""
        counted = left == "CLOSE" and self.out[-1].value == "EVENT" and self.is_headless()
        return counted and self._is_time_of_event(j)

    def _only_lasts(self, j: int) -> bool:
        """Whether the phrase of time at `j` says how long and not when: "at screening and for at least 6 months"."""
        rest = (t.type for t in self.tokens[j + 1 : j + 5] if t.type not in DROPPED | {"PERIOD", "LENGTH", "DURATION"})
        return self.tokens[j].type == "FORLEN" and next(rest, "STOP") not in DIRECTIONS

    def _ends_anew(self, run: list[Token], j: int) -> bool:
        """Whether "and" tells what has ended behind a quality of something else: "in remission and off therapy"."""
        said = [str(each.value).startswith("edge=") for each in (self.out[-1], self.tokens[j])]
        return operator_said(run) == "and" and said == [False, True] and not spreads(self.out[-1])

    def _modifiers_meet(self, j: int) -> bool:
        """Whether modifiers on both sides of a connective share the noun on the right, or the one on the left."""
        k = len(self.out) - 1
        while k >= 0 and self.out[k].type in ("MOD", "MCON") and not spreads(self.out[k]):
            k -= 1
        hanging = k < 0 or self.out[k].type != "NOUN"  # "scheduled for a primary or secondary transplant"
        m = j
        while m < len(self.tokens) and self.tokens[m].type in ("MOD", "SKIP"):
            m += 1
        noun_follows = m < len(self.tokens) and self.tokens[m].type in ("NOUN", "JUNK", "TIMES")
        if spreads(self.tokens[j]) or (self.out[-1].type == "MOD" and spreads(self.out[-1])):
            return False
        behind = bool(self.out[-2:-1]) and self.out[-2].type in VALUES | {"NOUN"}
        if behind and noun_follows and is_place(self.out[-1]) and not is_place(self.tokens[j]):
            return False  # "contracture > 20 degrees at the hip or severe spasticity"
        while m < len(self.tokens) and self.tokens[m].type in ("MOD", "SKIP", "OR", "AND", "ANDOR"):
            m += 1
        if not hanging and self.next_is(m - 1, {"NOUN"}) and _NEEDING.match(self.text, self.out[-1].start):
            return False  # "arrhythmia requiring treatment, unstable or advanced heart disease"
        if _is_graded(self.out[k + 1 :]) and _is_graded(self.tokens[j:m]):
            return False  # "stage IV or unresectable stage III melanoma": each has a stage of its own
        return hanging or not noun_follows


def _is_graded(tokens: Sequence[Token]) -> bool:
    """Whether a run of qualities has a stage or grade behind another quality, or one behind it."""
    return len(tokens) > 1 and any(isinstance(token.value, Qualifier) for token in tokens)
