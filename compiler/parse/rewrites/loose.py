"""What stands apart from what it is said of, in the order that the grammar reads.

"(current or in the past 2 years)", "(acquired or congenital)" and ", diagnosed | at least 3 months ago" are said of the
name before them, "within 7 days | of first dose" has its direction inside the name of a point, and "14 days before
first dose until the end of the study" is two stretches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...rules.model import Qualifier
from ..layout.scene import spreads
from ..needing import needing, saying
from ..syntax.modifiers import KEYS
from ..token import Noun, Token

_TIMES = frozenset({"WITHIN", "PERIOD", "LENGTH", "BEFORE", "AFTER", "OF", "DURING", "AT", "ANCHOR", "SKIP"})
_JOINS = frozenset({"OR", "ANDOR", "COMMA"})
_SPANS = frozenset({"PERIOD", "LENGTH"})
_DIRECTIONS = frozenset({"BEFORE", "AFTER", "OF"})
_BEFORE_POINTS = _DIRECTIONS | {"AT"}
_DIAGNOSED = re.compile(r"\bdiagnosed$", re.IGNORECASE)
_TOLD = re.compile(r"(?:(?:first|initially|clinically)\s+)?(?:diagnosed|documented|established|confirmed|known)", re.I)
_END = re.compile(r"\b(?:end|completion|conclusion|termination|closure)\b", re.IGNORECASE)
_UNTIL = re.compile(r"until|up to|through(?:out)?", re.IGNORECASE)
#: How points that last are named: "during the 28-day baseline period".
_STRETCHES = ("period", "phase")
_CURRENT = "when=current"
_CLAUSE_ENDS = frozenset({"SEMI", "STOP", "DOT", "DASH", "COLON"})
_LIMITS = frozenset({"VALUE", "AMOUNT"})
_WITH = re.compile(r"with (?:an? )?", re.IGNORECASE)
_SEEN_BY = re.compile(
    r"(?P<by>by |on |upon |at )(?:a |the )?(?:(?:medical )?history|physical exam(?:ination)?)", re.IGNORECASE
)
_MEANS = frozenset({"procedure", "measurement"})
#: What stands before a name, so that qualities in brackets between them are of the name.
_BEFORE_NAMES = frozenset({"START", "SKIP", "MOD", "JUDGED"})
#: How many tokens ahead the next member of a list is looked for.
_NEAR = 8


def placed(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such times, qualities and examples stand as the grammar reads them."""
    found = _explained(_by_means(_dated(_diagnosed(tokens, text), text), text), text)
    found = _limited(_led(_with_examples(_unbracketed(found)), text), text)
    return _directed(_extended(_same_point(found), text), text)


@saying("diagnosed")
def _diagnosed(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Newly diagnosed with cancer" is newly diagnosed cancer."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        told = before is not None and before.type == "MOD" and text[token.start : token.end].lower() == "with"
        if told and before is not None and _DIAGNOSED.search(text, before.start, before.end):
            token = Token("SKIP", token.start, token.end)
        result.append(token)
    return result


@needing("COMMA")
def _dated(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Diabetes, diagnosed at least 3 months ago", "surgery, 3 months before screening": when, without the comma."""
    return [token for i, token in enumerate(tokens) if not (token.type == "COMMA" and _is_dated(tokens, i, text))]


def _is_dated(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a sign at `i` stands between a name and what only says when."""
    if not i or i + 2 >= len(tokens) or tokens[i - 1].type not in ("NOUN", "RPAR"):
        return False
    following, time = tokens[i + 1 : i + 3]
    told = following.type == "SKIP" and _TOLD.fullmatch(text, following.start, following.end) is not None
    if told:
        return time.type in _SPANS | {"WITHIN", "FORLEN", "BEFORE", "AFTER"}
    return following.type in _SPANS and time.type in ("BEFORE", "AFTER") and not _is_counted_from(tokens[:i])


def _is_counted_from(before: Sequence[Token]) -> bool:
    """Whether time is counted since the name that ends the tokens: "3 weeks since chemotherapy, 2 weeks since ..."."""
    counted = [token.type for token in before[:-1] if token.type not in ("MOD", "SKIP")][-2:]
    return len(counted) > 1 and counted[0] in _SPANS and counted[1] == "AFTER"


@saying("history|physical exam")
def _by_means(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "By history, physical examination or ECG": the first is one of the means by which a thing is known."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        seen = _SEEN_BY.fullmatch(text, token.start, token.end) if token.type == "MOD" else None
        of_result = bool(result) and result[-1].type == "OUTCOME"
        if seen and (of_result or _is_means_next(tokens, i + 1)):
            start = seen.end("by")
            if of_result:  # "abnormal findings on | physical examination"
                result[-1] = result[-1]._replace(end=start - 1)
            else:
                result.append(Token("LINK", token.start, start - 1, "by"))
            token = Token("NOUN", start, token.end, Noun(text[start : token.end], "procedure"))
        result.append(token)
    return result


def _is_means_next(tokens: Sequence[Token], i: int) -> bool:
    """Whether a connective and another means come next."""
    rest = [each for each in tokens[i : i + _NEAR - 1] if each.type not in ("SKIP", "MOD")][:2]
    listed = [each.type for each in rest[1:]] == ["NOUN"] and rest[0].type in _JOINS | {"AND"}
    return listed and rest[1].value.domain in _MEANS


@needing("DASH")
def _explained(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Impaired hepatic function - ALT > 2.5 x ULN": the limits behind the dash say what the name means."""
    return [
        token.retyped("COLON")
        if token.type == "DASH" and text[token.start - 1 : token.end + 1] == " - " and _is_explained(tokens, i)
        else token
        for i, token in enumerate(tokens)
    ]


def _is_explained(tokens: Sequence[Token], i: int) -> bool:
    """Whether an illness stands before a dash, and measures with limits behind it."""
    clause = list(takewhile(lambda token: token.type not in _CLAUSE_ENDS, tokens[i + 1 :]))
    measured = any(token.type in ("VALUE", "SCORED", "OUTSIDE") for token in clause)
    before, after = tokens[i - 1] if i else None, clause[0] if clause else None
    named = before is not None and before.type == "NOUN" and before.value.domain in ("condition", "measurement")
    return (
        named
        and measured
        and after is not None
        and (after.type == "SCORED" or (after.type == "NOUN" and after.value.domain == "measurement"))
    )


@needing("ANCHOR")
def _same_point(tokens: Sequence[Token]) -> list[Token]:
    """ "Before randomization on Day 1", "before screening [Visit 1]": another name of the point right behind it."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        before = result[-1].type if result and tokens[i].type == "ANCHOR" else "START"
        end = _other_name(tokens, i) if before in _BEFORE_POINTS else 0
        result.append(tokens[i]._replace(end=tokens[end].end) if end else tokens[i])
        i = max(i, end) + 1
    return result


def _other_name(tokens: Sequence[Token], i: int) -> int:
    """The index of the last token of another name of the point at `i`; 0 where none stands right behind it."""
    kinds = [token.type for token in tokens[i + 1 : i + 4]]
    if kinds == ["LPAR", "ANCHOR", "RPAR"]:
        return i + 3
    return i + 2 if kinds[:2] == ["AT", "ANCHOR"] else 0


@needing("LPAR")
def _unbracketed(tokens: Sequence[Token]) -> list[Token]:
    """Brackets fall off where they hold an opinion alone, or times or qualities of the name beside them."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _closing(tokens, i) if tokens[i].type == "LPAR" else i
        inside = tokens[i + 1 : end]
        after = tokens[end + 1].type if end + 1 < len(tokens) else "END"
        before = result[-1].type if result else "START"
        told = bool(inside) and before == "NOUN" and _is_of_time(inside)
        listed = any(token.type in _JOINS | {"AND"} for token in inside)
        qualified = (before == "NOUN" and listed) or (before in _BEFORE_NAMES and after in ("NOUN", "MOD"))
        inserted = after in ("NOUN", "MOD") and _is_alternative(inside)
        if inside and (_is_opinion(inside) or told or inserted or (qualified and _are_qualities(inside))):
            said = [token for token in inside if token.type != "DEF"]
            if inserted and before == "SKIP" and said[-1].value == "certainty=*":
                said = []  # "known (or suspected)" is all there is
            result += said
        else:
            result += tokens[i : end + 1]
        i = end + 1
    return result


def _closing(tokens: Sequence[Token], i: int) -> int:
    """The index of the bracket that closes the one at `i` with none between; `i` where there is none."""
    end = next((j for j in range(i + 1, len(tokens)) if tokens[j].type in ("LPAR", "RPAR", "STOP")), i)
    return end if tokens[end].type == "RPAR" else i


def _is_opinion(inside: Sequence[Token]) -> bool:
    return {token.type for token in inside} - {"SKIP"} == {"JUDGED"}


def _are_qualities(inside: Sequence[Token]) -> bool:
    """Whether tokens only qualify a name: "(acquired or congenital)"."""
    said = [token for token in inside if token.type not in _JOINS | {"AND", "DEF", "SKIP", "SLASH"}]
    return bool(said) and all(token.type == "MOD" and _key(token) in KEYS for token in said)


def _is_alternative(inside: Sequence[Token]) -> bool:
    """Whether tokens are "or" and one more quality: "known (or suspected) allergy", "prior (or current) asthma"."""
    said = [token for token in inside if token.type != "SKIP"]
    return len(said) > 1 and said[0].type in ("OR", "ANDOR") and all(token.type == "MOD" for token in said[1:])


def _key(token: Token) -> str:
    return token.value.key if isinstance(token.value, Qualifier) else str(token.value).partition("=")[0]


@needing("EG")
def _with_examples(tokens: Sequence[Token]) -> list[Token]:
    """ "Anticoagulation within 7 days; including heparin": a sign before examples parts them from nothing."""
    parted = ("SEMI", "COLON")
    return [
        token
        for i, token in enumerate(tokens)
        if not (i and token.type in parted and i + 1 < len(tokens) and tokens[i + 1].type == "EG")
    ]


@needing("COLON")
def _led(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "History of: asthma, eczema": a colon parts what opens a list from nothing; bullets behind it are read alone."""
    last = len(tokens) - 1
    return [
        token
        for i, token in enumerate(tokens)
        if not (token.type == "COLON" and 0 < i < last and _opens_list(tokens[i - 1], text))
    ]


@saying("with")
def _limited(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "> 100 or > 70 mg/dL with history of stroke": behind another limit "with" ties to it what it is for."""
    result: list[Token] = []
    for token in tokens:
        other = len(result) > 1 and result[-1].type in _LIMITS and result[-2].type in _JOINS
        tie = _WITH.match(text, token.start, token.end) if other and _opens_list(token, text) else None
        if tie is not None:
            result.append(Token("WITH", token.start, tie.end()))
            token = token._replace(start=tie.end())
        result.append(token)
    return result


def _opens_list(token: Token, text: str) -> bool:
    """Whether a quality is one of all names to come, and goes on with them: "history of", "treatment with"."""
    goes_on = text[token.start : token.end].lower().endswith((" of", " with"))
    return goes_on and token.type == "MOD" and spreads(token)


def _is_of_time(inside: Sequence[Token]) -> bool:
    """Whether tokens say when, and more than the grammar reads in a bracket: alternatives, or after "i.e."."""
    events = {i for i in range(1, len(inside)) if inside[i].type == "NOUN" and inside[i - 1].type in _DIRECTIONS}
    said = [token for i, token in enumerate(inside) if i not in events]
    kinds = {token.type for token in said if not (token.type == "MOD" and token.value == _CURRENT)}
    told = inside[0].type == "DEF" or kinds & _JOINS
    return bool(told and kinds & (_SPANS | {"ANCHOR"})) and kinds <= _TIMES | _JOINS | {"DEF"}


@needing("ANCHOR")
def _directed(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Within 7 days | of first dose", "within the 24-week | study period": a point right behind a length.

    What lies before the end of the study is asked of the study: of what came before it, no end tells anything.
    """
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        alone = before is not None and before.type == "BEFORE" and (len(result) < 2 or result[-2].type not in _SPANS)
        if alone and before is not None and token.type == "ANCHOR" and token.value == "study":
            ended = before.value == "end" or _END.search(text, token.start, token.end)
            result[-1] = before._replace(type="DURING", value="") if ended else before
        if token.type != "ANCHOR" or before is None or before.type not in _SPANS:
            result.append(token)
            continue
        said = text[token.start : token.end].lower()
        if said.startswith("of "):
            result.append(Token("OF", token.start, token.start + 2))
        elif said.startswith("pre"):
            result.append(Token("BEFORE", token.start, token.start + 3))
        elif len(result) > 1 and result[-2].type == "WITHIN" and (token.value == "study" or said.endswith(_STRETCHES)):
            result[-2:] = [Token("DURING", result[-2].start, before.end)]
        result.append(token)
    return result


@needing("BEFORE")
def _extended(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Within 14 days before first dose until the end of the study": before it, or during the study."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if token.type == "BEFORE" and i + 1 < len(tokens) else None
        goes_on = following is not None and _UNTIL.match(text, token.start, token.end) is not None
        if goes_on and following is not None and (following.type, following.value) == ("ANCHOR", "study"):
            back = [each.type for each in result[-3:]] if len(result) > 2 else []
            if back[:1] and back[0] in _SPANS and back[1:] == ["BEFORE", "ANCHOR"]:
                result += [token.retyped("OR"), Token("DURING", token.end, token.end)]
                continue
        result.append(token)
    return result
