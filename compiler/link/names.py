"""Names folded so that two ways of writing one thing meet: case, accents, hyphens, British spelling, plurals, order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Prefixes that are written apart, with a hyphen, or joined.
_PREFIXES = frozenset({"non", "anti", "post", "pre", "hyper", "hypo", "poly", "neo"})
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN = {roman: str(value) for value, roman in enumerate(_NUMERALS, start=1)}
#: A Roman numeral is a number only behind one of these: "type II", "factor VIII", but not "vitamin C" or "HIV".
_NUMBERED = frozenset({"type", "stage", "grade", "class", "factor", "bipolar", "antithrombin", "troponin"})
#: Words that order a name without adding to it. ("a" is none: hepatitis A.)
_JOINTS = frozenset({"of", "the", "in", "to", "for", "and", "or", "by"})
_ORGANS = {"renal": "kidney", "hepatic": "liver", "cardiac": "heart", "pulmonary": "lung"}
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda", "ß": "beta", "μ": "mu"}
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*\+?")
_BRITISH = (
    (re.compile(r"(?<=[bcdfghlmnprst])ae|^ae(?=[dmnst])"), "e"),
    (re.compile(r"(?<=[bcdfglmnprsty])oe(?=[adlmnst])|^oe(?=[ds])"), "e"),
    (re.compile(r"(?<=[abiglmnrv])our(?=s?$)"), "or"),
    (re.compile(r"(?<=.{3})is(?=(?:e|ed|ing|ation)$)"), "iz"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"tre$"), "ter"),
)
_PLURALS = (
    (re.compile(r"(?<=st)ases$"), "asis"),
    (re.compile(r"(?<=\w{3})oses$"), "osis"),
    (re.compile(r"yses$"), "ysis"),
    (re.compile(r"itides$"), "itis"),
    (re.compile(r"(?<=\w)omata$"), "oma"),
    (re.compile(r"(?<=\w{2})ies$"), "y"),
    (re.compile(r"(?<=vir|sin|fet)uses$"), "us"),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=[xz])es$"), ""),
    (re.compile(r"(?<=\w{2}[^suiy])s$"), ""),
)
#: Endings of plural rules that are no plurals.
_SINGULAR = frozenset({"species", "series", "rabies", "scabies", "caries", "herpes", "diabetes", "ascites", "aids"})


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, in order.

    >>> words("Haemorrhages, non-traumatic"), words("Crohn's disease"), words("Type II diabetes")
    (('hemorrhage', 'nontraumatic'), ('crohn', 'disease'), ('type', '2', 'diabetes'))
    """
    plain = "".join(_GREEK.get(letter, letter) for letter in text.casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    plain = re.sub(r"['’`´]s\b|['’`´]", "", plain)
    found: list[str] = []
    for word in _WORD.findall(plain):
        if found and found[-1] in _PREFIXES:
            found[-1] += _spelled(word)
        elif found and found[-1] in _NUMBERED and word in _ROMAN:
            found.append(_ROMAN[word])
        else:
            found.append(_spelled(word))
    return tuple(found)


def key(text: str) -> str:
    """A name by which equal names are found: its folded words.

    >>> key("Ischaemic strokes") == key("ischemic stroke")
    True
    """
    return " ".join(words(text))


def bag(text: str) -> str:
    """A name without regard to the order of its words: "carcinoma of the lung" is "lung carcinoma".

    Adjectives of organs are read as the organ, so that "renal failure" is "kidney failure".

    >>> bag("Carcinoma of the lung") == bag("lung carcinoma") == bag("Lung, carcinoma of") == bag("pulmonary carcinoma")
    True
    """
    return folded_bag(key(text))


def folded_bag(name: str) -> str:
    """As `bag`, of a name that is folded already."""
    return " ".join(sorted(_ORGANS.get(word, word) for word in name.split(" ") if word not in _JOINTS))


def _spelled(word: str) -> str:
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    if word in _SINGULAR:
        return word
    for pattern, singular in _PLURALS:
        changed = pattern.sub(singular, word)
        if changed != word:
            return changed
    return word
