"""Verbs behind "or": whether what they tell is denied too, and how far "and" goes on with it."""

from __future__ import annotations

import re

from ..token import Token
from .lacks import Lacks
from .scene import BEGINS_CLAUSE, DROPPED

#: A verb that begins what is told behind "or".
_VERB = re.compile(
    r"\s*(?P<who>(?:who|that|which)\s+)?(?P<to>to\s+)?(?P<verb>is|are|was|were|has|have|had|be)\b(?!\s+(?:not|never|no)\b)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\s*(?:(?:who|that)\s+)?(?:is|are|was|were|has|have|had|do|does|did|uses?|takes?)\b", re.IGNORECASE
)
_BARE = frozenset({"have", "be"})
_NOT = re.compile(r"\b(?:not|never|cannot)\b|n't\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:must|should|shall|may|can|cannot|could|will|do|does|did)\b", re.IGNORECASE)


class Verbs(Lacks):
    """The part of the layout that knows what a verb behind "or" begins."""

    def denied_verb(self, end: int) -> bool | None:
        """Whether the verb behind an "or" that ends at `end` is denied too; None where none is, or nothing is denied.

        "Must not have A or have B" denies both; "is not on A or is on B" tells of the second that it is so.
        """
        denial = next((token for token in self.out[self.clause_start() :] if token.type == "NEG"), None)
        verb = _VERB.match(self.text, end)
        if denial is None or verb is None:
            return None
        said = self.text[denial.start : denial.end]
        if verb["who"] and not _NOT.search(said):
            return True  # "no patients who have A or who have B"
        bare = not verb["who"] and verb["verb"].lower() in _BARE
        return bare and (verb["to"] is not None or _AUXILIARY.search(said) is not None)

    def denies_on(self) -> bool:
        """Whether "or" goes on with what is asked not to be: "no fever > 38 °C or infection", "no A for B or C".

        A cause may be one of several: "not fertile due to surgery or menopause".
        """
        clause = self.out[self.clause_start() :]
        led = next((n for n, token in enumerate(clause, 1) if (token.type, token.value) == ("CLOSE", "LEAD")), 0)
        denied = clause[led : led + 1] != [] and clause[led].type == "NEG"
        caused = any(token.type == "LINK" and token.value == "because of" for token in clause)
        return self.section == "inclusion" and denied and not caused and not self.frames

    def tells_more(self, run: list[Token], j: int) -> bool:
        """Whether the verb behind "or" tells of more than a list can: "healthy, or has had A and did not B".

        What a patient is able or willing to do is asked of all, where no comma sets the last alternative apart.
        """
        if self.frames or self.depth or not _VERB.match(self.text, run[-1].end):
            return False
        if any(token.type == "OUTCOME" or _is_result(token) for token in self.out[self.clause_start() :]):
            return True  # "have a negative test or be postmenopausal": the result is not of both
        apart = run[0].type == "COMMA"
        depth = 0
        for k in range(j, len(self.tokens) - 1):
            token = self.tokens[k]
            depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
            if depth < 0 or token.type in ("STOP", "SEMI", "OR", "ANDOR", "MUST"):
                return False
            if token.type == "AND" and not depth:
                following = next((each.type for each in self.tokens[k + 1 :] if each.type not in DROPPED), "STOP")
                if following == "UNDERTAKING":
                    return apart
                return following in BEGINS_CLAUSE or _PREDICATE.match(self.text, token.end) is not None
        return False


def _is_result(token: Token) -> bool:
    return token.type == "MOD" and str(token.value).startswith("outcome=")
