"""Names: entities with the words that belong to them, and guesses where a name must stand."""

from __future__ import annotations

import pytest
from stages import reading
from trialc.parse.token import Noun

# The names of a text; a name with "?" was guessed, "!" marks words that nobody can read.
NAMES = [
    ("asthma", ["asthma"]),
    ("asthma or stroke", ["asthma", "stroke"]),
    # An unknown word before an entity belongs to it; compounds and "of the" make one name.
    ("xyzzy disease", ["xyzzy disease"]),
    ("low back pain VAS < 30 mm", ["low back pain VAS"]),
    ("carcinoma of the cervix", ["carcinoma of the cervix"]),
    # A word that nobody knows is a name where a name must stand ...
    ("patients with xyzzy", ["xyzzy?"]),
    ("lung disease such as asthma, xyzzy or stroke", ["lung disease", "asthma", "xyzzy?", "stroke"]),
    # ... and unread elsewhere.
    ("asthma, xyzzy or stroke", ["asthma", "!xyzzy", "stroke"]),
    ("asthma xyzzyed frobnicated", ["asthma", "!xyzzyed frobnicated"]),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: list[str]) -> None:
    found = []
    for token in reading(text, "exclusion").tokens:
        if isinstance(token.value, Noun):
            found.append(token.value.text + "?" * token.value.guessed)
        elif token.type == "JUNK":
            found.append("!" + text[token.start : token.end])
    assert found == names


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("asthma", "condition"),
        ("aspirin", "drug"),
        ("appendectomy", "procedure"),
        ("pacemaker", "device"),
        ("hemoglobin > 9 g/dL", "measurement"),
        ("hospitalization", "visit"),
    ],
)
def test_a_name_has_the_domain_of_its_vocabulary(text: str, domain: str) -> None:
    assert [token.value.domain for token in reading(text).tokens if isinstance(token.value, Noun)] == [domain]


@pytest.mark.parametrize("text", ["diseases such as asthma, xyzzy or stroke", "patients with xyzzy"])
def test_a_guess_is_told(text: str) -> None:
    assert "T217" in {found.code for found in reading(text, "exclusion").diagnostics}
