"""The stages of the reading, one after another, over the names of the vocabulary alone."""

from __future__ import annotations

from trialc.extract.entity import recogniser
from trialc.extract.term import Term
from trialc.parse import Reading, read
from trialc.parse.terms.lex import extract, lex
from trialc.parse.terms.readings import choose
from trialc.rules.model import Rule
from trialc.rules.trial import Section
from trialc.text import normalise


def names(text: str) -> list[Term]:
    """The entities of a normalised text."""
    return recogniser("vocabulary")([text])[0]


def chosen(text: str) -> list[tuple[str, str]]:
    """(terminal, words) of every term after each phrase has its one reading."""
    text = normalise(text).text
    return [(term.type, text[term.start : term.end]) for term in choose(lex(extract(text, names(text))))]


def reading(text: str, section: Section = "inclusion") -> Reading:
    """The whole reading of one text."""
    mapped = normalise(text)
    return read(mapped, section, names(mapped.text))


def types(text: str, section: Section = "inclusion") -> str:
    """The terminals that the grammar reads, in order."""
    return " ".join(token.type for token in reading(text, section).tokens)


def rule(text: str, section: Section = "inclusion") -> Rule:
    """The rule of one text, which must have one."""
    found = reading(text, section).rule
    assert found is not None
    return found


def written(text: str, section: Section = "inclusion") -> str:
    """The rule on one line."""
    return " ".join(str(rule(text, section)).split())
