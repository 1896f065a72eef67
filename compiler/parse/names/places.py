"""Parts of the body in names: "cancer of the skin", "carcinoma of the colon or rectum", "head and neck surgery"."""

from __future__ import annotations

import re

from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token
from .lists import BETWEEN, CONNECTIVES, SIDES, is_organ

#: How names end of what grows in a place, without its noun.
_GROWN = re.compile(r"\w (?:cell \w+|\w+(?:an|al|ic|ar))$", re.IGNORECASE)
#: A name and the place that a preposition ties to it.
_PLACED = re.compile(
    r"(.+\s(?:of|in|on|to|at|over|around)(?:\s(?:the|an?|any))?|donated?|donating)\s(\S+(?:\s\S+){0,2})$", re.IGNORECASE
)
_OF_PLACE = frozenset({"of", "in", "on", "at the", "over the", "around the"}) | {
    f"{tie} {article}" for tie in ("of", "in", "on", "to") for article in ("the", "a", "an", "any")
}


def with_place(tokens: list[Token], text: str) -> list[Token]:
    """ "Cancer of the skin, ...": an organ that no noun follows is the place of the name before it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        small = 0
        while small < 2 and small < len(result) and result[-1 - small].type in ("SKIP", "OF"):
            small += 1
        said = text[result[-small].start : result[-1].end].lower() if small else ""
        if (
            said in _OF_PLACE
            and len(result) > small
            and result[-small - 1].type == "NOUN"
            and _is_place(token, text)
            and not _named_after(tokens, i)
        ):
            name = result[-small - 1]
            del result[-small - 1 :]
            token = Token("NOUN", name.start, token.end, renamed(name.value, text[name.start : token.end]))
        result.append(token)
    return result


@needing(*CONNECTIVES)
def with_same_name(tokens: list[Token], text: str) -> list[Token]:
    """ "Carcinoma of the colon or rectum": a place alone in a list takes the name of the place before it."""
    result = list(tokens)
    for i, token in enumerate(result):
        unknown = token.type == "JUNK" and text[token.start : token.end].isalpha()  # "of the brain stem or midline"
        fluid = token.type == "MOD" and token.value == "specimen=*" and is_body_part(text[token.start : token.end])
        product = token.type == "NOUN" and _is_product(text[token.start : token.end])
        if not (unknown or fluid or product or _is_place(token, text)) or _named_after(result, i):
            continue
        k = i - 1
        while k >= 0 and result[k].type in BETWEEN:
            k -= 1
        signs = {each.type for each in result[k + 1 : i]}
        before = result[k] if k >= 0 else None
        placed = _PLACED.match(before.value.text) if before is not None and before.type == "NOUN" else None
        if before is not None and placed is not None and signs & CONNECTIVES and is_body_part(placed[2]):
            own = text[token.start : token.end]
            if "AND" in signs and is_body_part(f"{placed[2]} and {own}"):  # "of the head and neck" is one place
                name = f"{before.value.text} and {own}"
                result[k : i + 1] = [Token("NOUN", before.start, token.end, renamed(before.value, name))]
                return with_same_name(result, text)
            result[i] = Token("NOUN", token.start, token.end, renamed(before.value, f"{placed[1]} {own}"))
    return result


@needing("AND")
def one_place(tokens: list[Token], text: str) -> list[Token]:
    """ "Head and neck radiotherapy": two parts of the body that are one place begin one name."""
    result: list[Token] = []
    for token in tokens:
        words = text[token.start : token.end].split()
        if len(result) > 1 and result[-1].type == "AND" and token.type == "NOUN" and len(words) > 1:
            place = f"{text[result[-2].start : result[-2].end]} and {words[0]}"
            if is_body_part(place):
                start = result[-2].start
                del result[-2:]
                token = Token("NOUN", start, token.end, renamed(token.value, text[start : token.end]))
        result.append(token)
    return result


def renamed(noun: Noun, text: str) -> Noun:
    return Noun(text, noun.domain, noun.guessed)


def _is_place(token: Token, text: str) -> bool:
    """Whether a token names a part of the body and nothing else."""
    alone = token.type in ("NOUN", "JUNK") or is_organ(token)
    return alone and is_body_part(text[token.start : token.end])


def ends_in_place(token: Token, text: str) -> bool:
    """Whether a token names a part of the body, or what grows there: "epithelial ovarian", "small cell lung"."""
    own = text[token.start : token.end]
    grown = token.type == "NOUN" and token.value.domain == "condition" and _GROWN.search(own) is not None
    return _is_place(token, text) or (grown and is_body_part(own.rpartition(" ")[2]))


def is_body_part(words: str) -> bool:
    """Whether words name a part of the body, with its side or without."""
    side, _, part = words.lower().partition(" ")
    return words.lower() in column("body_parts") or (side in SIDES and part in column("body_parts"))


def _is_product(words: str) -> bool:
    """Whether words name what is made of a fluid of the body: "blood products"."""
    fluid, _, made = words.lower().partition(" ")
    return is_body_part(fluid) and made in ("products", "components", "product", "component")


def _named_after(tokens: list[Token], i: int) -> bool:
    """Whether a name, or a quality of one, comes right after the token at `i`."""
    following = next((token.type for token in tokens[i + 1 :] if token.type != "MOD"), "END")
    return following in ("NOUN", "JUNK", "INCREASE")
