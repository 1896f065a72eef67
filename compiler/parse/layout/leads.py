"""Conditions: what leads a clause ("if female, ...", "women of childbearing potential must ...") or follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ..terms.permissions import ELIGIBLE
from ..token import Token
from .groups import Groups
from .scene import CONNECTIVES, DROPPED, NOMINAL, VALUES, Frame


def limit_first(tokens: Sequence[Token]) -> Sequence[Token]:
    """ "(female: >= 10 g/dL)", behind another limit, as "(>= 10 g/dL if female)"."""
    said = [token for token in tokens if token.type not in DROPPED | {"COLON", "SUBJ"}]
    if [token.type for token in said] != ["PERSON", "VALUE"]:
        return tokens
    person, value = said
    return [value, Token("IF", person.start, person.start, ""), person]


_MUST = re.compile(r"(?:must|should|shall)\b", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|whom|who)\s+\Z", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|in)\s+(?:the\s+|all\s+)?$", re.IGNORECASE)
#: What may stand before what is asked of all.
_ALL = DROPPED | {"SUBJ"}
#: How else it is said that they must.
_REQUIRED = ("is required to", "are required to")
#: How people do, or agree to do, what they are asked.
_WILL = re.compile(r"(?:will|agrees?)\b", re.IGNORECASE)
_WILL_BEFORE = re.compile(r"\bwill\s+\Z", re.IGNORECASE)


class Leads(Groups):
    """The part of the layout that meets conditions."""

    def lead(self, token: Token, i: int) -> bool:
        """Open the condition that IF or FOR begins where it leads a clause that follows its comma."""
        if token.type == "UNLESS" or not self.at_clause_start():
            return False
        leads = self.leads(i)
        until = 0 if leads else (token.type == "IF" and self._asked_behind(i)) or self._limit_of_case(i)
        if leads or until:
            self.out.append(token.retyped("LEAD"))
            self.frames.append(Frame("LEAD", len(self.out), until=self.tokens[until].start if until else -1))
        return leads or bool(until)

    def _asked_behind(self, i: int) -> int:
        """Where it stands what is asked in the case begun at `i`, without a comma: "if female must use a condom"."""
        for j in range(i + 1, len(self.tokens)):
            if self._obliges(j) and _MUST.match(self.text, self.tokens[j].start):
                return j
            if self.tokens[j].type not in DROPPED | NOMINAL | {"SUBJ", "HAVE", "WITH", "OR"}:
                break
        return 0

    def _limit_of_case(self, i: int) -> int:
        """Where the limit of the case begun at `i` stands: "(AST <= 3 x ULN), or in case of metastases <= 5 x ULN"."""
        for j in range(i + 1, len(self.tokens)):
            token = self.tokens[j]
            if token.type == "VALUE":
                ends = [limit for limit in (token.value.low, token.value.high) if limit is not None]
                named = [each.value.domain for each in self.tokens[i + 1 : j] if each.type == "NOUN"]
                return j if set(named) == {"condition"} and any(limit.reference for limit in ends) else 0
            if token.type not in DROPPED | {"NOUN", "MOD", "SUBJ", "WITH", "HAVE"}:
                return 0
        return 0

    def leads(self, i: int) -> bool:
        """Whether what begins at `i` is set off from a clause that it is a condition of."""
        depth = 0
        for j in range(i + 1, len(self.tokens)):
            kind = self.tokens[j].type
            depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
            if kind == "STOP" or depth < 0:
                return False
            if depth == 0 and kind in ("COMMA", "THEN", "MUST", "COLON"):
                limited = kind == "COLON" and self.next_is(j, VALUES)  # "except Gilbert's syndrome: > 3 x ULN"
                return self.content_follows(j + 1) and not limited
        return False

    def population(self, i: int) -> None:
        """ "Women of childbearing potential must ...": what stands before "must" is a condition of what follows."""
        if not self.at_clause_start() or (self.out and self.out[-1].type == "NEG"):
            return
        depth, content = 0, False
        for j in range(i, len(self.tokens)):
            kind = self.tokens[j].type
            depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
            if kind == "UNDERTAKING" and not (content and self._obliges(j)):
                return
            if kind in ("STOP", "SEMI", "IF", "UNLESS") or depth < 0 or (kind in VALUES and not self._lets_in(j)):
                return
            if depth == 0 and content and kind in ("PERSON", "SUBJ") and self._names_others(i, j):
                return  # "a negative pregnancy test, and men must use condoms", "... and all subjects must ..."
            if kind == "COLON" and depth == 0 and self._is_heading(i, j):
                return  # "Renal function: must have creatinine < 2 mg/dL"
            person_colon = kind == "COLON" and content and (self._names_people(i) or self._is_for(i))
            if self._obliges(j) and _WHICH.search(self.text, 0, self.tokens[j].start):
                return  # "two prior therapies, one of which must be a biologic"
            if (self._obliges(j) or person_colon) and depth == 0:
                follows = self.tokens[j].value == ELIGIBLE or self.statement_follows(j + (kind != "UNDERTAKING"))
                limited = self.next_is(j, VALUES) and not (self._of_people(i, j) or self._result_next(j))
                if content and not limited and follows:
                    if person_colon:
                        self._end_colon()
                    self.out.append(Token("LEAD", self.tokens[i].start, self.tokens[i].start, "population"))
                    self.frames.append(Frame("LEAD", len(self.out), until=self.tokens[j].start))
                    self.say("what stands before 'must' is read as a condition", self.tokens[i])
                return
            content = content or (kind in NOMINAL - {"JUNK", "MOD", "JUDGED"} and depth == 0) or self._qualified(j)

    def lacks_of_people(self, i: int) -> bool:
        """Whether people are named by what they are not: "non-vasectomized men must ..."."""
        prefix = self.text[self.tokens[i].start : self.tokens[i].end].lower().startswith("non")
        named = [token.type for token in self.tokens[i + 1 : i + 3]]
        return self.tokens[i].type == "NEG" and prefix and named == ["NOUN", "PERSON"]

    def asked_of_people(self, j: int) -> bool:
        """Whether something is asked of the people who are named at `j`: "men must ..."."""
        for k in range(j + 1, len(self.tokens)):
            if self.tokens[k].type in CONNECTIVES | {"STOP", "RPAR"}:
                return False
            if self._obliges(k):
                return True
        return False

    def _names_others(self, i: int, j: int) -> bool:
        """Whether the people at `j` begin a clause of their own: none are named from `i` to the connective before."""
        joined = j
        while joined > i and self.tokens[joined - 1].type in DROPPED:
            joined -= 1
        people = any(token.type in ("PERSON", "SUBJ", "AGE") for token in self.tokens[i:j])
        return joined > i and self.tokens[joined - 1].type in CONNECTIVES and not people

    def _is_heading(self, i: int, colon: int) -> bool:
        """Whether what stands before a colon only says what is asked of all: a measurement, or what is observed.

        A treatment or an illness is a case: "Cytotoxic therapy: at least 14 days must have elapsed ...".
        """
        named = [token for token in self.tokens[i:colon] if token.type not in DROPPED | {"MOD"}]
        told = [token.value.domain in ("measurement", "observation") for token in named if token.type == "NOUN"]
        behind = next((j for j in range(colon + 1, len(self.tokens)) if self.tokens[j].type not in _ALL), colon)
        return len(told) == len(named) == 1 and all(told) and behind > colon and self._obliges(behind)

    def _result_next(self, j: int) -> bool:
        """Whether a result with the name of what it is of comes behind `j`: "eligible if they have a negative test"."""
        rest = [token.type for token in self.tokens[j + 1 :] if token.type not in DROPPED | {"SUBJ", "HAVE"}]
        return rest[:2] == ["OUTCOME", "NOUN"]

    def _of_people(self, i: int, j: int) -> bool:
        """Whether people are named from `i` on, and nothing measured: what is counted behind "must have" is theirs."""
        named = [token for token in self.tokens[i:j] if token.type in ("NOUN", "SUBJ", "PERSON", "SCORED", "AGE")]
        people = any(token.type in ("SUBJ", "PERSON") for token in named)
        return people and all(token.type in ("SUBJ", "PERSON") for token in named)

    def _qualified(self, j: int) -> bool:
        """Whether a quality at `j` is of those that are meant: "previously treated patients must ..."."""
        return self.tokens[j].type == "MOD" and self.tokens[j].value != "status=planned"

    def _lets_in(self, i: int) -> bool:
        """Whether "... are eligible if" comes in this sentence: what stands before it may well be a limit."""
        for token in self.tokens[i:]:
            if token.type in ("STOP", "SEMI"):
                return False
            if token.value == ELIGIBLE:
                return True
        return False

    def _is_for(self, i: int) -> bool:
        """Whether "for" stands before those who are named at `i`: "for participants in the treated group: ..."."""
        return self.tokens[i].type == "SUBJ" and _FOR.search(self.text, 0, self.tokens[i].start) is not None

    def _names_people(self, i: int) -> bool:
        """Whether a person of one kind is named at `i`: "women: ..." is a case, "both sexes: ..." is none."""
        return self.tokens[i].type == "PERSON" and self.tokens[i].value != "any"

    def _obliges(self, j: int) -> bool:
        """Whether the token at `j` begins what is asked of those named before: "must", "must have", "must not be"."""
        token = self.tokens[j]
        if token.type not in ("MUST", "HAVE", "NEG", "NEVER", "UNDERTAKING"):
            return False
        if token.value == ELIGIBLE:
            return True
        words = self.text[token.start : token.end].lower().split()
        will = self.section == "inclusion" and (words[:2] == ["will", "have"] or self._will_undertake(j))
        must = words[:1] and (words[0] in ("must", "should", "shall") or " ".join(words).endswith(_REQUIRED))
        return bool(must) or will or self._lets_have(j)

    def _will_undertake(self, j: int) -> bool:
        """Whether people will do something, or agree to: "women of childbearing potential will use contraception"."""
        token, before = self.tokens[j], next((t for t in self.tokens[j - 1 :: -1] if t.type not in DROPPED), None)
        if token.type != "UNDERTAKING" or not j or before is None or before.type in CONNECTIVES:
            return False
        will = _WILL.match(self.text, token.start) or _WILL_BEFORE.search(self.text, 0, token.start)
        return will is not None

    def _lets_have(self, j: int) -> bool:
        """Whether a limit stands behind "may have" at `j`: that is the one of those named before."""
        words = self.text[self.tokens[j].start : self.tokens[j].end].lower().split()
        if self.tokens[j].type != "HAVE" or words[0] not in ("may", "can"):
            return False
        behind = [token for token in self.tokens[j + 1 :] if token.type not in DROPPED | {"MOD"}]
        named = list(takewhile(lambda token: token.type in CONNECTIVES | {"NOUN"}, behind))
        measured = named[:1] != [] and named[0].type == "NOUN" and named[0].value.domain == "measurement"
        return measured and [token.type for token in behind[len(named) : len(named) + 1]] == ["VALUE"]

    def _end_colon(self) -> None:
        """ "Part A: ...; part B: ...": a new case ends what the colon of the case before opened."""
        colon = next((n for n, frame in enumerate(self.frames) if frame.kind == "COLON"), None)
        if colon is not None and self.type_before() in ("CAND", "COR"):
            connective = self.out.pop()
            self.close_to(colon)
            self.out.append(connective)
