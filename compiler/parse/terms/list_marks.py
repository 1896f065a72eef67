"""The marks of a list inside a sentence: "a) ... b) ...", "(i) ... (ii) ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.term import Term
from ..token import Token

#: What goes on with the list that it stands right before.
_GOES_ON = frozenset({"NEG", "NEVER", "MOD", "LINK", "WITH"})
#: The value of the small word that the mark of a list is.
MARK = "mark"

_MARK = re.compile(r"[a-h]|[ivx]{1,4}|\d", re.IGNORECASE)
#: What the mark of a list stands behind, where it is not the first.
_BEFORE_MARKS = frozenset({"COMMA", "SEMI", "COLON", "DOT", "AND", "OR", "ANDOR", "LPAR", "SKIP"})

_NUMBER = re.compile(r"\d{1,2}\.?")


def without_marks(terms: Sequence[Term], text: str) -> list[Term]:
    """Terms without the marks of a list inside a sentence: "a) ... b) ...", "(i) ... (ii) ..."."""
    kept: list[Term] = []
    depth = 0
    for i, term in enumerate(terms):
        following = terms[i + 1] if i + 1 < len(terms) else None
        if _is_dotted_mark(terms, i, text) and (not kept or kept[-1].type in _BEFORE_MARKS):
            kept.append(Term("SKIP", term.start, term.end, MARK))
            continue
        if term.type == "LPAR":
            depth += 1
        if term.type == "RPAR":
            marks = depth == 0 or (len(kept) > 1 and kept[-2].type == "LPAR")
            if marks and kept and _MARK.fullmatch(text[kept[-1].start : kept[-1].end]) and following is not None:
                start = kept.pop().start
                if depth and kept:
                    start = kept.pop().start
                kept.append(Term("SKIP", start, term.end, MARK))
                depth = max(depth - 1, 0)
                continue
            depth = max(depth - 1, 0)
        kept.append(term)
    last = len(kept) - 1 - (bool(kept) and kept[-1].type == "DOT")
    if last > 0 and _is_next_mark(kept[last], text):
        kept[last] = Term("SKIP", kept[last].start, kept[last].end)
    return kept


def is_letter(token: Token) -> bool:
    """Whether a name is told by its letter alone, and so goes on with the name before: "hepatitis A, B or C"."""
    return token.type == "NOUN" and token.end - token.start <= len("C.") < len(token.value.text)


def is_mark(token: Token) -> bool:
    return (token.type, token.value) == ("SKIP", MARK)


def marks_next(tokens: Sequence[Token], start: int, j: int) -> Token | None:
    """The mark of a list between what starts at offset `start` and token `j`, with nothing but small words."""
    before = takewhile(lambda token: token.start >= start, reversed(tokens[:j]))
    return next((token for token in before if is_mark(token)), None)


def joined_by(tokens: Sequence[Token], mark: Token, text: str) -> str | None:
    """ "and" or "or", whichever joins the members of the list with marks like `mark`, one of which denies something.

    "1) A, 2) B and not C, or 3) D". None where no member does, or where the list goes on with what stands before it:
    "no history of 1) A, 2) B".
    """
    kind = _kind(text[mark.start : mark.end])
    said: str | None = None
    led, denies = "", False
    for i, token in enumerate(tokens):
        if token.type == "STOP":
            if token.start > mark.start:
                break
            said, led, denies = None, "", False
        elif is_mark(token) and _kind(text[token.start : token.end]) == kind:
            word = tokens[i - 1].type if i else "START"
            led = led or word
            said = "or" if word in ("OR", "ANDOR") else "and" if word == "AND" else said
        denies = denies or token.type in ("NEG", "NEVER")
    return said if denies and led not in _GOES_ON else None


def _kind(mark: str) -> str:
    """Whether a mark is a number or a letter; a Roman number counts as a letter."""
    return "number" if any(sign.isdigit() for sign in mark) else "letter"


def _is_next_mark(last: Term, text: str) -> bool:
    """Whether the mark of the next item of a list was left at the end: "platelets < 100,000/mm3. 17"."""
    numbers = last.type == "NUMBER" and _NUMBER.fullmatch(text, last.start, last.end) is not None
    return numbers and text[: last.start].rstrip().endswith((".", ";"))


def _is_dotted_mark(terms: Sequence[Term], i: int, text: str) -> bool:
    """Whether the mark of a list stands at `i`: "a.", or the "ii" of "ii."."""
    if terms[i].type != "WORD" or i + 1 >= len(terms):
        return False
    said = text[terms[i].start : terms[i].end]
    dotted = said.endswith(".") or terms[i + 1].type == "DOT"
    return dotted and bool(_MARK.fullmatch(said.rstrip(".")))
