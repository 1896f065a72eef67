"""The measuring scripts, run on a few records: totals add up, and nothing is dropped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def record(number: int, text: str) -> str:
    return json.dumps({"nct": f"NCT{number:08}", "eligibility_criteria": text})


RECORDS = [
    record(1, "Inclusion Criteria:\n* Age >= 18 years\n* Hemoglobin > 9 g/dL\nExclusion Criteria:\n* Pregnancy"),
    record(2, "Exclusion Criteria:\n* Stroke within 6 months, xq zzv qqx\n* Asthma and COPD"),
    record(3, ""),
]


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "registry.jsonl"
    path.write_text("\n".join(RECORDS) + "\n")
    return path


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def counts(printed: str, title: str) -> list[int]:
    """The total of a table and its parts."""
    table = printed.split(f"{title} ", 1)[1].split("\n\n")[0]
    return [int(number) for number in re.findall(r"^.*?\s(\d+)\b(?! %|\.)", f"{title} {table}", re.M)]


def test_coverage_adds_up(registry: Path) -> None:
    printed = run("coverage.py", registry)
    for title, whole in (("records", 3), ("criteria", 5)):
        total, *parts = counts(printed, title)
        assert total == whole == sum(parts), printed
    total, *parts = counts(printed, "words")
    assert total == sum(parts) > 10
    assert re.search(r"^unusable +1 +33\.3 %$", printed, re.M)
    assert re.search(r"^crashed +0 ", printed, re.M)
    assert "T204" in printed


def test_coverage_can_be_limited(registry: Path) -> None:
    assert counts(run("coverage.py", registry, "--limit", 1), "records")[0] == 1


SCORER = '''
def score(gold, predictions):
    """How many leaves were found, as a stand-in for the real measure."""
    share = sum(len(predictions[row["id"]]["leaves"]) == row["gold"] for row in gold) / len(gold)
    return {"leaves": (share, share, share)}
'''


def test_leaf_scores_what_it_writes(tmp_path: Path) -> None:
    gold = [
        {"id": "a", "text": "Age >= 18 years", "eligibility": "INC", "gold": 1},
        {"id": "b", "text": "Asthma or pneumonia", "eligibility": "EXC", "gold": 2},
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in gold))
    (tmp_path / "scorer.py").write_text(SCORER)
    printed = run(
        "leaf.py", tmp_path / "gold.jsonl", "--out", tmp_path / "out.jsonl", "--scorer", tmp_path / "scorer.py"
    )
    assert re.search(r"^leaves +1\.000 +1\.000 +1\.000$", printed, re.M)
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["id"] for row in written] == ["a", "b"]
    assert written[0]["leaves"][0] | {"id": 0} == {
        "id": 0, "domain": "person", "text": "age", "negated": False, "bounds": [[">=", 18.0]], "windows": [],
    }  # fmt: skip


def test_speed_measures_both_ways_and_the_growth(registry: Path) -> None:
    printed = run("speed.py", registry, "--limit", 2)
    for name in ("import trialc", "tokenizing alone", "whole compile", "ratio", "peak memory", "ms per word"):
        assert name in printed


def test_linking_draws_concepts_with_their_codes(registry: Path) -> None:
    drawn = [line.split("\t") for line in run("linking.py", registry, "--count", 9).splitlines()]
    codes = {(domain, concept): codes for domain, concept, codes, _ in drawn}
    assert codes["condition", "Asthma"] == "ICD-10-CM J45 Asthma"
    assert codes["measurement", "Hemoglobin"].startswith("LOINC 718-7 hemoglobin")
    assert run("linking.py", registry, "--count", 3) == run("linking.py", registry, "--count", 3)


def test_words_that_no_rule_shows_are_lost(registry: Path) -> None:
    registry.write_text(record(4, "Exclusion Criteria:\n* History of severe asthma") + "\n")
    assert re.findall(r"^\w+ +\d+$", run("lost_words.py", registry), re.M) == ["history         1"]
    assert 'condition "asthma" (severity: severe) ever' in run("lost_words.py", registry, "--show", "history")
