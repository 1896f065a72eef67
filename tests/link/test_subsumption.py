"""Which codes lie below which by a user's OMOP vocabulary, within a system and across; and in `trialc evaluate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from trialc import TrialcError
from trialc.cli import main
from trialc.link.subsumption import Subsumption
from trialc.link.vocabulary import build

pytest.importorskip("duckdb")

ATHENA = Path(__file__).resolve().parents[1] / "data" / "athena"
ASTHMA, ALLERGIC, ASPIRIN = ("snomed", "195967001"), ("snomed", "389145006"), ("rxnorm", "1191")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("built") / "vocabulary.duckdb"
    build(ATHENA, output)
    return output


@pytest.mark.parametrize(
    ("code", "ancestor", "expected"),
    [
        (ALLERGIC, ASTHMA, True),
        (ASTHMA, ALLERGIC, False),
        (("rxnorm", "2000"), ASPIRIN, True),
        (ALLERGIC, ("icd10cm", "J45"), True),  # J45 maps to asthma
        (("icd10cm", "J45"), ASTHMA, True),
        (ASPIRIN, ASTHMA, None),  # a drug is no condition, but says nothing of one either
        (ALLERGIC, ("snomed", "nowhere"), None),
    ],
)
def test_what_lies_below_what(
    file: Path, code: tuple[str, str], ancestor: tuple[str, str], expected: bool | None
) -> None:
    assert Subsumption(file).below(code, ancestor) is expected


@pytest.mark.parametrize(("vocabulary", "value"), [(True, True), (False, None)])
def test_patients_are_evaluated_by_it(
    file: Path, vocabulary: bool, value: bool | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, patient = tmp_path / "t.rules", tmp_path / "p.json"
    rules.write_text('trial X include I1 "Asthma" condition "wheezing" coded ("ICD-10-CM|J45") ever')
    code = {"system": "http://snomed.info/sct", "code": "389145006"}
    patient.write_text(json.dumps({"facts": [{"domain": "condition", "codes": [code], "start": "2020-01-01"}]}))
    more = ["--vocabulary", str(file)] if vocabulary else []
    with pytest.raises(SystemExit):
        main(["evaluate", str(rules), str(patient), "--at", "2024-03-31", "--format", "json", *more])
    assert json.loads(capsys.readouterr().out)["value"] is value


def test_a_file_that_is_no_vocabulary_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrialcError, match="no such file"):
        Subsumption(tmp_path / "missing.duckdb")
