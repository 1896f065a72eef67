"""What "with" and "without" begin: a case of the limit before them, a stage, a measurement, what is asked of people."""

from __future__ import annotations

from ...rules.model import Qualifier
from ..token import Token
from .leads import Leads
from .scene import CONNECTIVES, DIRECTIONS, DROPPED, TAILS, TIME

#: How many tokens ahead a measurement and its limit are looked for.
_NEAR = 12


class Companions(Leads):
    """The part of the layout that looks at what stands behind "with"."""

    def is_of_a_case(self, i: int) -> bool:
        """Whether an illness says in which case the limit before it holds: "< 5 x ULN with liver metastases"."""
        after_limit = self.type_before() == "VALUE" or (self.limited and not self.out)
        value = self.out[-1].value if self.out and after_limit else None
        against_normal = value is None or any(end is not None and end.reference for end in (value.low, value.high))
        named = next((token for token in self.tokens[i + 1 :] if token.type not in DROPPED | {"MOD"}), None)
        ill = named is not None and named.type == "NOUN" and named.value.domain == "condition"
        said = self.text[self.tokens[i].start : self.tokens[i].end].lower()
        return after_limit and against_normal and ill and said.startswith(("with", "absence", "the absence", "in the"))

    def of_other_people(self, i: int) -> bool:
        """Whether "with" goes on after people who are no such kind: "non-diabetic patients with asthma"."""
        clause = self.out[self.clause_start() :]
        last = next((token for token in reversed(clause) if token.type in ("NEG", *CONNECTIVES)), None)
        denied = last is not None and self.text[last.start : last.end].lower().startswith("non")
        before = next((token.type for token in reversed(self.tokens[:i]) if token.type not in DROPPED), "START")
        return denied and before == "SUBJ" and not self.frames

    def graded_after(self, i: int) -> bool:
        """Whether nothing but a stage, grade or type comes next: "lung cancer with stage IV"."""
        rest = [token for token in self.tokens[i + 1 : i + _NEAR] if token.type not in DROPPED]
        graded = bool(rest) and rest[0].type == "MOD" and _is_graded(rest[0].value)
        return graded and (len(rest) == 1 or rest[1].type in CONNECTIVES | TIME | TAILS | {"STOP", "RPAR"})

    def measured_after(self, i: int) -> bool:
        """Whether a measurement with its limit comes next: "heart failure with an ejection fraction <= 40 %"."""
        following: list[Token] = []
        depth = 0
        for token in self.tokens[i + 1 : i + _NEAR]:
            depth += token.type == "LPAR"
            if not depth and token.type not in DROPPED | {"MOD", "FORLEN", "HAVE"}:
                following.append(token)
            depth -= token.type == "RPAR"
        if len(following) < 2 or following[0].type != "NOUN" or following[0].value.domain != "measurement":
            return False
        timed = following[1].type == "LENGTH" and (len(following) == 2 or following[2].type not in DIRECTIONS)
        return following[1].type == "VALUE" or timed


def _is_graded(quality: Qualifier | str | None) -> bool:
    """Whether a quality is a stage, grade or type with its number."""
    return isinstance(quality, Qualifier) or (str(quality).startswith("type=") and quality != "type=*")
