"""Phrases of time in the layout: which span a direction belongs to, and what opens an event that time counts from."""

from __future__ import annotations

from ..building.facts import is_of_time
from ..token import Token
from .companions import Companions
from .scene import DIRECTIONS, DROPPED, SPANS, Frame


class Stretches(Companions):
    """The part of the layout that looks at spans of time and their directions."""

    def within(self, token: Token, i: int) -> int:
        """ "Within", before a span with a direction or before one that counts back from now."""
        if self.direction_after_span(i + 1):
            self.out.append(token)
        else:
            self.out.append(token.retyped("INLAST"))
        return i + 1

    def span(self, token: Token, i: int) -> None:
        """A span of time, which a direction counts from a point or which says how long something lasts."""
        before = self.type_before()
        if before == "INLAST":
            self.out.append(token)
        elif self._is_measured(token, i):
            self.out.append(token.retyped("LASTS"))
        elif before == "WITHIN" or self.direction_after_span(i):
            if before not in ("WITHIN", "FORLEN") and self.item_open():
                self.out.append(Token("EMPTY", token.start, token.start))
            self.out.append(token)
        else:
            self.out.append(token.retyped("LASTS"))

    def _is_measured(self, token: Token, i: int) -> bool:
        """Whether a length is what was measured at a point of time: "gestational age < 32 weeks at birth"."""
        limited = token.type == "LENGTH" and self.type_before() == "NOUN" and self.next_is(i, {"AT"})
        return limited and is_of_time(self.out[-1].value, token.value)

    def direction_after_span(self, i: int) -> bool:
        """Whether the span of time at or after `i` is followed by a direction."""
        j = i
        while j < len(self.tokens) and self.tokens[j].type in DROPPED:
            j += 1
        if j >= len(self.tokens) or self.tokens[j].type not in SPANS:
            return False
        j += 1
        while j < len(self.tokens) and self.tokens[j].type in DROPPED | {"DURATION", "EITHERSIDE"}:
            j += 1
        if j + 1 < len(self.tokens) and self.tokens[j].type == "COMMA" and self.tokens[j + 1].type in DIRECTIONS:
            return True
        return j < len(self.tokens) and self.tokens[j].type in DIRECTIONS

    def direction(self, token: Token, i: int) -> int:
        """ "Before" or "after", and the event that a name behind it is."""
        if self.type_before() in DIRECTIONS:
            return i + 1
        self.out.append(token)
        j = i + 1
        while j < len(self.tokens) and self.tokens[j].type in DROPPED | {"SUBJ"}:
            j += 1
        lasted = token.value == "lasting"  # "after 6 weeks of therapy"
        counts_back = token.value == "ago"  # "6 months ago requiring a stent"
        ahead = self.tokens[j].type if j < len(self.tokens) else "END"
        names = ahead in ("NOUN", "MOD", "PERSON")
        counted = ahead in ("VALUE", "NUMBER") and self.counts_next(self.tokens[j], j)
        if ((names or counted) and not counts_back) or (lasted and ahead != "END"):
            event = self.tokens[j]
            self.out.append(Token("EVENT", event.start, event.start))
            self.frames.append(Frame("EVENT", len(self.out)))
        return j

    def counts_next(self, token: Token, i: int) -> bool:
        """Whether a number, or a limit without a unit, stands right before a name of something that is counted."""
        ends = (token.value.low, token.value.high) if token.type == "VALUE" else ()
        limits = [limit for limit in ends if limit is not None]
        bare = all(not limit.unit and not limit.reference and limit.category is None for limit in limits)
        following = next((each for each in self.tokens[i + 1 :] if each.type not in ("MOD", "SKIP")), None)
        return bare and following is not None and following.type == "NOUN" and following.value.domain != "measurement"
