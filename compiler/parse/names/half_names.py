"""Words that are names only with the noun of the next: "mood or anxiety disorders", "Crohn's or celiac disease"."""

from __future__ import annotations

import re

from ...vocabulary import column, pairs
from ..token import Noun, Token

#: A name that is that of who described an illness, or that an illness has from its looks: "Crohn's".
_OWNER = re.compile(r"(?:\S+ )?[A-Z][a-z]+(?:['’]s|s['’])")
#: Before the last word of a name: "beta | blockers", "beta-|blockers".
_PARTED = re.compile(r"[ -](?=[^ -]+\Z)")
_PLURAL = re.compile(r"(?<!s)s\Z")


def with_noun(token: Token, following: Token, text: str, opened: bool) -> Token | None:
    """A half name with the noun that the name behind the "or" ends in; None where it is none.

    A drug before an allergy is what one is allergic to, if nothing opens the list: "use of aspirin or nut allergy".
    """
    if following.type != "NOUN" or token.type not in ("NOUN", "JUNK", "MOD"):
        return None
    own, allergy = text[token.start : token.end], following.value.domain == "allergy"
    whole = following.value.text if not allergy else f"{following.value.text} allergy"
    name, noun = _PARTED.split(whole, maxsplit=1)[:2] if _PARTED.search(whole) else ("", whole)
    owned = _OWNER.fullmatch(own) is not None and noun.lower() in column("shared_heads")
    owned = owned or (allergy and not opened and token.type == "NOUN" and token.value.domain == "drug")
    halves = _halves(noun.lower())
    shared = own.lower() in halves and (name.lower() in halves or noun.lower() in column("shared_heads"))
    if not name or name.lower().startswith(own.lower()) or not (owned or shared):
        return None
    return Token("NOUN", token.start, token.end, Noun(own if allergy else f"{own} {noun}", following.value.domain))


def _halves(noun: str) -> list[str]:
    """What is half a name before a noun, in whichever number that stands."""
    single = noun.removesuffix("ies") + "y" if noun.endswith("ies") else _PLURAL.sub("", noun)
    return pairs("half_names").get(single, "").split("|")
