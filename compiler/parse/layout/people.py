"""Connectives between people: "pregnant women and men", "patients with asthma and patients with eczema"."""

from __future__ import annotations

from collections.abc import Sequence

from ..rewrites.sexes import of_women_next
from ..terms.denied_names import is_potential
from ..token import Token
from .scene import DROPPED, REACH, Scene

#: Kinds of people of whom nobody is two.
AGE_GROUPS = frozenset({"infant", "child", "adolescent", "adult", "older adult"})
#: What tells more of the patients right before it.
_TOLD_OF_PATIENTS = frozenset({"WITH", "HAVE", "UNDERTAKING", "NEG"})
_SEXES = frozenset({"female", "male", "girl", "boy"})


class People(Scene):
    """The part of the layout that knows whether a connective joins the same people or others."""

    def names_others(self, left: str, j: int) -> bool:
        """Whether people stand on both sides, who are others: "women of childbearing potential and men"."""
        people = set()
        for token in reversed(self.out):
            if token.type in ("STOP", "COR") or (token.type == "CAND" and token.value.written):
                break
            if token.type == "PERSON":
                people.add(token.value)
        said = self._said_before_people(j)
        right = self.tokens[j + len(said)] if j + len(said) < len(self.tokens) else None
        if right is None or right.type != "PERSON" or self._same_denied(said):
            return False
        apart = left != "PERSON" or self._told_more(j) or any(each.type == "NEG" for each in said)
        womanly = right.value == "female" and of_women_next(self.tokens, j + 1 + len(said))
        apart = apart or (womanly and (self.section == "inclusion" or self.has(j + 1, {"UNDERTAKING"})))
        kinds = {right.value, *people}
        races = {kind for kind in people if str(kind).startswith("race=")}
        if left != "PERSON" and races and str(right.value).startswith("race=") and right.value not in races:
            return True  # "black women aged 18 to 35 and white women aged 18 to 36"
        return apart and bool(people) and (kinds <= _SEXES or (len(kinds) > 1 and kinds <= AGE_GROUPS))

    def _same_denied(self, said: Sequence[Token]) -> bool:
        """Whether the same people are denied to be of a kind: "and is not a woman", not "and non-pregnant women"."""
        signs = [token for token in said if token.type not in DROPPED]
        denied = [token.type for token in signs] == ["NEG"]
        return denied and not self.text[signs[0].start : signs[0].end].lower().startswith("non")

    def _said_before_people(self, j: int) -> Sequence[Token]:
        """The names and qualities from `j` on, and what is denied in turn: "non-pregnant, non-lactating | women"."""
        k = j
        while k < len(self.tokens) and (
            (self.tokens[k].type in DROPPED | {"MOD", "NOUN", "NEG"} and (k < j + 2 or self.tokens[j].type == "NEG"))
            or (self.tokens[k].type in ("COMMA", "AND") and k > j and self.next_is(k, {"NEG"}))
            or (self.tokens[k].type in ("SLASH", "OR") and k > j and self.tokens[j].type == "NEG")
        ):
            k += 1
        return self.tokens[j:k]

    def _told_more(self, j: int) -> bool:
        """Whether a comma parts the people at `j`, of whom more is told: "men, or women who are postmenopausal"."""
        if len(self.out) > 1 and self.out[-2].type != "STOP":
            return False
        signs = {token.type for token in self.tokens[max(j - 3, 0) : j] if token.start >= self.out[-1].end}
        return {"COMMA", "OR"} <= signs and self.has(j + 1, {"NOUN", "WITH", "HAVE", "NEG"})

    def other_patients(self, j: int) -> bool:
        """Whether other patients are named after some: "patients with asthma and patients with eczema"."""
        while j < len(self.tokens) and self.tokens[j].type == "MOD":
            j += 1  # "asymptomatic patients with brain metastases"
        named = j < len(self.tokens) and self.tokens[j].type == "SUBJ"
        if self.section != "inclusion" or not named or not (self.next_is(j, {"WITH"}) or self._lacks(j)):
            return False
        before = range(max(j - REACH, 0), j)
        return any(self.tokens[k].type == "SUBJ" and (self.next_is(k, {"WITH"}) or self._lacks(k)) for k in before)

    def _lacks(self, k: int) -> bool:
        """Whether what patients do not have comes next: "patients without brain metastases"."""
        said = self.text[self.tokens[k].end :].lstrip().lower()
        return self.next_is(k, {"NEG", "NEVER"}) and said.startswith("with")

    def told_apart(self, j: int) -> bool:
        """Whether others are told of in turn, each with a name before it: "obese adults and healthy adolescents"."""
        left, item = self.out[-1:], self.tokens[j : j + 3]
        right = next((token for token in item if token.type == "PERSON"), None)
        if right is None or not left or left[0].type != "PERSON" or left[0].value == right.value:
            return False
        named = any(token.type == "NOUN" for token in item[: item.index(right)])
        return named and any({left[0].value, right.value} <= kinds for kinds in (AGE_GROUPS, _SEXES))

    def of_ages(self, j: int) -> bool:
        """Whether groups of ages stand side by side: "children and adolescents with asthma"."""
        return {self.type_before(), self.tokens[j].type} == {"PERSON"} and (
            {self.out[-1].value, self.tokens[j].value} <= AGE_GROUPS
        )

    def people_again(self, j: int) -> bool:
        """Whether people are named anew: "pregnant women and women of childbearing potential"."""
        return self.tokens[j].type == "PERSON" and any(t.type == "PERSON" for t in self.out[self.clause_start() :])

    def patients_beside_people(self, left: str, j: int) -> bool:
        """Whether patients of whom more is told come after people of whom something was told.

        "Pregnant women and patients with asthma" are two kinds of people, as are "children and patients who are unable
        to consent"; "men and patients with asthma" are one.
        """
        told = any(t.type == "NOUN" or t.value in AGE_GROUPS for t in self.out[self.clause_start() :])
        return left == "PERSON" and told and self.tokens[j].type == "SUBJ" and self.next_is(j, _TOLD_OF_PATIENTS)

    def people_next(self, j: int) -> bool:
        """Whether people stand at `j`, or behind the names of what they have: "pregnant women"."""
        while j < len(self.tokens) and self.tokens[j].type in DROPPED | {"NOUN", "MOD"}:
            j += 1
        return j < len(self.tokens) and self.tokens[j].type == "PERSON"

    def tells_of(self, j: int) -> bool:
        """Whether more is told of the people at `j`: "pregnant, or women of childbearing potential"."""
        return self.has(j + 1, {"NOUN", "NEG", "UNDERTAKING"})

    def denied_again(self, j: int) -> bool:
        """Whether what was denied is named again at `j`, of those who are it: "not a WOCBP, or a WOCBP who agrees"."""
        sign = next((k for k in range(len(self.out) - 1, -1, -1) if self.out[k].type == "NEG"), len(self.out))
        names = {token.value.text.lower() for token in self.out[sign:] if token.type == "NOUN"}
        return self.tokens[j].type == "NOUN" and self.tokens[j].value.text.lower() in names

    def only_says_who(self) -> bool:
        """Whether a case just opened is one of men or women, who have no time: "< 12 g/dL in women | at screening".

        Nor has what they can be: "a negative test in women of childbearing potential | within 7 days". A note in
        brackets may follow: "> 14 drinks a week for men (1 drink = 12 ounces of beer) | within 6 months".
        """
        case = self.out[self.frames[-1].start :] if self.frames and self.frames[-1].kind == "IF" else []
        kinds = [token.type for token in case]
        kinds = kinds[:-3] if kinds[-3:] == ["LPAR", "NOTE", "RPAR"] else kinds
        return kinds == ["PERSON"] or (kinds == ["PERSON", "NOUN"] and is_potential(case[1].value.text))
