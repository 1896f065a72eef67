"""`trialc link` from end to end."""

from __future__ import annotations

from pathlib import Path

import pytest
from trialc.cli import main

RULES = """\
trial T

exclude E1 "Asthma or odd thing"
  condition "asthma" current or condition "odd thing" current
"""


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "t.rules"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_value_sets_are_written_edited_kept_and_applied(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = tmp_path / "codes.tsv"
    assert run("link", source, "-o", str(codes)) == 0
    assert capsys.readouterr().err == "T: 2 concepts: 1 found, 0 edited, 1 unresolved\n"
    text = codes.read_text(encoding="utf-8")
    codes.write_text(text.replace("J45\tAsthma\t", "J45.2\tMild asthma\tonly"), encoding="utf-8")
    assert run("link", source, "-o", str(codes)) == 0
    assert capsys.readouterr().err == "T: 2 concepts: 0 found, 1 edited, 1 unresolved\n"
    assert "edited\tcondition\tasthma\tICD-10-CM\tJ45.2\tMild asthma\tonly\n" in codes.read_text(encoding="utf-8")
    assert run("compile", source, "--codes", str(codes), "-f", "rules", "--diagnostics", "concise") == 0
    said = capsys.readouterr()
    assert 'condition "asthma" coded (only "http://hl7.org/fhir/sid/icd-10-cm|J45.2" "Mild asthma") current' in said.out
    assert "T401" in said.err


def test_rules_with_codes_are_written_at_once(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", source, "--format", "rules") == 0
    assert 'condition "asthma" coded ("http://hl7.org/fhir/sid/icd-10-cm|J45" "Asthma")' in capsys.readouterr().out


def test_a_vocabulary_is_built_and_used(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb")
    folder = tmp_path / "athena"
    folder.mkdir()
    columns = (
        "concept_id concept_name domain_id vocabulary_id concept_class_id standard_concept concept_code invalid_reason"
    )
    row = ["1", "Odd thing", "Condition", "SNOMED", "Disorder", "S", "42", ""]
    (folder / "CONCEPT.csv").write_text("\t".join(columns.split()) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    built = str(tmp_path / "v.duckdb")
    assert run("link", "build", str(folder), "-o", built) == 0
    assert "1 concept, 0 concept_synonym" in capsys.readouterr().err
    assert run("link", source, "--vocabulary", built) == 0
    assert "found\tcondition\todd thing\tSNOMED\t42\tOdd thing\t\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "athena"], "where to? trialc link build ATHENA_DIR -o vocabulary.duckdb"),
        (["NCT06001853", "athena"], "one source at a time"),
        (["NCT06001853", "--codes", "missing.tsv"], "missing.tsv: No such file or directory"),
        (["NCT06001853", "--vocabulary", "missing.duckdb"], "missing.duckdb: no such file"),
    ],
)
def test_bad_use_is_told(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", *arguments) == 2
    assert message in capsys.readouterr().err
