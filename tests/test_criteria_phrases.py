"""Every whole-criterion phrase of the corpus compiles to the rule that heads its group.

Those that are not reached yet stand in `corpus/phrases/open.tsv`, each with its reason. A text of that list which
compiles right fails too: strike its row, so that the list only shrinks.
"""

from __future__ import annotations

from functools import cache

import pytest
from criteria_phrases import Phrase, compiled, listed, names, phrases, reached
from trialc.rules.trial import Criterion

OPEN = listed()


@cache
def criteria(name: str) -> dict[Phrase, Criterion]:
    """The criteria of one file, compiled together."""
    return dict(compiled(name))


def marked(phrase: Phrase) -> object:
    """The phrase as a test's parameter; an open one is expected to fail, and to say so when it no longer does."""
    known = OPEN.get(phrase.key)
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=known)] if known else []
    return pytest.param(phrase, marks=marks, id=f"{phrase.file}: {phrase.text}")


@pytest.mark.parametrize("phrase", [marked(phrase) for name in names() for phrase in phrases(name)])
def test_phrase(phrase: Phrase) -> None:
    criterion = criteria(phrase.file)[phrase]
    assert reached(phrase, criterion), f"{phrase.text}\nexpected: {phrase.rule}\ncompiled: {criterion.rule}"


@pytest.mark.parametrize("name", names())
def test_a_text_stands_in_one_group(name: str) -> None:
    keys = [phrase.key for phrase in phrases(name)]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_the_list_of_open_texts_names_phrases_and_reasons() -> None:
    known = {phrase.key for name in names() for phrase in phrases(name)}
    assert OPEN.keys() - known == set(), "rows of open.tsv whose text stands in no phrase file"
    assert [key for key, reason in OPEN.items() if not reason.strip()] == []
