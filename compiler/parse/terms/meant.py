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
_JOINS = frozenset({"LPAR", "COMMA", "AND", "OR", "ANDOR", "SLASH"})
#: What one name with its qualities consists of.
_ONE_NAME = frozenset({"NOUN", "MOD", "SKIP"})
#: Where a phrase begins, of whose people an "only" may be said: "(women of childbearing potential only)".
_BEGINS = frozenset({"LPAR", "COMMA", "SEMI", "STOP", "DOT", "COLON", "WITH", "HAVE", "LINK"})


def meant(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every small word that means something says it, or is JUNK where no part of a rule can."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if not _is_meant(tokens, i, text):
            result.append(token)
        elif not _is_only(token, text):
            result.append(_unread(token, text))
        elif (link := _link_before(result)) is not None:
            result[link] = result[link]._replace(value="with only")  # "treated with diet only"
            result.append(token)
        else:
            named = _names(result) or (i + 1 < len(tokens) and tokens[i + 1].type == "NOUN")
            result.append(token._replace(type="MOD", value="context=*") if named else _unread(token, text))
    return result


def _is_only(token: Token, text: str) -> bool:
    return text[token.start : token.end].lower() == "only"


def _names(before: Sequence[Token]) -> bool:
    """Whether a name comes right before, and is no list of one in a bracket: "extramedullary disease | only"."""
    return bool(before) and before[-1].type == "NOUN" and not any(each.type in _JOINS for each in before[-3:-1])


def _link_before(before: Sequence[Token]) -> int | None:
    """The index of the "with" whose names end right before; None where there is none."""
    i = len(before) - 1
    while i > 0 and _names(before) and before[i].type in _ONE_NAME:
        i -= 1
    return i if i >= 0 and before[i].type == "LINK" and before[i].value == "with" else None


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
