"""Small words that mean something where nothing has read them: "during intubation", "bone metastases only".

They are claimed as small words wherever they stand. What is left of them when all tokens have their names and order
ties two things, or limits one, and no part of the rule says so: it is unread.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..token import Token

#: Words that place a thing in time: where a phrase of time begins, they are part of it.
_IN_TIME = frozenset({"during", "after", "until", "while", "since"})
#: What "only" may stand beside and says nothing of the patient: people, conditions and amounts.
_BEHIND = frozenset({"PERSON", "SUBJ", "START", "STOP", "SEMI", "COLON", "MUST", "HAVE"})
_AHEAD = frozenset({
    "PERSON", "SUBJ", "IF", "VALUE", "AMOUNT", "NUMBER", "TIMES", "AGE", "PERIOD", "LENGTH", "WITHIN", "BEFORE",
    "AFTER", "DURING", "AT", "WITH", "MOD",
})  # fmt: skip
_PEOPLE = frozenset({"PERSON", "SUBJ", "ARM", "COHORT", "FOR"})
#: Where a phrase begins, of whose people an "only" may be said: "(women of childbearing potential only)".
_BEGINS = frozenset({"LPAR", "COMMA", "SEMI", "STOP", "DOT", "COLON", "WITH", "HAVE", "LINK"})


def meant(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every small word that means something, and is read by nothing, is JUNK."""
    return [_unread(token, text) if _is_meant(tokens, i, text) else token for i, token in enumerate(tokens)]


def _unread(token: Token, text: str) -> Token:
    return Token("JUNK", token.start, token.end, text[token.start : token.end])


def _is_meant(tokens: Sequence[Token], i: int, text: str) -> bool:
    if tokens[i].type != "SKIP":
        return False
    said = text[tokens[i].start : tokens[i].end].lower()
    return said.partition(" ")[0] in _IN_TIME or (said == "only" and _limits(tokens, i))


def _limits(tokens: Sequence[Token], i: int) -> bool:
    """Whether the "only" at `i` says that there is nothing else: "treated with diet only"."""
    said = [token for token in tokens[:i] if token.type != "SKIP"]
    ahead = next((token.type for token in tokens[i + 1 :] if token.type != "SKIP"), "END")
    if not said or said[-1].type in _BEHIND or ahead in _AHEAD:
        return False
    start = next((k + 1 for k in range(len(said) - 1, -1, -1) if said[k].type in _BEGINS), 0)
    return not any(token.type in _PEOPLE for token in said[start:])
