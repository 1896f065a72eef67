"""How far what a word links goes on: "confirmed by CT, MRI or ultrasound", "infection with A, B or C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...rules.model import Value
from ...vocabulary import column
from ..names.lists import ORGAN
from ..terms.daily_doses import is_given
from ..token import Noun, Token
from .scene import CONNECTIVES, DROPPED, REACH, VALUES, Frame, spreads
from .verbs import Verbs

#: What limits or counts what comes behind it.
COUNTED = VALUES | {"TIMES", "SCORED"}
#: How a link begins that says what shows an illness: other illnesses, too.
_EVIDENCED = re.compile(r"\b(?:evidenced|manifested|indicated|characteri[sz]ed|demonstrated|marked) by", re.IGNORECASE)
#: How names end that go on with when the thing was given: "agents administered".
#: How what shows a value is tied to it.
_SHOWING = re.compile(r"(?:indicat|show|demonstrat|reveal|document)(?:s|es|ing|ed)?\b")
_GIVEN = re.compile(r"\b(?:administered|given|received)\Z", re.IGNORECASE)
#: How tests end that go on with when they were done: "a scan performed".
_DONE = re.compile(r"\b(?:performed|done|obtained|taken|conducted|carried out)\Z", re.IGNORECASE)
_REQUIRED = re.compile(r"\bha(?:s|ve|d|ving) (?:\w+ )?required\b", re.IGNORECASE)


class Linked(Verbs):
    """The part of the layout that knows which members of a list are linked, and which stand beside the host."""

    def alike(self, frame: Frame, j: int) -> bool:
        """Whether the noun on the right is of the kind that the linked phrase holds, and takes no limit of its own."""
        noun = next((t for t in self.out[frame.start :] if t.type == "NOUN"), None)
        kinds = {token.type for token in self.out[frame.start :]}
        if noun is None and (kinds <= {"MOD"} or ("NEG" in kinds and kinds <= {"MOD", "NEG", "JUNK"})):
            return not self.item_has_value(j)  # "with inhaled or systemic steroids"
        k = j
        while k < len(self.tokens) and (self.tokens[k].type in ("MOD", "SKIP") or self._joins_kinds(k)):
            if self.tokens[k].type == "MOD" and spreads(self.tokens[k]):
                return False
            k += 1
        if noun is None or k >= len(self.tokens) or self.tokens[k].type != "NOUN":
            return False
        right = self.tokens[k].value
        if self._is_host_again(frame, k):
            return False
        alike = isinstance(right, Noun) and (kin(right, noun.value) or self._are_means(frame, right, noun.value))
        alike = alike or self._excuses(frame) or self._are_causes(frame, self.tokens[k])
        return alike and (not self.item_has_value(j) or self._measures_by(frame, right))

    def _joins_kinds(self, k: int) -> bool:
        """Whether the connective at `k` joins two kinds of one thing: "antifungal or antiviral therapy"."""
        if self.tokens[k].type not in CONNECTIVES:
            return False
        before = next((t.value for t in reversed(self.tokens[:k]) if t.type not in CONNECTIVES), None)
        after = next((t.value for t in self.tokens[k:] if t.type not in CONNECTIVES), None)
        return before == after == ORGAN

    def _measures_by(self, frame: Frame, right: Noun) -> bool:
        """Whether the limit that follows is of the measurement made by these means: "LVEF by ECHO or MUGA >= 50%"."""
        host = self.out[frame.start - 2 : frame.start - 1]
        measured = [token.type for token in host] == ["NOUN"] and host[0].value.domain == "measurement"
        return measured and self.out[frame.start - 1].value == "by" and right.domain == "procedure"

    def _is_host_again(self, frame: Frame, k: int) -> bool:
        """Whether the host is named again, or another with the same link: "edema due to A or severe edema due to B"."""
        host = next((t.value.text for t in reversed(self.out[: frame.start - 1]) if t.type == "NOUN"), None)
        named = host is not None and self.tokens[k].value.text.lower() == host.lower()
        following = next((t for t in self.tokens[k + 1 :] if t.type not in DROPPED), None)
        opener = self.out[frame.start - 1]
        return named or (following is not None and following.type == "LINK" and following.value == opener.value)

    def is_of_treatment(self, token: Token, frame: Frame) -> bool:
        """Whether a dose, or how long something went on, is told of the treatment that an illness has.

        So is how long the treatment went on under which something was measured: "LVEF < 35 % on statins for 3 months".
        """
        opener = self.out[frame.start - 1]
        on = opener.value == "by" and self.text[opener.start : opener.end].lower().startswith("on")
        under = on or opener.value == "despite"
        if frame.kind != "LINK" or not (under or opener.value in _HAVING):
            return False
        host = next((each.value.domain for each in reversed(self.out[: frame.start]) if each.type == "NOUN"), None)
        linked = next((each.value.domain for each in reversed(self.out[frame.start :]) if each.type == "NOUN"), None)
        if host == "measurement":
            return under and token.type == "FORLEN" and linked in _TREATMENTS
        if host != "condition":
            return False
        dose = token.type == "VALUE" and linked in _TREATMENTS and _is_dose(token.value)
        return dose or (token.type == "FORLEN" and linked in _TREATMENTS)

    def measures_linked(self, frame: Frame) -> bool:
        """Whether a limit stands right behind something that another comes with, and is of that.

        So it is of what is counted or shown, and of measurements in a list.
        """
        linked = [each for each in self.out[frame.start :] if each.type != "MOD"]
        opener = self.text[self.out[frame.start - 1].start : self.out[frame.start - 1].end].lower()
        several = bool(linked) and (linked[0].type in COUNTED or opener in ("with a", "with an"))
        host = next((t.value.domain for t in reversed(self.out[: frame.start]) if t.type == "NOUN"), "measurement")
        counted = opener.startswith("with") and several
        shown = _SHOWING.search(opener) is not None  # "a scan showing LVEF >= 55 %"
        named = [each.value.domain for each in linked if each.type == "NOUN"]
        listed = set(named) == {"measurement"} and len(named) > 1  # "hepatitis with AST or ALT > 5 x ULN"
        ours = counted or shown or listed
        return ours and bool(linked) and linked[-1].type == "NOUN" and host != "measurement"

    def links_person(self, frame: Frame) -> bool:
        """Whether a link ties something to people, and to no name."""
        return frame.kind == "LINK" and [token.type for token in self.out[: frame.start - 1]][-1:] == ["PERSON"]

    def was_given(self, frame: Frame) -> bool:
        """Whether a time says when what is linked was given: "agents administered", "that has required surgery".

        Or done, to show an illness: "confirmed by a scan performed within 4 weeks". A measurement is as old as its
        test.
        """
        if frame.kind != "LINK":
            return False
        opener, last, host = self.out[frame.start - 1], self.out[-1], self.host_of(frame)
        given = _GIVEN.search(self.text[last.start : last.end]) is not None or self.not_recovered_from(frame)
        shown = opener.value in ("by", "confirmed") and host is not None and host.domain == "condition"
        given = given or (shown and _DONE.search(self.text[last.start : last.end]) is not None)
        return given or _REQUIRED.search(self.text[opener.start : opener.end]) is not None

    def host_of(self, frame: Frame) -> Noun | None:
        """The name that an opened phrase is of, which a link may part from it: "therapies for cancer, including A"."""
        linked = 0
        for token in reversed(self.out[: frame.start - 1]):
            linked += {"CLOSE": token.value == "LINK", "LINK": -1}.get(token.type, 0)
            if linked <= 0 and isinstance(token.value, Noun):
                return token.value
        return None

    def not_recovered_from(self, frame: Frame) -> bool:
        """Whether a link names the treatment from which someone has not recovered."""
        treated = self.out[-1].type == "NOUN" and self.out[-1].value.domain in ("drug", "procedure")
        caused = treated and self.out[frame.start - 1].value == "because of"
        return caused and any(token.value == "outcome=unresolved" for token in self.out[: frame.start])

    def _excuses(self, frame: Frame) -> bool:
        """Whether a link says why someone cannot do a thing, of whatever kind: "due to deafness or poor Spanish"."""
        opened = self.out[max(frame.start - 2, 0) : frame.start]
        return [token.type for token in opened] == ["UNDERTAKING", "LINK"] and opened[1].value == "because of"

    def _are_means(self, frame: Frame, one: Noun, two: Noun) -> bool:
        """Whether both names can show what they are linked to: "documented by ECG or angiography"."""
        shown = self.out[frame.start - 1].value in ("by", "confirmed")
        return shown and all(noun.domain in _MEANS for noun in (one, two))

    def _are_causes(self, frame: Frame, token: Token) -> bool:
        """Whether a name is a cause like the one before: "due to alcohol use, infection or trauma"."""
        caused = self.out[frame.start - 1].value == "because of"
        before = next((each.value.domain for each in reversed(self.out[frame.start :]) if each.type == "NOUN"), None)
        return caused and token.type == "NOUN" and {before, token.value.domain} <= {"condition", "observation"}

    def _needs(self, hosts: Sequence[Noun], frame: Frame) -> bool:
        """Whether what is linked completes the host: the causes of a lone name, "infection with A, B or C"."""
        opener = self.out[frame.start - 1]
        link = opener.value
        if _EVIDENCED.search(self.text, opener.start, opener.end):
            return len(hosts) == 1
        acts = {noun.text.lower().partition(" of ")[0].split()[-1] for noun in hosts}
        if len(hosts) > 1:
            return len(acts) == 1 and acts <= column("completed")  # "treatment of A or B with C, D or E"
        return link == "because of" or hosts[0].text.lower().split()[-1] in column("completed")

    def _last_of_list(self, frame: Frame) -> int:
        """Where the last member begins of a list with commas that "or" has ended; else where the clause begins."""
        start = self.clause_start()
        signs = [k for k in range(start, frame.start) if self.out[k].type in ("LOR", "LAND")]
        ended = len(signs) > 1 and self.out[signs[-1]].value.written.lower().strip(" ,") in ("or", "and", "and/or")
        return signs[-1] if ended and self.out[signs[-2]].value.written.strip() == "," else start

    def lists_on(self, frame: Frame, run: list[Token], j: int) -> bool:
        """Whether a comma goes on with what is linked, not with the host: "confirmed by CT, MRI or ultrasound".

        So it is where the host is of another kind, or needs what it is linked to, and "or" ends a list whose members
        all are of the linked kind.
        """
        hosts = [t.value for t in self.out[self._last_of_list(frame) : frame.start] if t.type == "NOUN"]
        linked = next((t.value for t in self.out[frame.start :] if t.type == "NOUN"), None)
        if linked is None or (hosts and kin(hosts[-1], linked) and not self._needs(hosts, frame)):
            return False
        ended = operator_said(run) is not None
        depth = 0
        for k in range(j, min(j + REACH, len(self.tokens))):
            token = self.tokens[k]
            depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
            if depth < 0:
                return False
            means = token.type == "NOUN" and self._are_means(frame, token.value, linked)
            means = means or self._excuses(frame) or self._are_causes(frame, token)
            if token.type == "NOUN" and not depth and not (means or kin(token.value, linked)):
                return False
            if ended and token.type == "NOUN" and not depth:
                return self.type_after(k) != "LINK"  # "requiring hospitalization, or surgery requiring anesthesia"
            if token.type in ("AND", "OR", "ANDOR") and not depth:
                ended = True
            elif depth or token.type in ("LPAR", "RPAR"):
                continue
            elif token.type not in ("NOUN", "COMMA", "SLASH") and not (
                token.type in DROPPED or (token.type == "MOD" and not spreads(token))
            ):
                return False
        return False


def _is_dose(value: Value) -> bool:
    """Whether a limit has a unit that is given: "1500 mg/day"."""
    ends = [end for end in (value.low, value.high) if end is not None]
    return bool(ends) and all(is_given(end.unit) for end in ends)


def kin(one: Noun, two: Noun) -> bool:
    """Whether two names are of one kind."""
    return kind(one.domain) == kind(two.domain)


def kind(domain: str) -> str:
    """The kind of names of a domain: what is given, what is done to a patient, and where, are of one."""
    return _TREATMENT.get(domain, domain)


#: Links to what is done for an illness, and of which domains that is.
_HAVING = frozenset({"with", "by", "despite"})
_TREATMENTS = frozenset({"drug", "procedure", "device"})
#: What shows an illness: a scan, a laboratory test, a history.
_MEANS = frozenset({"procedure", "measurement", "device"})
_TREATMENT = {"drug": "procedure", "device": "procedure", "visit": "procedure"}


def operator_said(run: Sequence[Token]) -> str | None:
    for token in run:
        if token.type in ("OR", "ANDOR"):
            return "or"
        if token.type in ("AND", "BUT"):
            return "and"
    return None
