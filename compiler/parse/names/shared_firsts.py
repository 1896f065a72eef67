"""First words that names share: "renal dysfunction or failure", "suicidal ideation and/or behavior".

The nouns of `relational.tsv` name nothing without what they are of, so that one of them alone behind a name that ends
in such a noun, too, is of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import column
from ..needing import needing
from ..terms.phrases import organs
from ..token import Noun, Token
from .heads import CONNECTIVES, is_body_part

#: Nouns that are of the same thing only where that is a part of the body: "brain disease or injury", not "medical ...".
_OF_BODY = frozenset({"injury", "injuries", "damage"})
#: What names another thing: "lung disease or any other disorder".
_ANEW = re.compile(r"\b(?:any|other|another|some|an?|the|these|this)\b", re.IGNORECASE)


@needing(*CONNECTIVES)
def with_first_words(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Pulmonary disease or disorder" is pulmonary disease or pulmonary disorder, "disorder/injury" as well."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        shared = _shared(result, token, text) if _is_listed(tokens, i) else None
        result.append(token if shared is None else token._replace(type="NOUN", value=shared))
    return result


def _is_listed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a list goes on behind a comma: "disease, disorder or ...", not "syndrome, disease of the bowel"."""
    behind_comma = i > 0 and tokens[i - 1].type == "COMMA"
    return not behind_comma or (i + 1 < len(tokens) and tokens[i + 1].type in CONNECTIVES)


def _shared(before: Sequence[Token], token: Token, text: str) -> Noun | None:
    """The whole name of a noun that stands alone behind a connective; None where it is whole by itself."""
    noun = text[token.start : token.end]
    if token.type not in ("NOUN", "JUNK") or not before or before[-1].type not in CONNECTIVES:
        return None
    if noun.lower() not in column("relational"):
        return None
    named = next((each for each in reversed(before) if each.type not in CONNECTIVES), None)
    if named is None or not isinstance(named.value, Noun) or named.value.domain not in ("condition", "observation"):
        return None
    if _ANEW.search(text, named.end, token.start):
        return None
    first, _, head = named.value.text.rpartition(" ")
    if not first or head.lower() not in (column("relational") | column("shared_heads")):
        return None
    of_body = is_body_part(first) or first.lower() in organs() - column("kinds_of_illness")
    if noun.lower() in _OF_BODY and not of_body:
        return None
    return Noun(f"{first} {noun}", named.value.domain)
