"""Characters to typed terms: what the extractors found, laid side by side, without overlaps and without gaps.

Every token of the text ends in exactly one term. Words that nobody knows become `WORD`; punctuation keeps its sign.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence, Set
from operator import attrgetter
from typing import NamedTuple

from ...extract import lexicon
from ...extract.books import books
from ...extract.clock import clock_times
from ...extract.dates import dates
from ...extract.effects import effects
from ...extract.entity import Entity
from ...extract.formulas import formulas
from ...extract.karyotype import karyotypes
from ...extract.manuals import manuals
from ...extract.participation import participations
from ...extract.quantity import quantities
from ...extract.references import references
from ...extract.term import Term
from ...extract.trial_names import other_trials
from ...extract.tumor_stage import tumor_stages
from ...tokens import tokens
from ...vocabulary import column
from .denied_names import NON, cut, denied_names, without_non
from .phrases import phrases

PUNCTUATION = {
    ",": "COMMA",
    ";": "SEMI",
    ":": "COLON",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LPAR",
    "]": "RPAR",
    "/": "SLASH",
    ".": "DOT",
    "..": "DOT",
    "...": "DOT",
    "*": "DASH",
    "•": "SEMI",
    "-": "DASH",
    "&": "AND",
    "{": "LPAR",
    "}": "RPAR",
}
#: Terminals of phrases that an entity found by the recogniser may hold inside ("cancer of the skin").
INSIDE = {
    "SKIP",
    "MOD",
    "LINK",
    "OUTCOME",
    "DURATION",
    "FORLEN",
    "OF",
    "WITHIN",
    "AT",
    "PERSON",
    "SUBJ",
    "BEFORE",
    "AFTER",
    "BETWEEN",
    "INCREASE",
    "ANCHOR",
    "ALONE",
}

#: What stands behind a small word that is in capitals to stress it: "ALL of the following".
_EMPHATIC = re.compile(r"\s+(?:of|the|these|those|following|inclusion|exclusion|patients|subjects|participants|\d)\b")
#: A plural that is left open: "lesion(s)", "disease(es)".
_PLURAL = re.compile(r"(?<=[a-z])\((?:s|es)\)")
#: A code of a drug in development: letters, and behind a hyphen its number.
_LETTERS, _CODE = re.compile(r"[A-Z]{2,5}"), re.compile(r"-\d{3,}[A-Z]?\b")
#: What goes on behind a name: a clause, a comparison.
_GOES_ON = re.compile(
    r"(?<=[\w)])\s+(?:that|which|who|between|(?:rather\s+|greater\s+|less\s+|more\s+|higher\s+|lower\s+)?than)(?!\w)"
)
_VERB = re.compile(
    r"(?:completing|receiving|starting|initiating|discontinuing|stopping|undergoing|commencing|beginning)\s+",
    re.IGNORECASE,
)
_STAGE_NUMBER = re.compile(r"\s+(?:[IVX]{1,4}[A-D]?|[0-4][a-dA-D]?)\b")
#: Types of terms that say how much something changed, and how many characters after the change they stand.
_AMOUNTS = frozenset({"VALUE", "AMOUNT", "NUMBER"})
_NEAR = 12
#: A limit whose "no" is none of a phrase before it: "must have received | no more than 2 regimens".
_NO_MORE = re.compile(r"no (?:more|less|greater|fewer|later|higher|lower)\b", re.IGNORECASE)
#: What stands behind the full stop of a sentence, and not behind that of "16 oz. of".
ENDS_SENTENCE = re.compile(r"\s*$|\s+[A-Z][a-z]")
_POSSESSIVE = "'s"
#: Terminals of people.
_PEOPLE = frozenset({"PERSON", "ALONE"})
#: Stages that belong to the name of what has them.
_OF_NAMES = re.compile(r"in situ|(?:non-?\s?)?invasive", re.IGNORECASE)
#: Qualities that are told apart from the name of what has them, though the vocabulary knows the two together.
QUALITIES = frozenset({"severity", "course", "activity", "type"})


class Finds(NamedTuple):
    """What the extractors found in `text`, each by itself: finds may overlap."""

    text: str
    words: list[tuple[int, int]]
    quantities: list[Term]
    phrases: list[Term]
    negations: list[Term]
    sure: list[Term]
    guessed: list[Term]


#: What opens a list.
_OF_FOLLOWING = re.compile(r"\b(?:any|one|either|some) (?:or more )?of (?:the )?following\b", re.IGNORECASE)
_START, _END = attrgetter("start"), attrgetter("end")


def extract(text: str, entities: Iterable[Term]) -> Finds:
    """What the extractors find in a text; `entities` are the recogniser's."""
    words = _without_plurals(text, tokens(text))
    sure: list[Term] = []
    guessed: list[Term] = []
    for each in entities:
        if each.value.domain == "person" and text.startswith(_POSSESSIVE, each.end):
            continue
        entity = without_non(text, _undotted(text, _without_verb(text, _unbracketed(text, each))))
        if lexicon.is_adverb(text[entity.start : entity.end]):
            continue
        (sure if lexicon.is_name(text[entity.start : entity.end]) else guessed).append(entity)
    denied = denied_names(text, [*sure, *guessed])
    negations = [Term("PHRASE", denied[at], at, (("NEG", ""),)) for at in sorted(denied)]
    words = [part for word in words for part in cut(word, denied)] if denied else words
    sure, guessed = ([_whole(text, entity, denied) for entity in found] for found in (sure, guessed))
    numbers = [
        *dates(text),
        *clock_times(text),
        *quantities(text),
        *books(text),
        *manuals(text),
        *karyotypes(text),
        *participations(text),
        *effects(text),
        *references(text),
        *formulas(text),
        *other_trials(text),
        *tumor_stages(text),
    ]
    opened = list(_OF_FOLLOWING.finditer(text))
    said = [each for each in phrases(text, words) if not _is_part_of_another(text, each) and not _cuts(each, opened)]
    limits = {number.start for number in numbers if _NO_MORE.match(text, number.start)}
    said = [each for each in said if each.start in limits or each.end - 2 not in limits]
    sure = [_behind_amount(text, entity, numbers) for entity in sure]
    return Finds(text, words, numbers, said, negations, sure, guessed)


def lex(finds: Finds, without: Set[tuple[int, int]] = frozenset()) -> list[Term]:
    """The terms of a text, in order: quantities, phrases, entities, punctuation and unknown words.

    `without`: extents that no phrase takes as a whole.
    """
    text, words = finds.text, finds.words
    known = [phrase for phrase in finds.phrases if (phrase.start, phrase.end) not in without]
    known += finds.negations
    taken = _longest_first(finds.quantities, known, [_core(text, entity, known) for entity in finds.sure])
    taken = _fit(text, finds.guessed, taken, words)
    return _fill(text, taken, words)


def _without_plurals(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tokens of a text without the "(s)" of words that may be plural: "contraindication(s) to"."""
    if "s)" not in text:
        return words
    marks = {mark.start() + 1 for mark in _PLURAL.finditer(text)}
    within = {start + i for start in marks for i in (-1, 0, 1, 2)}
    return [word for word in words if word[0] not in within]


def _whole(text: str, entity: Term, denied: Container[int]) -> Term:
    """An entity with the rest of its name: the "non-" of another name, the number of a code ("PF-07321332").

    Also whose it is: "Children's Depression Inventory".
    """
    if text.startswith(_POSSESSIVE, entity.start):
        start = text.rfind(" ", 0, entity.start) + 1
        return Term(entity.type, start, entity.end, entity.value)
    if (number := _CODE.match(text, entity.end)) and _LETTERS.fullmatch(text[entity.start : entity.end]):
        return Term(entity.type, entity.start, number.end(), entity.value)
    if text[max(entity.start - 3, 0) : entity.start + 5].lower() == "in situ ":
        return Term(entity.type, entity.start - 3, entity.end, entity.value)
    if text[max(entity.start - 4, 0) : entity.start].lower() != NON or entity.start in denied:
        return entity
    return Term(entity.type, entity.start - 4, entity.end, entity.value)


def _is_part_of_another(text: str, phrase: Term) -> bool:
    """Whether the words of a phrase are part of something else where they stand."""
    return _is_name_in_capitals(text, phrase) or _cuts_stage(text, phrase) or _is_owner(text, phrase)


def _cuts(phrase: Term, opened: Sequence[re.Match[str]]) -> bool:
    """Whether a phrase ends inside of what opens a list: "contraindication to | any of the following: A, B"."""
    return any(phrase.start < found.start() < phrase.end < found.end() for found in opened)


def _is_owner(text: str, phrase: Term) -> bool:
    """Whether people only say whose something is: "Children's Hospital" asks for no child."""
    return text.startswith(_POSSESSIVE, phrase.end) and any(terminal in _PEOPLE for terminal, _ in phrase.value)


def _is_name_in_capitals(text: str, phrase: Term) -> bool:
    """Whether a small word is a name where it alone stands in capitals: "relapsed ALL", not "ALL of the following"."""
    word = text[phrase.start : phrase.end]
    if not word.isupper() or text.isupper() or " " in word or not lexicon.is_name(word):
        return False
    return not lexicon.is_name(word.lower()) and not _EMPHATIC.match(text, phrase.end)


def _cuts_stage(text: str, phrase: Term) -> bool:
    """Whether a phrase ends in a stage whose number comes next: the "advanced stage" of "advanced stage IV"."""
    cut = text[phrase.start : phrase.end].lower().endswith(" stage")
    return cut and _STAGE_NUMBER.match(text, phrase.end) is not None


def _unbracketed(text: str, entity: Term) -> Term:
    """An entity up to the bracket, the clause or the comparison that it holds: these are read for themselves."""
    cut = text.find("(", entity.start, entity.end)
    if cut <= entity.start:
        clause = _GOES_ON.search(text, entity.start, entity.end)
        if clause is None:
            return entity
        cut = clause.start()
        named = lexicon.domain_of(text[entity.start : cut]) or entity.value.domain
        return Term(entity.type, entity.start, cut, Entity(named, text[entity.start : cut]))
    return Term(entity.type, entity.start, entity.start + len(text[entity.start : cut].rstrip()), entity.value)


def _without_verb(text: str, entity: Term) -> Term:
    """An entity without the word before its name that says what is done with it: "after completing chemotherapy"."""
    verb = _VERB.match(text, entity.start, entity.end)
    if verb is None or not lexicon.is_name(text[verb.end() : entity.end]):
        return entity
    named = text[verb.end() : entity.end]
    domain = lexicon.domain_of(named) or entity.value.domain
    return Term(entity.type, verb.end(), entity.end, Entity(domain, named))


def _undotted(text: str, entity: Term) -> Term:
    """An entity without the dot that ends its sentence, or a colon: "... or hepatitis C.", "BMI:<= 35 kg/m2"."""
    end = entity.end - 1
    if text[end] != ":" and not (text[end] == "." and text[end - 2] == " " and ENDS_SENTENCE.match(text, entity.end)):
        return entity
    return Term(entity.type, entity.start, end, Entity(entity.value.domain, text[entity.start : end]))


def _behind_amount(text: str, entity: Term, numbers: Iterable[Term]) -> Term:
    """An entity without the unit of the number before it: "10 pack year | history of smoking"."""
    end = next((each.end for each in numbers if each.start < entity.start < each.end < entity.end), entity.start)
    start = end + _gap(text[end : entity.end])
    if start == entity.start:
        return entity
    return Term(entity.type, start, entity.end, Entity(entity.value.domain, text[start : entity.end]))


def _core(text: str, entity: Term, known: list[Term]) -> Term:
    """A sure entity without the quality beside it, where the rest is a sure name too: "chronic" + "heart failure"."""
    if text[entity.start : entity.end].lower() in column("lexicalised"):
        return entity
    for phrase in known:
        cuts = phrase.start < entity.start < phrase.end and text[entity.start - 1] == "-"  # "low-risk | disease"
        if (
            (phrase.start == entity.start or cuts)
            and phrase.end < entity.end
            and (_quality(phrase, entity.value.domain) or _is_spread(text, phrase))
        ):
            start = phrase.end + _gap(text[phrase.end : entity.end])
            if cuts or lexicon.is_name(text[start : entity.end]):
                return Term(entity.type, start, entity.end, entity.value)
        if (
            phrase.end == entity.end
            and phrase.start > entity.start
            and _quality(phrase, entity.value.domain, behind=True)
        ):
            end = entity.start + len(text[entity.start : phrase.start].rstrip())
            if lexicon.is_name(text[entity.start : end]):
                domain = lexicon.domain_of(text[entity.start : end]) or entity.value.domain
                return Term(entity.type, entity.start, end, Entity(domain, text[entity.start : end]))
    return entity


def _gap(text: str) -> int:
    return len(text) - len(text.lstrip())


def _quality(phrase: Term, domain: str, behind: bool = False) -> bool:
    keys = QUALITIES | {"route"} if domain == "drug" else QUALITIES
    return any(
        (terminal == "MOD" and payload.split("=")[0] in keys) or (behind and terminal == "INCREASE")
        for terminal, payload in phrase.value
    )


def _is_spread(text: str, phrase: Term) -> bool:
    """Whether a phrase says how far a disease has spread; "invasive" and "in situ" belong to its name."""
    return phrase.value[0] == ("MOD", "stage=*") and not _OF_NAMES.match(text, phrase.start, phrase.end)


def _longest_first(*kinds: list[Term]) -> list[Term]:
    """The longest terms that do not overlap; of equals, the kind named first wins."""
    ranked = [term for kind in kinds for term in sorted(kind, key=_START)]
    ranked.sort(key=lambda term: term.start - term.end)
    chosen: list[Term] = []
    used = bytearray(max(map(_END, ranked), default=0))
    for term in ranked:
        if 1 not in used[term.start : term.end]:
            used[term.start : term.end] = b"\1" * (term.end - term.start)
            chosen.append(term)
    chosen.sort(key=_START)
    return chosen


def _fit(text: str, guessed: list[Term], taken: list[Term], words: list[tuple[int, int]]) -> list[Term]:
    """Lay the recogniser's entities between what is sure: small words at their edges fall off, inside they stay.

    What is left of an entity when something sure has taken its first words stays whole where it is a name.
    """
    for entity in guessed:
        start, end = entity.start, entity.end
        inside = [term for term in taken if term.start < end and term.end > start]
        while inside and inside[0].start <= start + 1 and not _begins_name(inside[0]):
            start = max(start, inside.pop(0).end)
            if lexicon.is_name(text[start:end].strip()) and all(term.end <= end for term in inside):
                taken = [term for term in taken if term not in inside]
                inside = []
        while inside and inside[-1].end >= end and not _ends_name(text, inside[-1], entity, taken):
            end = min(end, inside.pop().start)
        end = min([end, *(term.start for term in inside if _is_time(term, end))])
        inside = [term for term in inside if term.start < end]
        own = [word for word in words if word[0] >= start and word[1] <= end]
        if not own or any(not _may_hold(term) for term in inside):
            own = _free_run(own, inside)
        if not own:
            continue
        start, end = own[0][0], own[-1][1]
        if any((term.start, term.end) == (start, end) and _is_organ(term) for term in taken):
            continue  # the "ovarian" of "platinum-sensitive ovarian, peritoneal or fallopian tube cancer"
        taken = [term for term in taken if term.end <= start or term.start >= end]
        taken.append(Term("ENTITY", start, end, _of_what_lasts(text, entity, start, end, taken)))
        taken.sort(key=_START)
    return taken


def _of_what_lasts(text: str, entity: Term, start: int, end: int, taken: list[Term]) -> Entity:
    """What the words from `start` to `end` of an entity name: of "disease | duration", a disease and no measurement."""
    cut = next((term for term in taken if start < term.start < entity.end <= term.end), None)
    lasts = cut is not None and cut.type == "PHRASE" and any(terminal == "FORLEN" for terminal, _ in cut.value)
    whole: Entity = entity.value
    if not lasts or whole.domain != "measurement":
        return whole
    return Entity(lexicon.domain_of(text[start:end]) or "condition", text[start:end])


def _is_organ(term: Term) -> bool:
    return term.type == "PHRASE" and term.value[0] == ("MOD", "organ=*")


def _begins_name(term: Term) -> bool:
    """Whether a phrase before a name belongs to it, though alone it is a person: "adult T-cell leukemia"."""
    return term.type == "PHRASE" and {terminal for terminal, _ in term.value} == {"ALONE"}


def _ends_name(text: str, term: Term, entity: Term, taken: list[Term]) -> bool:
    """Whether a phrase at the end of a name belongs to it: "cancer of the skin", "transfusion of blood".

    So does the "loss" of "visual loss" without a limit.
    """
    if term.type != "PHRASE" or term.start <= entity.start or term.end > entity.end:
        return False
    if any(reading == ("MOD", "organ=*") for reading in term.value):
        return True
    if ("MOD", "specimen=*") in term.value and text[entity.start : term.start].lower().endswith(" of "):
        return True
    lost = any(terminal == "INCREASE" for terminal, _ in term.value) and entity.value.domain == "condition"
    return lost and not any(term.end <= each.start < term.end + _NEAR and each.type in _AMOUNTS for each in taken)


def _is_time(term: Term, end: int) -> bool:
    """A phrase of time never belongs to a name: "confusion at baseline"; a point of the trial may: "study drugs"."""
    if term.type in ("PERIOD", "LENGTH"):
        return True
    kinds = {terminal for terminal, _ in term.value} if term.type == "PHRASE" else set()
    return "WITHIN" in kinds or ("ANCHOR" in kinds and term.end >= end)


def _may_hold(term: Term) -> bool:
    return term.type == "PHRASE" and term.value[0][0] in INSIDE


def _free_run(own: list[tuple[int, int]], inside: list[Term]) -> list[tuple[int, int]]:
    """The last unbroken run of an entity's words that no sure term stands in: its head."""
    run: list[tuple[int, int]] = []
    for word in own:
        if any(term.start < word[1] and term.end > word[0] for term in inside):
            run = []
        else:
            run.append(word)
    return run


def _fill(text: str, taken: list[Term], words: list[tuple[int, int]]) -> list[Term]:
    terms: list[Term] = []
    waiting = list(reversed(taken))
    for start, end in words:
        while waiting and waiting[-1].end <= start:
            terms.append(waiting.pop())
        if waiting and waiting[-1].start < end:
            continue
        sign = text[start:end]
        terms.append(Term(PUNCTUATION.get(sign, "WORD" if any(c.isalnum() for c in sign) else "SIGN"), start, end))
    terms.extend(reversed(waiting))
    return terms
