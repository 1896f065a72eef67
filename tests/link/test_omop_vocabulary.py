"""A user's OMOP vocabulary: loaded as Athena writes it, and linked to standard concepts."""

from __future__ import annotations

from pathlib import Path

import pytest
from trialc import TrialcError
from trialc.link.systems import RXNORM, SNOMED
from trialc.link.vocabulary import Vocabulary, build
from trialc.rules.model import Domain

pytest.importorskip("duckdb")

#: Made up in the form of a download: tabs, nothing quoted, dates as numbers.
ATHENA = Path(__file__).resolve().parents[1] / "data" / "athena"


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    output = tmp_path_factory.mktemp("built") / "vocabulary.duckdb"
    assert build(ATHENA, output) == {
        "concept": 11, "concept_synonym": 5, "concept_ancestor": 4, "concept_relationship": 2,
    }  # fmt: skip
    return Vocabulary(output)


def codes(vocabulary: Vocabulary, text: str, domain: Domain) -> list[tuple[str, str]]:
    return [(code.system, code.code) for code in vocabulary.codes(text, domain)]


@pytest.mark.parametrize(
    ("text", "domain", "code"),
    [
        ("Asthma", "condition", (SNOMED, "195967001")),  # by name; the ICD-10-CM concept of that name maps to it
        ("bronchial asthma", "condition", (SNOMED, "195967001")),  # by synonym
        ("known asthma", "condition", (SNOMED, "195967001")),
        ("Crohn’s disease", "condition", (SNOMED, "34000006")),
        ("acetylsalicylic acid", "drug", (RXNORM, "1191")),
        ("aspirin therapy", "drug", (RXNORM, "1191")),
        ("appendectomies", "procedure", (SNOMED, "80146002")),
        # of two concepts with this name one is above the other
        ("airway obstruction, reversible", "condition", (SNOMED, "195967001")),
    ],
)
def test_a_name_is_linked_to_its_standard_concept(
    vocabulary: Vocabulary, text: str, domain: Domain, code: tuple[str, str]
) -> None:
    assert codes(vocabulary, text, domain) == [code]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("cold", "condition"),  # two concepts, neither above the other
        ("old asthma", "condition"),  # no longer valid
        ("asthma", "drug"),  # another domain
        ("disease", "condition"),
    ],
)
def test_what_is_not_sure_is_left_alone(vocabulary: Vocabulary, text: str, domain: Domain) -> None:
    assert codes(vocabulary, text, domain) == []


def test_what_the_vocabulary_lacks_is_looked_up_in_the_embedded_tables(vocabulary: Vocabulary) -> None:
    assert codes(vocabulary, "type 2 diabetes", "condition") == [("http://hl7.org/fhir/sid/icd-10-cm", "E11")]


def test_a_quotation_mark_in_a_name_is_part_of_it(vocabulary: Vocabulary) -> None:
    assert codes(vocabulary, 'aspirin 81 mg "Bayer" tablet', "drug") == [(RXNORM, "2000")]


def test_a_cdm_export_with_commas_and_capitals_loads_too(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "omop" / "synthea27nj"
    counts = build(folder, tmp_path / "v.duckdb")
    assert counts["concept"] == 2294
    assert codes(Vocabulary(tmp_path / "v.duckdb"), "Viral sinusitis", "condition") == [(SNOMED, "444814009")]


def test_what_is_wrong_with_a_folder_or_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrialcError, match=r"no CONCEPT\.csv; expected the folder"):
        build(tmp_path, tmp_path / "v.duckdb")
    (tmp_path / "CONCEPT.csv").write_text("concept_id\tconcept_name\n1\tx\n", encoding="utf-8")
    with pytest.raises(TrialcError, match=r"CONCEPT\.csv: no column domain_id, vocabulary_id"):
        build(tmp_path, tmp_path / "v.duckdb")
    (tmp_path / "odd.duckdb").write_text("no database", encoding="utf-8")
    with pytest.raises(TrialcError, match=r"odd\.duckdb: no DuckDB file"):
        Vocabulary(tmp_path / "odd.duckdb")
    with pytest.raises(TrialcError, match=r"no such file; make it with: trialc link build"):
        Vocabulary(tmp_path / "missing.duckdb")
