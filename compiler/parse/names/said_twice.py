"""Names whose first part is said twice: "vitamin A (retinol) deficiency", "anti-VEGF (growth factor) therapy"."""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.lexicon import as_domain, domain_of
from ...vocabulary import column, pairs
from ..needing import needing
from ..token import Noun, Token

#: What another name in brackets is made of, and how many of these it has at most.
_NAMES = frozenset({"NOUN", "JUNK", "MOD", "DASH"})
_LONGEST = 5
_NOUN = frozenset({"NOUN", "JUNK"})


@needing("LPAR")
def with_repeated(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which a name, its other name in brackets, and the noun that the two share are one name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _bracket_end(tokens, i) if tokens[i].type == "NOUN" else 0
        domain = _domain(tokens[i], tokens[end], text) if end else None
        if domain is None:
            result.append(tokens[i])
            i += 1
            continue
        start, stop = tokens[i].start, tokens[end].end
        result.append(Token("NOUN", start, stop, Noun(text[start:stop], as_domain(domain))))
        i = end + 1
    return result


def _bracket_end(tokens: Sequence[Token], i: int) -> int:
    """The index of the noun right behind the bracket that says the name at `i` again; 0 where there is none.

    A type may stand before the bracket: "cotransporter type 2 (SGLT2) inhibitor".
    """
    k = i + 1
    if k < len(tokens) and tokens[k].type == "MOD" and str(tokens[k].value).startswith("type="):
        k += 1
    if k >= len(tokens) or tokens[k].type != "LPAR" or tokens[k - 1].end + 1 != tokens[k].start:
        return 0
    end = k + 1
    while end < len(tokens) and end - k <= _LONGEST and tokens[end].type in _NAMES:
        end += 1
    named = any(token.type in _NOUN for token in tokens[k + 1 : end])
    closed = named and end + 1 < len(tokens) and tokens[end].type == "RPAR" and tokens[end + 1].type in _NOUN
    return end + 1 if closed and tokens[end].end + 1 >= tokens[end + 1].start else 0


def _domain(first: Token, noun: Token, text: str) -> str | None:
    """The domain of what a noun makes of a name; None where the noun makes nothing of it.

    What acts on a target is a drug, a "deficiency" of one is a condition, an "injection" of one a procedure.
    """
    said = text[noun.start : noun.end].lower()
    if said in column("acts_on_targets"):
        acts = noun.type == "NOUN" and not noun.value.guessed
        return noun.value.domain if acts else domain_of(said) or first.value.domain
    act = pairs("acts").get(said)
    if act is not None:
        given = first.value.domain in ("drug", "procedure")
        return None if act == "measurement" or not given else act  # "anti-X (Y) antibody"
    if said not in column("shared_heads"):
        return None
    return domain_of(said) or "condition"
