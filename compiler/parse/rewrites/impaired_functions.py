"""Functions whose impairment is named first: "impairment of cardiac, hepatic or renal function" is of each function."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..names.lists import BETWEEN, ORGAN
from ..needing import saying
from ..token import Noun, Token

_IMPAIRED = re.compile(r"impairments? (?:of|in) (?:the )?(?P<name>\S.* functions?)", re.IGNORECASE)
_WORD = re.compile(r"impairments?", re.IGNORECASE)
_FUNCTION = re.compile(r"(?:.+ )?functions?", re.IGNORECASE)
_OUTCOME = "outcome=impaired"


@saying("impairment")
def impaired_functions(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such an impairment is a quality of the functions behind it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        noun = token.value if token.type == "NOUN" else None
        if not isinstance(noun, Noun) or not _WORD.match(noun.text):
            result.append(token)
            continue
        word = _WORD.match(text, token.start)
        found = _IMPAIRED.fullmatch(text, token.start, token.end)
        if word is not None and found is not None:
            result.append(Token("MOD", token.start, word.end(), _OUTCOME))
            result.append(Token("NOUN", found.start("name"), token.end, Noun(found["name"], "measurement")))
        elif _WORD.fullmatch(noun.text) and _functions_next(tokens, i + 1):
            result.append(token._replace(type="MOD", value=_OUTCOME))
        else:
            result.append(token)
    return result


def _functions_next(tokens: Sequence[Token], i: int) -> bool:
    """Whether organs and the word that says it is their function come at `i`."""
    while i < len(tokens) and (
        tokens[i].type in BETWEEN | {"OF"} or (tokens[i].type, tokens[i].value) == ("MOD", ORGAN)
    ):
        i += 1
    named = tokens[i] if i < len(tokens) and tokens[i].type == "NOUN" else None
    return named is not None and named.value.domain == "measurement" and bool(_FUNCTION.fullmatch(named.value.text))
