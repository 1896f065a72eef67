"""Times that are told apart from the name they are of: "asthma or a history thereof", "history of, or current, asthma".

What is current or was ever is "ever" of the name; what is or was, or is planned, is either of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..needing import needing
from ..token import Token

_EVER, _NOW, _PLANNED, _USED = "when=ever", "when=current", "status=planned", "domain=drug"
#: What is said of a name that is planned beside what it is already.
_OR_PLANNED = {_EVER: "status=ever or planned", _NOW: "status=current or planned"}
_USE = re.compile(r"(?:the )?(?:use|usage|treatment|receipt|administration)(?: of| with)?(?: any)?", re.IGNORECASE)
_HISTORY = re.compile(r"history|histories", re.IGNORECASE)
_THEREOF = re.compile(
    r"(?:of )?(?:thereof|(?:the )?same|such|this|these|it|either|any of (?:these|the above))?", re.IGNORECASE
)
_OR = frozenset({"OR", "ANDOR"})
_SMALL = frozenset({"SKIP", "HAVE"})
_ENDS = frozenset({"STOP", "DOT", "SEMI"})


@needing(*_OR)
def with_histories(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such times stand as one before the name, or before the list of names."""
    return _ahead(_together(tokens, text), text)


def _together(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "History of, or current, asthma" as one quality of the name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token, end = tokens[i], _other(tokens, i, text)
        if end:
            closed = end + 1 < len(tokens) and tokens[end + 1].type == "COMMA" and tokens[i + 1].type == "COMMA"
            if result and token.value == _USED and (result[-1].type, result[-1].value) == ("MOD", _NOW):
                token = token._replace(start=result.pop().start)  # "current use or planned use of"
            result.append(token._replace(end=tokens[end].end, value=_either(token, tokens[end])))
            i = end + closed
        else:
            result.append(token)
        i += 1
    return result


def _either(one: Token, other: Token) -> str:
    """What two times in "or" say of the name behind them."""
    if one.value == other.value:
        return str(one.value)
    said = {one.value if one.value in (_EVER, _PLANNED) else _NOW, other.value}
    return _EVER if _PLANNED not in said else _OR_PLANNED[_EVER if _EVER in said else _NOW]


def _other(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index of the second time of "history of, or current,", a name being next; 0 where none stands at `i`."""
    used = tokens[i].value == _USED and _USE.fullmatch(text, tokens[i].start, tokens[i].end)
    if used and i and tokens[i - 1].type in ("NOUN", "RPAR"):
        return 0  # "steroid use or planned use"
    if tokens[i].type != "MOD" or not (used or tokens[i].value in (_EVER, _NOW, _PLANNED)):
        return 0
    j = i + 1
    said = False
    while j < len(tokens) and tokens[j].type in _OR | _SMALL | {"COMMA"}:
        said = said or tokens[j].type in _OR
        j += 1
    if not said or j >= len(tokens) or tokens[j].type != "MOD":
        return 0
    if tokens[j].value not in ((_PLANNED,) if used else (_EVER, _NOW, _PLANNED)):
        return 0
    after = j + 1
    while after < len(tokens) and tokens[after].type in _SMALL | {"COMMA"}:
        after += 1
    return j if after < len(tokens) and tokens[after].type in ("NOUN", "MOD") else 0


def _ahead(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Asthma or a history thereof" as a history of asthma."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if not _is_of_all(tokens, i, text):
            result.append(token)
            continue
        while result and result[-1].type in _OR | _SMALL | {"COMMA"}:
            result.pop()
        begins = next((k + 1 for k in range(len(result) - 1, -1, -1) if result[k].type in _ENDS), 0)
        earlier = [each for each in result[begins:] if each.type != "MOD" or each.value != _NOW]
        result[begins:] = [token, *earlier]
    return result


def _is_of_all(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a history at the end of a clause, behind "or", is of what is named before it."""
    token = tokens[i]
    if token.type != "MOD" or token.value != _EVER or not _HISTORY.search(text, token.start, token.end):
        return False
    joined = next((each.type for each in reversed(tokens[:i]) if each.type not in _SMALL), "START")
    rest = i + 1
    while rest < len(tokens) and tokens[rest].type in _SMALL:
        rest += 1
    ended = rest == len(tokens) or tokens[rest].type in _ENDS
    said = text[token.end : tokens[rest - 1].end].strip() if rest > i + 1 else ""
    named = any(each.type == "NOUN" for each in tokens[:i])
    return named and joined in _OR and ended and _THEREOF.fullmatch(said) is not None
