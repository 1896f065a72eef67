"""The one run of unknown words of a text is a name where all that is said stands beside it, and a heading is none."""

from __future__ import annotations

import pytest
from trialc import compile_criterion
from trialc.rules.model import Fact, Unread

NAMED = [
    ("Concurrent participation in another treatment study", "treatment study"),
    ("Concurrent participation in another investigational protocol", "investigational protocol"),
]
UNREAD = ["Additional laboratory requirements", "Currently employed", "Previously untreated"]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_what_qualities_are_said_of_is_a_name(text: str, name: str) -> None:
    criterion = compile_criterion(text, section="exclusion")
    assert isinstance(criterion.rule, Fact)
    assert criterion.rule.concept.text == name
    assert "T217" in {each.code for each in criterion.diagnostics}


@pytest.mark.parametrize("text", UNREAD)
def test_what_names_nothing_stays_unread(text: str) -> None:
    assert isinstance(compile_criterion(text, section="inclusion").rule, Unread)
