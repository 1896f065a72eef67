"""Whose opinion is said of which members of a list: "A, B or clinically significant C", "relevant or unstable disease".

An adjective of opinion before a member is of that member, and of all behind the first where it stands before the first.
Where "or" joins it to a quality, both are of one name: a disease that is relevant, or one that is unstable. What is
feared of "any condition that may ..." is feared of that alone, and so of "social situations that may ...". Any other
opinion is of the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...vocabulary import column
from ..layout.scene import spreads
from ..names.lists import ORGAN
from ..token import Noun, Token
from .tree import Item, Part

_ADJECTIVE = re.compile(r"(?:clinically|medically)[\s-]+\w+|unexplained|relevant", re.IGNORECASE)

#: What begins the last member of a list anew, in other words than the names before it.
_ANY = re.compile(r"\bany(?:\s+other)?\s*\Z", re.IGNORECASE)
_OTHER = re.compile(r"\bother\s*\Z", re.IGNORECASE)
_HISTORY = re.compile(r"(?:an?|any)\s+(?:\w+\s+)?history\s+of\b", re.IGNORECASE)
_FEARED = re.compile(
    r"\b(?:would|could|may|might|will|likely|makes?|puts?|places?|poses?|interferes?|precludes?|prevents?|increases?"
    r"|affects?|jeopardi[sz]es?|compromises?|limits?|contraindicates?)\b",
    re.IGNORECASE,
)
_HAD = re.compile(r"ha(?:s|ve)\s+(?:had|undergone|been|previously|received)\b", re.IGNORECASE)

#: Of how many members at most something is unexplained: "unexplained syncope or seizure".
_FEW = 2


def is_of_one(part: Part, item: Item, text: str) -> bool:
    """Whether an opinion behind the last member of a list is of it alone: "A, B, or any condition that may ...".

    So it is of what tells nothing by itself, among illnesses: "A, B, or social situations that may ...".
    """
    start = min(token.start for token in item.tokens)
    anew = _ANY.search(text, 0, start) or _HISTORY.match(text, start) or is_vague(item.head)
    return bool(anew) and _FEARED.search(text, part.start, part.end) is not None


def is_vague(name: Token) -> bool:
    """Whether a name tells nothing by itself, and is no illness: "social situations"."""
    noun = name.value
    observed = isinstance(noun, Noun) and noun.domain == "observation"
    return observed and noun.text.lower().split()[-1] in column("unspecific")


def with_own_opinions(
    members: Sequence[Item], tail: Sequence[Part], signs: Sequence[str], text: str
) -> tuple[list[Item], tuple[Part, ...]]:
    """The members of a list, and what is behind it without the opinions that are of the last member alone.

    What "or" joins to a name that tells nothing by itself has its opinion as well: "A, B, or illness/situations".
    """
    last, result = members[-1], list(members)
    once = last.head == members[-2].head  # "a disease that is unstable or could ...", named once
    own = [part for part in tail if part.kind == "judged" and (once or is_of_one(part, last, text))]
    feared = [part for part in tail if part.kind == "judged" and _FEARED.search(text, part.start, part.end)]
    if feared and not once and (begins := _last_begun(members, text)):
        result[begins:-1] = [item.having(*feared) for item in result[begins:-1]]
        return result, tuple(part for part in tail if part not in feared)
    if own and is_vague(last.head) and signs[-1] in ("/", "or"):
        own = own if len(members) > _FEW else []
        result[-2] = result[-2].having(*own)
    return result, tuple(part for part in tail if part not in own)


def _last_begun(members: Sequence[Item], text: str) -> int:
    """Where the members at the end begin that one noun names anew: "A, B, or any medical or psychiatric illness".

    0 where none do. "Other" only begins anew behind several names that are whole by themselves, for "cardiac disease,
    infection, or other condition that may ..." are feared alike.
    """
    k = len(members) - 1
    while k > 1 and _noun(members[k - 1]) == _noun(members[k]) and not _begins_anew(members[k], text):
        k -= 1
    start = min(token.start for token in members[k].tokens)
    if not _noun(members[-1]) or (k == len(members) - 1 and _ANY.search(text, 0, start)):
        return 0
    kinds = column("unspecific") | column("shared_heads")
    whole = k > 1 and all(item.head.type == "NOUN" and _noun(item) not in kinds for item in members[:k])
    return k if _ANY.search(text, 0, start) or (whole and _OTHER.search(text, 0, start)) else 0


def _begins_anew(item: Item, text: str) -> bool:
    start = min(token.start for token in item.tokens)
    return bool(_ANY.search(text, 0, start) or _OTHER.search(text, 0, start))


def _noun(item: Item) -> str:
    """The last word of what an item names; "" of one without a name."""
    return item.head.value.text.lower().split()[-1] if isinstance(item.head.value, Noun) else ""


def of_all(members: Sequence[Item], text: str) -> tuple[Part, ...]:
    """The opinions before members of a list that are said of all of them."""
    first = next((i for i, item in enumerate(members) if not _only_opens(item)), 0)  # "history or signs of ..."
    if len(members) == _FEW and _tells_more(members[-1], text):
        return ()
    return tuple(
        part
        for i, item in enumerate(members)
        for part in item.some("judged")
        if part.before
        and (i <= first or item.head.type != "NOUN" or not _is_adjective(part, text))
        and not (len(members) > _FEW and text[part.start : part.end].lower() == "unexplained")
    )


def with_alternatives(members: Sequence[Item], signs: Sequence[str], text: str) -> list[Item]:
    """Members in which an opinion that "or" joins to a quality of the next has the name of the next.

    `signs`: how each member but the first is joined to the one before it, as written.
    """
    result = list(members)
    for i in range(len(result) - 1):
        item, following = result[i], result[i + 1]
        named = following.head.type == "NOUN" and following.some("modifiers")
        if "or" in signs[i] and named and _is_opinion(item, text):
            kept = tuple(part for part in following.parts if part.kind != "modifiers" or not part.before)
            said = tuple(replace(part, before=part.kind != "judged") for part in item.parts)
            result[i] = Item(following.head, (*_organs(following), *kept, *said))
    return result


def _tells_more(item: Item, text: str) -> bool:
    """Whether the last of two begins with what someone has had: "significant reflux, or have undergone surgery"."""
    start = min(token.start for token in item.tokens)
    return any(part.before for part in item.some("modifiers")) and _HAD.match(text, start) is not None


def _only_opens(item: Item) -> bool:
    said = [token for part in item.parts for token in part.tokens]
    return item.head.type == "EMPTY" and all(token.type == "MOD" and spreads(token) for token in said)


def _is_adjective(part: Part, text: str) -> bool:
    return is_adjective(text[part.start : part.end])


def is_adjective(opinion: str) -> bool:
    """Whether an opinion is an adjective of what it stands before: "clinically significant"."""
    return _ADJECTIVE.fullmatch(opinion) is not None


def _is_opinion(item: Item, text: str) -> bool:
    """Whether an item is an adjective of opinion without a name, perhaps behind "history of"."""
    opens = all(spreads(token) for part in item.some("modifiers") for token in part.tokens)
    judged = item.some("judged")
    plain = len(judged) + len(item.some("modifiers")) == len(item.parts)
    return (
        item.head.type == "EMPTY" and bool(judged) and plain and opens and all(_is_adjective(p, text) for p in judged)
    )


def _organs(item: Item) -> tuple[Part, ...]:
    """The organs before a name, which are part of it: of its other qualities the opinion is the alternative."""
    found: list[Part] = []
    for part in item.some("modifiers"):
        first = next((i for i, token in enumerate(part.tokens) if token.value == ORGAN), None)
        if part.before and first is not None:
            found.append(replace(part, tokens=part.tokens[first:], value=part.tokens[first:]))
    return tuple(found)
