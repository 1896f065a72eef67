"""How far an opened phrase goes: whether a connective inside it still joins what it holds."""

from __future__ import annotations

import re
from itertools import takewhile

from ...vocabulary import column
from ..terms.permissions import LETS_IN
from ..token import Token
from .linked import operator_said
from .operators import Operators
from .scene import RESULTS, TIME, VALUES, Frame

#: How a sentence of examples begins, which are of the sentence before it.
OF_BEFORE = re.compile(r"this|these|examples", re.IGNORECASE)
#: The name of a growth: such are excepted from cancers.
_GROWTH = re.compile(
    r"cancer|tumou?r|malignan|neoplas|dysplas|leuka?emia|\w+oma(?:s|ta)?\b|in situ|polyp|skin|cervi"
    r"|(?-i:\b[A-Z]{2,5}\b)",
    re.IGNORECASE,
)
_LISTS = frozenset({"LOR", "LAND", "COR", "CAND"})
#: What may be given or done.
_TREATMENT = re.compile(r"(?:treatments?|therap(?:y|ies)|interventions?|modalit(?:y|ies))\Z", re.IGNORECASE)
#: What goes on behind a result with what is not so.
_WITHOUT = re.compile(r"and (?:with|without)\b", re.IGNORECASE)
#: How an exception begins that only names what is not meant: what comes behind it is said of the others.
_ANOTHER = frozenset({"other than", "others than", "apart from", "aside from", "besides", "than"})
#: How the patient who was spoken of is named again.
_THE_PATIENT = re.compile(
    r"\s+(?:(?:the|this) (?:patient|subject|participant|individual|person)s?|they|he|she|it)\b", re.IGNORECASE
)


class Staying(Operators):
    """The part of the layout that knows whether an opened phrase goes on behind a connective."""

    def stays(self, frame: Frame, run: list[Token], j: int) -> bool:
        """Whether an opened phrase goes on after this connective."""
        right = self.tokens[j].type
        said = any(token.type in ("AND", "OR", "ANDOR", "SLASH") for token in run)
        comma = any(token.type == "COMMA" for token in run)
        semi = any(token.type == "SEMI" for token in run)
        starts = right in ("SUBJ", "UNDERTAKING", "MUST") or (
            right in ("NEG", "NEVER") and frame.kind not in ("COLON", "GROUP", "DEF")
        )
        match frame.kind:
            case "GROUP" if frame.limits:
                return not semi and operator_said(run) != "and" and self.limited_at(j)
            case "GROUP" | "COLON":
                return True
            case "LEAD":
                if comma and not said and frame.until < 0:
                    self.closed_lead = True
                    return False
                return frame.until < 0 or self.tokens[j].start < frame.until
            case "LINK" if said and right in ("NOUN", "MOD") and self._limited_with_next(frame, j):
                stays = not semi  # "hepatitis with AST or ALT > 5 x ULN"
            case "LINK" | "EVENT":
                listed = self.lists_on(frame, run, j) if comma else said
                stays = listed and not semi and not starts and self.alike(frame, j)
                stays = stays or (said and right in TIME and self._is_timed(frame))
            case "EG" if self.is_all_example(frame):
                stays = True
            case "EG" if said and not comma and right in VALUES and self._only_measured(frame):
                stays = not semi  # "including QTcF > 450 ms in males or > 470 ms in females"
            case "EG" if self.ends_list(frame, run):
                stays = False
            case "EG" if [token.type for token in run] == ["SLASH"] and self.type_before() == right == "NOUN":
                stays = True  # "such as A, or B/C"
            case "EG":
                stays = (
                    not frame.done
                    and not semi
                    and not starts
                    and (not self.item_has_value(j) or self._only_measured(frame))
                    and self.same_kind(frame, j, said)
                )
                inside = right == "INCREASE" and self.type_before() == "MOD"  # "new or worsening epilepsy"
                frame.done = stays and said and not (inside or self._announced(frame) or self._of_a_kind(frame))
            case "DEF":
                stays = not starts and not (comma and said and not frame.commas and not self.item_has_value(j))
                frame.commas = frame.commas or comma
            case "IF":
                stays = (
                    said
                    and not comma
                    and not semi
                    and not starts
                    and right not in VALUES | {"IF", "FOR", "LENGTH"}
                    and not self.item_has_value(j)
                )
            case "WITHOR" if right == "AGE" or (comma and self._is_of_list(frame)):
                stays = False  # "..., with or without B, or a history of C"
            case "EXCEPT" if semi and not starts and right in ("NOUN", "MOD") and self.excepts_on(frame, run[0]):
                stays = True
            case "EXCEPT" | "UNLESS" if said and not comma and right in VALUES and self.only_qualities(frame):
                stays = True  # "except if mild and > 5 cm"
            case "EXCEPT" if self._is_of_sentence(frame) and right in ("NEG", "NEVER"):
                stays = not semi  # "patients with a prior cancer but without disease are eligible"
            case "EXCEPT" | "UNLESS" if right in ("NEG", "NEVER") and self._lacks_more(frame, run, j):
                stays = not semi  # "cancer except if treated and without recurrence"
            case "EXCEPT" | "UNLESS" if self.out[frame.start - 1].value == LETS_IN or self._is_of_the_same(run, j):
                stays = not semi  # "patients are eligible if stable and they are off steroids"
            case "EXCEPT" if comma and said and self.names_any(run, j):
                stays = False  # "disease except asthma, or any condition that ..."
            case "EXCEPT" if comma and operator_said(run) == "or" and self._goes_back(frame, j):
                stays = False  # "cancer other than skin cancer, or heart failure"
            case _:
                stays = not semi and not starts and not (frame.done and not said) and right not in VALUES
        return stays

    def _limited_with_next(self, frame: Frame, j: int) -> bool:
        """Whether what ends a link is measured, and the limit behind the next measurement is its own as well."""
        held = self.out[frame.start :]
        measured = bool(held) and held[-1].type == "NOUN" and held[-1].value.domain == "measurement"
        told = len(held) > 1 and held[-2].type == "MOD" and str(held[-2].value).startswith("outcome=")
        return measured and not told and self.limited_at(j)

    def _goes_back(self, frame: Frame, j: int) -> bool:
        """Whether what is named at `j` is none of what is excepted, by its kind, and stands beside their host."""
        excepted = [token.value for token in self.out[frame.start :] if token.type == "NOUN"]
        named = next((token.value for token in self.tokens[j : j + 3] if token.type == "NOUN"), None)
        host = self.host_of(frame)
        if not excepted or named is None or host is None:
            return False
        if all(each.domain != named.domain for each in excepted):
            return named.domain in (host.domain, "measurement")
        grown = [_GROWTH.search(name.text) is not None for name in (host, *excepted, named)]
        return named.domain == host.domain == "condition" and grown[0] and grown[1] and not grown[-1]

    def _is_of_sentence(self, frame: Frame) -> bool:
        """Whether a whole sentence is an exception to the one before it."""
        opener = self.out[frame.start - 1]
        return opener.start == opener.end

    def _is_of_list(self, frame: Frame) -> bool:
        """Whether commas set a "with or without" apart, or stand between the members of the list that it is in.

        Those behind a "whether" part what it names.
        """
        opener = self.out[frame.start - 1]
        apart = self.text[: opener.start].rstrip().endswith(",")
        sentence = takewhile(lambda token: token.type != "STOP", reversed(self.out[: frame.start]))
        of_list = apart or any(token.type in _LISTS for token in sentence)
        return of_list and self.text[opener.start : opener.end].lower().startswith("with")

    def _is_of_the_same(self, run: list[Token], j: int) -> bool:
        """Whether "and" goes on with the patient who was spoken of: "unless resected and the patient is stable"."""
        return operator_said(run) == "and" and _THE_PATIENT.match(self.text, run[-1].end) is not None

    def _lacks_more(self, frame: Frame, run: list[Token], j: int) -> bool:
        """Whether what is excepted must lack something as well: "except tumors treated and with no recurrence".

        Among exclusions nothing else goes on so: nobody is kept out for what he lacks. An exception between commas is
        over: "women, unless sterile, and not using contraception".
        """
        opener, sign = self.out[frame.start - 1], self.text[self.tokens[j].start : self.tokens[j].end].lower()
        if operator_said(run) != "and" or sign.startswith("non"):
            return False
        inside = self.out[frame.start :]
        listed = any(token.type in _LISTS and "," in token.value.written for token in inside)
        if run[0].type == "COMMA" and not listed and self.text[: opener.start].rstrip().endswith((",", ";")):
            return False
        if self.section == "exclusion" and not self.names_another(opener):
            return True
        told = inside[-1].type == "MOD" and str(inside[-1].value).startswith(RESULTS)
        return told and _WITHOUT.match(self.text, run[-1].start) is not None

    def names_another(self, opener: Token) -> bool:
        """Whether an exception only names what is not meant."""
        return self.text[opener.start : opener.end].lower() in _ANOTHER

    def only_qualities(self, frame: Frame) -> bool:
        """Whether an opened phrase has said qualities so far, and named nothing."""
        return {token.type for token in self.out[frame.start :]} == {"MOD"}

    def _only_measured(self, frame: Frame) -> bool:
        """Whether all examples so far are limits, so that more may come: "including INR > 1.4 or platelets < 50"."""
        named = [token for token in self.out[frame.start :] if token.type in VALUES | {"NOUN"}]
        measured = [token.value.domain == "measurement" for token in named if token.type == "NOUN"]
        return bool(measured) and all(measured) and named[-1].type in ("VALUE", "PRESSURE")

    def _announced(self, frame: Frame) -> bool:
        """Whether a colon or a sentence of its own opens the examples, so that they go on to its end."""
        opener = self.out[frame.start - 1]
        colon = ":" in self.text[opener.end - 1 : opener.end + 1]
        return colon or OF_BEFORE.match(self.text, opener.start) is not None

    def _of_a_kind(self, frame: Frame) -> bool:
        """Whether the examples are of a name that alone names nothing: "medications such as A and B, C or D"."""
        host = self.host_of(frame)
        return host is not None and host.text.lower() in column("unspecific")

    def same_kind(self, frame: Frame, j: int, last: bool = False) -> bool:
        """Whether an example may go on: drugs are no examples beside a procedure, nor an illness before a measurement.

        A measurement that "or" adds to illnesses stands beside their host: "including angina, or abnormal ECG".
        """
        first = next((t.value.domain for t in self.out[frame.start :] if t.type == "NOUN"), None)
        right = next((t.value.domain for t in self.tokens[j : j + 3] if t.type == "NOUN"), None)
        if (first, right) == ("drug", "procedure"):
            return self._is_of_treatments(frame)
        return (first, right) != ("condition", "measurement") or not (last or self._shares_limit_later(j))

    def _shares_limit_later(self, j: int) -> bool:
        """Whether the measurement at `j` is limited with the next: "including cirrhosis, AST or ALT > 3 x ULN"."""
        rest = list(takewhile(lambda token: token.type not in ("STOP", "SEMI", "LPAR", "RPAR"), self.tokens[j:]))
        behind = [k for k, token in enumerate(rest) if token.type in ("OR", "AND", "ANDOR", "SLASH")][:1]
        return any(self.limited_at(j + k + 1) for k in behind)

    def _is_of_treatments(self, frame: Frame) -> bool:
        """Whether examples are of treatment in general, be it given or done: "treatment such as A or radiotherapy"."""
        host = self.host_of(frame)
        return host is not None and _TREATMENT.search(host.text) is not None

    def _is_timed(self, frame: Frame) -> bool:
        """Whether a link holds a time, and another may follow: "by a scan done within 4 weeks or at screening"."""
        return frame.kind == "LINK" and any(token.type in TIME for token in self.out[frame.start :])
