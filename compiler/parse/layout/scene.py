"""The tokens of a sentence as the layout sees them: what stands around a place, and which phrases are open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ..syntax.modifiers import SPREADING
from ..token import Connective, Group, Token

CONNECTIVES = frozenset({"COMMA", "AND", "OR", "ANDOR", "SLASH", "SEMI", "BUT"})
VALUES = frozenset({"VALUE", "AMOUNT", "NUMBER", "OUTCOME", "PRESSURE", "OUTSIDE"})
TIME = frozenset({"WITHIN", "BEFORE", "AFTER", "OF", "DURING", "AT", "FORLEN"})
DIRECTIONS = frozenset({"BEFORE", "AFTER", "OF", "DURING", "AT"})
SPANS = frozenset({"PERIOD", "LENGTH"})
TAILS = frozenset({"EXCEPT", "UNLESS", "IF", "ELSE", "EG", "DEF", "LINK", "WITHOR"})
NOMINAL = frozenset({"NOUN", "MOD", "JUNK", "SCORED", "PERSON", "AGE", "JUDGED", "TIMES", "INCREASE"})
BEGINS_CLAUSE = frozenset({"SUBJ", "NEG", "NEVER", "UNDERTAKING", "MUST", "HAVE"})
DROPPED = frozenset({"SKIP", "ETC", "SIGN", "DOT", "DASH", "THEN", "EITHERSIDE"})
#: What something may be due to in general.
CAUSES = frozenset({"cause", "causes", "reason", "reasons", "etiology", "etiologies", "factors"})
#: Qualities of what is excepted that have a time of their own.
RESULTS = ("control=", "outcome=", "edge=", "when=", "status=")
#: How many brackets, and how many opened phrases, are read inside one another; what stands deeper is unread.
DEEPEST = 8
#: How far ahead the layout looks for what ends a list: it keeps the time to read in line with the length.
REACH = 150
_PLURAL = re.compile(r"(?:ies|[^sui]s|illnesses)\Z", re.IGNORECASE)
_MUST = re.compile(r"\b(?:must|should|ha(?:s|ve) to|needs? to)\b", re.IGNORECASE)


@dataclass
class Frame:
    """An opened phrase: its kind, where its content starts in the output, and whether its list is done.

    `limits`: it holds nothing but measurements with their limits.
    """

    kind: str
    start: int
    commas: bool = False
    done: bool = False
    until: int = -1
    limits: bool = False


@dataclass
class Scene:
    """The tokens read so far (`out`), those to come, and the phrases that are open (`frames`).

    `depth` counts the brackets that the tokens stand in; `host` is what stands right before the innermost.
    """

    tokens: Sequence[Token]
    text: str
    section: str
    out: list[Token] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    depth: int = 0
    host: Token | None = None
    closed_lead: bool = False

    @property
    def limited(self) -> bool:
        """Whether a limit stands right before the innermost bracket."""
        return self.host is not None and self.host.type in ("VALUE", "AMOUNT")

    def close_to(self, depth: int) -> None:
        while len(self.frames) > depth:
            frame = self.frames.pop()
            if len(self.out) == frame.start:
                self.out.pop()
                if frame.kind == "EVENT":
                    continue
            else:
                at = self.out[-1].end
                self.out.append(Token("CLOSE", at, at, frame.kind))

    def close_lead(self, start: int, end: int) -> bool:
        """Close the condition that ends between two places in the text, if there is one."""
        lead = next((n for n, frame in enumerate(self.frames) if start <= frame.until <= end), None)
        if lead is not None:
            self.close_to(lead)
        return lead is not None

    def type_before(self) -> str:
        return self.out[-1].type if self.out else "START"

    def type_after(self, i: int) -> str:
        for token in self.tokens[i + 1 :]:
            if token.type not in DROPPED:
                return token.type
        return "END"

    def next_is(self, i: int, types: frozenset[str] | set[str]) -> bool:
        return self.type_after(i) in types

    def content_follows(self, j: int) -> bool:
        for token in self.tokens[j:]:
            if token.type in ("STOP", "RPAR"):
                return False
            if token.type not in DROPPED | CONNECTIVES | {"COLON", "SUBJ", "WITH", "HAVE", "MUST"}:
                return True
        return False

    def statement_follows(self, j: int) -> bool:
        """Whether something that can be true of a patient is named before the sentence ends."""
        for token in self.tokens[j:]:
            if token.type == "STOP":
                return False
            if token.type in ("NOUN", "PERSON", "AGE", "SCORED", "UNDERTAKING", "CHILDREN", "GROUP", "ANYOF"):
                return True
        return False

    def clause_start(self) -> int:
        for k in range(len(self.out) - 1, -1, -1):
            if self.out[k].type in ("STOP", "CAND", "COR"):
                return k + 1
        return 0

    def is_headless(self) -> bool:
        """Whether what is asked of stands in a phrase of time: "4 weeks since surgery"."""
        return any(token.type == "EMPTY" for token in self.out[self.clause_start() :])

    def at_clause_start(self) -> bool:
        return not self.out or (
            self.out[-1].type in ("STOP", "CAND", "COR", "CLOSE")
            and (self.out[-1].type != "CLOSE" or self.out[-1].value == "LEAD")
        )

    def is_all_example(self, frame: Frame) -> bool:
        """Whether examples are all that stands in a bracket."""
        return bool(self.depth) and frame.kind == "EG" and frame.start == 1

    def item_open(self) -> bool:
        """Whether nothing of an item stands before this place yet."""
        return self.type_before() in (
            "START",
            "STOP",
            "CAND",
            "COR",
            "LAND",
            "LOR",
            "LEAD",
            "LEADEXCEPT",
            "NEG",
            "GROUP",
            "EVENT",
            "LPAR",
            *TAILS,
        )

    def subject_just_before(self, i: int) -> bool:
        k = i - 1
        while k >= 0 and self.tokens[k].type in DROPPED:
            k -= 1
        return k >= 0 and self.tokens[k].type == "SUBJ" and self.type_before() not in ("NOUN",)

    def has(self, j: int, types: set[str]) -> bool:
        """Whether one of `types` stands in the item at `j`, before the next connective."""
        for token in self.tokens[j:]:
            if token.type in CONNECTIVES | {"STOP", "RPAR"}:
                return False
            if token.type in types:
                return True
        return False

    def only_time_follows(self, i: int) -> bool:
        """Whether a phrase of time comes next: "surgery at another level within one year" names no level."""
        following = next((token.type for token in self.tokens[i:] if token.type not in DROPPED), None)
        return following in TIME | {"WITHIN", "STOP"}

    def item_has_value(self, j: int) -> bool:
        """Whether the item at `j` has a limit of its own; one in brackets only tells what is meant."""
        if self.tokens[j].type in ("AGE", "SCORED"):
            return True
        for token in self.tokens[j:]:
            if token.type in CONNECTIVES | {"STOP", "LPAR", "RPAR"}:
                return False
            if token.type in VALUES - {"NUMBER", "AMOUNT", "OUTCOME"}:
                return True
        return False

    def only_timed(self, j: int) -> bool:
        """Whether the clause goes on from `j` to a phrase of time, and to no opinion."""
        rest = {token.type for token in takewhile(lambda token: token.type not in ("STOP", "SEMI"), self.tokens[j:])}
        return "WITHIN" in rest and "JUDGED" not in rest

    def limited_at(self, j: int) -> bool:
        """Whether a measurement with its limit stands at `j`, or a limit alone."""
        named = next((t for t in self.tokens[j:] if t.type not in DROPPED | {"MOD", "COMMA"}), None)
        if named is None or named.type in VALUES:
            return named is not None
        return named.type == "NOUN" and named.value.domain == "measurement" and self.item_has_value(j)

    def obliged_anew(self, j: int) -> bool:
        """Whether the item at `j` has its own "must", after another: "... must be over and toxicity must be gone"."""
        start = self.out[self.clause_start()].start if self.clause_start() < len(self.out) else self.tokens[j].start
        end = next((t.start for t in self.tokens[j + 1 :] if t.type in CONNECTIVES | {"STOP", "RPAR"}), len(self.text))
        said = _MUST.search(self.text, start, self.tokens[j].start)
        return said is not None and _MUST.search(self.text, self.tokens[j].start, end) is not None

    def measured_before(self) -> bool:
        for token in reversed(self.out):
            if token.type == "NOUN":
                return bool(token.value.domain == "measurement")
            if token.type in VALUES or token.type in ("CLOSE", "COR", "CAND"):
                return False
        return False

    def measures_meet(self, j: int) -> bool:
        """Whether measurements stand on both sides: "AST/ALT <= 3 x ULN" asks it of each."""
        k = len(self.out) - 1
        while k > 0 and self.out[k].type == "RPAR":  # "AST (SGOT)/ALT (SGPT)"
            depth = 1
            while k > 0 and depth:
                k -= 1
                depth += {"RPAR": 1, "LPAR": -1}.get(self.out[k].type, 0)
            k -= 1
        left, right = self.out[max(k, 0)], self.tokens[j]
        return all(token.type == "NOUN" and token.value.domain == "measurement" for token in (left, right))

    def others_end(self, k: int) -> bool:
        """Whether "or other ..." comes after the examples that begin at `k`: it goes on with the list before them."""
        for token in self.tokens[k : k + REACH]:
            if token.type in ("STOP", "SEMI", "RPAR"):
                return False
            if token.type == "OR" and self.text[token.start : token.end].lower().endswith(" other"):
                return True
        return False

    def ends_list(self, frame: Frame, run: Sequence[Token]) -> bool:
        """Whether "or other ...", or ", or" behind one example, ends the list around examples, being none itself."""
        before = self.out[self.clause_start() : frame.start]
        listed = any(token.type == "LOR" and token.value.written.strip() == "," for token in before)
        alone = [token.type for token in self.out[frame.start :] if token.type != "MOD"] == ["NOUN"]
        if listed and alone and not self.depth and [token.type for token in run] == ["COMMA", "OR"]:
            return True  # "angina, stroke including TIA, or embolism"
        return listed and any(self.text[t.start : t.end].lower().endswith("or other") for t in run if t.type == "OR")

    def excepts_on(self, frame: Frame, sign: Token) -> bool:
        """Whether semicolons part exceptions, up to "; or", to what is asked not to be there: "no A except B; or C"."""
        before = takewhile(lambda t: t.type not in ("STOP", "CAND", "COR"), reversed(self.out[: frame.start]))
        denied = any(token.type == "NEG" for token in before)
        rest = takewhile(lambda t: t.type != "STOP", (t for t in self.tokens if t.start >= sign.start))
        kinds = [token.type for token in rest if token.type not in DROPPED]
        return self.section == "inclusion" and denied and ("SEMI", "OR") in pairwise(kinds)

    def said_any(self, frame: Frame) -> bool:
        """Whether an "or", and no "and", stands in a group of which any suffices: "any of these: a, b or c, d"."""
        any_one = self.out[frame.start - 1].value == Group(1)
        rest = takewhile(lambda token: token.type != "STOP", self.tokens[self._index(frame) :])
        worded = any(token.type in ("OR", "ANDOR") for token in rest)
        return any_one and worded and not any(token.type in ("LAND", "CAND") for token in self.out[frame.start :])

    def _index(self, frame: Frame) -> int:
        """The index of the token that an opened phrase begins with."""
        opened = self.out[frame.start - 1].start
        return next((i for i, token in enumerate(self.tokens) if token.start >= opened), len(self.tokens))

    def names_kinds(self) -> bool:
        """Whether a kind is listed: "cardiac diseases: angina and stroke", "a statin (i.e. A and B)".

        What is feared of it may stand between: "diseases that may affect training: angina and stroke".
        """
        before = [token for token in self.out[: max(self.frames[0].start - 1, 0)] if token.type != "JUDGED"]
        host = before[-1] if before else self.host
        kinds = [frame.kind for frame in self.frames]
        if host is None or host.type != "NOUN" or kinds not in (["COLON"], ["DEF"]):
            return False
        several = host.value.domain == "condition" and _PLURAL.search(host.value.text) is not None
        return several or (kinds == ["DEF"] and host.value.domain == "drug")

    def names_any(self, run: list[Token], j: int) -> bool:
        """Whether a connective goes on with "any", which begins anew: "or any illness that", not "or any other X"."""
        return self.text[run[0].start : self.tokens[j].start].lower().split()[-1:] == ["any"]

    def denies(self) -> bool:
        """Whether the clause has denied something so far."""
        return any(token.type == "NEG" for token in self.out[self.clause_start() :])

    def only_time_so_far(self) -> bool:
        """Whether the item so far is a phrase of time: "Within 14 days before enrollment: ..."."""
        k = len(self.out)
        while k and self.out[k - 1].type in TIME | SPANS | {"INLAST", "ANCHOR", "ACON"}:
            k -= 1
        timed = k < len(self.out)
        while timed and k and self.out[k - 1].type == "MOD" and _opens(self.out[k - 1]):
            k -= 1  # "present during the last week: ..."
        opened = timed and self.out[k].type == "MOD"
        if opened and k > 1 and self.out[k - 1].type in ("LOR", "LAND") and self.out[k - 2].type == "MOD":
            return spreads(self.out[k - 2])  # "taking, or have taken within 3 months, ..."
        return timed and (
            k == 0 or self.out[k - 1].type in ("STOP", "CAND", "COR", "LEAD", "LEADEXCEPT", "GROUP", "NEG")
        )

    def denies_people(self) -> bool:
        """Whether people who are denied stand right before: what is told of them is part of what is denied.

        "Not a woman of childbearing potential" says nothing of her sex alone. "Non-pregnant women" are women.
        """
        before = self.out[-2:]
        if [token.type for token in before] != ["NEG", "PERSON"]:
            return False
        sign = self.text[before[0].start : before[0].end].lower()  # empty where a verdict denies: "may not participate"
        return not sign.startswith("non") and (before[1].value != "any" or not sign)

    def join(self, token: Token) -> None:
        kind = "LAND" if self.denies_people() else "CAND"
        self.out.append(Token(kind, token.start, token.end, Connective("and", "", True)))

    def say(self, what: str, token: Token) -> None:
        self.trace.append(f"{token.start}: {what}")


def is_place(token: Token) -> bool:
    """Whether a quality says where: "in the study eye"."""
    return token.type == "MOD" and str(token.value).startswith(("side=", "site="))


def _opens(token: Token) -> bool:
    """Whether a modifier says of what comes behind its time what happened: "discontinued within 30 days, a trial"."""
    return spreads(token) or token.value == "edge=end"


def spreads(token: Token) -> bool:
    """Whether a modifier begins a list of its own ("history of", "treatment with") rather than qualifying a noun."""
    return isinstance(token.value, str) and token.value.split("=")[0] in SPREADING
