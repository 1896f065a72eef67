"""The patients of the golden protocol, each against the verdict that was worked out by hand."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib.resources import files

import pytest
from trialc.evaluate.evaluator import Evaluator
from trialc.evaluate.read.own import read_own
from trialc.golden import hand_coded

_FOLDER = files("trialc.corpus") / "NCT06001853" / "patients"
_LINES = (_FOLDER / "expected.tsv").read_text("utf-8").splitlines()
_EXPECTED = list(csv.DictReader([line for line in _LINES if not line.startswith("#")], delimiter="\t"))
_VALUES = {"true": True, "false": False, "unknown": None}
AT = date(2026, 3, 31)


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return Evaluator(hand_coded("NCT06001853"))


@pytest.mark.parametrize("row", _EXPECTED, ids=lambda row: row["patient"])
def test_the_verdict_is_the_one_worked_out_by_hand(row: dict[str, str], evaluator: Evaluator) -> None:
    reading = read_own(json.loads((_FOLDER / f"{row['patient']}.json").read_text("utf-8")), row["patient"])
    assert reading.problems == ()
    assert reading.patient is not None
    verdict = evaluator.evaluate(reading.patient, AT)
    deciding = [one.id for one in verdict.criteria if one.met is not True]
    assert (verdict.value, deciding) == (_VALUES[row["value"]], row["deciding"].replace("-", "").split())


def test_every_patient_has_a_line_and_every_line_a_patient() -> None:
    names = {path.name.removesuffix(".json") for path in _FOLDER.iterdir() if path.name.endswith(".json")}
    assert names == {row["patient"] for row in _EXPECTED}
    assert len(names) == len(_EXPECTED) >= 20
