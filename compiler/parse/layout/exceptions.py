"""What an exception takes in, and what behind it is said of what is left: times and examples."""

from __future__ import annotations

from ...vocabulary import column
from ..token import Token
from .asides import Asides
from .scene import CAUSES, RESULTS, TIME, Frame

CASES = frozenset({"EXCEPT", "UNLESS"})


class Exceptions(Asides):
    """The part of the layout that meets the end of an exception."""

    def exemplifies_the_rest(self, i: int) -> bool:
        """Whether examples at `i` are of what is left: "lung disease other than asthma (e.g., COPD)"."""
        examples = i < len(self.tokens) and self.tokens[i].type == "EG"
        if not examples or not self.frames or self.frames[-1].kind != "EXCEPT":
            return False
        return self.names_another(self.out[self.frames[-1].start - 1])

    def leaves_causes(self, token: Token, frame: Frame) -> bool:
        """Whether an exception is one from causes in general: "pain due to conditions other than cancer"."""
        linked = self.out[frame.start :]
        if frame.kind != "LINK" or token.type != "EXCEPT" or not self.names_another(token):
            return False
        general = len(linked) == 1 and linked[0].type == "NOUN"
        return general and linked[0].value.text.lower() in column("unspecific") | CAUSES

    def is_of_what_is_excepted(self, frames: list[Frame], i: int) -> bool:
        """ "Surgery other than biopsy within 4 weeks": the time is that of the surgery, which has none yet.

        So it is where names are all that is excepted: "except melanoma resected within 4 weeks" is of the melanoma.
        What lies long back is let in: "except stroke > 6 months ago", and so is what a bracket says: "(except ... )".
        """
        if not frames or frames[0].kind not in CASES or len(self.out) == frames[0].start:
            return False
        alone = bool(self.depth) and frames[0].start == 1
        if alone or (self._lies_back(i) and not self.names_another(self.out[frames[0].start - 1])):
            return False
        opener, inside = self.out[frames[0].start - 1], self.out[frames[0].start :]
        before = self.out[self.clause_start() : frames[0].start - 1]
        timed = any(token.type in TIME | {"INLAST"} for token in before)
        if timed or opener.start == opener.end:
            return False
        if frames[0].kind == "UNLESS":
            plain = {token.type for token in inside} == {"MOD"} and not self._is_told(inside)
            return before[-1:] != [] and plain and self._set_off(opener)
        names = {token.type for token in inside} <= {"NOUN", "LOR", "LAND"}
        return self.names_another(opener) or names or self._is_named(inside)

    def _lies_back(self, i: int) -> bool:
        """Whether a time at `i` lies longer back than it says: "> 6 months before screening"."""
        least = self.tokens[i].type == "LENGTH" and self.tokens[i].value.low and not self.tokens[i].value.high
        return bool(least) and self.next_is(i, {"BEFORE", "AGO"})

    def is_side_of_the_rest(self, token: Token) -> bool:
        """ "Eye disease other than AMD in the study eye": the side is that of what is left, which has none yet."""
        sided = token.type == "MOD" and str(token.value).startswith("side=") and self.type_before() == "NOUN"
        if not sided or not self.frames or self.frames[-1].kind != "EXCEPT":
            return False
        start = self.frames[-1].start
        before = self.out[self.clause_start() : start - 1]
        return not any(str(each.value).startswith("side=") for each in before) and self._is_named(self.out[start:])

    def _is_named(self, tokens: list[Token]) -> bool:
        """Whether tokens only name things, with qualities before the names: no treatment, and no result."""
        kinds = {token.type for token in tokens}
        plain = kinds <= {"NOUN", "MOD", "MCON", "LOR", "LAND", "RPAR", "LPAR"} and tokens[-1].type == "NOUN"
        return plain and not self._is_told(tokens)

    def _is_told(self, tokens: list[Token]) -> bool:
        """Whether tokens have a quality with a time of its own: "unless discontinued before randomization"."""
        return any(str(token.value).startswith(RESULTS) for token in tokens if token.type == "MOD")

    def _set_off(self, opener: Token) -> bool:
        """Whether a comma stands before an opened phrase."""
        return self.text[: opener.start].rstrip().endswith(",")
