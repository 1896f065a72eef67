"""Times after an event that are written as one word with it: "3 months post-stroke", "6 weeks postpartum"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import domain_of, is_name
from ...rules.model import Length, LengthLimit
from ..layout.scene import CONNECTIVES
from ..names.heads import is_adjectival
from ..needing import needing
from ..token import Noun, Token

_POST = re.compile(r"post[- ]?(?=\w)", re.IGNORECASE)
_SPANS = frozenset({"PERIOD", "LENGTH"})
#: What stands before a member of a list that begins with its time.
_BEGINS = CONNECTIVES | {"STOP", "SUBJ", "HAVE", "SKIP", "PERSON", "LPAR"}
#: What may stand between a name and how long ago it was: "heart transplant patients (4 to 6 weeks".
_BETWEEN = frozenset({"SKIP", "MOD", "LPAR", "PERSON", "SUBJ", "HAVE"})


@needing("PERIOD", "LENGTH")
def after_events(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which "post" behind a length of time is "after", or "ago" where the name before it is of the event."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        alone = token.type == "MOD" and not any(following.type == "NOUN" for following in tokens[i + 1 : i + 2])
        post = _POST.match(text, token.start, token.end) if alone or token.type in ("NOUN", "JUNK") else None
        event = text[post.end() : token.end] if post and result and result[-1].type in _SPANS else ""
        if post is None or not is_name(event) or is_adjectival(event.lower()):
            result.append(token)
        elif _is_of(event, result):  # "heart transplant 4 to 6 weeks post-transplant"
            result.append(Token("BEFORE", token.start, token.end, "ago"))
        else:
            noun = Noun(event, domain_of(event) or "condition")
            result = _measured(result)
            result += [Token("AFTER", token.start, post.end()), Token("NOUN", post.end(), token.end, noun)]
    return result


def _measured(before: list[Token]) -> list[Token]:
    """The tokens, in which "within" and a period that begin a member say how long ago it was: "or within 6 weeks"."""
    if [token.type for token in before[-2:]] != ["WITHIN", "PERIOD"]:
        return before
    if len(before) > len(before[-2:]) and before[-3].type not in _BEGINS:
        return before
    within, period = before[-2:]
    length = Length(high=LengthLimit(offset=period.value))
    return [*before[:-2], Token("LENGTH", within.start, period.end, length)]


def _is_of(event: str, before: Sequence[Token]) -> bool:
    """Whether the name before a length of time is that of the event itself."""
    host = next((token for token in reversed(before[:-1]) if token.type not in _BETWEEN), None)
    named = host.value.text.lower() if host is not None and host.type == "NOUN" else ""
    return event.lower() in named and not _POST.match(named)
