"""Names of which half stands with another, before it or behind it.

"Upper or lower lobe", "first- or second-degree block", "hepatitis B or C", "bipolar I or II disorder".
"""

from __future__ import annotations

import re

from ...vocabulary import column, pairs
from ..needing import needing
from ..token import Noun, Token
from .lists import BETWEEN, CONNECTIVES

_ADVERB = re.compile(r"[A-Za-z]{3,}ly")
_OWN = frozenset({"NOUN", "JUNK", "MOD"})
_BETWEEN = BETWEEN | {"DASH"}
#: How many, said anew of the second half: "6 tender and 6 swollen joints".
_COUNTS = frozenset({"VALUE", "NUMBER"})

_LETTER = re.compile(r"([A-E])(?: (?:virus|infection)(?:es|s)?){0,2}")
_LETTERED = re.compile(r"(.{4,}) [A-E]$")
_NUMBER = r"([IVX]{1,4}|\d{1,2}|[A-Z])"
_BEFORE_NUMBER = re.compile(rf"(.{{3,}}[ -]){_NUMBER}")
_BEHIND_NUMBER = re.compile(rf"{_NUMBER} (\w.+)")
#: Words that nobody knows, signs, and phrases whose readings do not fit where they stand.
UNKNOWN = frozenset({"WORD", "SIGN", "UNFIT"})
#: How many letters are left of a word without its beginning: not of "recent", "preterm".
_STEM = 5
#: What a letter alone may be.
_ALONE = UNKNOWN | {"NOUN"}


@needing(*CONNECTIVES)
def whole_names(tokens: list[Token], text: str) -> list[Token]:
    """Tokens in which a half with the rest that stands behind the connective is a name, or a quality, itself."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        j = _behind(tokens, i + 1) if token.type in _OWN else 0
        result.append((j and _whole(token, tokens, j, text)) or token)
    return result


def _behind(tokens: list[Token], i: int) -> int:
    """The index behind the connective at `i`, and behind a count that both halves have; 0 where none is."""
    j = i
    while j < len(tokens) and tokens[j].type in _BETWEEN:
        j += 1
    joined = any(token.type in CONNECTIVES for token in tokens[i:j])
    counted = i > 1 and tokens[i - 2].type in _COUNTS
    if joined and counted and j + 1 < len(tokens) and tokens[j].type in _COUNTS:
        j += 1
    return j if joined and j < len(tokens) and tokens[j].type in ("NOUN", "MOD") else 0


def _whole(token: Token, tokens: list[Token], j: int, text: str) -> Token | None:
    """The half at `token` with the rest of what begins at `j`, if the two are halves."""
    own = text[token.start : token.end]
    first, *_ = text[tokens[j].start : tokens[j].end].split()
    if begun := _begun(own.rstrip("-"), first):
        own = begun
    elif own.endswith("-") or (text[token.end : token.end + 1] == "-" and text[token.end + 1 : token.end + 2] == " "):
        if "-" not in first.strip("-") or "-" in own.rstrip("-"):
            return None
        own = f"{own.rstrip('-')}-{first.partition('-')[2]}"
    elif own.lower() == first.lower() and tokens[j].type == "NOUN" and token.type != "NOUN":
        last = tokens[j].value.text.rpartition(" ")[2]  # "live or live attenuated vaccines", "blood or blood products"
        whole = own if len(tokens[j].value.text.split()) == 2 else f"{own} {last}"
        return Token("NOUN", token.start, token.end, Noun(whole, tokens[j].value.domain))
    elif tokens[j].type == "NOUN" and _ADVERB.fullmatch(own) and _ADVERB.fullmatch(first):
        rest = text[tokens[j].start : tokens[j].end].partition(" ")[2]  # "surgically or medically castrate"
        return Token("NOUN", token.start, token.end, Noun(f"{own} {rest}", tokens[j].value.domain)) if rest else None
    elif not _are_opposites(own.lower(), first.lower()):
        return None
    if tokens[j].type == "MOD" and first == text[tokens[j].start : tokens[j].end] and str(tokens[j].value) != "organ=*":
        return token._replace(type="MOD", value=str(tokens[j].value).replace("*", own))
    noun = next((each for each in tokens[j:] if each.type != "MOD"), None)
    if noun is None or noun.type != "NOUN":
        return None
    rest = text[tokens[j].start + len(first) : noun.end].strip()
    return Token("NOUN", token.start, token.end, Noun(f"{own} {rest}".strip(), noun.value.domain))


def _begun(own: str, first: str) -> str | None:
    """A beginning of a word with the rest of the first one behind: "hypo" and "hyperthyroidism"; None of any other."""
    begins = column("opposite_prefixes")
    if own.lower() not in begins:
        return None
    rest = (first[len(each) :] for each in sorted(begins, key=len, reverse=True) if first.lower().startswith(each))
    stem = next((each for each in rest if len(each) >= _STEM), None)
    return own + stem if stem is not None else None


def _are_opposites(one: str, other: str) -> bool:
    known = pairs("opposites")
    return known.get(one) == other or known.get(other) == one


def lettered(tokens: list[Token], text: str) -> list[Token]:
    """ "Hepatitis B or C": a letter after "or" takes the name of the letter before it."""
    result = list(tokens)
    for i in range(2, len(result)):
        token = result[i]
        if token.type not in _ALONE or result[i - 1].type not in CONNECTIVES:
            continue
        k = i - 2 if result[i - 2].type not in CONNECTIVES else max(i - 3, 0)  # "hepatitis A, B, or C"
        before = result[k]
        if (
            before.type == "NOUN"
            and (alone := _LETTER.fullmatch(text[token.start : token.end].rstrip(".")))
            and (found := _LETTERED.match(before.value.text))
        ):
            result[i] = Token("NOUN", token.start, token.end, Noun(f"{found[1]} {alone[1]}", before.value.domain))
    return result


@needing(*CONNECTIVES)
def numbered_halves(tokens: list[Token]) -> list[Token]:
    """ "Bipolar I or II disorder", "hepatitis B or C serology": numbers, and letters, in "or" share what stands around.

    That is what stands before the first and behind the last.
    """
    result = list(tokens)
    for i in range(2, len(result)):
        one, sign, other = result[i - 2 : i + 1]
        if (one.type, other.type) != ("NOUN", "NOUN") or sign.type not in CONNECTIVES:
            continue
        first, last = _BEFORE_NUMBER.fullmatch(one.value.text), _BEHIND_NUMBER.fullmatch(other.value.text)
        if first and last:
            domain = other.value.domain
            result[i - 2] = one._replace(value=Noun(f"{first[0]} {last[2]}", domain))
            result[i] = other._replace(value=Noun(f"{first[1]}{last[0]}", domain))
    return result
