"""Every form of a registry record gives the same protocol, and unusable input says what is wrong with it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from trialc.diagnostics import TrialcError
from trialc.source import Protocol, bundled, detect, load_bundled, read, resolve

CRITERIA = "Inclusion Criteria:\n\n* Age \\> 18\n\nExclusion Criteria:\n\n* Pregnancy"
EXPECTED = Protocol(
    id="NCT01234567",
    title="A Trial of Rest",
    eligibility=CRITERIA,
    minimum_age="18 Years",
    maximum_age=None,
    sex="female",
    healthy_volunteers=False,
)
API_V2: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT01234567", "briefTitle": "A Trial of  Rest"},
        "eligibilityModule": {
            "eligibilityCriteria": CRITERIA,
            "minimumAge": "18 Years",
            "maximumAge": "N/A",
            "sex": "FEMALE",
            "healthyVolunteers": False,
        },
    }
}
CLASSIC_API = {
    "Study": {
        "ProtocolSection": {
            "IdentificationModule": {"NCTId": "NCT01234567", "BriefTitle": "A Trial of Rest"},
            "EligibilityModule": {
                "EligibilityCriteria": CRITERIA,
                "MinimumAge": "18 Years",
                "Gender": "Female",
                "HealthyVolunteers": "No",
            },
        }
    }
}
FLAT = {
    "nct": "NCT01234567",
    "title": "A Trial of Rest",
    "eligibility_criteria": CRITERIA,
    "minimum_age": 18,
    "maximum_age": None,
    "sex": "Female",
    "healthy_volunteers": "No",
}
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<clinical_study>
  <id_info><nct_id>NCT01234567</nct_id></id_info>
  <brief_title>A Trial of Rest</brief_title>
  <eligibility>
    <criteria><textblock>{CRITERIA.replace(">", "&gt;")}</textblock></criteria>
    <gender>Female</gender>
    <minimum_age>18 Years</minimum_age>
    <maximum_age>N/A</maximum_age>
    <healthy_volunteers>No</healthy_volunteers>
  </eligibility>
</clinical_study>"""
PAGE = f"""A Trial of Rest
NCT ID: NCT01234567
Basic Information
FEMALE participants
Eligibility Criteria
Check the participation requirements.
{CRITERIA}
18 Years
FEMALE
No
Sponsors
ALL of them
"""

FORMS = {
    "API v2": (json.dumps(API_V2), "json"),
    "API v2, indented": (json.dumps(API_V2, indent=2), "json"),
    "classic API": (json.dumps(CLASSIC_API), "json"),
    "flat record": (json.dumps(FLAT), "json"),
    "list": (json.dumps([FLAT]), "json"),
    "list of studies": (json.dumps({"studies": [API_V2]}), "json"),
    "JSON lines": ("\n".join([json.dumps(FLAT), json.dumps(API_V2)]), "json lines"),
    "classic XML": (XML, "xml"),
    "page": (PAGE, "page"),
}


@pytest.mark.parametrize(("text", "form"), FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_protocol(text: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / "trial.any"
    file.write_text(text, encoding="utf-8")
    assert detect(text) == form
    assert set(read(text).protocols) == set(read(file).protocols) == set(resolve(str(file)).protocols) == {EXPECTED}


def test_parsed_records() -> None:
    assert read(API_V2).protocols == read([FLAT]).protocols == (EXPECTED,)


def test_plain_text_is_the_criteria_themselves(tmp_path: Path) -> None:
    """The text is untouched, down to its white space; the file's name is the id."""
    file = tmp_path / "mine.txt"
    file.write_bytes(f"\n  {CRITERIA}\n".encode())
    (protocol,) = read(file).protocols
    assert (protocol.id, protocol.eligibility) == ("mine", f"\n  {CRITERIA}\n")


def test_utf16_with_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "trial.json"
    file.write_bytes(json.dumps(FLAT).encode("utf-16"))
    assert read(file).protocols == (EXPECTED,)


def test_bad_records_stand_beside_the_good_ones() -> None:
    """Six records in: one protocol and five reasons, each with its place."""
    lines = [json.dumps(FLAT), '{"nct": ', "17", '{"nct": "NCT00000001"}', '{"eligibility_criteria": ""}',
             '{"nct": "NCT00000002", "eligibility_criteria": ["a"]}']  # fmt: skip
    reading = read("\n".join(lines))
    assert reading.protocols == (EXPECTED,)
    assert [record.where for record in reading.unusable] == [
        "line 2",
        "line 3",
        "line 4 (NCT00000001)",
        "line 5",
        "line 6 (NCT00000002)",
    ]
    assert "broken JSON" in reading.unusable[0].reason
    assert "is a list" in reading.unusable[4].reason


def test_bad_studies_of_an_xml_document() -> None:
    study = XML.split("?>")[1]
    empty = "<clinical_study><id_info><nct_id>NCT00000009</nct_id></id_info></clinical_study>"
    reading = read(f"<all>{study}{empty}</all>")
    assert reading.protocols == (EXPECTED,)
    assert [record.where for record in reading.unusable] == ["record 2 (NCT00000009)"]


UNUSABLE = {
    "nothing": ("", "empty"),
    "white space": (" \n\t", "empty"),
    "headings alone": ("Inclusion Criteria:\n\n-\n\nExclusion Criteria:", "no criteria under them"),
    "marks alone": ("* * *", "no words"),
    "broken JSON": ('{"nct": ', "broken: Expecting value at line 1, column 9"),
    "deep JSON": ("[" * 100_000, "broken"),
    "record without text": ('{"nct": "NCT1"}', "no eligibility text"),
    "module without text": ('{"protocolSection": {}}', "`eligibilityModule.eligibilityCriteria` is missing"),
    "no records": ("[]", "empty"),
    "only bad records": ("[{}, 2]", "none of the 2 records"),
    "HTML": ("<!DOCTYPE html><html><body>Inclusion</body></html>", "HTML"),
    "broken XML": ("<clinical_study><a>", "broken"),
    "another XML": ("<svg></svg>", "no `<clinical_study>`"),
    "XML with entities": ('<!DOCTYPE a [<!ENTITY b "c">]><clinical_study>&b;</clinical_study>', "entities"),
    "a NUL": ("Inclusion\x00Criteria", "binary"),
    "a control character": ("Inclusion Criteria: \x07 adults", "U+0007"),
    "50 MB": ("fever " * 8_400_000, "1,000,000"),
    "a page without an end": ("A\nNCT ID: NCT01234567\nEligibility Criteria\n* Adults\nSponsors", "no end"),
    "a missing file": ("nowhere/trial.json", "no such file"),
}


@pytest.mark.parametrize(("text", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable_input_says_what_was_found(text: str, message: str) -> None:
    with pytest.raises(TrialcError, match=re.escape(message)):
        read(text)


BYTES = {
    "binary": (b"\x89PNG\x00\x01\xff\xfe", "binary"),
    "latin-1": ("Frühgeburt".encode("latin-1"), "byte 0xfc at offset 2 is not UTF-8"),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize(("data", "message"), BYTES.values(), ids=BYTES)
def test_unusable_files_are_named(data: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "trial.bin"
    file.write_bytes(data)
    with pytest.raises(TrialcError, match=message) as raised:
        read(file)
    assert str(file) in str(raised.value)


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(TrialcError, match="is a directory"):
        resolve(str(tmp_path))


def test_the_bundled_protocol() -> None:
    protocol = load_bundled("nct06001853")
    assert "NCT06001853" in bundled()
    assert resolve("NCT06001853").protocols == (protocol,)
    assert protocol.title == "Allogeneic BM-MSC's in Patients With Lumbar Facet Arthropathy"
    assert protocol.eligibility.startswith("Inclusion Criteria\n* Clinical diagnosis of symptomatic facet")
    assert protocol.eligibility.endswith("could prevent completion of the study or protocol questionnaires.")
    assert (protocol.minimum_age, protocol.maximum_age, protocol.sex, protocol.healthy_volunteers) == (
        "18 Years",
        None,
        "all",
        False,
    )


def test_no_such_bundled_protocol() -> None:
    with pytest.raises(TrialcError, match=r"bundled are: .*NCT06001853"):
        load_bundled("NCT00000000")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(XML.encode())))
    assert resolve("-").protocols == (EXPECTED,)


def test_what_names_nothing() -> None:
    with pytest.raises(TrialcError, match="no such file, and no registry number either"):
        resolve("NCT123")


def test_every_record_of_the_registry_is_read_or_named(shared: Path) -> None:
    file = shared / "data/registry/train.jsonl"
    reading = read(file)
    lines = sum(1 for line in file.read_text(encoding="utf-8").split("\n") if line)
    assert len(reading.protocols) + len(reading.unusable) == lines
    assert not reading.unusable
