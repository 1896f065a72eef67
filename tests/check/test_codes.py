"""The registry of diagnostic codes: complete, documented, and safe to call."""

from __future__ import annotations

import inspect
import re

import pytest
from trialc import Span, TrialcError
from trialc.check.codes import codes, diagnostic, documentation

HEADINGS = ["What it does", "Why it matters", "Example"]


@pytest.mark.parametrize("name", codes())
def test_the_docstring_is_the_documentation(name: str) -> None:
    code = codes()[name]
    page = inspect.getdoc(code) or ""
    assert [line for line in page.splitlines() if line in HEADINGS] == HEADINGS
    assert page in documentation(name.lower())
    assert re.fullmatch(r"T[1234]\d\d", name)
    assert code.message


def test_context_fills_message_and_help() -> None:
    found = diagnostic("T301", Span(3, 9), criterion="I2", low="2 mg/dL", high="1.5 mg/dL")
    assert found.message == "no value lies between 2 mg/dL and 1.5 mg/dL"
    assert (found.severity, found.span, found.criterion) == ("error", (3, 9), "I2")


def test_a_placeholder_that_nobody_fills_never_fails() -> None:
    assert diagnostic("T304", None).message == "says the same as ..."


def test_text_of_the_source_is_not_taken_for_a_placeholder() -> None:
    assert diagnostic("T304", None, other="{odd} text").message == "says the same as {odd} text"


def test_an_unknown_code_is_told_with_the_known_ones() -> None:
    with pytest.raises(TrialcError, match=r"no diagnostic code 'T999'.*T101, T102"):
        documentation("T999")
