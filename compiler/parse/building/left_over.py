"""Words that nothing joins to what stands beside them: "thickness in the central subfield" has no second finding.

Where a text has no connective, one is put in. What then stands there alone, and is neither known as a finding nor has a
limit, is more often the rest of a name than a thing asked for, and is left unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from ...extract.lexicon import domain_of
from ...rules.model import Fact, Rule
from ..syntax.tree import Item, Join, Reading, connective
from ..token import Noun, Token
from .elapsed import Elapsed

#: What tells more of a fact than its name.
_TOLD = ("value", "change", "lasting", "times", "links", "except_", "qualifiers")


class LeftOver(Elapsed):
    """Rules of clauses beside which a connective was put in."""

    def left_over(self, reading: Join, rules: Sequence[Rule | None]) -> list[Rule | None]:
        """The rules of clauses, each that is left over as unread."""
        pairs = zip(reading.of, reading.of[1:], reading.connectives, strict=False)
        torn = [_is_put_in(sign) and _names(one) and _names(other) for one, other, sign in pairs]
        beside = [any(torn[max(n - 1, 0) : n + 1]) for n in range(len(reading.of))]
        return [
            self.unread(tuple(each.tokens), None) if alone and _names(each) and _is_left_over(each, rule) else rule
            for each, rule, alone in zip(reading.of, rules, beside, strict=True)
        ]


def _names(reading: Reading) -> TypeGuard[Item]:
    """Whether a clause is a name with what is said of it: no denial, no person, no undertaking."""
    return isinstance(reading, Item) and reading.head.type in ("NOUN", "SCORED")


def _is_put_in(sign: Token) -> bool:
    said = connective(sign)
    return not said.written and not said.explicit


def _is_left_over(item: Item, rule: Rule | None) -> bool:
    """Whether a clause is a name that nobody knows, or a measurement of which nothing is said."""
    if not isinstance(item.head.value, Noun) or not isinstance(rule, Fact):
        return False
    if any(getattr(rule, told) not in (None, ()) for told in _TOLD) or rule.label is not None:
        return False
    unknown = rule.domain != "drug" and domain_of(item.head.value.text) is None  # drugs are many, and have odd names
    return rule.domain == "measurement" or unknown
