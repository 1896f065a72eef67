"""Studies with all that is said of them: "cancer prevention study", "a study investigating IL-17 antagonists".

What a study is about is nothing that the patient has: the words from the first to "study", and from "investigating" on,
are one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import saying
from ..token import Noun, Token
from .lists import CONNECTIVES, ORGAN
from .name_bounds import ENDS, is_abbreviation

_UNKNOWN = frozenset({"WORD", "UNFIT"})
_STUDY = re.compile(r"(?:stud(?:y|ies)|trials?|program(?:me)?s?)", re.IGNORECASE)
_ENDS_IN_STUDY = re.compile(rf"(?:.*\W)?{_STUDY.pattern}", re.IGNORECASE)
_ABOUT = re.compile(r"(?:investigat|evaluat|test|assess|study|examin|explor)ing", re.IGNORECASE)
#: What is investigated, in the list of several.
_TRIED = frozenset({"drug", "device", "procedure"})
#: The most words between a name and the "study" that it belongs to: "malaria | human challenge study".
_LONGEST = 3


@saying(r"(?:stud(?:y|ies)|trials?|program(?:me)?s?)\b")
def with_studies(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such names are one, of an observation."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _kind_end(tokens, i, text) or i + 1
        end = _subject_end(tokens, end, text) or end
        if end > i + 1:
            start, last = tokens[i].start, tokens[end - 1].end
            result.append(Token("NOUN", start, last, Noun(text[start:last], "observation", True)))
        else:
            result.append(tokens[i])
        i = end
    return result


def _said(token: Token, text: str) -> str:
    return text[token.start : token.end]


def _kind_end(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index after the "study" whose kind the name at `i` begins to tell; 0 where none follows."""
    if tokens[i].type != "NOUN":
        return 0
    end = i + 1
    while end < len(tokens) and tokens[end].type in _UNKNOWN and tokens[end].start == tokens[end - 1].end + 1:
        end += 1
        if _STUDY.fullmatch(_said(tokens[end - 1], text)):
            return end if 2 < end - i <= _LONGEST + 1 else 0
    return 0


def _subject_end(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index after what the study before `i` investigates; 0 where nothing says so."""
    study = tokens[i - 1]
    named = study.type in _UNKNOWN | {"NOUN"} and _ENDS_IN_STUDY.fullmatch(_said(study, text))
    if not named or i >= len(tokens) or not _ABOUT.fullmatch(_said(tokens[i], text)):
        return 0
    end = i + 1
    while end < len(tokens) and (step := _step(tokens, end, text)):
        end += step
    while tokens[end - 1].type == "SKIP":
        end -= 1
    whole = end == len(tokens) or tokens[end].type in ENDS | {"STOP"}
    return end if whole and end > i + 1 else 0


def _step(tokens: Sequence[Token], i: int, text: str) -> int:
    """How many tokens at `i` go on with what is investigated: a word, or the abbreviation of one in brackets."""
    if tokens[i].type in _UNKNOWN | {"NOUN", "MOD", "SKIP"}:
        return 1
    bracket = [token.type for token in tokens[i : i + 3]]
    short = bracket in (["LPAR", each, "RPAR"] for each in ("NOUN", "WORD"))
    if short and is_abbreviation(_said(tokens[i + 1], text)):
        return 3
    return 1 if _lists(tokens, i) else 0


def _lists(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` joins what is investigated to something else that may be: "another device or drug"."""
    if tokens[i].type not in CONNECTIVES or tokens[i].type == "COMMA":
        return False
    rest = tokens[i + 1 :]
    following = next((each for each in rest if each.type not in ("SKIP", "MOD") or each.value == ORGAN), None)
    return following is not None and (
        following.value == ORGAN or (following.type == "NOUN" and following.value.domain in _TRIED)
    )
