"""Abuse that is said once of several substances: "alcohol, opioid or drug abuse", "dependence on alcohol or drugs"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...vocabulary import column
from ..needing import saying
from ..token import Noun, Token
from .lists import BETWEEN, CONNECTIVES, ORGAN

#: What is suffered, and what ties it to the substance behind it.
MISUSE = re.compile(
    r"(?:ab|mis|over)?use disorders?|(?:ab|mis|over)use|dependenc(?:y|ies|e)|addict(?:ions?|ed)|withdrawal",
    re.IGNORECASE,
)
#: "Physical dependence", "psychological addiction".
_MISUSE_OF_A_KIND = re.compile(rf"(?:\w+al )?(?:{MISUSE.pattern})", re.IGNORECASE)
_OF = re.compile(
    r"(.*\b(?:abuse|misuse|overuse|dependence|dependency|addict(?:ion|ed)|withdrawal) (?:of|on|to|from)) (.+)", re.I
)
_NAMED = re.compile(rf"(.+?) ({MISUSE.pattern})", re.IGNORECASE)
_MISUSED = re.compile(rf"{MISUSE.pattern}|disorder|intoxication|\buse", re.IGNORECASE)
#: How many tokens ahead an abuse may be named.
_FAR = 8
_ABUSING = re.compile(r"(?:who )?(?:abus|misus)(?:es?|ing)", re.IGNORECASE)
_TIES = frozenset({"of", "on", "to", "from"})


@saying(MISUSE.pattern)
def abuse_of_each(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Alcohol, opioid or drug abuse" is alcohol abuse, opioid abuse and drug abuse."""
    result = list(tokens)
    for i in range(len(result) - 1, -1, -1):
        found = _NAMED.fullmatch(result[i].value.text) if result[i].type == "NOUN" else None
        if found is None or found[1].lower() not in column("substances"):
            continue
        j = i - 1
        while j >= 0 and (result[j].type in BETWEEN or _is_substance(result[j], text)):
            j -= 1
        if j >= 0 and result[j].type == "MOD" and str(result[j].value).startswith("domain="):
            continue  # "use of tobacco, or alcohol abuse"
        single = " " not in found[1] + found[2] and not found[1].lower().endswith("s")
        if single and all(result[k].type != "NOUN" for k in range(j + 1, i)):
            if j == i - 1:
                _also(result, i, [found[1]])
            continue  # organs that `heads` joins with their noun
        listed = [k for k in range(j + 1, i) if _is_substance(result[k], text)]
        said = [text[result[k].start : result[k].end] for k in listed]
        _also(result, i, [*said, found[1]])
        for k, name in zip(listed, said, strict=True):
            result[k] = Token("NOUN", result[k].start, result[k].end, Noun(f"{name} {found[2]}", "condition"))
    return result


def _also(tokens: list[Token], i: int, said: Sequence[str]) -> None:
    """ "Alcohol or drug abuse or dependence" is dependence on each, too."""
    k = i + 1
    while k < len(tokens) and tokens[k].type in CONNECTIVES:
        k += 1
    if k == i + 1 or k == len(tokens) or tokens[k].type != "NOUN" or not MISUSE.fullmatch(tokens[k].value.text):
        return
    misuse = tokens[k]
    named = [misuse._replace(value=Noun(f"{name} {misuse.value.text}", "condition")) for name in said]
    joined = [each for one in named for each in (Token("OR", misuse.start, misuse.start, ""), one)]
    tokens[k : k + 1] = joined[1:]


def _also_of(tokens: list[Token], i: int, said: str, text: str) -> None:
    """ "Abuse or dependence of alcohol", "abuse of or dependence on alcohol" is abuse of alcohol, too."""
    k = i - 1
    while k >= 0 and tokens[k].type in CONNECTIVES:
        k -= 1
    if 0 < k < i - 1 and text[tokens[k].start : tokens[k].end].lower() in _TIES:
        k -= 1
    if 0 <= k < i - 1 and tokens[k].type == "NOUN" and MISUSE.fullmatch(tokens[k].value.text):
        tokens[k] = tokens[k]._replace(value=Noun(f"{tokens[k].value.text} of {said}", "condition"))


@saying("substance")
def substances_alone(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Active substance or excipients": a substance that no abuse is said of is a name by itself."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type == "MOD" and token.value == ORGAN and text[token.start : token.end].lower() == "substance":
            ahead = tokens[min(i + _FAR, len(tokens) - 1)].end
            if not _MISUSED.search(text, token.end, ahead):
                active = bool(result) and text[result[-1].start : result[-1].end].lower() == "active"
                start = result.pop().start if active else token.start
                token = Token("NOUN", start, token.end, Noun(text[start : token.end], "drug"))
        result.append(token)
    return result


@saying(f"{MISUSE.pattern}|abus|misus")
def each_abused(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Abuse of alcohol or drugs" is abuse of drugs too."""
    result = _tied(_abusing(tokens, text), text)
    for i, token in enumerate(result):
        found = _OF.fullmatch(token.value.text) if token.type == "NOUN" else None
        if found is None:
            continue
        result[i] = token._replace(value=Noun(token.value.text, "condition"))
        _also_of(result, i, found[2], text)
        j = i + 1
        while j < len(result) and (result[j].type in BETWEEN or _is_substance(result[j], text)):
            said = text[result[j].start : result[j].end]
            named = result[j].type != "NOUN" or result[j].value.text == said
            if _is_substance(result[j], text) and named:
                whole = Noun(f"{found[1]} {said}", "condition")
                result[j] = Token("NOUN", result[j].start, result[j].end, whole)
            j += 1
    return result


def _abusing(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Abusing alcohol or drugs" is alcohol abuse or drug abuse."""
    result: list[Token] = []
    abused = False
    for i, token in enumerate(tokens):
        told = token.type == "MOD" and _ABUSING.fullmatch(text, token.start, token.end)
        if told and any(_is_abused(each, text) for each in tokens[i + 1 : i + 2]):
            abused = True
            result.append(Token("SKIP", token.start, token.end, ""))
            continue
        abused = abused and (token.type in BETWEEN or _is_abused(token, text))
        if abused and _is_abused(token, text):
            goes_on = result[-1].type == "NOUN" and result[-1].end + 1 == token.start
            start = result.pop().start if goes_on else token.start  # "drug | substance"
            named = Noun(f"{text[start : token.end]} abuse", "condition")
            token = Token("NOUN", start, token.end, named)
        result.append(token)
    return result


def _is_abused(token: Token, text: str) -> bool:
    return _is_substance(token, text) or (token.type == "NOUN" and token.value.domain == "drug")


def _tied(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "Abuse" | "of" | "alcohol" as one name."""
    result: list[Token] = []
    for token in tokens:
        if not _is_substance(token, text):
            result.append(token)
            continue
        before = [each.type for each in result[-2:]]
        tie = text[result[-1].start : result[-1].end].lower() if result else ""
        if before in (["NOUN", "SKIP"], ["NOUN", "OF"], ["NOUN", "LINK"]) and tie in _TIES:
            misused = result[-2]
            if _MISUSE_OF_A_KIND.fullmatch(misused.value.text):
                del result[-2:]
                token = Token("NOUN", misused.start, token.end, Noun(text[misused.start : token.end], "condition"))
        elif before[-1:] == ["NOUN"] and _MISUSE_OF_A_KIND.fullmatch(result[-1].value.text):
            between = text[result[-1].end : token.start].strip().lower()
            if between in _TIES:
                misused = result.pop()
                token = Token("NOUN", misused.start, token.end, Noun(text[misused.start : token.end], "condition"))
        result.append(token)
    return result


def _is_substance(token: Token, text: str) -> bool:
    named = token.type == "NOUN" or (token.type == "MOD" and token.value == ORGAN)
    return named and text[token.start : token.end].lower() in column("substances")
