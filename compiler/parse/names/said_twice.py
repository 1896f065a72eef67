"""Names whose first part is said twice: "vitamin A (retinol) deficiency", "steroid (triamcinolone) injection"."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.lexicon import as_domain, domain_of
from ...vocabulary import column, pairs
from ..token import Noun, Token

_PARTS = (("NOUN",), ("LPAR",), ("NOUN", "JUNK"), ("RPAR",), ("NOUN", "JUNK"))


def with_repeated(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which a drug, its other name in brackets, and the noun of what is done or lacks are one name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        parts = tokens[i : i + len(_PARTS)]
        said = len(parts) == len(_PARTS) and all(t.type in kinds for t, kinds in zip(parts, _PARTS, strict=True))
        kind = _kind(text[parts[-1].start : parts[-1].end]) if said and parts[0].value.domain == "drug" else None
        if kind in (None, "measurement"):  # "anti-X (Y) antibody"
            result.append(tokens[i])
            i += 1
            continue
        start, end = parts[0].start, parts[-1].end
        result.append(Token("NOUN", start, end, Noun(text[start:end], as_domain(kind or "condition"))))
        i += len(_PARTS)
    return result


def _kind(word: str) -> str | None:
    """The domain of what a noun makes of a drug: a "deficiency" of it is a condition, an "injection" a procedure."""
    noun = word.lower()
    return pairs("acts").get(noun) or (domain_of(word) or "condition" if noun in column("shared_heads") else None)
