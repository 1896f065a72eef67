"""Members of a list without a head of their own: "primary or recurrent lymphoma", "exposed or injured bone"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...vocabulary import column
from ..layout.scene import spreads
from ..names.heads import is_adjectival
from ..names.lists import ORGAN, SIDES
from ..syntax.tree import Item, Part
from ..token import Noun, Token


def with_heads(items: list[Item]) -> list[Item]:
    """Members without a head of their own borrow that of the next: "primary or recurrent lymphoma".

    With a time of their own they take that of the member before: "vaccines in the last month or planned during it".
    """
    result = list(items)
    for i in range(len(result) - 2, -1, -1):
        item = result[i]
        following = _lender(result, i)
        # "oral, injected or topical steroids", where nobody knows the second word
        unknown = i > 0 and item.head.type == "EMPTY" and item.some("junk") and _adjectival(items[i - 1])
        if following.head.type == "NOUN" and _only_opens(item):
            result[i] = replace(item, head=following.head).having(*_qualities(following))
        elif following.head.type == "NOUN" and (_adjectival(item) or unknown):
            result[i] = replace(item, head=_shared_head(following, of_kind=_is_kind(item)))
    for i in range(1, len(result)):
        item, before = result[i], result[i - 1]
        told = item.some("window", "windows") and not item.some("values", "junk")
        if item.head.type == "EMPTY" and told and before.head.type == "NOUN":
            result[i] = replace(item, head=before.head)
    return result


def _lender(items: Sequence[Item], i: int) -> Item:
    """The member behind the one at `i` whose name it may share, else itself: "renal, diabetes, or cardiac disease"."""
    said = [token for part in items[i].some("modifiers") for token in part.tokens if token.type == "MOD"]
    organs = bool(said) and all(token.value == ORGAN for token in said)
    behind = [each for each in items[i + 1 :] if not (organs and _names_alone(each))]
    told = [t for p in behind[:1] for part in p.some("modifiers") if part.before for t in part.tokens]
    anew = organs and any(str(token.value).startswith("light=") for token in told)
    return behind[0] if behind and not anew else items[i]  # "exposed bone or a diagnosis of leg ischemia"


def _names_alone(item: Item) -> bool:
    """Whether an item is one word that is an illness by itself: "diabetes", and not "infection"."""
    noun = item.head.value
    if not isinstance(noun, Noun) or noun.domain != "condition" or " " in noun.text or item.some("modifiers"):
        return False
    return noun.text.lower() not in column("shared_heads")


def _adjectival(item: Item) -> bool:
    return item.head.type == "EMPTY" and bool(item.some("modifiers")) and not item.some("values", "junk")


def _only_opens(item: Item) -> bool:
    """Whether an item only opens what comes next: the "history" of "history or evidence of severe asthma"."""
    said = [token for part in item.some("modifiers") for token in part.tokens]
    return _adjectival(item) and all(token.type == "MOD" and spreads(token) for token in said)


def _qualities(item: Item) -> list[Part]:
    """The qualities of a name behind what opens it; where nothing opens it, its organs: "current or suspected X"."""
    said = [token for part in item.some("modifiers") if part.before for token in part.tokens]
    opened = max((i for i, token in enumerate(said, 1) if token.type == "MOD" and spreads(token)), default=0)
    organs = next((i for i, token in enumerate(said) if token.value == ORGAN), len(said))
    kept = tuple(said[opened or organs :])
    return [Part("modifiers", kept, kept, before=True)] if kept else []


def _is_kind(item: Item) -> bool:
    """Whether an item only says of which kind it is, or of which place: the "ulcerative" before "or other colitis"."""
    said = [token for part in item.some("modifiers") for token in part.tokens if token.type == "MOD"]
    return bool(said) and all(token.value == ORGAN for token in said)


def _shared_head(item: Item, of_kind: bool) -> Token:
    """What an item lends to one without a head: its name, or the noun alone that its own words qualify.

    `of_kind`: the other says of which kind it is, as the first word of the name does: "ulcerative or indeterminate
    colitis".

    "Systemic or investigational therapy" is systemic therapy; "primary or recurrent kidney cancer" is of the kidney,
    and so is the disease of "acute or chronic kidney disease". What an adjective of its own stands before is shared
    whole: "intermediate or unfavorable cytogenetic abnormalities" are intermediate cytogenetic abnormalities.
    """
    noun = item.head.value
    words = noun.text.split()
    if noun.text.lower() in column("lexicalised"):
        return item.head._replace(value=replace(noun, text=" ".join(words[1:])))
    ahead = [token for part in item.some("modifiers") if part.before for token in part.tokens]
    qualified = any(token.type == "MOD" and not spreads(token) for token in ahead)
    qualified = qualified or any(part.before for part in item.some("judged", "change"))
    if qualified or len(words) < 2:
        return item.head
    shared = words[-1].lower() in column("shared_heads")
    own = "-" in words[0] or is_adjectival(words[0]) or words[0].lower() in SIDES or words[0].endswith("ing")
    if own and (len(words) > 2 or not shared):
        return item.head._replace(value=replace(noun, text=" ".join(words[1:])))
    if not shared and not of_kind:
        return item.head
    return item.head._replace(value=replace(noun, text=words[-1] if shared else " ".join(words[1:])))
