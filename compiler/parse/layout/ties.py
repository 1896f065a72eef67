"""Prepositions that tie a name, or an age, to what stands before it: "findings from an ECG", "toxicity of therapy"."""

from __future__ import annotations

import re
from abc import abstractmethod

from ...rules.model import Qualifier
from ..token import Token
from .scene import DROPPED
from .stretches import Stretches

#: What a treatment leaves behind.
_AFTER_TREATMENT = re.compile(
    r"(?:toxicit(?:y|ies)|side effects?|adverse (?:effects?|events?|reactions?)|effects?|complications?)\s+"
    r"(?:of|from|to|due to|caused by|related to|associated with)\s+(?:(?:any|all|the|their|most)\s+)*$",
    re.IGNORECASE,
)
#: What ties a name to the one before it, and names of what shows something.
_PREPOSITION = re.compile(r"(?:of|from|to|on|into|under|in)\b", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an", "the", "any", "this", "that", "their", "at least one", "one or more"})
_TESTS = frozenset({"procedure", "measurement"})
_GIVEN = frozenset({"procedure", "drug"})


class Ties(Stretches):
    """The part of the layout that meets such prepositions."""

    @abstractmethod
    def open_phrase(self, token: Token, i: int, kind: str | None = None) -> int:
        """Open the phrase that `token`, at `i`, begins; the index behind it."""

    def left_behind(self, token: Token) -> bool:
        """Whether a treatment at `token` is what something is due to: "toxicity of prior chemotherapy"."""
        return _AFTER_TREATMENT.search(self.text, 0, token.start) is not None

    def grades_what_is_left(self, token: Token) -> bool:
        """Whether a grade is that of what a treatment left behind: "recovered from toxicity of therapy to grade 1".

        What has not resolved to a grade is above it.
        """
        graded = isinstance(token.value, Qualifier) and self.text[: token.start].endswith(" to ")
        if not graded or not self.frames or self.frames[-1].kind != "LINK":
            return False
        linked = self.out[self.frames[-1].start :]
        return not any(each.type == "NEG" or each.value == "outcome=unresolved" for each in linked)

    def of_an_age(self, i: int) -> bool:
        """Whether a limit holds for those of an age: "Karnofsky > 50 % for patients > 16 years of age"."""
        following = next((token.type for token in self.tokens[i + 1 :] if token.type not in DROPPED | {"SUBJ"}), "END")
        return following == "AGE" and self.type_before() in ("SCORED", "VALUE", "AMOUNT", "NUMBER")

    def tie(self, i: int) -> Token | None:
        """The preposition between the name at `i` and the name before it, which no link is made of yet."""
        k = i - 1
        while k > 0 and self.tokens[k].type == "SKIP" and self.tokens[k].start >= self.out[-1].end:
            if _PREPOSITION.match(self.text, self.tokens[k].start, self.tokens[k].end):
                under = self.text.startswith("under", self.tokens[k].start)
                return None if under and self.tokens[i].value.domain in _GIVEN else self.tokens[k]
            if self.text[self.tokens[k].start : self.tokens[k].end].lower() not in _ARTICLES:
                break
            k -= 1
        return None

    def tied(self, tie: Token, token: Token, i: int) -> int:
        """ "Findings from an ECG" are shown by it; what else a preposition ties to a name is unread, and no "and"."""
        shown = token.value.domain in ("procedure", "measurement") and self.out[-1].value.domain not in _TESTS
        if shown and self.text[tie.start : tie.end].lower().split()[0] in ("from", "on", "in"):
            self.open_phrase(Token("LINK", tie.start, tie.end, "by"), i - 1)
            self.out.append(token)
        else:
            self.out.append(Token("JUNK", token.start, token.end, self.text[token.start : token.end]))
        return i + 1
