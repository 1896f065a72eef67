"""Types that stand inside a name: "HCV genotype 2 or 3 infection" is an HCV infection of these types."""

from __future__ import annotations

from collections.abc import Sequence

from ...rules.model import Qualifier
from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token

_BRACKET = ["LPAR", "NOUN", "RPAR"]


@needing("MOD")
def types_first(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which each such type stands before its name, whose parts are together."""
    result = list(tokens)
    for i in range(1, len(tokens) - 1):
        token, last = tokens[i], tokens[i + 1]
        said = text[last.start : last.end].lower()
        if not _is_type(token) or last.type not in ("NOUN", "JUNK") or said not in column("completed"):
            continue
        first = i - 1
        bracketed = [each.type for each in tokens[max(i - 3, 0) : i]] == _BRACKET
        first -= len(_BRACKET) * bracketed
        if first < 0 or result[first].type != "NOUN" or text[tokens[i - 1].end : token.start].strip():
            continue
        name = Noun(f"{result[first].value.text} {text[last.start : last.end]}", "condition")
        whole = result[first]._replace(value=name)
        result[first : i + 2] = [
            token,
            whole,
            *tokens[first + 1 : i],
            Token("SKIP", last.start, last.end),
        ]
        break
    return result


def _is_type(token: Token) -> bool:
    return token.type == "MOD" and isinstance(token.value, Qualifier) and token.value.key == "type"
