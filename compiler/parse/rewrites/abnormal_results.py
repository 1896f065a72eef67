"""Results that are not normal, and yet let in: "normal ECG or, if abnormal, not clinically significant".

"Abnormal" is said of the tests named before, and what follows it of that case alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...vocabulary import column
from ..token import Token

_ALTERNATIVES = frozenset({"OR", "ANDOR"})
_SMALL = frozenset({"COMMA", "SKIP"})
_GOES_ON = _SMALL | {"BUT", "AND", "MUST", "HAVE"}
_SENTENCE_ENDS = frozenset({"STOP", "SEMI", "DOT", "NEG"})
_TESTED = frozenset({"measurement", "procedure", "observation"})
_DENIED = re.compile(r"\b(?:not|non)\b", re.IGNORECASE)


def with_tests(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a result is a case with the names of the tests."""
    if not any(_is_abnormal(token, text) for token in tokens):
        return list(tokens)
    result: list[Token] = []
    rest = _without_brackets(tokens, text)
    i = 0
    while i < len(rest):
        judged = _judged(rest, i, text)
        tests = _tests(result) if judged else []
        if not tests:
            result.append(rest[i])
            i += 1
            continue
        at, end = rest[i].start, rest[i].end
        while result[-1].type in _SMALL | {"IF"}:
            result.pop()
        if result[-1].type not in _ALTERNATIVES:
            result.append(Token("OR", at, at, ""))
        result += [Token("IF", at, at, ""), rest[i], *tests, Token("COMMA", end, end)]
        i = judged
        if rest[i].type == "EXCEPT":  # "but not"
            result.append(rest[i].retyped("NEG"))
            i += 1
    return result


def _is_abnormal(token: Token, text: str) -> bool:
    if token.type not in ("MOD", "OUTCOME"):
        return False
    said = text[token.start : token.end].lower()
    return said in column("interpretations") and said != "normal"


def _without_brackets(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens without the brackets that hold nothing else than such a case: "(or if abnormal, ...)"."""
    result: list[Token] = []
    closing = -1
    for i, token in enumerate(tokens):
        if token.type == "LPAR":
            begins = list(takewhile(lambda each: each.type in _ALTERNATIVES | _SMALL | {"IF"}, tokens[i + 1 :]))
            case = i + 1 + len(begins)
            told = any(each.type != "SKIP" for each in begins)
            if told and case < len(tokens) and _is_abnormal(tokens[case], text):
                closing = next((j for j in range(i, len(tokens)) if tokens[j].type == "RPAR"), -1)
                continue
        if i != closing:
            result.append(token)
    return result


def _judged(tokens: Sequence[Token], i: int, text: str) -> int:
    """Where what is asked of the case begins whose result stands at `i`: the "not" of "or abnormal, but not ..."."""
    if not _is_abnormal(tokens[i], text):
        return 0
    before = next((token.type for token in reversed(tokens[:i]) if token.type not in _SMALL), "START")
    j = i + 1
    while j < len(tokens) and tokens[j].type in _GOES_ON:
        j += 1
    kinds = [token.type for token in tokens[j : j + 2]]
    denied = kinds in (["NEG", "JUDGED"], ["EXCEPT", "JUDGED"])
    opinion = kinds[:1] == ["JUDGED"] and (before == "IF" or _DENIED.search(text, tokens[j].start, tokens[j].end))
    return j if before in _ALTERNATIVES | {"IF"} and (denied or opinion) else 0


def _tests(before: Sequence[Token]) -> list[Token]:
    """The tests named in the sentence so far, joined by "or"."""
    found: list[Token] = []
    depth = 0
    for token in reversed(before):
        depth += {"RPAR": 1, "LPAR": -1}.get(token.type, 0)
        if token.type in _SENTENCE_ENDS:
            break
        if token.type == "NOUN" and not depth:
            if token.value.domain not in _TESTED:
                return []
            found = [token, *([Token("OR", token.end, token.end, "")] if found else []), *found]
    return found
