"""Kleene's logic, by its truth tables: `tests/data/evaluate/truth.tsv`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import ask, condition
from trialc import Record

_TABLE = Path(__file__).parents[1] / "data" / "evaluate" / "truth.tsv"
_ROWS = [line.split("\t") for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
_TRUTH = {"T": True, "F": False, "U": None}


def _patient(values: dict[str, str]) -> list[Record]:
    """Conditions A, B and C: recorded, surely not there, or of an unknown day."""
    dates = {"T": {"start": "2024-03-31"}, "U": {"start": "2024"}}
    return [condition(name, **dates[value]) for name, value in values.items() if value in dates]


@pytest.mark.parametrize(("rule", "a", "b", "c", "value"), _ROWS, ids=lambda cell: str(cell))
def test_rules_follow_the_truth_table(rule: str, a: str, b: str, c: str, value: str) -> None:
    written = re.sub(r"\b([ABC])\b", r'condition "\1" at index', rule)
    assert ask(written, *_patient({"A": a, "B": b, "C": c})) is _TRUTH[value]
