"""Groups: "at least 2 of the following", and where the list that it counts begins."""

from __future__ import annotations

import re

from ...vocabulary import column
from ..token import Group, Token
from .connectives import Connectives
from .scene import DEEPEST, DROPPED, NOMINAL, REACH, SPANS, TIME, VALUES, Frame, is_place

#: Words that ask for every member of a list.
_EVERY = re.compile(r"\b(?:all|both|each)\b")

#: What the members of a list are, up to its colon or its bullets.
_CATEGORY = re.compile(r"((?:\s+[\w/-]+){1,6})\s*(?::|\Z)")


class Groups(Connectives):
    """The part of the layout that meets groups."""

    def group(self, token: Token, i: int, group: Group, skip: int = 1) -> int:
        """ "at least 2 of the following": takes the list after it, or the bullets under it."""
        j = self._past_category(i + skip)
        if (end := self._to_colon(j)) > j:  # "any of these within 6 months: ...": the time is said of each
            self.tokens = [*self.tokens[:i], *self.tokens[j:end], *self.tokens[i:j], *self.tokens[end:]]
            return i
        j = self._past_time(j)
        while j < len(self.tokens) and self.tokens[j].type in DROPPED | {"COLON", "SUBJ", "WITH", "HAVE"}:
            j += 1
        last = self.tokens[max(i + skip, j) - 1]
        opened = Token("GROUP", token.start, last.end, group)
        if j < len(self.tokens) and self.tokens[j].type == "CHILDREN":
            self.out += [opened, self.tokens[j]]
            return j + 1
        announced = any(token.type == "COLON" for token in self.tokens[i + skip : j])
        listed = announced or "following" in self.text[token.start : last.end].lower() or skip > 1
        if not listed or len(self.frames) >= DEEPEST:
            return i + skip
        if (
            j < len(self.tokens)
            and self.tokens[j].type in NOMINAL | {"NEG", "NEVER", "LINK", "UNDERTAKING", "LPAR"} | VALUES | SPANS
        ):
            self.out.append(opened)
            self.frames.append(Frame("GROUP", len(self.out)))
            return j
        return i + skip

    def alternatives(self, token: Token, i: int) -> None:
        """ "Coagulopathy with an INR > 1.5 or platelets < 50": limits that "or" joins belong together."""
        depth = 0
        for j in range(i, min(i + REACH, len(self.tokens))):
            kind = self.tokens[j].type
            depth += {"LPAR": 1, "RPAR": -1}.get(kind, 0)
            if depth < 0 or kind in ("STOP", "SEMI", "AND"):
                return
            if not depth and kind in ("OR", "ANDOR"):
                if self.limited_at(j + 1) and len(self.frames) < DEEPEST:
                    self.out.append(Token("GROUP", token.start, token.end, Group(1)))
                    self.frames.append(Frame("GROUP", len(self.out), limits=True))
                return

    def counts(self, token: Token) -> Group:
        """How many: "the following" are all of an inclusion, but any of an exclusion, of kinds, or where denied."""
        said = self.text[token.start : token.end].lower()
        bare = said.startswith("the following") and (self.section == "exclusion" or self._lists_kinds(token))
        bare = bare or (self.section == "exclusion" and self.at_clause_start() and not _EVERY.search(said))
        one = token.type == "ANYOF" or bare or (self._denied_so_far() and not _EVERY.search(said))
        return Group(1) if one else Group()

    def ends_unless(self, kind: str) -> bool:
        """Whether bullets come that are of what stands before: "any of these conditions, unless controlled: ..."."""
        last = self.frames[-1] if self.frames else None
        return kind == "CHILDREN" and last is not None and last.kind == "UNLESS" and self.only_qualities(last)

    def _lists_kinds(self, token: Token) -> bool:
        """Whether kinds of which a patient has one are announced: "the following histologic types: ..."."""
        named = _CATEGORY.match(self.text, token.end)
        return named is not None and not column("kinds_of_one").isdisjoint(named[1].lower().split())

    def _denied_so_far(self) -> bool:
        """Whether a denial stands right before this place, a phrase of time looked through: "none of the following"."""
        said = [token.type for token in self.out if token.type not in TIME | SPANS | {"INLAST", "ANCHOR"}]
        return said[-1:] == ["NEG"]

    def _to_colon(self, j: int) -> int:
        """Past a phrase of time, or a place, before the colon of a list, or its bullets; `j` where there is none."""
        end = j
        while end < len(self.tokens) and (
            self.tokens[end].type in TIME | SPANS | DROPPED | {"ANCHOR"} or is_place(self.tokens[end])
        ):
            end += 1
        told = any(token.type in SPANS or is_place(token) for token in self.tokens[j:end])
        return end if told and end < len(self.tokens) and self.tokens[end].type in ("COLON", "CHILDREN") else j

    def _past_category(self, i: int) -> int:
        """Past the words for what the members are: "any of the following signs or symptoms of sepsis: ..."."""
        for j in range(i, min(i + 8, len(self.tokens))):
            if (self.tokens[j].type in ("COLON", "CHILDREN") and j > i) or self._to_colon(j) > j:
                joined = any(token.type in ("AND", "OR", "ANDOR") for token in self.tokens[i:j])
                return i if joined and any(self._is_unknown(token) for token in self.tokens[i:j]) else j
            if self.tokens[j].type not in ("NOUN", "MOD", "SKIP", "JUNK", "AND", "OR", "ANDOR", "SLASH", "OF"):
                break
        return i

    def _is_unknown(self, token: Token) -> bool:
        """Whether a word is neither a name nor one that a whole kind is called by: "conditions or procedures"."""
        return token.type == "JUNK" and self.text[token.start : token.end].lower() not in column("unspecific")

    def _past_time(self, i: int) -> int:
        """Past a bracket that tells the time of all members, which goes ahead: "2 of the following (at rest): ..."."""
        j = i
        while j < len(self.tokens) and self.tokens[j].type in DROPPED | {"NOUN"}:
            j += 1
        if j == len(self.tokens) or self.tokens[j].type != "LPAR":
            return i
        end = next((k for k in range(j, len(self.tokens)) if self.tokens[k].type == "RPAR"), None)
        inside = self.tokens[j + 1 : end] if end is not None else []
        if not inside or self.type_after(end or j) != "COLON":
            return i
        if not all(token.type in TIME | SPANS | DROPPED | {"ANCHOR"} for token in inside):
            return i
        self.out += [token.retyped("INLAST") if token.type == "WITHIN" else token for token in inside]
        return (end or j) + 1


def counted(token: Token) -> Group:
    """How many a limit, a number or a count asks for."""
    value = token.value
    if token.type == "NUMBER":
        return Group(int(value))
    if token.type == "TIMES":
        return Group(value.low, value.high)
    low = int(value.low.number) + (not value.low.closed) if value.low and value.low.number is not None else None
    high = int(value.high.number) - (not value.high.closed) if value.high and value.high.number is not None else None
    return Group(low, high)
