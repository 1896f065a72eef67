"""Plans that name nothing: "immunoglobulins within 3 months before the study, or planned administration during it".

What is planned is all that was named before, the whole list. The names are said again behind "planned".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..needing import needing
from ..syntax.modifiers import KEYS
from ..token import Token

_PLANNED = "status=planned"
_JOINS = frozenset({"OR", "ANDOR", "AND", "COMMA"})
_LISTED = frozenset({"NOUN", "MOD", "COMMA", "AND", "OR", "ANDOR", "SLASH", "SKIP"})
_TIMES = frozenset({"WITHIN", "DURING", "BEFORE", "AFTER", "AT", "SINCE"})
_ENDS = frozenset({"STOP", "SEMI", "DOT", "COLON", "NEG"})
_TREATMENTS = frozenset({"drug", "device", "procedure"})
#: What may stand between "planned" and its time: "planned | use | throughout the study".
_BETWEEN = frozenset({"MOD", "SKIP"})


@needing(*_TIMES)
def planned_anew(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which every such plan has the names of the list before it."""
    tokens = _said_once(tokens)
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if _plans(tokens, i):
            result.extend(_listed_before(tokens, i))
    return result


def _said_once(tokens: Sequence[Token]) -> list[Token]:
    """Tokens in which two words for what is planned are one: "surgery planned or expected during the study"."""
    result: list[Token] = []
    for token in tokens:
        if (
            token.value == _PLANNED
            and [each.type for each in result[-2:]] == ["MOD", "OR"]
            and result[-2].value == _PLANNED
        ):
            result[-2:] = [result[-2]._replace(end=token.end)]
        else:
            result.append(token)
    return result


def _plans(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` ends what says that something is planned, with its time and no name behind it."""
    k = i
    while k >= 0 and tokens[k].type in _BETWEEN and tokens[k].value != _PLANNED:
        k -= 1
    planned = k > 0 and tokens[k].value == _PLANNED and tokens[k - 1].type in _JOINS
    return planned and i + 1 < len(tokens) and tokens[i + 1].type in _TIMES


def _listed_before(tokens: Sequence[Token], i: int) -> Sequence[Token]:
    """The list that the clause before `i` begins with, without what brackets say; empty where it names no treatment."""
    begin = next((k + 1 for k in range(i - 1, -1, -1) if tokens[k].type in _ENDS), 0)
    listed: list[Token] = []
    depth = 0
    for token in tokens[begin:i]:
        depth += {"LPAR": 1, "RPAR": -1}.get(token.type, 0)
        if not depth and token.type not in _LISTED | {"RPAR"}:
            break
        if not depth and token.type in _LISTED:
            listed.append(token)
    names = [k for k, token in enumerate(listed) if token.type == "NOUN"]
    if not names or not all(listed[k].value.domain in _TREATMENTS for k in names):
        return ()
    start = next(k for k, token in enumerate(listed) if token.type == "NOUN" or _is_quality(token))
    return listed[start : names[-1] + 1]


def _is_quality(token: Token) -> bool:
    """Whether a token is a quality of the name behind it, and not what opens the list: "use of"."""
    return token.type == "MOD" and str(token.value).partition("=")[0] in KEYS | {"organ"}
