"""What brackets speak of: the name right before them, its host, or all that stands before them."""

from __future__ import annotations

from .linked import kind
from .scene import DROPPED, NOMINAL, SPANS, TIME
from .ties import Ties


class Asides(Ties):
    """The part of the layout that knows how far back a bracket reaches."""

    def is_of_all(self, i: int, j: int) -> bool:
        """Whether a bracket says in which case, or of which cohort, what stands before it is asked."""
        return self.tokens[i].type in ("IF", "FOR") or self.is_cohort(i, j)

    def is_cohort(self, i: int, j: int) -> bool:
        """Whether a cohort is all that stands from `i` to `j`."""
        return j == i + 1 and self.tokens[i].type == "PERSON" and str(self.tokens[i].value).startswith("cohort=")

    def only_says_when(self, i: int, j: int) -> bool:
        """Whether a bracket holds a phrase of time and nothing else."""
        return {token.type for token in self.tokens[i:j]} <= TIME | SPANS | DROPPED | {"ANCHOR"}

    def is_of_the_host(self, i: int, j: int) -> bool:
        """Whether a bracket behind a linked name speaks of what it is linked to: "opioid for pain (e.g., tramadol)"."""
        timed = self.only_says_when(i + 1, j)
        start = self.frames[-1].start
        past = any(token.type == "MOD" and token.value == "when=ever" for token in self.out[start:])
        if timed and not past and self.type_after(j) not in NOMINAL:
            return True  # "treatment for hepatitis (within 6 months)", not "angina with prior stroke (> 6 months ago)"
        linked = next((t.value.domain for t in self.out[start:] if t.type == "NOUN"), "")
        host = next((t.value.domain for t in reversed(self.out[:start]) if t.type == "NOUN"), "")
        inside = next((t.value.domain for t in self.tokens[i:j] if t.type == "NOUN"), "")
        limited = any(t.type == "VALUE" for t in self.tokens[i:j])
        if inside == "measurement" and limited and host == "condition" and linked in ("drug", "procedure", "device"):
            return True  # "pain despite the use of morphine (VAS score > 5)"
        if self.tokens[i + 1].type == "EG" and inside and kind(inside) == kind(host) != kind(linked):
            return True  # "substitution therapy for addiction (e.g., methadone)"
        return inside != "" and inside == host != linked

    def is_another_limit(self, i: int, j: int) -> bool:
        """Whether a bracket behind a case has the limit of another: "<= 3 if no metastases (<= 5 if metastases)"."""
        if not self.frames or self.frames[-1].kind != "IF":
            return False
        inside = [token.type for token in self.tokens[i + 1 : j] if token.type not in DROPPED]
        case = [token.value.domain for token in self.out[self.frames[-1].start :] if token.type == "NOUN"]
        cased = not {"IF", "FOR"}.isdisjoint(inside)
        return cased and inside[:1] in (["VALUE"], ["AMOUNT"]) and "measurement" not in case

    def after_bracket_of_organ(self) -> bool:
        """Whether a bracket closed just now whose host was an organ without its noun: a comma is missing."""
        k = len(self.out) - 1
        if k < 0 or self.out[k].type != "RPAR":
            return False
        while k >= 0 and self.out[k].type != "LPAR":
            k -= 1
        return k > 0 and self.out[k - 1].type == "MOD" and self.out[k - 1].value == "organ=*"
