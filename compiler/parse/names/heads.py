"""Names in a list that share a word: "renal or hepatic disease", "carcinoma of the colon or rectum".

Such a list names each thing by half; here the other half is found. An adjective or organ without a noun becomes a
MOD "organ=*" that `items` joins with the noun behind the list; a place without a name takes the name before it
(`places`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...extract.lexicon import as_domain, domain_of, is_frame, is_name
from ...vocabulary import column, pairs
from ..needing import needing
from ..terms.phrases import organs
from ..token import Noun, Token
from .both_sides import with_both_sides
from .half_names import with_noun
from .lists import BETWEEN, CONNECTIVES, ORGAN, SIDES, is_organ
from .places import ends_in_place, is_body_part, one_place, renamed, with_place, with_same_name
from .ratios import with_ratios

#: A word that by its form qualifies others.
_ADJECTIVAL = re.compile(
    r"[a-z-]{3,}(?:al|ic|ive|ous|ar|ary|ory|oid|able|ible)|(?:bov|porc|equ|mur)ine|anal"
    r"|immuno[a-z]+(?:ing|ent|ed)|[a-z]+-(?:assisted|based|dependent|induced|related|requiring)"
)
#: What ties the words of a name, so that its last word is half of no other: "disease of the liver".
_TIED = re.compile(r" (?:of|in|to|with|on|from|by) ")
#: A bracket inside a name: the "(HCV)" of "hepatitis C virus (HCV) infection".
_BRACKET = re.compile(r"\s*\([^()]*\)(?=\s)")
_NEGATED = re.compile(r"(?:non|anti)-?[a-z]{3,}", re.IGNORECASE)


def shared_names(tokens: list[Token], text: str) -> list[Token]:
    """Tokens in which every name of a list has its own half, or waits for the other as a MOD."""
    placed = with_place(_bracket_behind(with_ratios(_fluids(tokens), text), text), text)
    placed = with_same_name(with_both_sides(placed, text), text)
    placed = one_place(placed, text)
    return _split_lists(_hanging(placed, text), text)


@needing("MOD")
def _fluids(tokens: list[Token]) -> list[Token]:
    """ "Venous thrombosis", "urinary or biliary obstruction": what is measured in a fluid has it as its specimen.

    Of an illness or a device the fluid is part of the name, as an organ is.
    """
    result = list(tokens)
    for i, token in enumerate(tokens):
        if token.type != "MOD" or token.value != "specimen=*":
            continue
        j = i + 1
        while j < len(tokens) and (tokens[j].type in CONNECTIVES | {"SKIP"} or tokens[j].value == ORGAN):
            j += 1
        named = tokens[j].value if j < len(tokens) and tokens[j].type == "NOUN" else None
        if isinstance(named, Noun) and named.domain in ("condition", "device"):
            result[i] = token._replace(value=ORGAN)
    return result


@needing("LPAR")
def _bracket_behind(tokens: list[Token], text: str) -> list[Token]:
    """ "Psychiatric (schizophrenia) disorders": a bracket between an adjective and its noun stands behind both."""
    result = list(tokens)
    for i in range(len(tokens) - 3, -1, -1):
        end = _past_bracket(result, i + 1)
        if end == i + 1 or end >= len(result) or result[end].type != "NOUN":
            continue
        word = text[tokens[i].start : tokens[i].end].rpartition(" ")[2]
        if tokens[i].type not in ("NOUN", "JUNK", "MOD") or not is_adjectival(word) or is_name(word):
            continue
        if result[end].value.text.lower() in column("shared_heads"):
            bracket = result[i + 1 : end]
            result[i + 1 : end + 1] = [result[end], *bracket]
    return result


def _past_bracket(tokens: list[Token], i: int) -> int:
    """The index after the bracket that opens at `i`; `i` where none does."""
    if i >= len(tokens) or tokens[i].type != "LPAR":
        return i
    depth = 0
    for j in range(i, len(tokens)):
        depth += {"LPAR": 1, "RPAR": -1}.get(tokens[j].type, 0)
        if not depth:
            return j + 1
    return i


@needing(*CONNECTIVES)
def _hanging(tokens: list[Token], text: str) -> list[Token]:
    """ "pleural or pericardial effusion": an adjective that stands where a name should has its head behind the "or"."""
    result = list(tokens)
    completed: set[int] = set()
    for i in range(len(result) - 3, -1, -1):
        token, behind = result[i], _past_bracket(result, i + 1)
        j = behind
        while j < len(result) - 1 and result[j].type in BETWEEN:
            j += 1
        signs = CONNECTIVES.intersection([each.type for each in result[behind:j]]) if j > behind else None
        if not signs:
            continue
        following, said = result[j], signs != {"COMMA"} or j in completed or _past_organs(result, j) > j
        again = _begins_the_next(token, following, text)
        if again and _is_whole(token, text):
            own = text[token.start : token.end]
            domain = as_domain(domain_of(own) or "observation")
            result[i] = token if token.type == "NOUN" else Token("NOUN", *token[1:3], Noun(own, domain))
            continue
        organ = is_organ(following)
        shares = (following.type == "NOUN" and " " in following.value.text and said) or organ
        shares = shares and not again
        known = token.type == "NOUN" and shares and _names_by_half(token.value.text)
        known = known or (said and _is_drug_adjective(token) and _has_adjective(following))
        known = known or (shares and ends_in_place(token, text) and (organ or _ends_in_head(following, text)))
        unknown = (said or token.type == "MOD" or organ) and _lacks_its_noun(token, text)
        whole = _sided(token, result, j, text)
        if whole is None and said:
            opened = i > 0 and str(result[i - 1].value).startswith("domain=")
            whole = with_noun(token, _with_organ(result, j, text), text, opened) or _completed(token, result, j, text)
        if whole is not None:
            result[i] = whole
            completed.add(i)
        elif known or (unknown and (_shares_its_noun(result, j, text) or _are_alike(token, following, text))):
            result[i] = Token("MOD", token.start, token.end, ORGAN)
    return result


def _begins_the_next(token: Token, following: Token, text: str) -> bool:
    """Whether the next name begins with all of a name: "body or other body fluids"."""
    own, other = (text[each.start : each.end].lower() for each in (token, following))
    return other.startswith((f"{own} ", f"{own}-"))


def _is_whole(token: Token, text: str) -> bool:
    """Whether a token names something by itself: the first of "growth hormone or growth hormone inhibitors"."""
    own = text[token.start : token.end]
    return token.type in ("NOUN", "MOD") and is_name(own) and not is_adjectival(own.split()[-1])


def _with_organ(tokens: Sequence[Token], j: int, text: str) -> Token:
    """The name at `j`, with the noun behind it where it is the first half of one: "drug | study"."""
    token, *behind = tokens[j : j + 2]
    if token.value != ORGAN or not behind or behind[0].type != "NOUN" or behind[0].start != token.end + 1:
        return token
    return behind[0]._replace(start=token.start, value=renamed(behind[0].value, text[token.start : behind[0].end]))


def _is_drug_adjective(token: Token) -> bool:
    """Whether a drug is named by one word that is an adjective as well: "immunosuppressive or biologic therapy"."""
    return (
        token.type == "NOUN" and token.value.domain == "drug" and bool(_ADJECTIVAL.fullmatch(token.value.text.lower()))
    )


def _has_adjective(token: Token) -> bool:
    """Whether a name begins with an adjective, so that the noun behind it can be shared."""
    return token.type == "NOUN" and " " in token.value.text and is_adjectival(token.value.text.split()[0])


def _sided(token: Token, tokens: list[Token], j: int, text: str) -> Token | None:
    """ "Upper or lower respiratory tract or sinus infection": the whole name of a side that waits for its organ."""
    side, _, organ = text[tokens[j].start : tokens[j].end].lower().partition(" ")
    if tokens[j].value != ORGAN or not organ or not {side, text[token.start : token.end].lower()} <= SIDES:
        return None
    named = next((each for each in tokens[j:] if each.type not in BETWEEN and each.value != ORGAN), None)
    if named is None or named.type != "NOUN":
        return None
    name = f"{text[token.start : token.end]} {organ} {named.value.text.split()[-1]}"
    return Token("NOUN", token.start, token.end, Noun(name, named.value.domain))


def _completed(token: Token, tokens: list[Token], j: int, text: str) -> Token | None:
    """A name with the noun that another name, with a quality of its own or after the same word, ends in.

    "Ovarian or primary peritoneal cancer" is ovarian cancer; "basal cell or squamous cell carcinoma" basal cell
    carcinoma.
    """
    qualified = j
    while qualified < len(tokens) - 1 and _qualifies(tokens[qualified]):
        qualified += 1
    following = tokens[j]
    completed = following.type == "NOUN" and following.value.text != text[following.start : following.end]
    organ = is_organ(token) and (qualified > j or completed)
    if organ and is_organ(tokens[qualified]):
        qualified = min(qualified + 1, len(tokens) - 1)
    qualified = max(qualified, _past_organs(tokens, j))
    following = tokens[qualified]
    if not (token.type in ("NOUN", "JUNK") or organ) or following.type != "NOUN":
        return None
    own, other = text[token.start : token.end], following.value.text
    if following.value.domain == "condition":
        other = _BRACKET.sub("", other)
    last = own.rpartition(" ")[2].lower()
    words = other.lower().split()
    ended = last in column("shared_heads")
    whole = " of " in own.lower()  # "donation of blood or blood products"
    begun = words[0] == last  # "this study or a study investigating aspirin" share no more
    place = words.index(last) + 1 if " " in own and last in words[:-1] and not (ended or whole or begun) else 0
    head = " ".join(other.split()[place:]) if place else ""
    if not head and (qualified > j or following.value.text != text[following.start : following.end]):
        half = _is_adjective(last) or is_body_part(last) or is_body_part(own)
        fits = words[-1] in column("shared_heads") and (organ or (half and not _TIED.search(own)))
        head = other.split()[-1] if fits else ""
    if not head or (place and not head.islower() and not own.istitle()):
        return None
    return Token("NOUN", token.start, token.end, Noun(f"{own} {head}", following.value.domain))


def _past_organs(tokens: Sequence[Token], j: int) -> int:
    """The index of the name that organs from `j` share: "primary peritoneal or fallopian tube | carcinoma".

    `j` where no quality of the first of them stands there.
    """
    k, joined = j, False
    if is_organ(tokens[j]):
        return j
    while k < len(tokens) - 1 and (
        _qualifies(tokens[k]) or is_organ(tokens[k]) or (k > j and tokens[k].type in BETWEEN)
    ):
        joined = joined or tokens[k].type in ("OR", "AND", "ANDOR")
        k += 1
    organs = any(is_organ(token) for token in tokens[j:k])
    return k if joined and organs and tokens[k].type == "NOUN" else j


def _qualifies(token: Token) -> bool:
    """Whether a token is a quality of the one name behind it: "primary", "recurrent", "clinically significant"."""
    keys = ("course", "severity", "stage", "activity", "control", "route")
    return token.type == "JUDGED" or (token.type == "MOD" and str(token.value).partition("=")[0] in keys)


def _lacks_its_noun(token: Token, text: str) -> bool:
    """Whether a token is one word that only qualifies, and stands where a name should: "investigational or ..."."""
    word = text[token.start : token.end].lower()
    match token.type:
        case "JUNK":
            return word.replace("-", "").isalpha() and len(word) > 2
        case "MOD":
            return token.value == "context=*" and word in column("kinds_of_illness")
        case "NOUN":
            return token.value.guessed and word in column("not_names")
    return False


def _shares_its_noun(tokens: list[Token], i: int, text: str) -> bool:
    """Whether the name at `i` has a word in front that can be of the same sort, and a noun that both words share."""
    while i < len(tokens) and tokens[i].type in ("SKIP", "MOD") and tokens[i].value != ORGAN:
        i += 1
    if i >= len(tokens):
        return False
    if tokens[i].type == "MOD":
        return True
    words = text[tokens[i].start : tokens[i].end].split()
    return tokens[i].type == "NOUN" and len(words) > 1 and is_adjectival(words[0])


def _are_alike(token: Token, following: Token, text: str) -> bool:
    """Whether a word and the name behind it begin alike: "second-degree or third-degree block"."""
    last = text[token.start : token.end].lower().rpartition("-")[2]
    first = text[following.start : following.end].lower().split()[:1]
    return following.type == "NOUN" and "-" in text[token.start : token.end] and first[0].endswith(f"-{last}")


def _is_adjective(word: str) -> bool:
    """Whether a word is an adjective by its form, and no name of the vocabulary."""
    word = word.lower()
    if word == "human":  # as in "human or murine antibodies"
        return True
    return bool(_ADJECTIVAL.fullmatch(word)) and word not in column("not_adjectives") and not is_name(word)


def _names_by_half(name: str) -> bool:
    """Whether a name is half of one: "dual", "small cell", "extramedullary"; not "the pituitary"."""
    last = name.rpartition(" ")[2].lower()
    half = last in SIDES or last == "cell" or last.endswith("-cell") or name.lower() in column("attributive")
    return half or (_is_adjective(last) and not is_body_part(last))


def _ends_in_head(token: Token, text: str) -> bool:
    return text[token.start : token.end].rpartition(" ")[2].lower() in column("shared_heads")


@needing(*CONNECTIVES)
def _split_lists(tokens: list[Token], text: str) -> list[Token]:
    """ "renal or hepatic disease": an organ before a connective shares the head of the name after it."""
    result: list[Token] = []
    for i, token in enumerate(tokens):
        organ = result[-1] if result and is_organ(result[-1]) else None
        first = None
        hanging = _hanging_before(tokens, i) if token.type == "NOUN" else None
        beside = token.type == "NOUN" and organ is not None and organ.end + 1 == token.start
        if hanging is not None:
            first = _first(text, token, text[hanging.start : hanging.end])
        elif organ is not None and beside and _hanging_before(tokens, i - 1):
            # "psychiatric or substance | abuse disorders"; but "renal or hepatic | artery stenosis"
            first = None if is_adjectival(text[organ.start : organ.end]) else _before_head(text, token)
            if first is not None:
                result.pop()
                first = text[organ.start : token.start + len(first)]
                token = Token("NOUN", organ.start, token.end, token.value)
        if first is None:
            result.append(token)
            continue
        start = token.start + len(first) + 1
        result.append(Token("MOD", token.start, token.start + len(first), ORGAN))
        whole = token.value.text
        rest = whole.removeprefix(f"{first} ") if whole.startswith(f"{first} ") else text[start : token.end]
        result.append(Token("NOUN", start, token.end, Noun(rest, token.value.domain)))
    return result


def _before_head(text: str, token: Token) -> str | None:
    """All but the last word of a name, where that is a noun that lists share and its first word qualifies no other."""
    words = text[token.start : token.end].split()
    if len(words) < 2 or not _ends_in_head(token, text):
        return None
    return None if is_adjectival(words[0]) else " ".join(words[:-1])


def is_adjectival(word: str) -> bool:
    """Whether a word by its form qualifies another: "hepatic", "non-ischemic"."""
    return bool(_ADJECTIVAL.fullmatch(word.lower()) or _NEGATED.match(word))


def _first(text: str, token: Token, hanging: str) -> str | None:
    """What a name of several words begins with and the word `hanging` before it stands for: an organ, or an adjective.

    All but the last word, where that is a noun that lists share and nothing shows that more of it is shared.
    """
    words = text[token.start : token.end].split()
    organ = " ".join(words[:-1])
    if len(words) > 1 and _is_like_one_before(words[0], text[: token.start]):
        return words[0]
    whole = organ.lower() in organs() or is_body_part(organ) or _is_of_another_organ(hanging, organ)
    if whole and _ends_in_head(token, text):
        return organ
    if (before := _before_head(text, token)) is not None:
        return before
    found = max((" ".join(words[:n]) for n in (1, 2) if " ".join(words[:n]).lower() in organs()), key=len, default=None)
    if found is None and (is_adjectival(words[0]) or _is_participle(words)):
        found = words[0]
    return found if found and len(found) < token.end - token.start else None


def _is_of_another_organ(hanging: str, name: str) -> bool:
    """Whether a word names another organ than the one that a name ends in: "renal or | congenital heart | disease"."""
    kinds = pairs("organs_of_their_own").get(name.lower().rpartition(" ")[2])
    told = hanging.lower() in organs() or is_body_part(hanging.rpartition(" ")[2])
    return kinds is not None and told and hanging.lower() not in kinds.split("|")


def _is_like_one_before(word: str, before: str) -> bool:
    """Whether a word with a hyphen ends like one before it: "second-degree or third-degree heart block"."""
    said = before.split()
    return "-" in word and len(said) > 1 and said[-2].lower().endswith(f"-{word.lower().rpartition('-')[2]}")


def _is_participle(words: list[str]) -> bool:
    """Whether a name of two words begins with a participle: "mixed episode", "dilated cardiomyopathy"."""
    return len(words) == 2 and words[0].islower() and words[0].endswith("ed") and len(words[0]) > 4


def _hanging_before(tokens: list[Token], i: int) -> Token | None:
    """The organ without a name of its own before the connective before token `i` and its qualities, if there is one."""
    k = i - 1
    while k >= 0 and _qualifies(tokens[k]):
        k -= 1
    if k < 0 or tokens[k].type not in CONNECTIVES:
        return None
    while k >= 0 and (tokens[k].type in BETWEEN or tokens[k].type == "RPAR"):
        if tokens[k].type == "RPAR":
            while k >= 0 and tokens[k].type != "LPAR":
                k -= 1
        k -= 1
    return tokens[k] if k >= 0 and is_organ(tokens[k]) else None


def is_kind(said: str) -> bool:
    """Whether a word before "allergy" says of which kind it is, or where: "seasonal", "multiple", "skin allergies"."""
    return said.lower() in column("body_parts") or ((is_adjectival(said) or is_frame(said)) and not is_name(said))
