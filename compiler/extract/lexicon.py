"""The vocabulary of clinical names: what stands in `grammar/vocabulary/`, found in a text.

A name is compared word by word, folded: case, plural, possessive, hyphens and British spelling make no difference
("tumours" = "tumor", "non-small-cell" = "non small cell"). A word written in capitals in the vocabulary ("AIDS",
"ALL") matches only capitals, so that "all" stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

from ..rules.model import Domain

#: The tables of names; each has the columns: name, other names separated by "|", domain, note.
TABLES = ("measurements", "conditions", "drugs", "procedures", "devices", "observations")

_PARTICIPLE = re.compile(
    r"proven|confirmed|treated|induced|containing|positive|negative|na[iï]ve|related|associated|based"
)
_WORD = re.compile(r"[^\W_]+(?:['’]s\b)?|(?<=\w)-(?=\w)|\S")
_ENDING = re.compile(r"(?:es|(?<=[^su])s|is|e)$")
_SPELLINGS = (
    (re.compile(r"['’]s$"), ""),
    (re.compile("[ao]e"), "e"),
    (re.compile(r"our(s?)$"), r"or\1"),
    (re.compile("is(ation|e[ds]?|ing)$"), r"iz\1"),
    (re.compile("[βß]"), "beta"),
    (re.compile("α"), "alpha"),
    (re.compile("γ"), "gamma"),
    (re.compile("[öó]"), "o"),
    (re.compile("[éèë]"), "e"),
    (re.compile("ü"), "u"),
    (re.compile("å"), "a"),
)

#: What ties to a name what it is of.
_TIED = re.compile(r" (?:of|on) ")
#: Adverbs are told by how the adjectives end that they are made of; "elderly" and "anomaly" are none.
_ADVERB = re.compile(r"\w{2,}(?:al|[ai]b|ct|ed|nt|ful|i[dv]e?|[ai]te|ing|on|ous|rm|ure)ly", re.IGNORECASE)


class Name(NamedTuple):
    """A name found in a text.

    `sure`: the vocabulary has `text[core:end]`; else only its ending or its head told the domain. From `start` to
    `core` stand words that only by their form belong to it ("open" in "open liver biopsy").
    """

    start: int
    end: int
    domain: Domain
    sure: bool
    core: int


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    hyphen: bool  # a hyphen ties it to the word before


@dataclass(frozen=True, slots=True)
class _Entry:
    domain: Domain
    note: str


class _Node(dict[str, "_Node"]):
    """A trie over folded words; `entry` is what the words so far name."""

    __slots__ = ("entry",)
    entry: _Entry | None


@cache
def fold(word: str) -> str:
    """A word as it is compared: lower case, American, without the ending of a plural or a possessive.

    >>> fold("Tumours") == fold("tumor"), fold("metastases") == fold("metastasis"), fold("Crohn's") == fold("crohn")
    (True, True, True)
    """
    word = word.lower()
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    if len(word) > 3:
        word = _ENDING.sub("", word)
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


@cache
def _keys(word: str) -> tuple[str, ...]:
    """What a word of a text may stand under in the trie."""
    capitals = _capitals(word)
    return (capitals, fold(word)) if capitals else (fold(word),)


@cache
def _capitals(word: str) -> str:
    """The word if it is written in capitals, but for the ending of a plural; else nothing."""
    stem = word[:-1] if word.endswith("s") else word
    return stem if stem.isupper() and sum(map(str.isalpha, stem)) > 1 else ""


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    hyphen = False
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        if word == "-" and start > 0 and text[start - 1] != " ":
            hyphen = True
        else:
            found.append(_Word(word, start, end, hyphen))
            hyphen = False
    return found


# --------------------------------------------------------------------------- tables


def rows(table: str) -> Iterator[list[str]]:
    """The rows of a table of `grammar/vocabulary/`, without its header; missing last cells are empty."""
    lines = files("trialc.grammar").joinpath("vocabulary", f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    width = len(lines[0].split("\t"))
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) > width:
            raise ValueError(
                f"grammar/vocabulary/{table}.tsv, line {number}: {len(cells)} cells, not {width}: {line!r}"
            )
        yield cells + [""] * (width - len(cells))


def as_domain(text: str) -> Domain:
    """The domain of this name, for tables."""
    for domain in get_args(Domain):
        if domain == text:
            return domain  # type: ignore[no-any-return]
    raise ValueError(f"{text!r} is no domain; the domains are {', '.join(get_args(Domain))}")


@cache
def _domains() -> dict[str, Domain]:
    return {label: as_domain(domain) for label, domain, _ in rows("labels")}


def domain_by_label(label: str) -> Domain | None:
    """The domain that a model's label stands for; None of a label that is not in `labels.tsv`."""
    return _domains().get(label)


@cache
def _trie() -> _Node:
    root = _Node()
    root.entry = None
    for table in TABLES:
        for name, others, domain, note in rows(table):
            entry = _Entry(as_domain(domain), note)
            for each in [name, *filter(None, others.split("|"))]:
                node = root
                for word in _words(each):
                    key = _capitals(word.text) or fold(word.text)
                    if key not in node:
                        node[key] = _Node()
                        node[key].entry = None
                    node = node[key]
                node.entry = node.entry or entry
    return root


@cache
def _measurements() -> dict[str, str]:
    return {
        _plain(each): name
        for name, others, domain, _ in rows("measurements")
        for each in [name, *others.split("|")]
        if domain == "measurement"
    }


def is_same_measurement(one: str, other: str) -> bool:
    """Whether `measurements.tsv` knows both as names of one measurement: "AST" and "SGOT"."""
    named = _measurements().get(_plain(one))
    return named is not None and named == _measurements().get(_plain(other))


def _plain(name: str) -> str:
    return name.lower().replace("-", " ")


@cache
def _not_names() -> frozenset[str]:
    return frozenset(word for words, _ in rows("not_names") for word in words.split())


@cache
def _endings() -> tuple[re.Pattern[str], dict[str, Domain]]:
    table = {ending: as_domain(domain) for ending, domain, where, _ in rows("endings") if where == "word"}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile(f"({'|'.join(longest_first)})$"), table


@cache
def _head(word: str) -> tuple[Domain, bool] | None:
    """What a word names together with the words before it, and whether only together with them."""
    return _heads().get(fold(word))


@cache
def _heads() -> dict[str, tuple[Domain, bool]]:
    """The words that name something together with the words before them; True: only together with them."""
    return {
        fold(word): (as_domain(domain), where == "tail")
        for word, domain, where, _ in rows("endings")
        if where != "word"
    }


# --------------------------------------------------------------------------- finding


def find(text: str) -> list[Name]:
    """The names in a text, in order, none inside another: the longest of the vocabulary, then those told by form."""
    return list(_names(text))


def _names(text: str) -> Iterator[Name]:
    words = _words(text)
    at = first_free = 0
    while at < len(words):
        if not _may_name(words[at].text) or not _begins_name(words, at):
            at += 1
            continue
        length, entry = _longest(words, at)
        domain, sure, end = (entry.domain, True, at + length) if entry else (_by_form(words[at].text), False, at + 1)
        start = at
        head = _head(words[end - 1].text)
        if head and (domain is None or domain == head[0]):
            start = _leftmost(words, at, first_free)
            if not head[1] or start < at:
                domain = head[0]
        if domain is None:
            at += 1
        else:
            yield Name(words[start].start, words[end - 1].end, domain, sure, words[at].start)
            at = first_free = end


def _longest(words: list[_Word], at: int) -> tuple[int, _Entry | None]:
    """How many words from `at` on are the longest name of the vocabulary, and its entry."""
    if not _begins_name(words, at):
        return 0, None
    best: tuple[int, _Entry | None] = (0, None)
    nodes = _first_nodes(words[at].text)
    end = at + 1
    while nodes:
        entry = next((node.entry for node in nodes if node.entry), None)
        if entry and _ends_name(words, end):
            best = (end - at, entry)
        if end == len(words):
            break
        nodes = [node[key] for node in nodes for key in _keys(words[end].text) if key in node]
        end += 1
    return best


@cache
def _may_name(word: str) -> bool:
    """Whether a word begins a name of the vocabulary, or may be one by itself or by its form."""
    return bool(_first_nodes(word) or _by_form(word) or _head(word))


@cache
def _first_nodes(word: str) -> list[_Node]:
    """Where the names of the vocabulary stand that begin with a word."""
    return [_trie()[key] for key in _keys(word) if key in _trie()]


def _begins_name(words: list[_Word], at: int) -> bool:
    """Whether a name may begin here: not inside "anti-TNF" or "pre-diabetes", but after "non-" or a number."""
    word = words[at]
    return not word.hyphen or words[at - 1].text.lower() == "non" or words[at - 1].text[-1].isdigit()


def _ends_name(words: list[_Word], end: int) -> bool:
    """Whether a name may end before `end`: a hyphen that goes on must lead to a participle ("HIV-positive")."""
    return end >= len(words) or not words[end].hyphen or bool(_PARTICIPLE.fullmatch(words[end].text))


_PARTICIPLE = re.compile(
    r"proven|confirmed|treated|induced|containing|positive|negative|na[iï]ve|related|associated|based"
)


@cache
def _by_form(word: str) -> Domain | None:
    """The domain that the ending of a word tells, if it is long enough and no common word."""
    if len(word) < 6 or not word[1:].islower() or word.lower() in _not_names():
        return None
    pattern, domains = _endings()
    ending = pattern.search(word.lower())
    return domains[ending.group()] if ending else None


def _leftmost(words: list[_Word], head: int, limit: int) -> int:
    """Where the name begins whose head is at `head`: up to three words before it that can be part of a name."""
    at = head
    while at > limit and head - at < 3 and _can_modify(words[at - 1]):
        at -= 1
    while at < head and words[at].hyphen:  # never begin inside a compound
        at += 1
    return at


def _can_modify(word: _Word) -> bool:
    text = word.text.lower()
    return len(text) > 2 and text.isalpha() and not text.endswith(("ed", "ly")) and text not in _not_names()


def domain_of(text: str) -> Domain | None:
    """The domain of a phrase: that of the last name in it, for English puts the head last, but before "of" and "on".

    >>> domain_of("renal failure"), domain_of("overdose of opioids"), domain_of("dependence on opioids")
    ('condition', 'condition', 'condition')
    """
    head, *rest = _TIED.split(text, maxsplit=1)
    names = (find(head) if rest else []) or find(text)
    return names[-1].domain if names else None


def domain_of_head(text: str) -> Domain | None:
    """The domain of a phrase if the vocabulary knows its head, the last word: not that of "drug abuse screening test".

    >>> domain_of_head("renal failure"), domain_of_head("drug abuse questionnaire")
    ('condition', None)
    """
    names = find(text)
    return names[-1].domain if names and names[-1].end == len(text) else None


def is_name(text: str) -> bool:
    """Whether the vocabulary has the whole text as a name."""
    first = next(_names(text), None)
    return first is not None and first.sure and (first.start, first.end) == (0, len(text))


def is_frame(text: str) -> bool:
    """Whether a phrase has only words that frame names ("history of", "evidence") and no name itself."""
    return all(word.text.lower() in _not_names() for word in _words(text))


def skip_frame(text: str, start: int, end: int) -> int:
    """Where the name within `text[start:end]` begins: after words like "other" and "severe", unless a sure name does.

    >>> skip_frame("other severe gum disease", 0, 24), skip_frame("acute myocardial infarction", 0, 27)
    (13, 0)
    """
    words = _words(text[start:end])
    at = 0
    while at < len(words) - 1 and words[at].text.lower() in _not_names() and not _longest(words, at)[1]:
        at += 1
    return start + words[at].start if words else start


@cache
def is_event(text: str) -> bool:
    """Whether a condition happens at a time and is over ("stroke"), so that having had it ever is what counts.

    The last name in the phrase decides: "acute ischaemic stroke" is an event.
    """
    words = _words(text)
    last = None
    at = 0
    while at < len(words):
        length, entry = _longest(words, at)
        last = entry or last
        at += max(length, 1)
    return last is not None and last.note == "event"


def is_adverb(words: str) -> bool:
    """Whether words are one adverb, which names nothing: "surgically", "mentally"; not so "anomaly" or "elderly"."""
    return _ADVERB.fullmatch(words) is not None
