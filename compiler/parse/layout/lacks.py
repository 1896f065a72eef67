"""How far a lack reaches: "surgery without recovery, or transfusion", "without a history of A or B"."""

from __future__ import annotations

import re
from itertools import islice

from ...vocabulary import column
from .people import People
from .scene import CONNECTIVES, DROPPED

#: A negation that goes on with what was said: "diabetes, without complications".
LACKING = re.compile(
    r"(?:but )?(?:without|with no|lacking|in the absence of|not (?:amenable|responsive|related|attributable|due))\b",
    re.IGNORECASE,
)


class Lacks(People):
    """The part of the layout that knows where what is lacked ends."""

    def lacks_contraception(self, j: int) -> bool:
        """Whether the item at `j` lacks something behind its name, where those before it are pregnant or nursing."""
        women = column("implied_sex")
        before = [token.value.text.lower() for token in self.out[self.clause_start() :] if token.type == "NOUN"]
        named = self.tokens[j].value.text.lower() if self.tokens[j].type == "NOUN" else ""
        others = bool(before) and before[-1] in women and bool(named) and named not in women
        return others and (self.has(j + 1, {"NEG"}) or self._refuses_next(j))

    def _refuses_next(self, j: int) -> bool:
        """Whether "and" adds to the item at `j` what a patient does not do: "and unwilling to use contraception"."""
        rest = (token.type for token in self.tokens[j + 1 :] if token.type not in DROPPED | {"HAVE", "SUBJ"})
        kinds = list(islice(rest, 2))
        return len(kinds) > 1 and kinds[0] == "AND" and kinds[1] in ("NEG", "UNDERTAKING")

    def ends_lack(self, j: int, comma: bool) -> bool:
        """Whether "or" goes on behind what is lacked: "surgery without recovery or surgery within 3 weeks".

        So it does before the same name again, before "with", and with a comma behind a single lack.
        """
        clause = self.out[self.clause_start() :]
        start = next((k for k, token in enumerate(clause) if token.type == "NEG"), -1)
        if start >= 0 and self._told_of_again(j):
            return True
        if start < 0 or self.frames or not LACKING.match(self.text, clause[start].start):
            return False
        if self.tokens[j].type == "WITH":
            return True
        if self.bears_next(j):
            return True  # "without contraception, or pregnant"
        named = next((t for t in self.tokens[j : j + 3] if t.type == "NOUN"), None)
        before = self.out[: len(self.out) - len(clause) + start]
        host = next((token for token in reversed(before) if token.type in ("NOUN", "STOP", "COR")), None)
        if start and clause[start - 1].type in CONNECTIVES | {"CAND", "COR"} and clause[start - 1].value.written:
            return False
        if host is None or host.type != "NOUN":
            return False
        again = named is not None and named.value.text.lower() == host.value.text.lower()
        single = not any(token.type in ("LOR", "LAND") for token in clause[start:])
        return again or (single and comma)

    def bears_next(self, j: int) -> bool:
        """Whether what only women are or have comes next, behind what they lack: "without contraception, pregnancy".

        So it does where nothing of the kind is lacked.
        """
        clause = self.out[self.clause_start() :]
        start = next((k for k, token in enumerate(clause) if token.type == "NEG"), -1)
        if start < 0 or self.frames or not LACKING.match(self.text, clause[start].start):
            return False
        lacked = [t.value.text.lower() for t in clause[start:] if t.type == "NOUN"]
        named = next((t.value.text.lower() for t in self.tokens[j : j + 3] if t.type == "NOUN"), "")
        return bool(lacked) and named in column("implied_sex") and column("implied_sex").isdisjoint(lacked)

    def _told_of_again(self, j: int) -> bool:
        """Whether a history of what was denied comes next: "no history of asthma or a history of asthma that ..."."""
        if self.tokens[j].type != "MOD" or not self.text.lower().startswith("a history of", self.tokens[j].start):
            return False
        names = {t.value.text.lower() for t in self.out[self.clause_start() :] if t.type == "NOUN"}
        named = next((t for t in self.tokens[j : j + 3] if t.type == "NOUN"), None)
        return named is not None and named.value.text.lower() in names
