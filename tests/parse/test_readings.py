"""Which reading of a phrase fits its neighbours: each row of the table with words that fit, and where they do not."""

from __future__ import annotations

import pytest
from stages import chosen
from trialc.parse.terms.readings import AS, FITS, Fit

# A terminal that needs company; a text where its words have it; and one where they stand alone and are read otherwise.
EXAMPLES: list[tuple[str, str, str, str]] = [
    ("SOLD", "prescription", "prescription topical steroids", "prescription drugs"),
    ("EVER", "at any time", "stroke at any time, or asthma", "stroke at any time before screening"),
    ("IFANY", "if used", "statins, if used, must be stable", "aspirin if used drugs"),
    ("WITHIN", "within", "surgery within 4 weeks", "asthma within the lungs"),
    ("FORLEN", "for", "asthma for at least 6 months", "drugs for asthma"),
    ("OF", "of", "surgery within 4 weeks of screening", "asthma of 6 months duration"),
    ("AT", "at", "fracture at screening", "asthma at home"),
    ("DURING", "during", "fever during chemotherapy", "asthma during 6 months"),
    ("AMID", "during a", "fever during a previous infection", "asthma during a month"),
    ("INSIDE", "within", "surgery within the study period", "asthma within the lungs"),
    ("BETWEEN", "between", "surgery between screening and randomization", "pain between meals"),
    ("BEFORE", "before", "surgery before screening", "asthma before, stroke"),
    ("AFTER", "after", "surgery after randomization", "asthma after, stroke"),
    ("FROM", "from", "at least 4 weeks from chemotherapy", "metastasis from melanoma"),
    ("AGO", "ago", "surgery 4 weeks ago", "asthma ago"),
    ("TIMEOF", "at time of", "drugs at time of switch", "asthma at time of < 5 mg"),
    ("AGO", "prior", "surgery 6 months prior", "prior surgery"),
    ("LATER", "later", "surgery 6 months later", "asthma later"),
    ("ANCHOR", "randomization", "surgery before randomization", "randomization"),
    ("FOR", "for", "for women, asthma", "for asthma"),
    ("ETC", "etc.", "asthma, etc.", "etc. asthma"),
    ("EARLIER", "in a previous", "preeclampsia in a previous pregnancy", "in a previous study"),
    ("DURATION", "duration", "asthma of 6 months duration", "duration asthma"),
    ("LINK", "confirmed by", "asthma confirmed by MRI", "confirmed by"),
    ("CAUSE", "due to", "asthma, unless due to stroke", "due to"),
    ("OFFOLLOWING", "of the following", "at least 2 of the following: asthma", "asthma of the following"),
    ("ALONE", "infant", "infant with asthma", "infant asthma"),
    ("COHORT", "part b", "Part B: asthma", "a part B study"),
    ("ARM", "stage a", "ECOG <= 1 in stage a", "an earlier stage a study"),
    ("BORN", "born", "infants born > 30 weeks of gestation", "infants born at home"),
    ("KIN", "mother", "mother at least 18 years of age", "mother asthma"),
    (
        "AHEAD",
        "within the following period",
        "within the following period before screening: 1 day",
        "within the following period",
    ),
    ("UNCOUNTED", "not included", "cancer (melanoma not included)", "patients not included in another study"),
    ("TREATED", "medication with", "medication with aspirin", "medication with a known risk of torsades"),
    (
        "CARED",
        "under medical treatment for",
        "under medical treatment for asthma",
        "under medical treatment for 3 months",
    ),
    ("WHOSE", "partner", "a pregnant partner", "partner with asthma"),
    ("VISIT", "visit", "fever at week -2 visit", "a visit to the clinic"),
    ("NEEDS", "requiring", "asthma requiring at least 2 drugs", "requiring at least 2 drugs"),
    ("SHOWN", "as determined by", "healthy subjects as determined by history", "subjects as determined by history"),
    ("GIVEN", "patients on", "asthma patients on steroids", "asthma, patients on steroids"),
    ("OFTEN", "daily", "takes aspirin daily", "daily smoker"),
    ("ENCLOSED", "for healthy volunteers", "Asthma (for healthy volunteers)", "for healthy volunteers: asthma"),
    ("LOST", "lost", "lost > 5 % of body weight", "lost weight"),
    ("RESULTS", "positive results", "positive results within 4 weeks for HIV", "positive results are defined as above"),
    ("ONSET", "with onset", "arthritis with onset before age 17 years", "arthritis with onset in childhood"),
    ("THROUGH", "until", "surgery during the study until 4 weeks after randomization", "asthma until 4 weeks"),
    ("PERFECT", "had", "must have had asthma", "had asthma"),
    ("COMPARED", "compared to", "weight loss compared to baseline", "compared to 5"),
]


def terminal(text: str, words: str) -> str:
    """What `words` are read as in `text`."""
    return next(kind for kind, said in chosen(text) if said.lower().rstrip(" :") == words)


def test_every_row_has_an_example() -> None:
    assert {name for name, *_ in EXAMPLES} == set(FITS)


@pytest.mark.parametrize(("name", "words", "fits", "alone"), EXAMPLES)
def test_a_phrase_is_read_by_its_company(name: str, words: str, fits: str, alone: str) -> None:
    assert terminal(fits, words) == AS.get(name, name)
    assert all(kind != AS.get(name, name) for kind, said in chosen(alone) if said.lower() == words)


@pytest.mark.parametrize(
    ("fit", "before", "after", "holds"),
    [
        (Fit(), "X", {"Y"}, True),
        (Fit(before=frozenset("A")), "A", {"Y"}, True),
        (Fit(before=frozenset("A")), "X", {"Y"}, False),
        (Fit(after=frozenset("B")), "X", {"Y", "B"}, True),
        (Fit(after=frozenset("B")), "X", {"Y"}, False),
        (Fit(before=frozenset("A"), after=frozenset("B")), "A", {"Y"}, False),
        (Fit(before=frozenset("A"), after=frozenset("B"), either=True), "A", {"Y"}, True),
        (Fit(before=frozenset("A"), after=frozenset("B"), either=True), "X", {"Y"}, False),
    ],
)
def test_company(fit: Fit, before: str, after: set[str], holds: bool) -> None:
    assert fit.holds(before, frozenset(after)) is holds


def test_no_phrase_is_left_without_a_reading() -> None:
    text = "etc ago due to history of of the within 3 etc, for before compared at in"
    assert all(kind != "PHRASE" for kind, _ in chosen(text))
