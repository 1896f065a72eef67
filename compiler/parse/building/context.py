"""What building a rule keeps at hand: the text, what was said of it, and which of its words are accounted for."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...check.codes import diagnostic
from ...diagnostics import Diagnostic
from ...rules.join import join
from ...rules.model import CURRENT, EVER, Fact, Not, Rule, Unread
from ...rules.trial import Note, Section
from ...text import MappedText, Span
from ...vocabulary import column
from ..syntax.tree import Item, Part, Reading
from ..token import Token

#: Terminals that only tie other words together: they are read where they stand, by what they tie.
SMALL = frozenset({
    "SKIP", "SUBJ", "HAVE", "WITH", "MUST", "ETC", "DOT", "SIGN", "DASH", "COMMA", "SEMI", "COLON", "LPAR", "RPAR",
    "AND", "OR", "ANDOR", "BUT", "SLASH", "THEN", "STOP", "DURATION", "OFFOLLOWING", "ANYOF", "ALLOF", "EITHERSIDE",
    "FOR", "CHILDREN", "ELSE", "EG", "DEF",
})  # fmt: skip
_PRONOUN = re.compile(r"^(?:that|which|who)\s+", re.IGNORECASE)


@dataclass
class Context(ABC):
    """The criterion at hand. `children` are the rules of the bullets below it, joined by `children_operator`.

    `denied`: whether what is being built stands under an odd number of negations.
    """

    mapped: MappedText
    section: Section
    children: Sequence[Rule] = ()
    children_operator: str = "and"
    notes: list[Note] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    children_taken: bool = False
    children_counted: bool = False
    denied: bool = False

    @abstractmethod
    def rule(self, reading: Reading, nested: bool = False) -> Rule | None:
        """The rule of a reading; None of one that says nothing of the patient."""

    @abstractmethod
    def tail(self, rule: Rule | None, part: Part, nested: bool, host: Item | None = None) -> Rule | None:
        """`rule` with a part that holds for all of it: an exception, a condition, an opinion, a definition."""

    @abstractmethod
    def in_which_case(self, rule: Rule | None, part: Part, following: Part, host: Item | None) -> Rule | None:
        """`rule` with another limit in the case of `part`, where `following` states one; else None."""

    def in_cases(self, rule: Rule | None, tails: Sequence[Part], host: Item | None) -> tuple[Rule | None, list[Part]]:
        """`rule` with the other limits that pairs of `tails` state, and the tails that are left."""
        waiting, left = list(tails), list[Part]()
        while waiting:
            part = waiting.pop(0)
            cased = self.in_which_case(rule, part, waiting[0], host) if waiting else None
            if cased is None:
                left.append(part)
            else:
                rule = cased
                waiting.pop(0)
        return rule, left

    @property
    def asks(self) -> bool:
        """Whether what is being built must hold for a patient to be included."""
        return (self.section == "inclusion") != self.denied

    def below(self) -> Rule | None:
        """The rule of the bullets below, joined as they say or as their section has it; of what is denied, any."""
        self.children_taken = True
        return join(list(self.children), "or" if self.denied else self.children_operator)

    def asks_more(self, rule: Rule) -> bool:
        """Whether the bullets below ask for more than `rule`, and do not say what it means.

        So they do among inclusions, below an illness, or a treatment of which more is said, that no colon ends:
        "Confirmed melanoma", "Curative surgery within 8 weeks". A name alone may be a heading: "Surgery", "Infection."
        """
        if not isinstance(rule, Fact) or rule.concept.text.lower() in column("unspecific"):
            return False
        head = self.mapped.text.rstrip()
        told = bool(rule.qualifiers or rule.times) or rule.status == "planned" or rule.when not in (CURRENT, EVER)
        heading = head.endswith(".") or all(isinstance(child, Not) for child in self.children)
        named = rule.domain in ("condition", "drug", "procedure") and (
            told or (rule.domain == "condition" and not heading)
        )
        asked = self.section == "inclusion" and not self.denied and self.children_operator == "and"
        return named and asked and not head.endswith((":", "："))

    def use(self, *tokens: Token) -> None:
        """Account for tokens whose meaning stands in the rule."""
        self.used.update([(token.start, token.end) for token in tokens])

    def is_used(self, token: Token) -> bool:
        return (token.start, token.end) in self.used or any(
            start <= token.start and token.end <= end for start, end in self.used
        )

    def span(self, tokens: Sequence[Token]) -> Span | None:
        real = [token for token in tokens if token.end > token.start]
        if not real:
            return None
        return self.mapped.span(min(t.start for t in real), max(t.end for t in real))

    def text(self, tokens: Sequence[Token]) -> str:
        return self.mapped.text[min(t.start for t in tokens) : max(t.end for t in tokens)].strip(" ,.;")

    def opinion(self, tokens: Sequence[Token]) -> str:
        """An opinion or a feared consequence, without the pronoun that ties it to what it is about."""
        self.use(*tokens)
        return _PRONOUN.sub("", self.text(tokens))

    def note(self, tokens: Sequence[Token]) -> None:
        self.use(*tokens)
        self.notes.append(Note(text=self.text(tokens), span=self.span(tokens)))

    def say(self, code: str, tokens: Sequence[Token], **context: object) -> None:
        self.diagnostics.append(diagnostic(code, self.span(tokens), **context))  # type: ignore[arg-type]

    def unread(self, tokens: Sequence[Token], about: Rule | None, code: str = "T201") -> Unread:
        """An unread node over `tokens`, and its diagnostic."""
        self.use(*tokens)
        self.say(code, tokens, text=self.text(tokens))
        return Unread(text=self.text(tokens), about=about, span=self.span(tokens))
