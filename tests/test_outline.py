"""The outline. `data/outline/*.txt` hold texts and the outlines that they must have, as a person would write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc.outline import Item, Outline, outline
from trialc.source import load_bundled
from work import calls

CASES = Path(__file__).parent / "data" / "outline"


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.txt")):
        for case in file.read_text(encoding="utf-8").split("\n--- ")[1:]:
            name, body = case.split("\n", 1)
            text, expected = body.split("\n===\n")
            yield pytest.param(text, expected.strip("\n"), id=f"{file.stem}: {name}")


def written(text: str) -> str:
    """The outline of `text` in the form of the case files."""
    found = outline(text)
    lines = [_line(text, item) for item in found.walk()]
    return "\n".join([*lines, *(f"! {finding.code}" for finding in found.diagnostics)])


def _line(text: str, item: Item) -> str:
    words = " ".join(text[slice(*item.span)].split())
    joiner = f" <<{item.joiner}>>" if item.joiner else ""
    cohort = f" @{item.cohort}" if item.cohort else ""
    return f"{'  ' * item.depth}{item.id}{'~' if item.implied else ''} {words}{joiner}{cohort}"


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_outline_of(text: str, expected: str) -> None:
    assert written(text) == expected


def test_the_protocol() -> None:
    """The page of NCT06001853: the registry flattened two lists, and only their words say so."""
    text = load_bundled("NCT06001853").eligibility
    found = outline(text)
    nested = {item.id: [child.id for child in item.children] for item in found.walk() if item.children}
    assert nested == {"I4": ["I5", "I6", "I7", "I8", "I9"], "E5": ["E6", "E7", "E8", "E9", "E10"]}
    assert [item.id for item in found.items if item.section == "inclusion"] == [
        "I1",
        "I2",
        "I3",
        "I4",
        "I10",
        "I11",
        "I12",
    ]
    assert len(found.items) == 7 + 25
    assert text[found.items[3].span.start : found.items[3].body_end].endswith("100-point percentage scale.")


def check_invariants(text: str, found: Outline) -> None:
    """The pieces are the text; every criterion is one item; nothing but connectives and marks is in a separator."""
    assert "".join(text[slice(*piece.span)] for piece in found.pieces) == text
    items = {item.id: item for item in found.walk()}
    criteria = [piece for piece in found.pieces if piece.kind == "criterion"]
    assert [piece.span for piece in criteria] == [items[piece.item or ""].span for piece in criteria]
    assert len(criteria) == len(items) == len(list(found.walk()))
    for piece in found.pieces:
        if piece.kind == "separator":
            words = re.findall(r"[^\W_]+", text[slice(*piece.span)].lower())
            assert set(words) <= {"and", "or"}, text[slice(*piece.span)]
    for letter in "IE":
        numbers = [int(id_[1:]) for id_ in items if id_[0] == letter]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for item in items.values():
        assert item.span.start < item.span.end <= item.body_end
        assert all(child.depth == item.depth + 1 and child.section == item.section for child in item.children)


FRAGMENTS = st.sampled_from(
    [
        "Inclusion Criteria:",
        "Exclusion criteria",
        "\n",
        "\n\n",
        "  ",
        "* ",
        "- ",
        "1. ",
        "2. ",
        "a) ",
        "(i) ",
        "•",
        "**",
        "#",
        ">",
        "any of the following:",
        "fever",
        "Age > 18 years",
        "; or",
        " AND ",
        "OR",
        ".",
        ":",
        "Cohort A:",
        "\t",
        "\r\n",
        "\x85",
        "é",
        "PATIENT CHARACTERISTICS:",
        "must be excluded if:",
        "18 - 75",
        "grade 1. ",
        "\\>",
        "☃",
        "1.1 ",
    ]
)


@given(st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(max_size=200))
def test_nothing_is_lost(text: str) -> None:
    check_invariants(text, outline(text))


def test_nothing_of_the_registry_is_lost(shared: Path) -> None:
    for line in (shared / "data/registry/train.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            text = json.loads(line)["eligibility_criteria"]
            check_invariants(text, outline(text))


@pytest.mark.parametrize(
    "unit",
    [
        "* fever\n",
        "  " * 50 + "* fever\n",
        "fever ",
        " ",
        "any of the following:\n",
        "1. a 2. b ",
        "Exclusion Criteria: ",
        "(",
        "fever. Cough. ",
        "          wrapped line without any marker that goes on and on\n",
    ],
    ids=lambda unit: repr(unit[-20:]),
)  # fmt: skip
def test_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    """A text of ten times the length is some ten times the work; a quadratic step would make it a hundred times."""

    def work(length: int) -> int:
        text = "Inclusion Criteria:\n" + unit * (length // len(unit) + 1)
        return calls(lambda: outline(text))

    assert work(40_000) < 40 * work(4_000) + 1_000
