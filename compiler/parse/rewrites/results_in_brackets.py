"""Results in brackets behind an illness, which it comes with: "hepatitis C (HCV RNA positive)".

A result that stands before its test shows the illness: "pregnancy (positive pregnancy test)".
"""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.trial import Section
from ..needing import needing
from ..token import Token

_JOINS = frozenset({"COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP"})
#: What a result may show: a name that has none itself.
_SHOWN = frozenset({"condition", "observation"})
_CLAUSE_ENDS = frozenset({"COMMA", "SEMI", "STOP", "DOT", "AND", "OR", "ANDOR"})


@needing("LPAR")
def with_results(tokens: Sequence[Token], section: Section) -> list[Token]:
    """Tokens in which such a bracket is tied to the illness; of one that is denied, the results stand beside it."""
    result: list[Token] = []
    rest = list(tokens)
    for i, token in enumerate(rest):
        end = _end(rest, i) if token.type == "LPAR" and result and _is_illness(result[-1]) else 0
        denied = bool(end) and _is_denied(result)
        if not end or (denied and section == "exclusion"):
            result.append(token)
        elif denied:
            result.append(Token("SEMI", token.start, token.end))
            rest[end] = rest[end]._replace(type="SKIP", value=None)
        else:
            result += [token, Token("LINK", token.end, token.end, "with")]
            rest[i:end] = [each.retyped("AND") if each.type == "COMMA" else each for each in rest[i:end]]
    return result


@needing("LPAR")
def shown_in_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which what shows an illness is linked to it by "by"."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if token.type == "LPAR" and i and _shows(tokens[i - 1 : i + 4]):
            result.append(Token("LINK", token.end, token.end, "by"))
    return result


def _shows(tokens: Sequence[Token]) -> bool:
    """Whether an illness and a bracket that only holds a measurement with its result stand there."""
    if len(tokens) < 5 or tokens[4].type != "RPAR" or tokens[0].type != "NOUN":
        return False
    found, named = sorted(tokens[2:4], key=lambda token: token.type == "NOUN")
    measured = named.type == "NOUN" and named.value.domain == "measurement"
    return measured and tokens[0].value.domain in _SHOWN and _is_result(found)


def _is_illness(token: Token) -> bool:
    return token.type == "NOUN" and token.value.domain == "condition"


def _is_result(token: Token) -> bool:
    return token.type == "OUTCOME" or (token.type == "MOD" and str(token.value).startswith("outcome="))


def _end(tokens: Sequence[Token], i: int) -> int:
    """The index of the bracket that closes the one at `i`, which holds tests and their results alone; else 0."""
    j = i + 1
    while j + 1 < len(tokens) and tokens[j].type == "NOUN" and _is_result(tokens[j + 1]):
        j += 2
        if j < len(tokens) and tokens[j].type == "RPAR":
            return j
        while j < len(tokens) and tokens[j].type in _JOINS:
            j += 1
    return 0


def _is_denied(before: Sequence[Token]) -> bool:
    """Whether what ends the tokens is denied."""
    for token in reversed(before):
        if token.type in _CLAUSE_ENDS:
            return False
        if token.type in ("NEG", "NEVER"):
            return True
    return False
