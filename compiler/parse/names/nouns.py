"""Names: entities, compounds of them, and the unknown words beside them.

"severe", "of the", "patients" are other terminals' business. Here an entity takes in the unknown words before it
("planar cell disease"), the noun that a preposition ties to it ("fracture of the spine"), and a run of unknown words
that stands where a name must stand becomes a guessed name; every other unknown word is JUNK, and stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from ...extract.lexicon import as_domain, domain_of, is_adverb, is_frame
from ...extract.term import Term
from ...rules.model import Domain, Qualifier
from ...vocabulary import column, pairs
from ..needing import needing
from ..terms.denied_names import is_denied_alone
from ..terms.list_marks import without_marks
from ..token import Noun, Token
from .acting import with_acting
from .beside import beside
from .branded import branded
from .causes import with_causes
from .centres import with_centres
from .chambers import with_chambers
from .drugs_by_form import with_drugs_by_form
from .extents import with_extents
from .halves import UNKNOWN, lettered, numbered_halves, whole_names
from .heads import is_kind, shared_names
from .indexes import with_indexes
from .keys_of_domains import keyed
from .lists import BETWEEN, CONNECTIVES, ORGAN
from .marked_kinds import with_marked_kinds
from .marks import with_marks
from .measured_beside import is_of_illness
from .name_bounds import ENDS, OPENS, is_abbreviation
from .numbered import numbered
from .numbered_abbreviations import with_numbered_abbreviations
from .numbered_kinds import with_numbered_kinds
from .occasions import with_occasions
from .places_behind import with_places_behind
from .relatives import without_relatives
from .said_twice import with_repeated
from .shared_firsts import with_first_words
from .signs import signed
from .sites import with_sites
from .studies import with_studies
from .substances import abuse_of_each, each_abused, substances_alone
from .substances_excepted import abuse_excepted
from .targets import with_targets
from .therapies import is_drug, is_of_drug

OF = frozenset({"of", "of the", "of a", "of an", "of any", "of other", "of these", "of this", "of those"})
TIES = OF | {"in", "in the", "to", "to the", "from", "from the", "into", "by"}
#: Keys of qualities that belong to a name where they stand inside it, behind "of".
NAME_PARTS = frozenset({"severity", "course", "organ", "stage", "activity", "specimen", "route", "type", "context"})
_VERBAL = re.compile(r"(?:\w{3,}ing|\w{3,}ed)$", re.IGNORECASE)
_CONTRAINDICATION = re.compile(r"(.{2,}?)\s+contra-?indications?$", re.IGNORECASE)
_ALLERGY = re.compile(r"(.{3,}?)\s+(allergy|allergies|hypersensitivity|intolerance)$", re.IGNORECASE)
#: What is not digested is no allergy: "lactose intolerance".
_SUGAR = re.compile(r"(?:\w{2,}ose|gluten) intolerance$", re.IGNORECASE)
_REACTION = re.compile(r"\b(?:allerg|hypersensitiv|intoleran|anaphyla)\w*|\breactions?$", re.IGNORECASE)
_HARM = re.compile(
    r"\b(?:toxicit(?:y|ies)|(?:adverse|side) (?:events?|effects?)|complications?|sequelae)$", re.IGNORECASE
)
_OF_HARM = frozenset({"from", "of", "from the", "of the", "from any", "of any"})
_DIRECTIONS = frozenset({"BEFORE", "AFTER", "OF", "AT", "DURING"})
_IN_RUN = UNKNOWN | {"DASH"}
_ON_SCALE = frozenset({"on", "on the", "on a", "on an"})
_GOES_ON = frozenset({"in", "with", "for", "at", "on", "under", "by", "from", "within"})
_COUNTED = re.compile("item|point|question", re.IGNORECASE)
_ITEMS = re.compile(r"\b\d+\s?-\s?$")
_ACTING = re.compile(r"\w{3,}ing$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]")
#: Words that compare: no part of a name.
_COMPARING = frozenset({"than", "between", "above", "below", "versus"})
_PREPOSITION = re.compile(r"(?:of|for|with|in(?! situ)|to|on|at|by) ", re.IGNORECASE)
#: What something else than the names behind it can be: "a diagnosis other than schizophrenia".
_ENDS_IN_DIAGNOSIS = re.compile(r"diagnos[ei]s\Z", re.IGNORECASE)
MOST_WORDS = 4
ARTICLES = frozenset({"a", "an", "the", "any", "other", "any other", "some", "another", "all", "other than"})


def name(terms: Sequence[Term], text: str) -> list[Token]:
    """Terms with their reading chosen, as tokens: ENTITY becomes NOUN, WORD becomes NOUN or JUNK."""
    terms = with_acting(with_occasions(branded(terms, text), text), text)
    terms = with_causes(without_marks(without_relatives(signed(terms, text), text), text), text)
    whole = with_extents(with_sites(with_studies(_extended(terms, text), text), text), text)
    whole = with_numbered_abbreviations(lettered(with_indexes(whole, text), text), text)
    guessed = _guessed(with_centres(beside(numbered_halves(whole), text), text), text)
    tied = with_numbered_kinds(_tied(numbered(guessed, text), text), text)
    tied = [part for token in tied for part in _against(token)]
    tied = with_marks(with_marked_kinds(substances_alone(tied, text), text), text)
    named = whole_names(with_targets(keyed(with_chambers(tied, text), text), text), text)
    named = with_first_words(shared_names(abuse_of_each(named, text), text), text)
    named = with_places_behind(with_repeated(_linked(named, text), text), text)
    named = with_drugs_by_form(_standing_alone(named, text), text)
    return abuse_excepted(each_abused(named, text), text)


def _extended(terms: Sequence[Term], text: str) -> list[Token]:
    """Entities with the unknown words directly before them."""
    tokens: list[Token] = []
    for term in terms:
        if term.type == "GRADED":
            behind_grade = term.value.key == "method" and bool(tokens) and isinstance(tokens[-1].value, Qualifier)
            tokens.insert(len(tokens) - behind_grade, Token("MOD", term.start, term.end, term.value))
            continue
        if term.type != "ENTITY":
            tokens.append(Token(term.type, term.start, term.end, term.value))
            continue
        start = term.start + len((_PREPOSITION.match(text[term.start : term.end]) or [""])[0])
        while tokens and tokens[-1].type == "WORD" and _adjective(text, tokens[-1]) and tokens[-1].end + 2 > start:
            start = tokens.pop().start
        if _COUNTED.match(text, start) and (counted := _ITEMS.search(text, 0, start)):
            start = counted.start()
            while tokens and tokens[-1].start >= start:
                tokens.pop()
        domain: Domain = "observation" if term.value.domain == "person" else term.value.domain
        tokens.append(Token("NOUN", start, term.end, _named(text[start : term.end], domain)))
    return tokens


def _named(text: str, domain: Domain, guessed: bool = False) -> Noun:
    """ "Penicillin allergy" is an allergy to it, "exercise intolerance" a condition; "insulin treatment" is a drug."""
    text = pairs("spelled_out").get(text.lower(), text)
    allergy = _ALLERGY.match(text)
    if _SUGAR.search(text):
        return Noun(text, "condition", guessed)
    suffered = allergy is not None and allergy[2].lower() == "intolerance" and not is_drug(allergy[1])
    if allergy and not is_kind(allergy[1]) and not (suffered and domain_of(text) == "condition"):
        return Noun(allergy[1], "allergy", guessed)
    return Noun(text, "drug" if is_of_drug(text, domain == "procedure") else domain, guessed)


def _against(token: Token) -> list[Token]:
    """ "MRI contraindications" are contraindications to MRI."""
    found = _CONTRAINDICATION.match(token.value.text) if token.type == "NOUN" else None
    if found is None:
        return [token]
    end = token.start + found.end(1)
    named = Noun(found[1], domain_of(found[1]) or "procedure", token.value.guessed)
    return [Token("NOUN", token.start, end, named), Token("MOD", end + 1, token.end, "domain=contraindication")]


def _adjective(text: str, token: Token) -> bool:
    word = text[token.start : token.end]
    return bool(_NAME.match(word)) and not _ACTING.match(word) and len(word) > 1 and word not in _COMPARING


@needing(*UNKNOWN)
def _guessed(tokens: list[Token], text: str) -> list[Token]:
    """Runs of unknown words: a name where a name must stand, else JUNK."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        if tokens[i].type not in UNKNOWN:
            result.append(tokens[i])
            i += 1
            continue
        end = i
        while end < len(tokens) and tokens[end].type in _IN_RUN:
            end += 1
        run = tokens[i:end]
        start, stop = run[0].start, run[-1].end
        before = _type_before(text, result)
        if len(run) == 1 and run[0].type == "WORD" and _ends_name(text, result, run[0], _end_after(tokens, end)):
            act = pairs("acts").get(text[start:stop])
            last = Token("NOUN", start, stop, Noun(text[start:stop], as_domain(act or "observation"), act is None))
            result[-1] = _joined(result[-1], last, text, last if act else result[-1])
        elif (
            (before in OPENS | CONNECTIVES and _is_act(text, run, tokens, end))
            or (len(run) == 1 and text[start:stop].lower() in pairs("acts") and _abbreviated(text, result))
        ) or (
            (before in OPENS or _tie(text, result) or (before in CONNECTIVES and _exemplifies(result)))
            and (end == len(tokens) or tokens[end].type in ENDS or (before in OPENS and _ends_behind(tokens, end)))
            and (_nameable(text, run) or _is_means(text, result, run))
            and (_tie(text, result) or not _is_place(text, run))
        ):
            words = text[start:stop]
            act = pairs("acts").get(words.lower())
            domain = as_domain(act or domain_of(words) or "observation")
            result.append(Token("NOUN", start, stop, Noun(words, domain, guessed=act is None)))
        else:
            result.append(Token("JUNK", start, stop, text[start:stop]))
        i = end
    return result


def _ends_behind(tokens: list[Token], i: int) -> bool:
    """Whether only small words stand between `i` and the end of the statement: "reagents | in the study"."""
    return tokens[i].type == "SKIP" and _type_after(tokens, i) in ("END", "STOP", "DOT", "SEMI", "RPAR")


def _exemplifies(tokens: list[Token]) -> bool:
    """Whether tokens end in a list of examples, whose members are names; unknown words in other lists seldom are."""
    return any(token.type == "EG" for token in takewhile(lambda token: token.type != "SEMI", reversed(tokens)))


def _is_act(text: str, run: list[Token], tokens: list[Token], end: int) -> bool:
    """Whether a run of unknown words is a noun of an act, and its name ends there or goes on with "of"."""
    if len(run) > 1 or text[run[0].start : run[0].end].lower() not in pairs("acts"):
        return False
    if end == len(tokens) or tokens[end].type in ENDS | {"MUST"} or _is_behind(tokens[end]):
        return True
    if tokens[end].type not in ("SKIP", "OF"):
        return False
    following = _type_after(tokens, end + 1)
    said = text[tokens[end].start : tokens[end].end].lower()
    act = text[run[0].start : run[0].end].lower()
    goes_to = pairs("acts")[act] == "measurement" or bool(_REACTION.search(act))
    if said in OF or (said.startswith("to") and goes_to):  # "antibodies to a virus", but "failure to respond"
        return following in ("NOUN", "MOD")
    return said.partition(" ")[0] in _GOES_ON


def _is_behind(token: Token) -> bool:
    """Whether a token qualifies the name before it: "treatment in the study eye", "tumor tissue available"."""
    return token.type == "MOD" and (_key(token) in ("side", "site", "control") or token.value == "context=available")


def _end_after(tokens: list[Token], at: int) -> str:
    """The terminal after an unknown word; END where that only qualifies the name which the word may end."""
    return "END" if at < len(tokens) and _is_behind(tokens[at]) else _type_after(tokens, at)


def _ends_name(text: str, tokens: list[Token], word: Token, after: str) -> bool:
    """Whether an unknown noun ends the name before it: "alanine transaminase activity"."""
    if not tokens or tokens[-1].type != "NOUN" or tokens[-1].end + 1 != word.start:
        return False
    said = text[word.start : word.end]
    if said in pairs("acts"):
        return after not in UNKNOWN | {"NOUN"}
    if after not in ENDS:
        return False
    named = said.islower() and len(said) > 3 and said not in _COMPARING
    return named and not _VERBAL.match(said) and not said.endswith(("ly", "ous", "al", "ive"))


def _type_after(tokens: list[Token], at: int) -> str:
    """The terminal after a run of unknown words, small words looked through."""
    return next((token.type for token in islice(tokens, at, None) if token.type != "SKIP"), "END")


def _type_before(text: str, tokens: list[Token]) -> str:
    """The terminal before a run of unknown words; an article is looked through."""
    for token in tokens[::-1]:
        if token.type != "SKIP" or text[token.start : token.end].lower() not in ARTICLES:
            return token.type
    return "START"


def _is_place(text: str, run: list[Token]) -> bool:
    """Whether a run of unknown words ends in a part of the body, which by itself nobody has or lacks."""
    return text[run[-1].start : run[-1].end].lower() in column("body_parts")


def _is_means(text: str, tokens: list[Token], run: list[Token]) -> bool:
    """Whether unknown words say by what something was told: "by the Cockcroft-Gault formula", "by self-report"."""
    by = next((token for token in reversed(tokens) if token.type not in ("SKIP", "SUBJ")), None)
    words = [text[token.start : token.end] for token in run]
    said = text[by.start : by.end].lower() if by is not None and by.type == "LINK" else ""
    told = said not in ("", "at", "on") and by is not None and (by.value == "by" or said.startswith("using"))
    return told and len(words) <= MOST_WORDS and bool(_NAME.match(words[0])) and len(words[-1]) > 3


def _nameable(text: str, run: list[Token]) -> bool:
    words = [text[token.start : token.end] for token in run]
    return (
        len(words) <= MOST_WORDS
        and all(token.type == "WORD" for token in run)
        and all(_NAME.match(word) and word not in _COMPARING for word in words)
        and not (_VERBAL if len(words) == 1 else _ACTING).match(words[0])
        and not (len(words) == 1 and is_adverb(words[0]))
        and any(len(word) > 3 or (word.isupper() and len(word) > 1) for word in words)
        and not is_frame(text[run[0].start : run[-1].end])
        and not is_frame(words[-1])
    )


def _tied(tokens: list[Token], text: str) -> list[Token]:
    """Compounds ("back pain" + "VAS") and nouns tied by a preposition ("carcinoma of the cervix"), as one name."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "NOUN" and result:
            if result[-1].type == "NOUN" and is_of_illness(result[-1], tokens, i):
                result += [Token("WITH", token.start, token.start), token]
                i += 1
                continue
            if result[-1].type == "NOUN" and not is_denied_alone(result, text):
                result[-1] = _joined(result[-1], token, text, head=token)
                i += 1
                continue
            tied = _tie(text, result)
            if tied:
                del result[-tied:]
                result[-1] = _joined(result[-1], token, text, head=result[-1])
                i += 1
                continue
            if _abbreviated(text, result):
                del result[-3:]
                named = result[-1] if result[-1].type == "NOUN" else result[-1]._replace(type="NOUN", value=token.value)
                result[-1] = _joined(named, token, text, head=token)
                i += 1
                continue
            if qualified := _qualified_tie(text, result):
                del result[-qualified:]
                result[-1] = _joined(result[-1], token, text, head=result[-1])
                i += 1
                continue
            if (
                len(result) > 1
                and result[-2].type == "NOUN"
                and _inside_name(result[-1])
                and result[-2].end + 1 == result[-1].start
            ):
                result.pop()
                result[-1] = _joined(result[-1], token, text, head=token)
                i += 1
                continue
        result.append(token)
        i += 1
    return result


def _tie(text: str, tokens: list[Token]) -> int:
    """How many tokens at the end tie what follows to the noun before them ("of the"); 0 when they do not."""
    for n in (1, 2):
        if len(tokens) <= n or tokens[-n].type not in ("SKIP", "OF"):
            return 0
        if tokens[-n - 1].type == "NOUN":
            return n if text[tokens[-n].start : tokens[-1].end].lower() in TIES else 0
    return 0


def _qualified_tie(text: str, tokens: list[Token]) -> int:
    """How many tokens at the end tie a name to what follows, with its qualities: "flare, of chronic, disease"."""
    n = 0
    while n < len(tokens) and tokens[-1 - n].type == "MOD" and _key(tokens[-1 - n]) in NAME_PARTS:
        n += 1
    k = len(tokens) - 1 - n
    tied = k > 0 and n > 0 and tokens[k].type in ("SKIP", "OF") and tokens[k - 1].type == "NOUN"
    return n + 1 if tied and text[tokens[k].start : tokens[k].end].lower() in OF else 0


def _key(token: Token) -> str:
    return str(token.value).partition("=")[0]


def _abbreviated(text: str, tokens: list[Token]) -> bool:
    """Whether a name and its abbreviation in brackets end the tokens: "monoamine oxidase (MAO)"."""
    if len(tokens) < 4 or tokens[-1].type != "RPAR":
        return False
    if [token.type for token in tokens[-3:]] not in (["LPAR", "NOUN", "RPAR"], ["LPAR", "JUNK", "RPAR"]):
        return False
    if tokens[-4].type != "NOUN" and not (tokens[-4].type == "MOD" and tokens[-4].value == ORGAN):
        return False
    return is_abbreviation(text[tokens[-2].start : tokens[-2].end])


def _inside_name(token: Token) -> bool:
    """A quality that stands inside a name: "facet intra-articular injection"."""
    return token.type == "MOD" and _key(token) in ("route", "organ")


def _joined(first: Token, second: Token, text: str, head: Token) -> Token:
    whole = text[first.start : second.end]
    guessed = first.value.guessed and second.value.guessed
    known = next(part.value.domain for part in (head, first, second) if guessed or not part.value.guessed)
    return Token("NOUN", first.start, second.end, _named(whole, known, guessed))


@needing("MOD")
def _standing_alone(tokens: list[Token], text: str) -> list[Token]:
    """An organ or a substance with no name to go with is a name itself: "use of tobacco or cocaine within 30 days"."""
    result = list(tokens)
    named = False  # whether the member of the list that follows was made a name here
    for i in range(len(result) - 1, -1, -1):
        token = result[i]
        if token.type != "MOD":
            named = named and token.type in BETWEEN
            continue
        after = _type_after(result, i + 1)
        linked = i > 0 and result[i - 1].type == "LINK" and after not in _NAMES
        if _is_history(token, text) and (linked or _before_examination(result, i, text)):
            result[i] = Token("NOUN", token.start, token.end, Noun(text[token.start : token.end], "procedure"))
        if after == "EXCEPT" and token.value == "light=" and _ENDS_IN_DIAGNOSIS.search(text, token.start, token.end):
            result[i] = Token("NOUN", token.start, token.end, Noun(text[token.start : token.end], "condition"))
        alone = token.value == ORGAN
        alone = alone and (after not in _SHARES or named or _before_drug(result, i) or _is_used(result, i))
        domain = domain_of(text[token.start : token.end]) if alone else None
        if domain is not None:
            result[i] = Token("NOUN", token.start, token.end, Noun(text[token.start : token.end], domain))
        named = domain is not None
    return result


def _before_drug(tokens: list[Token], i: int) -> bool:
    """Whether a drug comes next in the list of the substance at `i`: "alcohol or drugs" share no name."""
    following = next((token for token in tokens[i + 1 :] if token.type not in BETWEEN), None)
    joined = i + 1 < len(tokens) and tokens[i + 1].type in CONNECTIVES
    kinds = ("drug", "device")  # "alcohol or drugs", "any drug or device"
    return joined and following is not None and following.type == "NOUN" and following.value.domain in kinds


def _is_used(tokens: list[Token], i: int) -> bool:
    """Whether "use" alone follows the substance at `i`: "opioid use for pain", not "opioid use disorder"."""
    following = [(token.type, token.value) for token in tokens[i + 1 : i + 3]]
    return following[:1] == [("MOD", "domain=drug")] and (following[1:] or [("END", "")])[0][0] not in _NAMES


def _linked(tokens: list[Token], text: str) -> list[Token]:
    """Small words that link two names: "pain score on the NPRS", "allergic reaction (e.g., rash) to aspirin".

    A quality where a point of time must stand names it: "before induction".
    """
    result: list[Token] = []
    for i, token in enumerate(tokens):
        if not result or token.type not in ("SKIP", "MOD"):
            result.append(token)
            continue
        before, after = result[-1], _type_after(tokens, i + 1)
        said = text[token.start : token.end].lower()
        if token.type == "SKIP" and after in ("NOUN", "MOD"):
            measured = before.type == "SCORED" or (before.type == "NOUN" and before.value.domain == "measurement")
            scale = next(each for each in tokens[i + 1 :] if each.type != "SKIP")
            if said in _ON_SCALE and (
                (measured and scale.type == "NOUN" and scale.value.domain == "measurement")
                or (after == "MOD" and _shows(before, tokens[i + 1 :]))
            ):
                token = Token("LINK", token.start, token.end, "by")
            elif (said in ("to", "to the") and _reacts(result)) or (
                said in _OF_HARM and after == "MOD" and _harms(before)
            ):
                token = Token("LINK", token.start, token.end, "because of")
        elif token.type == "MOD" and before.type in _DIRECTIONS:
            if after in ("END", "STOP", "RPAR", "DOT") and " of" not in said:
                named = Noun(text[token.start : token.end], domain_of(said) or "observation", True)
                token = Token("NOUN", token.start, token.end, named)
            elif after == "ANCHOR" and token.value == "status=planned":
                token = Token("SKIP", token.start, token.end)
        result.append(token)
    return result


def _shows(found: Token, after: Sequence[Token]) -> bool:
    """Whether an examination shows what was found: "findings on | neurological exam"."""
    test = next((token for token in after if token.type not in ("SKIP", "MOD")), None)
    ill = found.type == "NOUN" and found.value.domain in ("condition", "observation")
    return ill and test is not None and test.type == "NOUN" and test.value.domain in ("procedure", "measurement")


def _harms(token: Token) -> bool:
    """Whether a token names a harm that something did: the "toxicity" of "toxicity from prior chemotherapy"."""
    return token.type == "NOUN" and _HARM.search(token.value.text) is not None


def _reacts(tokens: list[Token]) -> bool:
    """Whether the name of a reaction ends the tokens, perhaps with a bracket: "hypersensitivity (...)"."""
    k = len(tokens)
    while k and tokens[-1].type == "RPAR" and tokens[k - 1].type != "LPAR":
        k -= 1
    k -= tokens[-1].type == "RPAR"
    return k > 0 and tokens[k - 1].type == "NOUN" and bool(_REACTION.search(tokens[k - 1].value.text))


def _is_history(token: Token, text: str) -> bool:
    """Whether a quality is "medical history", which is taken from a patient as an examination is made."""
    return token.value == "when=ever" and text[token.start : token.end].lower().endswith("history")


def _before_examination(tokens: list[Token], i: int, text: str) -> bool:
    """Whether "medical history" at `i` is listed with an examination: "medical history and physical examination"."""
    if not text[tokens[i].start : tokens[i].end].lower().endswith(("medical history", "clinical history")):
        return False
    j = i + 1
    while j < len(tokens) and (tokens[j].type in BETWEEN or tokens[j].type == "MOD"):
        j += 1
    listed = i + 1 < len(tokens) and tokens[i + 1].type in CONNECTIVES and j < len(tokens)
    return listed and tokens[j].type == "NOUN" and _EXAMINED.search(tokens[j].value.text) is not None


_EXAMINED = re.compile(r"\b(?:exam|test|laborator|vital sign|ECG|electrocardiogra)", re.IGNORECASE)
_NAMES = frozenset({"NOUN", "MOD", "JUNK"})
_SHARES = frozenset({"NOUN", "MOD", "JUNK", "COMMA", "AND", "OR", "ANDOR", "SLASH", "LPAR"})
