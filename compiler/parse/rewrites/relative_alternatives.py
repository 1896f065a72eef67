"""Relative clauses in "or", which tell of one name: "tumor refractory to therapy or for which no therapy exists".

The name is meant again in the second clause: "tumor refractory to therapy, or tumor for which no therapy exists".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import saying
from ..token import Token

_FOR_WHICH = re.compile(r"(?:for|in)\s+(?:which|whom)\b", re.IGNORECASE)
_THAT = re.compile(r"(?:that|which|who)\Z", re.IGNORECASE)
_IS = re.compile(r"(?:that|which|who)\s+(?:is|are)\b", re.IGNORECASE)
_ENDS = frozenset({"STOP", "SEMI", "DOT", "COLON", "LPAR", "RPAR", "CHILDREN"})
#: What joins the members of a list: a name in one may not be the only one that is told of.
_LISTED = frozenset({"COMMA", "AND", "OR", "ANDOR", "SLASH"})


@saying("that|wh(?:o|ich)")
def with_hosts(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "or for which" has the name that it tells of, and "that have failed" links to what failed."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if _is_that(tokens, i, text):
            if result[-1].type == "COMMA":
                result.pop()
            result.append(Token("LINK", token.start, token.end, "with"))
        else:
            result.append(token)
        i += 1
        if token.type in ("OR", "ANDOR") and (host := _host(result[:-1])):
            said = _FOR_WHICH.match(text, tokens[i].start) if i < len(tokens) else None
            if i < len(tokens) and tokens[i].type == "JUDGED" and _is_told(result[:-1], text):
                result += host  # "a condition that is unstable or | could jeopardize the safety"
            if said is not None:
                result += [*host, Token("LINK", tokens[i].start, said.end(), "for")]
                while i < len(tokens) and tokens[i].start < said.end():
                    i += 1
    return result


def _is_told(before: Sequence[Token], text: str) -> bool:
    """Whether a quality stands right before, told in a clause: "that is unstable"."""
    clause = [token.type for token in before[-2:]] == ["SKIP", "MOD"]
    return clause and _IS.match(text, before[-2].start, before[-2].end) is not None


def _is_that(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether "that" at `i` links a condition with a treatment that failed: "tumors that | have failed therapy"."""
    host = i - 2 if i > 1 and tokens[i - 1].type == "COMMA" else i - 1
    if host < 0 or i + 2 >= len(tokens) or tokens[i].type not in ("SKIP", "HAVE") or not _is_condition(tokens[host]):
        return False
    that = _THAT.match(text, tokens[i].start, tokens[i].end) is not None
    failed = tokens[i + 1].type == "MOD" and tokens[i + 1].value == "outcome=failed"
    named = tokens[i + 2].type == "NOUN" and tokens[i + 2].value.domain in ("drug", "procedure")
    return that and failed and named


def _is_condition(token: Token) -> bool:
    return token.type == "NOUN" and token.value.domain == "condition"


def _host(before: Sequence[Token]) -> Sequence[Token]:
    """The condition that was named last in the sentence, with its qualities; nothing where a list goes on behind it."""
    end = len(before) - (before[-1:] != [] and before[-1].type == "COMMA")
    while end and not _is_condition(before[end - 1]):
        if before[end - 1].type in _ENDS | _LISTED:
            return ()
        end -= 1
    start = end - 1
    while start > 0 and before[start - 1].type in ("MOD", "SKIP"):
        start -= 1
    listed = start > 0 and before[start - 1].type in _LISTED
    return () if listed or not end else [token for token in before[start:end] if token.type != "SKIP"]
