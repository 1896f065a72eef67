"""Value sets as people edit them: written, read back, and kept when trialc is run again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trialc import TrialcError
from trialc.link.systems import ICD10CM, LOINC
from trialc.link.valuesets import ValueSet, merged, read, write
from trialc.rules.model import Code

ASTHMA = ValueSet("condition", "asthma", (Code(system=ICD10CM, code="J45", display="Asthma"),), "found")
UNKNOWN = ValueSet("condition", "odd thing", (), "unresolved")
ALONE = Code(system=ICD10CM, code="J45", descendants=False)
HEAD = "status\tdomain\tconcept\tsystem\tcode\tdisplay\thow\n"


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "codes.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_reads_aloud(tmp_path: Path) -> None:
    text = write([ASTHMA, UNKNOWN])
    assert text.splitlines()[2:] == [
        "status\tdomain\tconcept\tsystem\tcode\tdisplay\thow",
        "found\tcondition\tasthma\tICD-10-CM\tJ45\tAsthma\t",
        "unresolved\tcondition\todd thing\t\t\t\t",
    ]
    assert list(read(file(tmp_path, text)).values()) == [ASTHMA, UNKNOWN]


words = st.text("abcdefg XYZ-1", min_size=1, max_size=12).map(str.strip).filter(bool)
code_of = st.builds(
    Code,
    system=st.sampled_from([ICD10CM, LOINC, "http://example.org/codes"]),
    code=words,
    display=st.none() | words.map(lambda text: " ".join(text.split())),
    descendants=st.booleans(),
    excluded=st.booleans(),
)


@given(
    text=words.map(lambda text: " ".join(text.split())), codes=st.lists(code_of, min_size=1, max_size=4, unique=True)
)
def test_reading_is_the_inverse_of_writing(
    tmp_path_factory: pytest.TempPathFactory, text: str, codes: list[Code]
) -> None:
    one = ValueSet("drug", text, tuple(codes), "edited")
    path = tmp_path_factory.mktemp("codes") / "codes.tsv"
    path.write_text(write([one]), encoding="utf-8")
    assert list(read(path).values()) == [one]


def test_a_file_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, and empty cells left out at the end of a line."""
    text = "\ufeff" + HEAD.replace("\n", "\r\n") + "edited\tcondition\tasthma\tICD-10-CM\tJ45\r\n\r\n"
    (one,) = read(file(tmp_path, text)).values()
    assert one.codes == (Code(system=ICD10CM, code="J45"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no value sets; the first line must name the columns"),
        ("a,b,c\n", "no value sets"),
        (HEAD + "done\tcondition\tasthma\n", "line 2: status 'done'; expected one of found, edited, unresolved"),
        (HEAD + "found\tillness\tasthma\n", "line 2: domain 'illness'"),
        (HEAD + "found\tcondition\t\tLOINC\t1-8\n", "line 2: the concept is empty"),
        (HEAD + "found\tcondition\tasthma\t\tJ45\n", "line 2: the code J45 has no system"),
        (
            HEAD + "found\tcondition\tasthma\tICD-10-CM\tJ45\tAsthma\tbut\n",
            "line 2: how 'but'; expected one of (empty)",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(TrialcError) as told:
        read(path)
    assert str(told.value).startswith(str(path))
    assert message in str(told.value)


def test_hand_edits_win_and_what_is_new_is_added() -> None:
    edited = ValueSet("condition", "Asthma", (ALONE,), "edited")
    assert list(merged({edited.key: edited}, [ASTHMA, UNKNOWN]).values()) == [edited, UNKNOWN]


def test_an_edit_counts_without_a_word_of_it() -> None:
    """The status column still says found, but the codes are not those that are found."""
    changed = ValueSet("condition", "asthma", (ALONE,), "found")
    (one,) = merged({changed.key: changed}, [ASTHMA]).values()
    assert (one.codes, one.status) == ((ALONE,), "edited")


def test_codes_that_are_taken_out_stay_out() -> None:
    emptied = ValueSet("condition", "asthma", (), "edited")
    assert merged({emptied.key: emptied}, [ASTHMA])[emptied.key] == emptied


def test_what_nobody_has_touched_is_found_anew() -> None:
    old = ValueSet("condition", "asthma", (), "unresolved")
    assert merged({old.key: old}, [ASTHMA])[old.key] == ASTHMA
    renamed = ValueSet("condition", "asthma", (Code(system=ICD10CM, code="J45", display="ASTHMA"),), "found")
    assert merged({renamed.key: renamed}, [ASTHMA])[renamed.key] == ASTHMA


def test_concepts_that_this_trial_does_not_have_stay_in_the_file() -> None:
    assert list(merged({UNKNOWN.key: UNKNOWN}, [ASTHMA])) == [UNKNOWN.key, ASTHMA.key]
