"""The one name of a text that names nothing else: "participation in another intervention study".

A run of unknown words stays unread where it might be a name or not. Where everything else that is said stands beside
it, a quality, a limit, a time, it must be what they are said of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ...extract.lexicon import as_domain, domain_of
from ...vocabulary import column, pairs
from ..token import Noun, Token

#: What may stand before a name and is said of it.
_BEFORE = frozenset({
    "SKIP", "SUBJ", "HAVE", "WITH", "MUST", "MOD", "OUTCOME", "NEG", "NEVER", "VALUE", "NUMBER", "TIMES", "WITHIN",
    "PERIOD", "LENGTH",
})  # fmt: skip
#: What may stand behind a name: how it is limited, when it was and what it is linked to.
_BEHIND = frozenset({
    "END", "DOT", "SEMI", "VALUE", "WITHIN", "BEFORE", "AFTER", "DURING", "AT", "FORLEN", "LENGTH", "LINK",
    "EXCEPT", "EG", "JUDGED",
})  # fmt: skip
#: What says something of the patient that a name is needed for.
_SAID = frozenset({"MOD", "OUTCOME", "VALUE"})
_NOUN = re.compile(r"[A-Za-z][\w-]*(?<!ly)(?<!ed)(?<!ing)(?<!able)(?<!ible)(?<!ous)(?<!ive)(?<!ful)")
_MOST_WORDS = 4
_SMALL = frozenset({"who", "that", "which", "not", "or", "and", "of", "be"})


def only_named(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such a run is a name, and told as guessed."""
    before = list(takewhile(lambda token: token.type in _BEFORE, tokens))
    at = len(before)
    if at == len(tokens) or tokens[at].type != "JUNK" or not any(token.type in _SAID for token in before):
        return list(tokens)
    behind = [token for token in tokens[at + 1 :] if token.type != "SKIP"][:2]
    words = text[tokens[at].start : tokens[at].end].split()
    if not _may_stand_behind(behind) or len(words) > _MOST_WORDS or not _is_noun(words):
        return list(tokens)
    name = " ".join(words)
    domain = as_domain(pairs("acts").get(words[-1].lower()) or domain_of(name) or "observation")
    noun = Token("NOUN", tokens[at].start, tokens[at].end, Noun(name, domain, guessed=True))
    return [*before, noun, *tokens[at + 1 :]]


def _may_stand_behind(tokens: Sequence[Token]) -> bool:
    """Whether the next two tokens may stand behind a name; of the qualities, by which manual it is told."""
    kinds = [token.type for token in tokens] or ["END"]
    if kinds[0] != "MOD":
        return kinds[0] in _BEHIND
    told = getattr(tokens[0].value, "key", str(tokens[0].value).partition("=")[0]) == "method"
    return told and set(kinds[1:]) <= _BEHIND


def _is_noun(words: Sequence[str]) -> bool:
    """Whether words name something, and are not what a heading says of a study: "requirements", "criteria"."""
    if not all(re.match(r"[A-Za-z]", word) for word in words) or any(word.lower() in _SMALL for word in words):
        return False
    return _NOUN.fullmatch(words[-1]) is not None and words[-1].lower() not in column("words_of_headings")
