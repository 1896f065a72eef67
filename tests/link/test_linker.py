"""The embedded linker: what a name is linked to, and what is better left alone."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from trialc.link import tables
from trialc.link.hierarchy import is_a
from trialc.link.linker import Embedded
from trialc.link.names import key
from trialc.rules.model import Domain

LINKER = Embedded()
FOLDER = files("trialc.grammar").joinpath("vocabulary", "codes")


def codes(text: str, domain: Domain) -> list[str]:
    return [("!" if code.excluded else "") + code.code for code in LINKER.codes(text, domain)]


@pytest.mark.parametrize(
    ("text", "domain", "expected"),
    [
        # titles of ICD-10-CM, however they are written
        ("Type II Diabetes Mellitus", "condition", ["E11"]),
        ("Crohn's disease", "condition", ["K50"]),
        ("acute tubulo-interstitial nephritis", "condition", ["N10"]),
        ("known sarcoidosis", "condition", ["D86"]),
        ("Human Immunodeficiency Virus (HIV) infection", "condition", ["B20", "Z21", "O98.7"]),
        # what clinicians call otherwise, or what has several codes
        ("diabetes", "condition", ["E08-E13"]),
        ("heart attack", "condition", ["I21", "I22", "I25.2"]),
        ("kidney failure", "condition", ["N17-N19", "I12.0", "I13.1", "I13.2"]),
        ("bipolar I disorder", "condition", ["F31", "!F31.81"]),
        # drugs: one by its names and brands, classes by ATC
        ("paracetamol", "drug", ["DB00316"]),
        ("Coumadin", "drug", ["DB00682"]),
        ("metformin therapy", "drug", ["DB00331"]),
        ("NSAIDs", "drug", ["M01A"]),
        ("antipsychotics", "drug", ["N05A", "!N05AN"]),
        ("penicillin allergy", "condition", ["Z88.0"]),
        ("aspirin", "allergy", ["DB00945"]),
        # measurements
        ("serum creatinine", "measurement", ["2160-0", "14682-9", "38483-4"]),
        ("ALT levels", "measurement", ["1742-6", "1743-4", "1744-2"]),
    ],
)
def test_a_name_is_linked(text: str, domain: Domain, expected: list[str]) -> None:
    assert codes(text, domain) == expected


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("disease", "condition"),
        ("serious infection", "condition"),
        ("small cell lung cancer", "condition"),  # ICD-10-CM has lung cancer alone
        ("IRIS", "condition"),  # a syndrome, and a part of the eye
        ("AD", "condition"),  # Alzheimer's, atopic dermatitis
        ("other malignancies", "condition"),  # than the one that the trial is about
        ("coronary syndrome", "condition"),
        ("study drug", "drug"),
        ("alcohol", "drug"),
        ("steroids", "drug"),
        ("CYP3A4 inhibitors", "drug"),
        ("a kingfisher", "drug"),
        ("general health", "measurement"),
        ("appendectomy", "procedure"),
    ],
)
def test_a_name_that_is_not_sure_is_left_alone(text: str, domain: Domain) -> None:
    assert codes(text, domain) == []


def table(name: str) -> list[list[str]]:
    lines = [line for line in FOLDER.joinpath(name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize("name", ["conditions.tsv", "drug_classes.tsv"])
def test_no_name_of_our_own_stands_twice(name: str) -> None:
    names = Counter(key(one) for names, _ in table(name) for one in names.split("|"))
    assert [name for name, count in names.items() if count > 1] == []


def test_codes_of_our_own_exist_and_say_nothing_twice() -> None:
    known = {code for code, _, _ in table("icd10cm.tsv")}
    for names, cell in table("conditions.tsv"):
        written = [code for code in cell.split("|") if not code.startswith("!")]
        for code in cell.replace("!", "").split("|"):
            assert set(code.split("-")) <= known, (names, code)
        assert not [(a, b) for a in written for b in written if a != b and is_a(a, b)], names


def test_the_tables_are_folded_as_names_are_now() -> None:
    """If not: python grammar/vocabulary/codes/build.py"""
    for code, title, names in table("icd10cm.tsv")[::40]:
        assert all(name == key(name) for name in names.split("|") if name), (code, title)
    for _, _, names in table("drugbank.tsv")[::40]:
        assert all(name == key(name) for name in names.split("|"))


def test_a_table_answers_in_any_order_unless_that_is_open() -> None:
    names = tables.Names([("b virus", ("1",)), ("virus b", ("2",)), ("lung abscess", ("3",))])
    assert names.find("virus b") == ("2",)
    assert names.find("Abscesses of the lung") == ("3",)
    assert tables.Names([("b virus", ("1",)), ("virus b", ("2",))]).find("the virus of b") == ()
