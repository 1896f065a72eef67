"""First words that names share: "renal dysfunction or failure", "suicidal ideation and/or behavior".

The nouns of `relational.tsv` name nothing without what they are of, so that one of them alone behind a name that ends
in such a noun, too, is of the same thing. What `tried.tsv` holds shares what says that it is tried: "investigational
drug or device". What `remedies.tsv` holds is given as the drug named, "anticancer agents or therapies", and what
`done_to_parts.tsv` holds is done to the same part, "valve repair or replacement". Of all others, `first_words.tsv` says
which are written so in full more often than not: "atrial fibrillation or flutter". And what is done to one thing is
done to the next of its kind: "placement of a stent or filter".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import as_domain, domain_of
from ...vocabulary import column, pairs
from ..needing import needing
from ..terms.phrases import organs
from ..token import Noun, Token
from .lists import CONNECTIVES
from .places import is_body_part

#: Nouns that are of the same thing only where that is a part of the body: "brain disease or injury", not "medical ...".
_OF_BODY = frozenset({"injury", "injuries", "damage"})
#: What is of the same thing behind a stroke alone: "or conditions" begins anew more often than not.
_STATES = frozenset({"condition", "conditions"})
#: What says that something is tried, what it is, and what a name may go on with: "investigational | drug | study".
_TRIED = re.compile(
    r"(.*\b(?:investigational|experimental|unapproved|(?:trials?|study|studies) (?:of|with)(?: an?)?))"
    r" ([\w ]+?)((?: \w+)?)",
    re.IGNORECASE,
)
#: What is done, and to what; and of which kinds of things it goes on with the next.
_ACT = re.compile(r"((?:.+ )?(\w+)) of (?:an? |the )?(.+)", re.IGNORECASE)
_ACTED_ON = frozenset({"condition", "device", "drug"})
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
    named = _named_before(before)
    if named is None or not isinstance(named.value, Noun) or _ANEW.search(text, named.end, token.start):
        return None
    if token.type == "NOUN" and (whole := _tried(named.value, token.value) or _acted(named.value, token.value)):
        return whole
    if (alike := _given(named.value, noun) or _done(named.value, noun)) is not None:
        return alike
    at_once = before[-1].type == "SLASH" and noun.lower() in _STATES  # "bowel disease/condition"
    if counted := _counted(named.value, token, noun):
        return counted
    if not (at_once or noun.lower() in column("relational")) or named.value.domain not in ("condition", "observation"):
        return None
    first, _, head = named.value.text.rpartition(" ")
    if not first or head.lower() not in (column("relational") | column("shared_heads")):
        return None
    of_body = is_body_part(first) or first.lower() in organs() - column("kinds_of_illness")
    if noun.lower() in _OF_BODY and not of_body:
        return None
    return Noun(f"{first} {noun}", named.value.domain)


def _named_before(before: Sequence[Token]) -> Token | None:
    """What stands before the connective, and before the bracket there: "atrial fibrillation (AF) | or"."""
    ahead = [each for each in before if each.type not in CONNECTIVES]
    return ahead[-1] if ahead else None


def _given(named: Noun, noun: str) -> Noun | None:
    """What is given as the drug named is: "other anticancer agents | or therapies"; None of any other noun."""
    first, _, head = named.text.rpartition(" ")
    given = named.domain == "drug" and _are_two_of("remedies", noun, head)
    return Noun(f"{first} {noun}", "drug") if first and given else None


def _done(named: Noun, noun: str) -> Noun | None:
    """What is done to the part that the procedure named is done to: "valve repair | or replacement"; None of others."""
    first, _, head = named.text.rpartition(" ")
    if not first or " of " in first or named.domain != "procedure" or not _are_two_of("done_to_parts", noun, head):
        return None
    of_part = first.lower().rpartition(" ")[2] not in column("ways_done") | column("kinds_of_illness")
    return Noun(f"{first} {noun}", "procedure") if of_part else None


def _counted(named: Noun, token: Token, noun: str) -> Noun | None:
    """What is mostly named after the same first words: "atrial fibrillation | or flutter"; None of any other noun."""
    first, _, head = named.text.rpartition(" ")
    shares = noun.lower() in pairs("first_words").get(first.lower(), "").split("|")
    if noun.lower() in column("completed"):
        return None  # "allergic disease or reactions to a vaccine": what it is of stands behind it
    if not shares or head.lower().removesuffix("s") == noun.lower().removesuffix("s"):
        return None
    own = token.value.domain if isinstance(token.value, Noun) else named.domain
    whole = f"{first} {noun}"
    return Noun(whole, as_domain(domain_of(whole) or own))


def _acted(named: Noun, other: Noun) -> Noun | None:
    """What is done to another thing of one kind: "closure of a septal defect | or aneurysm"; None of any other."""
    found = _ACT.fullmatch(named.text)
    if found is None or pairs("acts").get(found[2].lower()) != "procedure" or named.domain != "procedure":
        return None
    alike = other.domain in _ACTED_ON and domain_of(found[3]) == other.domain
    return Noun(f"{found[1]} of {other.text}", named.domain) if alike else None


def _are_two_of(table: str, *nouns: str) -> bool:
    said = {noun.lower() for noun in nouns}
    return len(said) == len(nouns) and said <= column(table)


def _tried(named: Noun, other: Noun) -> Noun | None:
    """Another thing that is tried as the one named is: "study of an investigational drug | or device"."""
    found = _TRIED.fullmatch(named.text)
    if found is None or not _is_tried(found[2]) or not other.text.lower().endswith(found[3].lower()):
        return None
    if not _is_tried(other.text[: len(other.text) - len(found[3])]):
        return None
    domain = named.domain if named.domain == "observation" else other.domain
    return Noun(f"{found[1]} {other.text}", domain)


def _is_tried(name: str) -> bool:
    return name.lower() in column("tried") or name.lower().removesuffix("s") in column("tried")
