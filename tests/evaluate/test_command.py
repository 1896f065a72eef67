"""`trialc evaluate`: verdicts as text and JSON, where patients come from, and what is said of bad ones."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from trialc.cli import main

TRIAL = """
trial NCT00000000
include I1 "Adults" person age >= 18 years
include I2 "Hemoglobin" latest measurement "hemoglobin" >= 9 g/dL within 14 days before enrollment
exclude E1 "Surgery" procedure "surgery" within 4 weeks before treatment
exclude E2 "Unsafe" judgement "unsafe" about condition "heart disease" ever
"""
ADULT = {
    "id": "A",
    "birth_date": "1970-01-01",
    "facts": [{"domain": "measurement", "text": "Hemoglobin", "value": 95, "unit": "g/L", "start": "2024-03-20"}],
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `trialc evaluate t.rules` on the index date 31 March 2024: exit status, output, errors."""
    monkeypatch.chdir(tmp_path)
    Path("t.rules").write_text(TRIAL)
    Path("a.json").write_text(json.dumps(ADULT))

    def call(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as end:
            main(["evaluate", "t.rules", *arguments, "--at", "2024-03-31"])
        captured = capsys.readouterr()
        return int(end.value.code or 0), captured.out, captured.err

    return call


def test_an_unknown_verdict_says_what_would_settle_it(run: Run) -> None:
    status, out, _ = run("a.json")
    assert status == 0
    assert out == (
        "NCT00000000, A, on 2024-03-31: unknown\n"
        "  unknown\n"
        "    E1   Surgery\n"
        "    E2   Unsafe\n"
        "  would settle it\n"
        '    not eligible if E1 yes: procedure "surgery" within 4 weeks before treatment\n'
        '    eligible if E1 no: procedure "surgery" within 4 weeks before treatment; '
        'and E2 no: condition "heart disease" ever\n'
        '    eligible if E1 no: procedure "surgery" within 4 weeks before treatment; and E2 no: unsafe\n'
        '    not eligible if E2 yes: condition "heart disease" ever; and E2 yes: unsafe\n'
        "  for people to answer\n"
        "    E2   unsafe\n"
        "  assumed: no date given: enrollment, treatment taken as the index date\n"
    )


def test_complete_records_and_answers(run: Run) -> None:
    Path("answers.json").write_text('{"unsafe": false}')
    assert "A, on 2024-03-31: eligible" in run("a.json", "--complete", "procedures,conditions")[1]
    assert "A, on 2024-03-31: eligible" in run("a.json", "--complete", "procedure", "--answers", "answers.json")[1]


def test_what_the_records_alone_decide_is_said_where_it_differs(run: Run) -> None:
    heart = {"domain": "condition", "text": "heart disease"}
    Path("b.json").write_text(json.dumps(ADULT | {"facts": [*ADULT["facts"], heart]}))
    assert "unknown (on the records alone: eligible)\n" in run("b.json", "--complete", "procedures")[1]


def test_a_failed_criterion_shows_the_records(run: Run) -> None:
    surgery = {"domain": "procedure", "text": "surgery", "start": "2024-03-03"}
    Path("b.json").write_text(json.dumps(ADULT | {"facts": [*ADULT["facts"], surgery]}))
    assert run("b.json")[1].splitlines()[:5] == [
        "NCT00000000, A, on 2024-03-31: not eligible",
        "  fails",
        "    E1   Surgery",
        "         recorded: surgery 2024-03-03",
        "  unknown: E2",
    ]


def test_many_patients_are_json_lines(run: Run) -> None:
    lines = "\n".join(json.dumps(ADULT | {"id": str(number)}) for number in range(3))
    status, out, _ = run("-", "--format", "json", "--complete", "all", given=lines + "\n\n")
    verdicts: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(one["patient"], one["value"]) for one in verdicts] == [("0", True), ("1", True), ("2", True)]
    assert verdicts[0]["criteria"][0] == {"id": "I1", "section": "inclusion", "value": True, "met": True}


def test_json_says_why_a_criterion_is_not_met(run: Run) -> None:
    found = json.loads(run("a.json", "-f", "json")[1])
    assert (found["value"], found["on_records"], found["at"]) == (None, None, "2024-03-31")
    assert found["criteria"][2]["why"]["reason"] == "the record is not known to be complete over that time"
    assert found["pending"] == [{"criterion": "E2", "text": "unsafe"}]
    assert found["missing"][0]["questions"][0]["criterion"] == "E1"


def test_json_names_a_record_once_and_its_place_in_the_reasons(run: Run) -> None:
    heart = {"domain": "condition", "text": "heart disease", "start": "2020-01-01"}
    surgery = {"domain": "procedure", "text": "surgery", "start": "2024-03-03"}
    Path("b.json").write_text(json.dumps(ADULT | {"facts": [surgery, heart]}))
    found = json.loads(run("b.json", "-f", "json")[1])
    reasons = {one["id"]: one["why"] for one in found["criteria"] if "why" in one}
    assert [found["records"][place] for place in reasons["E1"]["records"]] == [surgery]
    assert [found["records"][place] for place in reasons["E2"]["of"][0]["records"]] == [heart]


def test_bad_records_are_named_and_the_rest_is_read(run: Run) -> None:
    bad = [
        {"domain": "drug", "text": "x", "start": "2024-02-30"},
        {"domain": "taste", "text": "x"},
        {"domain": "drug"},
        7,
    ]
    Path("b.json").write_text(json.dumps(ADULT | {"facts": [*bad, *ADULT["facts"]]}))
    status, out, err = run("b.json", "--complete", "all")
    assert status == 1
    assert "eligible" in out
    assert [line.split(": ")[2].split(".")[0] for line in err.splitlines()] == [f"facts[{index}]" for index in range(4)]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{", "not JSON"),
        ("7", "expected a patient as a JSON object, found int"),
        ('{"birth": 1}', "birth: Extra inputs are not permitted"),
        ('{"facts": 1}', "facts: expected a list of records"),
        ('{"birth_date": "soon"}', "birth_date: 'soon' is no date"),
        ('{"resourceType": "Bundle"}', "a FHIR Bundle without a Patient"),
    ],
)
def test_a_patient_that_cannot_be_used_is_named(run: Run, given: str, message: str) -> None:
    status, _, err = run("-", given=given + "\n")
    assert status == 1
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.json"], "none.json: No such file"),
        (["t.rules"], "not JSON"),
        (["a.json", "--complete", "tastes"], "--complete tastes: no domain"),
        (["a.json", "--answers", "a.json"], "expected a JSON object of answers"),
        (["a.json", "--answers", "none.json"], "none.json: No such file"),
    ],
)
def test_bad_arguments(run: Run, arguments: list[str], message: str) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert message in err


def test_fhir_bundles_are_recognised(run: Run) -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "Patient", "id": "F", "birthDate": "2010-01-01"}}],
    }
    Path("f.json").write_text(json.dumps(bundle))
    assert "NCT00000000, F, on 2024-03-31: not eligible" in run("f.json")[1]
