"""What is denied behind its name: "surgery was not performed", "biopsy not done", "tuberculosis not treated"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.scene import spreads
from ..needing import needing
from ..token import Token

_DENIED = re.compile(r"(?:(?:has|have|had|was|were|is|are) )?(?:not|never)(?: yet)?(?: been)?", re.IGNORECASE)
#: The payload of a denial that says of a name before it that there is no such thing: "does not exist".
_BEHIND = "behind"
#: What a thing is that has happened, or that there is.
_DONE = re.compile(
    r"(?:performed|done|given|administered|undertaken|received|conducted|carried out|obtained|present|found|observed"
    r"|detected|demonstrated|documented|established|used|taken)",
    re.IGNORECASE,
)
#: What can be denied though nothing is said of whether it happened.
_COULD = re.compile(r"possible|feasible", re.IGNORECASE)
_ENDS = frozenset({"STOP", "COMMA", "SEMI", "AND", "OR", "ANDOR", "RPAR", "WITHIN", "BEFORE", "DURING", "AT", "AFTER"})


@needing("NEG")
def denied_first(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a denial stands before the name and its qualities; "is not possible" stays unread."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token, told = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        if token.type == "NEG" and token.value == _BEHIND:
            named = bool(result) and result[-1].type == "NOUN"
            result.insert(_item(result) if named else len(result), token._replace(value=""))
            i += 1
            continue
        said = text[told.start : told.end] if told is not None and _denies(tokens, i, text) else ""
        if told is not None and _DONE.fullmatch(said):
            result.insert(_item(result), token)
            result.append(told._replace(type="SKIP", value=""))
        elif told is not None and _is_control(told, text) and (said or _qualifies(tokens, i, text)):
            result.append(Token("MOD", token.start, told.end, _not_so(told)))  # "tuberculosis not treated"
        elif told is not None and _COULD.fullmatch(said):
            result.append(Token("JUNK", token.start, told.end, text[token.start : told.end]))
        else:
            result.append(token)
            i -= 1
        i += 2
    return result


def _denies(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a denial at `i` and the word behind it end what is said of the name before it."""
    named = i > 0 and tokens[i - 1].type == "NOUN"
    ended = i + 2 >= len(tokens) or tokens[i + 2].type in _ENDS
    denies = tokens[i].type == "NEG" and _DENIED.fullmatch(text, tokens[i].start, tokens[i].end) is not None
    return named and ended and denies


def _is_control(token: Token, text: str) -> bool:
    """Whether a quality says how what it belongs to is controlled; what opens a name denies the name with it."""
    opens = text[token.start : token.end].lower().endswith(("for", "because of"))  # "not under treatment for asthma"
    return token.type == "MOD" and str(token.value).startswith("control=") and not opens


def _not_so(token: Token) -> str:
    """The payload of a quality that is denied: the words as written say so themselves."""
    key, _, value = str(token.value).partition("=")
    return f"{key}={value}" if value == "*" else f"{key}=not {value}"


def _qualifies(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a plain "not" at `i` denies a quality, and not the name behind it: "not adequately treated asthma"."""
    plain = tokens[i].type == "NEG" and text[tokens[i].start : tokens[i].end].lower() == "not"
    return plain and [token.type for token in tokens[i + 2 : i + 3]] == ["NOUN"]


def _item(tokens: Sequence[Token]) -> int:
    """The index of the first quality of the name that ends `tokens`."""
    k = len(tokens) - 1
    while k > 0 and tokens[k - 1].type == "MOD" and not spreads(tokens[k - 1]):
        k -= 1
    return k
