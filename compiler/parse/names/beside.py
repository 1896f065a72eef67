"""Unknown words that belong to the name beside them by where they stand.

"clusters of blasts", "monoamine oxidase (MAO) assay", "stenosing ulcers" are names as a whole; "HER2-positive disease",
"incurable metastatic disease" and "surgery on the index knee" have a quality. The words are kept as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...extract.lexicon import as_domain
from ...rules.model import Domain, Qualifier
from ...vocabulary import column, pairs
from ..needing import needing
from ..syntax.modifiers import KEYS
from ..token import Noun, Token
from .heads import is_adjectival
from .lists import CONNECTIVES, ORGAN, is_organ
from .name_bounds import ENDS, OPENS, is_abbreviation

#: Words that nobody knows, and phrases whose readings do not fit where they stand.
_UNKNOWN = frozenset({"WORD", "UNFIT"})
#: What may stand before the first word of a name here, and behind the last.
_OPENS = OPENS | CONNECTIVES | {"STOP", "DASH"}
_ENDS = ENDS | {"STOP", "MOD"}
_OF = frozenset({"of", "of the", "of a", "of an", "of any", "of other", "of his", "of her", "of their"})
#: A noun by its form: no participle, no adverb, and none of the adjectives that go on with "of".
_NOUN = re.compile(r"[A-Za-z][a-z]{3,}(?<!ed)(?<!ly)(?<!ous)(?<!ive)(?<!able)(?<!ible)(?<!ful)")
_NO_NOUN = re.compile(
    r"because|instead|regardless|most|some|none|each|those|these|either|both|less|more|much|many", re.IGNORECASE
)
_ACTING = re.compile(r"[A-Za-z][a-z]{2,}ing")
_AGE_GROUP = re.compile(r"adult|adolescent|child|childhood|infant|newborn|neonatal|p(?:a)?ediatric", re.IGNORECASE)
_OF_CHILDREN = re.compile(r"p(?:a)?ediatric\b", re.IGNORECASE)
_MOTHER = re.compile(r"mothers?", re.IGNORECASE)
_ADVERB = re.compile(r"[A-Za-z][a-z]{3,}ly")
#: An adjective whose form nouns share.
_ADJECTIVE = re.compile(r"[a-z-]+(?:less|ful|(?<!m)ent|ant)")
#: Words for a part of an organ, that name it together with the organ.
_SIDES = re.compile(r"upper|lower|inner|outer", re.IGNORECASE)
#: Qualities of which an adverb says how they came about: "surgically unresolved".
_HOW = ("outcome=", "control=", "activity=")
#: Results that are compared as such: "basically normal".
_NORMAL = re.compile(r"(?:ab)?normal|positive|negative|elevated", re.IGNORECASE)
_MEANS = re.compile(r"(?!basic|specif|typic|crit|drast|dramat)[a-z]{3,}ically", re.IGNORECASE)
#: What takes up the dose before it ("or an equivalent dose of steroids"), or says when: no quality of the name.
_EQUAL = re.compile(r"equivalent|comparable|corresponding|historical|former|future|anticipated", re.IGNORECASE)
#: Adjectives that say how often something is done.
_OFTEN = re.compile(r"daily|weekly|monthly|nightly|intermittent", re.IGNORECASE)
_NON = re.compile(r"non-?", re.IGNORECASE)
#: A diagnosis that something was found by.
_CONFIRMED = re.compile(r"(?:confirmed|proven|established|documented|verified)\b", re.IGNORECASE)
#: What ties a quality to the word before it: "associated with high risk".
_TIED = re.compile(r"(?:with|of|in|to|for|by|on|at)\b", re.IGNORECASE)
#: Qualities that stand before the name as others do, and tell nothing of it but that it is: "daily treatment with".
_LEADS = frozenset({"light=", "domain=drug", "when=current"})
#: A mark that a tumour, a germ or blood is tested for, and what the test gave.
_MARKER = re.compile(r"(?=.*[A-Z])(?=.*[\dA-Z]{2})[A-Za-z0-9/-]{2,12}|Gram")
_RESULT = re.compile(r"-?\s?(positive|negative)", re.IGNORECASE)
#: What may be told by some means, and how the means begins.
_TOLD = frozenset({"NOUN", "VALUE", "AMOUNT", "RPAR"})
_BY = re.compile(r"by (?:the|an?)", re.IGNORECASE)
#: The most words of a place.
_LONGEST_PLACE = 4
#: Types of the words that tie a place to a name, and what they say.
_SMALL = frozenset({"SKIP", "OF", "LINK", "UNFIT", "AT", "FOR"})
_AT_PLACE = re.compile(
    r"(?:in|on|at|to|of|from|over|around|near|below|above|into|within|inside|outside(?:\sof)?|under|beneath|behind)"
    r"(?:\s(?:the|an?|either|both|any|their))?",
    re.IGNORECASE,
)
#: Prepositions that are part of the place, for what lies there is not in it: "outside the peritoneal cavity".
_APART = re.compile(r"(?:over|around|near|below|above|outside|under|beneath|behind)\b", re.IGNORECASE)
#: Prepositions before a part of the body that no name takes in.
_AWAY = re.compile(rf"(?:within|inside)\b|{_APART.pattern}", re.IGNORECASE)
#: Places where patients are seen, and not of their bodies.
_OF_STUDIES = re.compile(r"study|trial|clinical|investigational|research|participating|enrolling|investigative")


def beside(tokens: Sequence[Token], text: str) -> list[Token]:
    """Tokens in which such words are part of a name, or a quality of one."""
    found = _marked(_told(tokens, text), text)
    found = _placed(_mothers(found, text), text)
    found = _described(found, text)
    found = _acting(found, text)
    found = _of_names(found, text)
    return _after_brackets(found, text)


def _said(token: Token, text: str) -> str:
    return text[token.start : token.end]


def _type(tokens: Sequence[Token], i: int) -> str:
    if i < 0:
        return "START"
    return tokens[i].type if i < len(tokens) else "END"


def _before(tokens: Sequence[Token], i: int) -> str:
    """The terminal before the token at `i`, small words looked through."""
    while i > 0 and tokens[i - 1].type == "SKIP":
        i -= 1
    return _type(tokens, i - 1)


def _names_next(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether a name comes at `i`, behind its qualities and what joins them."""
    while i < len(tokens) and (tokens[i].type == "SKIP" or _is_quality(tokens[i]) or _joins(tokens, i)):
        i += 1
    return _type(tokens, i) == "NOUN" or (
        i < len(tokens) and tokens[i].type == "WORD" and _said(tokens[i], text).lower() in pairs("acts")
    )


def _joins(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` joins two qualities of one name: "oral or inhaled"."""
    return tokens[i].type in CONNECTIVES and i > 0 and _is_quality(tokens[i - 1])


def _is_quality(token: Token) -> bool:
    """Whether a token qualifies one name, and begins no list of its own: "severe", not "history of"."""
    key = token.value.key if isinstance(token.value, Qualifier) else str(token.value).partition("=")[0]
    return token.type == "OUTCOME" or (token.type == "MOD" and (key in KEYS or key == "organ" or token.value is None))


# ------------------------------------------------------------------ qualities


@needing(*_UNKNOWN)
def _marked(tokens: list[Token], text: str) -> list[Token]:
    """ "HER2-positive disease" has a quality; "(HIV)-positive" is a result of what the bracket stands behind."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.type not in _UNKNOWN:
            result.append(token)
            i += 1
            continue
        sign = i + 1 + (_type(tokens, i + 1) == "DASH")
        if (
            token.type == "WORD"
            and _MARKER.fullmatch(_said(token, text))
            and sign < len(tokens)
            and tokens[sign].type in ("MOD", "OUTCOME")
            and _RESULT.fullmatch(_said(tokens[sign], text))
        ):
            if _names_next(tokens, sign + 1, text):
                result.append(Token("MOD", token.start, tokens[sign].end, "type=*"))
                i = sign
            else:
                result.append(Token("NOUN", token.start, token.end, Noun(_said(token, text), "measurement", True)))
        elif _type(result, len(result) - 1) == "RPAR" and _RESULT.fullmatch(_said(token, text)):
            result.append(Token("OUTCOME", token.start, token.end, _said(token, text).strip("- ").lower()))
        else:
            result.append(token)
        i += 1
    return result


def _told(tokens: Sequence[Token], text: str) -> list[Token]:
    """ "By the X formula" links as "by X formula" does; "by self-report" is a quality without its "by"."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if token.type == "LINK" and token.value == "by" and _is_method(tokens, i + 1) and _type(tokens, i + 2) in _ENDS:
            continue
        if (
            token.type == "SKIP"
            and _type(tokens, i + 1) in _UNKNOWN
            and result
            and result[-1].type in _TOLD
            and _BY.fullmatch(_said(token, text))
        ):
            token = Token("LINK", token.start, token.end, "by")
        result.append(token)
    return result


def _is_method(tokens: Sequence[Token], i: int) -> bool:
    return _type(tokens, i) == "MOD" and str(tokens[i].value).startswith("method=")


@needing(*_UNKNOWN)
def _described(tokens: list[Token], text: str) -> list[Token]:
    """ "Incurable metastatic disease": an adjective before the qualities of a name is one; so is their adverb."""
    result = _without_hyphens(tokens, text)
    for i in range(len(result) - 2, -1, -1):
        if result[i].type not in _UNKNOWN:
            continue
        if _goes_before(result, i, text):
            result[i : i + 2] = [Token("MOD", result[i].start, result[i].end, "type=*")]
            continue
        token, following = result[i], result[i + 1]
        if _is_kind_of(result, i, text) or (following.type == "PERSON" and _is_state(result, i, text)):
            result[i] = (
                Token("MOD", token.start, token.end, "type=*") if following.type == "SKIP" else _guess(token, text)
            )
            continue
        if following.type != "MOD" or token.end + 1 < following.start:
            continue
        if _SIDES.fullmatch(_said(token, text)) and following.value == ORGAN:
            result[i : i + 2] = [following._replace(start=token.start)]
            continue
        word = _said(token, text)
        opened = following.value in _LEADS
        before_name = (_is_quality(following) or opened) and _before(result, i) in _OPENS
        before_name = before_name and _names_next(result, i + 1 + opened, text)
        if _TIED.match(text, following.start):
            continue
        if _NON.fullmatch(word):
            result[i : i + 2] = _denied(token, following)
            continue
        if _ADVERB.fullmatch(word):
            if before_name or _before(result, i) not in CONNECTIVES:
                result[i : i + 2] = _with_adverb(token, following, text, before_name)
        elif before_name and (_is_adjective(word) or _is_acting(token, text)) and not _EQUAL.fullmatch(word):
            key = "course" if _OFTEN.fullmatch(word) else "type"
            result[i] = Token("MOD", token.start, token.end, f"{key}=*")
    return result


def _denied(non: Token, quality: Token) -> list[Token]:
    """ "Non metastatic": a quality with the word that turns it about, which is a part of it."""
    key, _, said = str(quality.value).partition("=")
    return [quality._replace(start=non.start)] if said == "*" and key in KEYS else [non, quality]


def _with_adverb(adverb: Token, quality: Token, text: str, before_name: bool) -> list[Token]:
    """An adverb with the quality it is of: what shows it ("histologically confirmed"), or a part of its words."""
    said = str(quality.value)
    if said.startswith("certainty="):
        shows = before_name
    elif said == "light=" and _CONFIRMED.match(text, quality.start):
        method = adverb._replace(type="MOD", value=f"method={_said(adverb, text).lower()[:-2]}")
        return [method, quality._replace(value="certainty=confirmed")]
    elif said.endswith("=*") and said.partition("=")[0] in KEYS and not _NORMAL.fullmatch(_said(quality, text)):
        return [quality._replace(start=adverb.start)]
    else:
        shows = said.startswith(_HOW) and _MEANS.fullmatch(_said(adverb, text)) is not None
    return [adverb._replace(type="MOD", value="method=*"), quality] if shows else [adverb, quality]


def _goes_before(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether commas alone part the adjective at `i` from other ones of the name: "painful, distal polyneuropathy"."""
    if _type(tokens, i + 1) != "COMMA" or _before(tokens, i) not in _OPENS:
        return False
    following = tokens[i + 2] if i + 2 < len(tokens) else None
    if following is None or not _is_adjective(_said(tokens[i], text)):
        return False
    if following.type == "NOUN":
        first, *rest = following.value.text.split()
        return bool(rest) and _is_adjective(first)
    named = i + 2
    while named < len(tokens) and _is_quality(tokens[named]):
        named += 1
    return named > i + 2 and _type(tokens, named) == "NOUN"


def _is_kind_of(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the word at `i` says which forms of something are meant: "nonplaque forms of psoriasis"."""
    said = _said(tokens[i + 1], text).lower() if tokens[i + 1].type == "SKIP" else ""
    form = said.startswith(("form", "type", "kind", "variant", "case")) and said.endswith(" of")
    return (
        form
        and tokens[i].type == "WORD"
        and _NOUN.match(_said(tokens[i], text)) is not None
        and _names_next(tokens, i + 2, text)
    )


def _is_state(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the word at `i` says in what state the people behind it are: "premenarchal girls"."""
    adjacent = tokens[i].end + 1 == tokens[i + 1].start and _before(tokens, i) in _OPENS
    return adjacent and tokens[i].type == "WORD" and is_adjectival(_said(tokens[i], text).lower())


def _without_hyphens(tokens: list[Token], text: str) -> list[Token]:
    """Tokens without the hyphen between an adverb and what it goes with: "adequately-treated"."""
    return [
        token
        for i, token in enumerate(tokens)
        if not (
            token.type == "DASH"
            and 0 < i < len(tokens) - 1
            and tokens[i - 1].type == "WORD"
            and _ADVERB.fullmatch(_said(tokens[i - 1], text))
            and tokens[i - 1].end == token.start
            and token.end == tokens[i + 1].start
        )
    ]


def _is_adjective(word: str) -> bool:
    word = word.lower()
    if word in column("not_adjectives"):
        return False
    return word in column("adjectives") or is_adjectival(word) or bool(_ADJECTIVE.fullmatch(word))


def _placed(tokens: list[Token], text: str) -> list[Token]:
    """ "Surgery on the index knee", "wound in the mouth area": a place that a name has is a quality of it.

    With "of" it is a part of the name. A part of the body alone is left to `heads`, which knows the lists of them.
    """
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        end = _place_end(tokens, i, text) if _hosts(result) else 0
        if _goes_on(result, tokens[i], text):
            result[-1] = result[-1]._replace(end=tokens[i].end)
            i += 1
        elif end:
            apart = tokens[i].type != "OF" and _APART.match(text, tokens[i].start)
            first = next(k for k in range(i if apart else i + 1, end) if apart or tokens[k].type != "SKIP")
            start, last = tokens[first].start, tokens[end - 1].end
            if _preposition(tokens[i], text).lower().startswith("of"):
                result += [tokens[i], Token("NOUN", start, last, Noun(text[start:last], "observation", True))]
            else:
                result.append(Token("MOD", start, last, "site=*"))
            i = end
        else:
            result.append(tokens[i])
            i += 1
    return result


def _hosts(before: Sequence[Token]) -> bool:
    """Whether a name that can lie somewhere ends the tokens: a condition or what is done."""
    host = before[-1] if before else None
    return host is not None and host.type == "NOUN" and host.value.domain in ("condition", "procedure", "observation")


def _preposition(token: Token, text: str) -> str:
    found = _AT_PLACE.fullmatch(_said(token, text))
    small = token.type in _SMALL or (token.type == "WORD" and found is not None and _APART.match(found[0]) is not None)
    return found[0] if found and small else ""


def _place_end(tokens: Sequence[Token], i: int, text: str) -> int:
    """The index after the place that the preposition at `i` begins; 0 where it begins none."""
    if not _preposition(tokens[i], text):
        return 0
    start = i + 1
    while _type(tokens, start) == "SKIP":
        start += 1
    end = start
    while end < len(tokens) and end - start < _LONGEST_PLACE and _in_place(tokens[end]):
        end += 1
    if end < len(tokens) and tokens[end].type == "NOUN" and _said(tokens[end], text).lower() in column("places"):
        end += 1
    away = _AWAY.match(text, tokens[i].start) is not None
    if end == start or (tokens[end - 1].type not in ("NOUN", *_UNKNOWN) and not (away and is_organ(tokens[end - 1]))):
        return 0
    if _type(tokens, end) in ("NOUN", *_UNKNOWN, "DASH"):
        return 0
    words = [_said(token, text).lower() for token in tokens[start:end]]
    placed = is_organ(tokens[end - 1]) or any(_is_place(said) for said in (words[-1], " ".join(words)))
    return end if placed and (len(words) > 1 or away) and not any(_OF_STUDIES.fullmatch(word) for word in words) else 0


def _goes_on(before: Sequence[Token], token: Token, text: str) -> bool:
    """Whether a word ends the place before it: "in the index knee | joint"."""
    placed = token.type in _UNKNOWN and bool(before) and before[-1].type == "MOD"
    return placed and before[-1].value in ("side=*", "site=*") and _is_place(_said(token, text).lower())


def _is_place(word: str) -> bool:
    return word in column("body_parts") or word in column("places")


def _in_place(token: Token) -> bool:
    return token.type in _UNKNOWN or (token.type == "MOD" and _is_quality(token))


# ------------------------------------------------------------------ names


@needing(*_UNKNOWN)
def _mothers(tokens: list[Token], text: str) -> list[Token]:
    """ "Pregnant or nursing mothers": who is of that state, as "women" would be."""
    result: list[Token] = []
    for token in tokens:
        behind = bool(result) and result[-1].type == "NOUN" and result[-1].end + 1 == token.start
        if behind and token.type in _UNKNOWN and _MOTHER.fullmatch(_said(token, text)):
            token = Token("PERSON", token.start, token.end, "female")
        result.append(token)
    return result


@needing(*_UNKNOWN)
def _acting(tokens: list[Token], text: str) -> list[Token]:
    """ "Stenosing ulcers", "adult asthma": what begins a name may be what the named does, or the age it comes at."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        if (
            token.type == "NOUN"
            and before is not None
            and before.end + 1 == token.start
            and (_is_acting(before, text) or (_is_age_group(before, text) and _comes_at_ages(result, token, text)))
            and _before(result, len(result) - 1) in _OPENS
        ):
            result.pop()
            named = Noun(text[before.start : token.end], token.value.domain, token.value.guessed)
            token = Token("NOUN", before.start, token.end, named)
        result.append(token)
    return result


def _is_acting(token: Token, text: str) -> bool:
    word = _said(token, text)
    acting = token.type == "WORD" and _ACTING.fullmatch(word) is not None
    return acting and word.lower() not in column("transitive_participles")


def _comes_at_ages(before: Sequence[Token], name: Token, text: str) -> bool:
    """Whether a name may begin with an age: "adult asthma"; what is done, with that of children."""
    listed = len(before) > 1 and before[-2].type in CONNECTIVES
    young = _OF_CHILDREN.match(text, before[-1].start) is not None  # an "adult" is who has it done
    return name.value.domain == "condition" or (name.value.domain == "procedure" and young and not listed)


def _is_age_group(token: Token, text: str) -> bool:
    """Whether a token is a word for people of one age, that stands where no person can."""
    return token.type == "UNFIT" and _AGE_GROUP.fullmatch(_said(token, text)) is not None


@needing("WORD")
def _of_names(tokens: list[Token], text: str) -> list[Token]:
    """ "Clusters of blasts", "bulky areas of disease": an unknown noun whose name goes on with "of" and a name."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        result.append(token)
        if token.type != "WORD" or not _is_noun(_said(token, text)):
            continue
        described = i > 0 and tokens[i - 1].type == "WORD" and _is_adjective(_said(tokens[i - 1], text))
        if _before(tokens, i - described) not in (OPENS if described else _OPENS):
            continue
        of = i + 1 < len(tokens) and tokens[i + 1].type in _SMALL and _said(tokens[i + 1], text).lower() in _OF
        if of and (_type(tokens, i + 2) == "NOUN" if described else _names_next(tokens, i + 2, text)):
            named = _guess(token, text)
            if described:
                start = tokens[i - 1].start
                named = named._replace(start=start, value=replace(named.value, text=text[start : token.end]))
            result[-1 - described :] = [named]
    return result


@needing("RPAR")
def _after_brackets(tokens: list[Token], text: str) -> list[Token]:
    """ "Monoamine oxidase (MAO) assay": a name may go on behind the abbreviation of its first part."""
    result = list(tokens)
    for i in range(4, len(tokens)):
        if tokens[i].type not in _UNKNOWN:
            continue
        short = _said(tokens[i - 2], text)
        if (
            [token.type for token in tokens[i - 3 : i]] in (["LPAR", "NOUN", "RPAR"], ["LPAR", "WORD", "RPAR"])
            and tokens[i - 4].type == "NOUN"
            and (is_abbreviation(short) or is_abbreviation(_said(tokens[i - 4], text)))
            and _is_noun(_said(tokens[i], text))
            and (_type(tokens, i + 1) in _ENDS or _measures(tokens, i, text))
        ):
            result[i] = _guess(tokens[i], text)
    return result


def _measures(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the value of the name that ends at `i` comes behind "of": "vital capacity (FVC) ratio of < 0.7"."""
    of = i + 2 < len(tokens) and tokens[i + 1].type in _SMALL and _said(tokens[i + 1], text).lower() in _OF
    return of and tokens[i + 2].type in ("VALUE", "AMOUNT", "NUMBER")


def _is_noun(word: str) -> bool:
    return bool(_NOUN.fullmatch(word)) and not _NO_NOUN.fullmatch(word)


def _guess(token: Token, text: str) -> Token:
    word = _said(token, text)
    act = pairs("acts").get(word.lower())
    domain: Domain = as_domain(act or "observation")
    return Token("NOUN", token.start, token.end, Noun(word, domain, guessed=act is None))
