"""Targets that share the noun of what acts on them: "MEK, BRAF or ERK inhibitors", "mutations of EGFR or ALK".

A target is told by its form, a symbol of capitals and digits, and is no name of its own: aspirin is none in "aspirin
or P2Y12 inhibitors". What acts on one target may be several things: "CYP3A4 inhibitors or inducers".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...extract.lexicon import domain_of, is_name
from ...vocabulary import column
from ..needing import needing
from ..token import Noun, Token
from .lists import BETWEEN, CONNECTIVES

_SYMBOL = re.compile(r"(?:anti-)?(?=\S*[A-Z]\S*[A-Z\d])[A-Za-zαβγκδ\d]+(?:[/-][A-Za-zαβγκδ\d]+)*")
_OF_SYMBOL = re.compile(r"(?P<act>.*?(?P<noun>\w+) (?:of|in|to|against) (?:the )?)(?P<symbol>\S+)(?P<gene> genes?)?")
_OF_TARGET = re.compile(r"(?P<noun>\w+) (?:of|in|to|against) .+")
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
#: What stands between a target and what acts on it: "VEGF pathway inhibitors".
_AIMED = frozenset({"directed", "targeted", "targeting"})
_LINKS = frozenset({"pathway", "kinase", "receptor", "tyrosine", "signaling", "signalling"}) | _AIMED
_NAMED = frozenset({"NOUN", "JUNK"})


@needing(*CONNECTIVES)
def with_targets(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which every target of a list has the noun that the list shares, and every noun its target."""
    result = list(tokens)
    for i in range(len(result) - 1, -1, -1):
        j = _next_member(result, i)
        if j and result[j].type == "MOD" and _acts(text[result[i].start : result[i].end]):
            j = next(k for k in range(j, len(result) + 1) if k == len(result) or result[k].type != "MOD")
            j = 0 if j == len(result) else j  # "strong inhibitors or moderate inducers of ..."
        if j and _OTHER.search(text, result[i].end, result[j].start):
            continue  # "RAD001 or other mTOR inhibitors": the first is one of them
        worded = j and any(token.type in ("AND", "OR", "ANDOR", "SLASH") for token in result[i + 1 : j])
        if j and (worded or result[j] is not tokens[j]):  # "MEK, BRAF or ERK inhibitors", not "AML, FLT3 mutation"
            result[i] = _ahead(result[i], result[j], text)
    for j in range(len(result)):
        if i := _member_before(result, j):
            result[j] = _given(result[i - 1], _behind(result[i - 1], result[j], text))
    return result


def _ahead(token: Token, following: Token, text: str) -> Token:
    """A member of a list whose noun, or whose target, stands behind the next: "MEK or ERK inhibitor"."""
    if following.type != "NOUN":
        return token
    said, words = text[token.start : token.end], following.value.text.split()
    noun = [each for each in words[1:] if each not in _LINKS]
    acts = len(noun) == 1 and (_acts(noun[0]) or not _AIMED.isdisjoint(words[1:]))
    if acts and _SYMBOL.fullmatch(words[0]) and _is_target(said, words[0], noun[0]):
        return _named(token, " ".join([said, *words[1:]]), following.value)
    of = _OF_TARGET.fullmatch(following.value.text)
    if of and _acts(of["noun"]) and _acts(said):  # "inhibitors or inducers of ..."
        return _named(token, said + following.value.text[len(of["noun"]) :], following.value)
    return token


def _behind(before: Token, token: Token, text: str) -> Token:
    """A member of a list whose noun, or whose target, stands before the one before it: "mutations of EGFR or ALK"."""
    if before.type != "NOUN":
        return token
    said = text[token.start : token.end]
    alone = said.removesuffix(" genes").removesuffix(" gene")
    of = _OF_SYMBOL.fullmatch(before.value.text)
    if of and _acts(of["noun"]) and _SYMBOL.fullmatch(of["symbol"]) and _is_target(alone, of["symbol"], of["noun"]):
        return _named(token, of["act"] + said, before.value)
    words = before.value.text.split()
    if len(words) > 1 and _SYMBOL.fullmatch(words[-2]) and _acts(words[-1]) and _acts(said):
        return _named(token, " ".join([*words[:-1], said]), before.value)
    return token


def _given(before: Token, token: Token) -> Token:
    """An antibody beside one that is given: the last of "anti-PD-1, anti-PD-L1 or anti-CTLA-4 antibody"."""
    names = [each.value for each in (before, token) if each.type == "NOUN"]
    alike = len(names) > 1 and all(noun.text.lower().startswith("anti-") for noun in names)
    if not alike or names[0].domain != "drug" or not names[1].text.endswith(("antibody", "antibodies")):
        return token
    return token._replace(value=replace(names[1], domain="drug"))


def _named(token: Token, name: str, like: Noun) -> Token:
    return Token("NOUN", token.start, token.end, replace(like, text=name))


def _acts(word: str) -> bool:
    return word.lower() in column("acts_on_targets")


def _is_target(word: str, other: str, noun: str) -> bool:
    """Whether a word is the symbol of a target as `other` is, and names nothing by itself.

    An illness is a target of antibodies: "HIV or HCV antibodies".
    """
    known = domain_of(word) if is_name(word) and not word.startswith("anti-") else None
    free = known in (None, "measurement") or (known == "condition" and noun.startswith("antibod"))
    marked = word.startswith("anti-") == other.startswith("anti-")
    return bool(_SYMBOL.fullmatch(word)) and marked and free and not word.endswith("Ag")


def _next_member(tokens: Sequence[Token], i: int) -> int:
    """The index of the next member of the list that the name at `i` stands in, or 0."""
    if tokens[i].type not in _NAMED:
        return 0
    j = i + 1
    while j < len(tokens) and tokens[j].type in BETWEEN:
        j += 1
    joined = any(token.type in CONNECTIVES for token in tokens[i + 1 : j])
    return j if joined and j < len(tokens) else 0


def _member_before(tokens: Sequence[Token], j: int) -> int:
    """One more than the index of the member of the list before the name at `j`, or 0."""
    if tokens[j].type not in _NAMED:
        return 0
    i = j
    while i and tokens[i - 1].type in BETWEEN:
        i -= 1
    joined = any(token.type in CONNECTIVES for token in tokens[i:j])
    return i if joined else 0
