"""Whether a connective is "and" or "or": a comma takes the operator that ends its list."""

from __future__ import annotations

import re
from itertools import takewhile

from ...vocabulary import column
from ..terms.phrases import specimens
from ..token import Token
from .lacks import LACKING
from .linked import Linked, operator_said
from .scene import BEGINS_CLAUSE, CONNECTIVES, DROPPED, REACH, TAILS, VALUES, is_place, spreads

#: Words that keep "and" from meaning either one in a list of exclusions.
TOGETHER = re.compile(
    r"\b(?:both|combin\w+|coexist\w+|simultaneous\w*"
    r"|(?:concomitant|concurrent)(?! (?:use|treatment|therapy|administration|medications?|drugs?|conditions?|diseases?"
    r"|disorders?|illness(?:es)?)\b))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_PATIENTS = re.compile(r"\b(?:patients|subjects|participants|individuals|volunteers|people|persons)\b", re.IGNORECASE)
#: What more is told of patients of whom something was told.
_TOLD_MORE = re.compile(r"\s+(?:(?:who|that)\s+)?(?:is|are|has|have|had|was|were|requires?|needs?)\b", re.IGNORECASE)
#: Words that add another thing, which excludes by itself.
_ALSO = re.compile(r"\bas well as\b|\band (?:any )?other\b", re.IGNORECASE)
#: Words that say more of what stands before a semicolon.
_REMARKS = re.compile(
    r"\s*(?:however|but|provided|if|unless|the|th(?:is|ese|ey)|such|in (?:th|wh)|only|must|no(?:t|ne)?)\b",
    re.IGNORECASE,
)
#: What stands in a list of names with their qualities.
_LISTED = frozenset({"NOUN", "MOD", "MCON", "LOR", "LAND", "LPAR", "RPAR", "NEVER", "JUNK"})

#: What has kinds, of which a patient has one; what is asked of several is asked of each.
_HAS_SUBTYPES = frozenset({"condition", "procedure", "drug", "device"})


class Operators(Linked):
    """The part of the layout that tells which operator a connective stands for."""

    def _operator(self, run: list[Token], j: int, kind: str) -> tuple[str, bool]:
        """ "and" or "or", and whether the text says which: a comma takes the connective that ends its list.

        A comma between clauses takes one between clauses: "healthy, no stroke or seizure" is healthy and neither.
        """
        said = operator_said(run)
        if said:
            return said, True
        last = self._closes_semicolons(j) if run[0].type == "SEMI" else None
        if last == "or" or (last and self.section == "inclusion"):
            return last, True  # "A; B; or C"
        if self._parts_exclusions(run):
            return "or", False  # "A > 500 mg/m2; B > 900 mg/m2; C > 120 mg/m2 and D > 90 mg/m2"
        if run[0].type == "SLASH" and kind == "L" and self.measures_meet(j) and not self._is_specimen():
            return ("and" if self.section == "inclusion" else "or"), False  # "AST/ALT <= 3 or, in metastases, <= 5"
        if (
            run[0].type == "COMMA"
            and LACKING.match(self.text, self.tokens[j].start)
            and self.tokens[j].type in ("NEG", "NEVER")
        ):
            return "and", True
        if run[0].type == "COMMA" and self._qualifies_people(j):
            return "and", True
        depth = 0
        for k, token in enumerate(self.tokens[j : j + REACH], j):
            depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
            if token.type == "EG" and depth == 0 and run[0].type == "COMMA" and self.others_end(k):
                return "or", True  # "A, B, C such as D or other E"
            if depth < 0 or (token.type in ("STOP", "EXCEPT", "UNLESS", "EG") and depth == 0):
                break
            if kind == "L" and token.type == "PERSON" and self._tells_people(j, k):
                break  # "non-pregnant, non-lactating women who are sterile or ..."
            joins = (
                depth == 0 and token.type in ("AND", "OR", "ANDOR") and (kind == "M" or not self._joins_qualities(k))
            )
            if joins and (kind != "C" or (self._joins_clauses(k) and not self._limits_again(k))):
                ending = self._ends_list(k) if kind == "L" and run[0].type == "COMMA" else token
                return operator_said([ending]) or "and", True
            if depth == 0 and token.type == "SEMI" and run[0].type != "SEMI":
                break
        if any(frame.kind in ("EG", "EXCEPT", "UNLESS", "WITHOR") for frame in self.frames):
            return "or", False
        if kind == "L" and self.depth and self.frames and self.frames[-1].kind == "DEF":
            return "or", False  # "a perennial allergen (i.e., mold, cat, dog)"
        if kind != "C" and (self.denies() or self._lists_subtypes(j)):
            return "or", False
        if self.frames and self.frames[-1].kind in ("GROUP", "LEAD"):
            return ("or" if self.said_any(self.frames[-1]) else "and"), False
        if run[0].type == "SLASH":
            return "or", False
        return ("or" if self.section == "exclusion" else "and"), False

    def _lists_subtypes(self, j: int) -> bool:
        """Whether names behind another, in brackets or behind a colon, say what it may be: "throat disease: A, B, C".

        What has a limit, or is denied, is asked beside the others.
        """
        colon = next((k for k in range(len(self.out) - 1, 0, -1) if self.out[k].type in ("COLON", "STOP")), 0)
        host = self.out[colon - 1] if colon and self.out[colon].type == "COLON" else self.host if self.depth else None
        if host is None or host.type != "NOUN" or host.value.domain not in _HAS_SUBTYPES:
            return False
        before = all(token.type in _LISTED | {"LASTS"} for token in self.out[colon + 1 if colon else 0 :])
        behind = takewhile(lambda token: token.type != "STOP", self.tokens[j:])
        return before and not any(token.type in VALUES | {"NEG", "NEVER"} for token in behind)

    def _is_specimen(self) -> bool:
        """Whether the name before a slash is that of a specimen: "urine/serum pregnancy test" is either of them."""
        said = self.text[self.out[-1].start : self.out[-1].end].lower()
        return said in specimens()

    def _closes_semicolons(self, j: int) -> str | None:
        """The operator behind the last semicolon of the sentence, if one stands there: the "or" of "A; B; or C"."""
        depth, found = 0, None
        for k in range(j, min(j + REACH, len(self.tokens) - 1)):
            depth += {"LPAR": 1, "RPAR": -1}.get(self.tokens[k].type, 0)
            if depth < 0 or self.tokens[k].type == "STOP":
                break
            if not depth and self.tokens[k].type == "SEMI":
                found = operator_said([self.tokens[k + 1]])
        return found

    def _qualifies_people(self, j: int) -> bool:
        """Whether two things that people are not stand before who they are: "non-pregnant, non-lactating women"."""
        kinds = [token.type for token in self.tokens[j : j + 3]]
        return [token.type for token in self.out[-2:]] == ["NEG", "NOUN"] and kinds == ["NEG", "NOUN", "PERSON"]

    def _tells_people(self, j: int, k: int) -> bool:
        """Whether the names from `j` only say what the people at `k` are, with whom their list ends."""
        told = all(token.type in DROPPED | {"NOUN", "MOD", "JUNK"} for token in self.tokens[j:k])
        return (
            j < k
            and told
            and self.type_before() in ("NOUN", "JUNK")
            and self.type_after(k) not in CONNECTIVES | {"END"}
        )

    def _joins_qualities(self, k: int) -> bool:
        """Whether the connective at `k` stands between two qualities of one name: "a primary or secondary tumor"."""
        sides = [*self.tokens[max(k - 1, 0) : k], *self.tokens[k + 1 : k + 2]]
        return len(sides) == 2 and all(t.type == "MOD" and t.value != "organ=*" and not spreads(t) for t in sides)

    def _ends_list(self, k: int) -> Token:
        """The connective that ends a list with commas, the first being at `k`: of "a, b and c, or d" it is the "or"."""
        if self._follows_comma(k):
            return self.tokens[k]
        depth = 0
        for j, token in enumerate(self.tokens[k + 1 : k + REACH], k + 1):
            depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
            if (
                depth < 0
                or token.type in ("STOP", "SEMI")
                or (depth == 0 and token.type in TAILS | VALUES | BEGINS_CLAUSE)
            ):
                break
            if depth == 0 and token.type in ("AND", "OR", "ANDOR"):
                return token if self._follows_comma(j) else self.tokens[k]
        return self.tokens[k]

    def _follows_comma(self, k: int) -> bool:
        return k > 0 and self.tokens[k - 1].type == "COMMA"

    def _says_also(self, run: list[Token]) -> bool:
        """Whether a connective adds another thing that excludes by itself: "A, as well as B", "A; and B"."""
        said = self._excludes_anew() and _ALSO.search(self.text, run[0].start, run[-1].end) is not None
        clause = self.out[self.clause_start() :]
        if not clause or not (said or self._parts_exclusions(run)):
            return False
        return not _BOTH.search(self.text, clause[0].start, clause[-1].end)

    def _parts_exclusions(self, run: list[Token]) -> bool:
        """Whether a semicolon parts two things that exclude, the second being no remark on the first."""
        parted = any(token.type == "SEMI" for token in run) and self._excludes_anew()
        return parted and not _REMARKS.match(self.text, run[0].end)

    def _excludes_anew(self) -> bool:
        """Whether another thing may exclude beside what the clause says so far, which denies nothing."""
        return self.section == "exclusion" and not self.frames and not self.denies()

    def _excludes_each(self, run: list[Token], j: int) -> bool:
        """Whether each member of a list excludes by itself, though "and" joins them: "pregnant and lactating women".

        Not so beside an "or": in "asthma and eczema or polyps" the writer tells the two apart.
        """
        clause = self.out[self.clause_start() :]
        open_ = self.frames and not (self.names_kinds() or self._names_causes())
        if self.section != "exclusion" or open_ or not clause or any(token.type == "NEG" for token in clause):
            return False
        last = next((token for token in reversed(clause) if token.type != "PERSON"), clause[-1])
        if self._are_of_women(last, self.tokens[j]):
            return True
        if any(token.value == "domain=allergy" for token in clause):  # "allergy to A and B, or C"
            return not TOGETHER.search(self.text, clause[0].start, clause[-1].end)
        listed = run[0].type == "COMMA" or any(token.type in ("LOR", "LAND") for token in clause)
        if not listed and _TOLD_MORE.match(self.text, run[-1].end):
            return False  # "have asthma and are taking omalizumab"
        # "pregnant women and nursing mothers", "HIV-positive patients and pregnant women"
        named = self.type_before() == "PERSON" or _PATIENTS.search(self.text, clause[-1].end, run[0].start)
        others = named and self.people_next(j)
        if self.type_before() in ("MOD", "JUNK", "PERSON") and not (others or self._placed_before() or self._told(run)):
            return False
        start, end = clause[0].start - len("both "), clause[-1].end
        kinds = self._beside(start, j)
        return not TOGETHER.search(self.text, start, end) and ("COMMA" in kinds or not kinds & {"OR", "ANDOR"})

    def _beside(self, start: int, j: int) -> set[str]:
        """The kinds of tokens from `start` to the end of the clause that goes on at `j`.

        An "or" in brackets does not count, nor one between two qualities: "mild or severe asthma and COPD".
        """
        kinds: set[str] = set()
        depth = 0
        for k, token in enumerate(self.tokens[: j + REACH]):
            if token.start < start:
                continue
            depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
            if depth < 0 or (k >= j and token.type in ("STOP", "SEMI")):
                break
            if token.type not in ("OR", "ANDOR") or not (depth or self._joins_qualities(k)):
                kinds.add(token.type)
        return kinds

    def _names_causes(self) -> bool:
        """Whether causes are listed, each of which suffices: "a fracture caused by tumor, infection and trauma"."""
        links = [self.out[frame.start - 1] for frame in self.frames]
        return len(links) == 1 and self.frames[0].kind == "LINK" and links[0].value == "because of"

    def _placed_before(self) -> bool:
        """Whether the name just read has its place behind it: "infection at the injection site, and sepsis"."""
        named = len(self.out) > 1 and self.out[-2].type == "NOUN"
        return named and is_place(self.out[-1])

    def _told(self, run: list[Token]) -> bool:
        """Whether people of whom something is said end before a comma: "nursing women, emergency surgery, and ..."."""
        return run[0].type == "COMMA" and [token.type for token in self.out[-2:]] == ["NOUN", "PERSON"]

    def _are_of_women(self, *names: Token) -> bool:
        """Whether only women can have what is named, who seldom have both: "pregnant and lactating women"."""
        return all(each.type == "NOUN" and each.value.text.lower() in column("implied_sex") for each in names)

    def _denies_each(self, run: list[Token], j: int) -> bool:
        """Whether each member of a list is denied by itself, though "and" joins them: "no stroke and seizure"."""
        clause = self.out[self.clause_start() :]
        at = next((k for k in range(len(clause) - 1, -1, -1) if clause[k].type == "NEG"), None)
        if self.section != "inclusion" or self.frames or at is None:
            return False
        judged = at + 1 < len(clause) and clause[at + 1].type == "JUDGED"  # "no clinically significant A and B"
        sign, kinds = self.text[clause[at].start : clause[at].end].lower(), {t.type for t in clause[at + 1 + judged :]}
        said_or = any(each.type == "LOR" and "or" in each.value.written.lower().split() for each in clause[at + 1 :])
        parted = said_or and run[0].type == "COMMA"  # "no A or B, and C"
        plain = not (sign.startswith("non") or parted or self.item_has_value(j)) and kinds <= _LISTED
        right = self.tokens[j]
        named = right.type == "NOUN" or (right.type == "MOD" and right.value != "status=planned")
        return plain and named and not TOGETHER.search(self.text, clause[at].start, right.end)

    def _joins_clauses(self, k: int) -> bool:
        """Whether the connective at `k`, still to come, has a limit, an age or the beginning of a clause beside it."""
        before = next((t.type for t in reversed(self.tokens[:k]) if t.type not in CONNECTIVES | DROPPED), "START")
        m = k
        while m < len(self.tokens) and self.tokens[m].type in CONNECTIVES | DROPPED:
            m += 1
        if m == len(self.tokens):
            return False
        begins = BEGINS_CLAUSE | VALUES | {"AGE", "SCORED", "LENGTH", "IF", "FOR"} - {"OUTCOME"}
        limited = VALUES | {"AGE", "SCORED", "UNDERTAKING"}
        if before == "NOUN" and self._shares_limit(k, m):
            return False
        return before in limited or self.tokens[m].type in begins or self.item_has_value(m)

    def _limits_again(self, k: int) -> bool:
        """Whether the connective at `k` goes on with a limit of what is limited before it: "B <= 3, or <= 5"."""
        return next((token.type for token in self.tokens[k + 1 :] if token.type not in DROPPED), "") in VALUES

    def _shares_limit(self, k: int, m: int) -> bool:
        """Whether the limit at `m` is also said of the measurement before `k`: "bilirubin <= 1, AST or ALT <= 2"."""
        named = [self.tokens[k - 1], self.tokens[m]]
        return all(each.type == "NOUN" and each.value.domain == "measurement" for each in named)
