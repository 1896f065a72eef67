"""Places inside an organ, which something involves: "involving the center of the macula"."""

from __future__ import annotations

from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token
from .lists import CONNECTIVES

#: What the words of a place are read as before they are a name.
_UNKNOWN = frozenset({"WORD", "UNFIT"})
_OF = frozenset({"of", "of the"})
_ARTICLES = frozenset({"the", "a", "an", "either", "any", "of the"})
#: The most unknown words of a place on one side of "of".
_LONGEST = 3
#: How many tokens before the place another link still governs the name that has it.
_NEAR = 5


@needing("LINK")
def with_centres(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a place, behind the word that says what it has, is one name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        result.append(tokens[i])
        i += 1
        if result[-1].type != "LINK" or result[-1].value != "site":
            continue
        start = i + (i < len(tokens) and tokens[i].type == "SKIP" and _said(tokens[i], text) in _ARTICLES)
        end = _end(tokens, start, text)
        if end > start:
            last = end - 1
            if end < len(tokens) and tokens[end].type == "MOD" and tokens[end].value == "side=*":
                if _is_linked(result):
                    last = end  # "secondary to diabetes involving the macula in the study eye"
                else:
                    result.insert(-1, tokens[end])  # "involving the macula | in the study eye" is of what involves it
                end += 1
            extent = tokens[start].start, tokens[last].end
            result += [*tokens[i:start], _place(extent, text)]
            i = end
            while (places := _next(tokens, i, text)) is not None:
                begins, end = places
                result += [*tokens[i:begins], _place((tokens[begins].start, tokens[end - 1].end), text)]
                i = end
    return result


def _place(extent: tuple[int, int], text: str) -> Token:
    return Token("NOUN", *extent, Noun(text[slice(*extent)], "observation", True))


def _next(tokens: Sequence[Token], i: int, text: str) -> tuple[int, int] | None:
    """Where the next place of a list begins and ends, which no name goes on behind: "the cecum | or rectum"."""
    start = i
    while start < len(tokens) and (tokens[start].type in CONNECTIVES or _said(tokens[start], text) in _ARTICLES):
        start += 1
    if start in (i, len(tokens)) or not any(token.type in CONNECTIVES for token in tokens[i:start]):
        return None
    known = tokens[start].type == "NOUN" and _said(tokens[start], text) in column("body_parts")
    end = start + 1 if known else _end(tokens, start, text)
    goes_on = end < len(tokens) and tokens[end].type in _UNKNOWN | {"NOUN", "MOD"}
    return (start, end) if end > start and not goes_on else None


def _is_linked(before: Sequence[Token]) -> bool:
    """Whether the name that has the place is itself linked to another: "edema secondary to diabetes | involving"."""
    return any(token.type == "LINK" for token in before[-_NEAR:-1])


def _end(tokens: Sequence[Token], start: int, text: str) -> int:
    """Where the place that begins at `start` ends; `start` where none does."""
    end = _run(tokens, start)
    if end > start and end < len(tokens) and tokens[end].type == "SKIP" and _said(tokens[end], text) in _OF:
        end = _run(tokens, end + 1)
    known = end > start and _said(tokens[end - 1], text) in column("body_parts")
    return end if known else start


def _run(tokens: Sequence[Token], start: int) -> int:
    end = start
    while end < len(tokens) and end - start < _LONGEST and tokens[end].type in _UNKNOWN:
        end += 1
    return end


def _said(token: Token, text: str) -> str:
    return text[token.start : token.end].lower()
