"""The command line: what each command writes where, its exit status, and that bad input never gives a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from trialc import Trial, parse_trial
from trialc.cli import main

RECORD = {
    "nct": "NCT00000001",
    "eligibility_criteria": (
        "Inclusion Criteria:\n\n* Hemoglobin >= 9 g/dL within 14 days before enrollment\n\n"
        "Exclusion Criteria:\n\n* Active hepatitis B\n* Myocardial infarction within 6 months\n"
    ),
    "minimum_age": "18 Years",
    "maximum_age": None,
    "sex": "ALL",
    "healthy_volunteers": False,
}
IMPOSSIBLE = 'trial NCT00000002\ninclude I1 "x" latest measurement "Hb" in [12, 9] g/dL\n'


@dataclass
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run `trialc` with the given arguments, in an empty folder that holds one good record and one impossible trial."""
    monkeypatch.chdir(tmp_path)
    Path("trial.json").write_text(json.dumps(RECORD))
    Path("impossible.rules").write_text(IMPOSSIBLE)

    def call(*arguments: str, given: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        with pytest.raises(SystemExit) as end:
            main(arguments)
        captured = capsys.readouterr()
        status = end.value.code
        return Result(status if isinstance(status, int) else 0, captured.out, captured.err)

    return call


# --------------------------------------------------------------------------- compile


def test_text_shows_every_criterion_beside_its_rule(run: Run) -> None:
    result = run("compile", "trial.json")
    assert result.status == 0
    for words in ("NCT00000001", "I1", "Hemoglobin >= 9 g/dL", 'latest measurement "', "E1", "E2", "F1"):
        assert words in result.out


def test_json_is_the_trial_and_diagnostics_stay_on_standard_error(run: Run) -> None:
    result = run("compile", "trial.json", "--format", "json", "--diagnostics", "concise")
    trial = Trial.model_validate_json(result.out)
    assert [criterion.id for criterion in trial.criteria if criterion.id[0] != "F"] == ["I1", "E1", "E2"]
    assert "exclusion 2" in result.err
    assert "T204" in result.err


def test_rules_can_be_read_back(run: Run) -> None:
    compiled = Trial.model_validate_json(run("compile", "trial.json", "-f", "json").out)
    again = parse_trial(run("compile", "trial.json", "-f", "rules").out)
    assert [criterion.rule for criterion in again.criteria] == [criterion.rule for criterion in compiled.criteria]


def test_several_records_are_an_array_or_lines(run: Run) -> None:
    Path("two.jsonl").write_text(2 * (json.dumps(RECORD) + "\n"))
    assert len(json.loads(run("compile", "two.jsonl", "-f", "json").out)) == 2
    assert len(run("compile", "two.jsonl", "-f", "jsonl").out.splitlines()) == 2


def test_output_goes_to_a_file_in_utf_8(run: Run) -> None:
    text = RECORD | {"eligibility_criteria": "Inclusion Criteria:\n* Sjögren syndrome"}
    result = run("compile", "-", "-f", "rules", "-o", "out.rules", given=json.dumps(text))
    assert (result.status, result.out) == (0, "")
    assert "Sjögren" in Path("out.rules").read_text(encoding="utf-8")


@pytest.mark.parametrize(("level", "status"), [("never", 0), ("error", 0), ("info", 1)])
def test_fail_on_decides_which_findings_count(run: Run, level: str, status: int) -> None:
    assert run("compile", "trial.json", "--fail-on", level).status == status  # its one finding: T204, info


def test_an_unusable_record_beside_good_ones_is_told_and_counts(run: Run) -> None:
    Path("two.jsonl").write_text(json.dumps(RECORD) + "\n{}\n")
    result = run("compile", "two.jsonl", "-f", "jsonl")
    assert result.status == 1
    assert len(result.out.splitlines()) == 1
    assert "2" in result.err


# --------------------------------------------------------------------------- check, explain, diff


def test_check_prints_findings_and_fails_on_errors(run: Run) -> None:
    result = run("check", "impossible.rules")
    assert result.status == 1
    assert "T301 error: no value lies between 12 g/dL and 9 g/dL" in result.out
    assert "1 criteria: 1 error, 0 warning, 0 info" in result.err


def test_check_can_write_json(run: Run) -> None:
    finding = json.loads(run("check", "impossible.rules", "--diagnostics", "json").out)
    assert (finding["trial"], finding["criterion"], finding["code"]) == ("NCT00000002", "I1", "T301")


def test_explain_a_code(run: Run) -> None:
    result = run("explain", "t204")
    assert result.status == 0
    assert result.out.startswith("T204 (info): A window has no anchor.")


@pytest.mark.parametrize("name", ["E2", "e2", "4"])
def test_explain_a_criterion_by_id_or_number(run: Run, name: str) -> None:
    ids = [criterion["id"] for criterion in json.loads(run("compile", "trial.json", "-f", "json").out)["criteria"]]
    result = run("explain", "trial.json", str(ids.index("E2") + 1) if name == "4" else name)
    assert result.status == 0
    for words in ("E2 (exclusion)", "Myocardial infarction within 6 months", "Tokens", "Tree", "Rule", "T204"):
        assert words in result.out


def test_a_trial_does_not_differ_from_itself_in_any_form(run: Run) -> None:
    run("compile", "trial.json", "-f", "json", "-o", "compiled.json")
    run("compile", "trial.json", "-f", "rules", "-o", "compiled.rules")
    for one in ("trial.json", "compiled.json", "compiled.rules"):
        for other in ("trial.json", "compiled.json", "compiled.rules"):
            assert run("diff", one, other).status == 0, (one, other)


def test_diff_shows_what_changed(run: Run) -> None:
    Path("other.json").write_text(json.dumps(RECORD).replace("9 g/dL", "10 g/dL"))
    result = run("diff", "trial.json", "other.json")
    assert result.status == 1
    assert "I1" in result.out
    assert "9" in result.out
    assert "10" in result.out
    assert "E1" not in result.out


# --------------------------------------------------------------------------- batch


def test_batch_gives_one_line_for_every_record(run: Run) -> None:
    lines = [json.dumps(RECORD), "", "not json", "{}", "[1]", json.dumps(RECORD | {"nct": "NCT00000003"})]
    result = run("batch", "-", given="\n".join(lines) + "\n")
    found = [json.loads(line) for line in result.out.splitlines()]
    assert [line.get("id") or line.get("line") for line in found] == ["NCT00000001", 3, 4, 5, "NCT00000003"]
    assert all("error" in line for line in found if "line" in line)
    assert "5 records: 2 compiled, 3 unusable" in result.err
    assert result.status == 1


def test_batch_is_clean_when_all_records_compile(run: Run) -> None:
    Path("in.jsonl").write_text(json.dumps(RECORD) + "\n")
    result = run("batch", "in.jsonl", "-o", "out.jsonl")
    assert (result.status, result.out) == (0, "")
    assert Trial.model_validate_json(Path("out.jsonl").read_text()).id == "NCT00000001"


# --------------------------------------------------------------------------- bad input

BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "no such file": (("compile", "nowhere.txt"), "nowhere.txt"),
    "a folder": (("compile", "."), "directory"),
    "an empty file": (("compile", "empty"), "empty"),
    "a binary": (("compile", "binary"), "binary"),
    "a web page": (("compile", "page.html"), "HTML"),
    "half a JSON": (("compile", "broken.json"), "JSON"),
    "JSON of something else": (("compile", "else.json"), "else.json"),
    "half a character": (("compile", "half.json"), "U+D800"),
    "rules that break the language": (("check", "broken.rules"), "broken.rules:2"),
    "a compiled trial of another version": (("diff", "old.json", "trial.json"), "old.json"),
    "an unknown code": (("explain", "T999"), "T999"),
    "a criterion that is not there": (("explain", "trial.json", "E9"), "E2"),
    "no criterion named": (("explain", "trial.json"), "which criterion"),
    "a protocol that is not bundled": (("corpus", "NCT99999999"), "NCT06001853"),
    "a batch of nothing": (("batch", "empty"), "no records"),
    "a batch of no file": (("batch", "nowhere.jsonl"), "nowhere.jsonl"),
    "no place to write": (("compile", "trial.json", "-o", "no/such/folder/out"), "no/such/folder/out"),
    "an unknown recogniser": (("compile", "trial.json", "--entities", "no_such_model"), "no_such_model"),
    "an unknown format": (("compile", "trial.json", "-f", "xml"), "xml"),
    "an unknown command": (("compute",), "compute"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_told_in_words(run: Run, case: str) -> None:
    Path("empty").write_text("")
    Path("binary").write_bytes(bytes(range(256)))
    Path("page.html").write_text("<!DOCTYPE html><html><body>Not found</body></html>")
    Path("broken.json").write_text('{"nct": "NCT00000001", "eligib')
    Path("half.json").write_text(json.dumps(RECORD).replace("Active", "\\ud800"))
    Path("else.json").write_text('{"name": "value"}')
    Path("broken.rules").write_text('trial NCT00000001\ninclude I1 "x" condition condition\n')
    Path("old.json").write_text('{"schema_version": "0.1", "criteria": [{"id": 7}]}')
    arguments, words = BAD[case]
    result = run(*arguments)
    assert result.status == 2
    assert words in result.err
    assert result.out == ""
    assert "Traceback" not in result.err


def test_no_arguments_show_the_help(run: Run) -> None:
    assert "compile" in run("--help").out


# --------------------------------------------------------------------------- as a process


def process(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    shell = command.replace("trialc", f"{sys.executable} -m trialc", 1)
    return subprocess.run(shell, shell=True, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_the_module_runs_and_tells_its_version(tmp_path: Path) -> None:
    result = process("trialc --version", tmp_path)
    assert (result.returncode, result.stdout.split()[0]) == (0, "trialc")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    lines = (json.dumps(RECORD) + "\n") * 300
    (tmp_path / "many.jsonl").write_text(lines)
    result = process("trialc batch many.jsonl | head -n 1", tmp_path)
    assert len(result.stdout.splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


def test_a_terminal_that_cannot_show_a_letter_does_not_stop_the_compiler(tmp_path: Path) -> None:
    record = RECORD | {"eligibility_criteria": "Inclusion Criteria:\n* Sjögren syndrome ≥ 2 years"}
    (tmp_path / "trial.json").write_text(json.dumps(record))
    result = process("PYTHONIOENCODING=ascii PYTHONUTF8=0 trialc compile trial.json", tmp_path)
    assert result.returncode == 0
    assert "Sj\\xf6gren" in result.stdout


def test_reading_rules_does_not_load_the_language_tools() -> None:
    code = "import sys, trialc; trialc.parse_rule('person age >= 18 years'); print('spacy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
