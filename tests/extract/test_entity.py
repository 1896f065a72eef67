"""What the recognisers of entities must find, and who wins where vocabulary and model differ."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from trialc.diagnostics import TrialcError
from trialc.extract import lexicon
from trialc.extract.entity import (
    Entity,
    JoinedRecogniser,
    ModelRecogniser,
    Recogniser,
    VocabularyRecogniser,
    _domain,
    _Found,
    _parts,
    join,
    recogniser,
)
from trialc.extract.lexicon import Name, find, fold, is_event
from trialc.extract.spacy_model import SpacyModel
from trialc.extract.term import Term


def entities(found: list[Term]) -> list[tuple[str, str]]:
    return [(term.value.domain, term.value.text) for term in found]


# --------------------------------------------------------------------------- vocabulary

NAMES = {
    "measurement": [
        "haemoglobin", "Hb", "AST", "aspartate aminotransferase", "ANC", "white blood cell count", "LVEF", "eGFR",
        "creatinine clearance", "QTcF", "BMI", "body weight", "HbA1c", "VAS", "ODI", "MMSE", "life expectancy",
        "systolic blood pressure", "temperature", "SpO2", "ECOG performance status", "NYHA class", "platelets",
        "FEV1/FVC ratio", "AST/ALT ratio", "total bilirubin", "6-minute walk test", "low back pain VAS",
    ],
    "condition": [
        "stroke", "myocardial infarction", "Crohn's disease", "Crohns disease", "type 2 diabetes mellitus", "COPD",
        "non-small-cell lung cancer", "non-small cell lung cancer", "tumours", "metastases", "anaemia", "pregnancy",
        "AIDS", "alcohol abuse", "brain metastases", "congestive heart failure", "low back pain", "diarrhoea",
    ],
    "drug": ["NSAIDs", "opioids", "anticoagulants", "corticosteroids", "chemotherapy", "hormonal contraception",
             "lidocaine", "beta blockers", "beta-blocker", "anti-TNF", "low-dose aspirin", "CYP3A4 inhibitors"],
    "procedure": ["surgery", "kidney transplantation", "radiotherapy", "dialysis", "biopsy", "MRI", "CT scan",
                  "ablation", "epidural steroid injection", "nerve block", "hysterectomy", "total knee arthroplasty"],
    "device": ["pacemaker", "ICD", "drug-eluting stents", "intrauterine device", "cochlear implants"],
    "observation": ["breastfeeding", "breast-feeding", "smoking", "family history"],
    "visit": ["hospitalization", "hospitalised", "intensive care unit"],
}  # fmt: skip


@pytest.mark.parametrize(("domain", "name"), [(domain, name) for domain, names in NAMES.items() for name in names])
def test_the_vocabulary_knows_a_name_inside_a_sentence(domain: str, name: str) -> None:
    (found,) = VocabularyRecogniser()([f"Patients with any {name}, within 4 weeks"])
    assert entities(found) == [(domain, name)]


BY_FORM = [
    ("condition", "polychondritis"),
    ("condition", "fucosidosis"),
    ("condition", "Loeys-Dietz syndrome"),
    ("condition", "thalamic dysfunction"),
    ("procedure", "uvulectomy"),
    ("procedure", "ankle surgery"),
    ("drug", "zanidatamab"),
    ("drug", "sevabertinib"),
    ("drug", "glucagon receptor antagonist"),
    ("measurement", "serum tryptase level"),
]


@pytest.mark.parametrize(("domain", "name"), BY_FORM)
def test_unseen_names_are_known_by_their_form(domain: str, name: str) -> None:
    (found,) = VocabularyRecogniser()([f"history of severe {name} or such"])
    assert entities(found) == [(domain, name)]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "All patients must be able to accept the study procedures.", "In April, the diagnosis and prognosis",
        "all as ms", "level", "20 mg per day", "anti-", "pre-stroked", "(", "of the same person",
    ],
)  # fmt: skip
def test_words_that_are_no_names(text: str) -> None:
    assert find(text) == []


def test_the_longest_name_wins_and_names_do_not_overlap() -> None:
    text = "acute myocardial infarction, liver metastasis and cardiac arrest; AST/ALT > 2"
    assert [text[name.start : name.end] for name in find(text)] == [
        "acute myocardial infarction", "liver metastasis", "cardiac arrest", "AST", "ALT",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tumours", "tumor"), ("leukaemia", "leukemia"), ("metastases", "metastasis"), ("allergies", "allergy"),
     ("biopsies", "biopsy"), ("Crohn's", "crohn"), ("viruses", "virus"), ("hospitalised", "hospitalized")],
)  # fmt: skip
def test_words_that_are_the_same_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("stroke", True), ("acute ischaemic stroke", True), ("Seizures", True), ("hip fracture", True),
     ("myocardial infarction", True), ("asthma", False), ("hypertension", False), ("unheard-of thing", False)],
)  # fmt: skip
def test_events(text: str, expected: bool) -> None:
    assert is_event(text) is expected


def test_every_row_of_the_tables_is_well_formed() -> None:
    for table in lexicon.TABLES:
        seen: set[str] = set()
        for name, others, domain, note in lexicon.rows(table):
            assert lexicon.as_domain(domain)
            assert note in {"", "event"}
            names = [name, *filter(None, others.split("|"))]
            assert not seen & set(names), f"{table}.tsv has a name twice: {seen & set(names)}"
            assert all(each == each.strip() != "" for each in names)
            seen |= set(names)


# --------------------------------------------------------------------------- joining

JOINS = [
    # text, the model's spans, what is to come out
    ("hepatic impairment", [("hepatic impairment", "procedure")], [("condition", "hepatic impairment")]),
    ("open liver biopsy", [("open liver biopsy", "condition")], [("procedure", "open liver biopsy")]),
    ("insulin sensitisation", [("insulin sensitisation", "procedure")], [("procedure", "insulin sensitisation")]),
    ("AST or ALT", [("AST or ALT", "measurement")], [("measurement", "AST"), ("measurement", "ALT")]),
    ("severe stroke now", [("stroke now", "visit")], [("visit", "stroke now")]),
    ("heart failure treated", [("failure treated", "visit")], [("condition", "heart failure")]),
    ("newfangled thing", [("newfangled thing", "drug")], [("drug", "newfangled thing")]),
    ("stroke", [], [("condition", "stroke")]),
]


@pytest.mark.parametrize(("text", "model", "expected"), JOINS)
def test_vocabulary_and_model_joined(text: str, model: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    spans = [
        _Found(text.index(part), text.index(part) + len(part), lexicon.as_domain(domain)) for part, domain in model
    ]
    assert [(found.domain, text[found.start : found.end]) for found in join(text, find(text), spans)] == expected


def test_a_guess_does_not_displace_the_models_span() -> None:
    guess = Name(0, 9, "condition", sure=False, core=0)
    assert join("xanthosis agent", [guess], [_Found(0, 15, "drug")]) == [_Found(0, 15, "drug")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("aspartate transaminase (AST)", ["aspartate transaminase", "AST"]),
        ("stroke", ["stroke"]),
        ("a [b] c ( )", ["a", "b", "c"]),
    ],
)
def test_brackets_part_the_models_spans(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in _parts(text, 0, len(text))] == parts


@pytest.mark.parametrize("text", ["history of", "2", "can", "evidence"])
def test_what_a_model_takes_for_an_entity_and_is_no_name(text: str) -> None:
    assert _domain("Observation", text) is None


def test_frame_words_before_a_name_are_left_out() -> None:
    assert lexicon.skip_frame("any other severe gum disease", 4, 28) == 17


# --------------------------------------------------------------------------- models


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spaCy model with two labels of en_ner_bc5cdr_md, trained here on four sentences until it knows them."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    sentences = [
        ("suffers from quibblepox today", [(13, 23, "DISEASE")]),
        ("takes zorbifen today", [(6, 14, "CHEMICAL")]),
        ("has quibblepox and takes zorbifen", [(4, 14, "DISEASE"), (25, 33, "CHEMICAL")]),
        ("walks home today", [(6, 10, "PLACE")]),
    ]
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in sentences]
    nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    nlp.to_disk(folder)
    return folder


def test_another_model_plugs_in(tiny_model: Path) -> None:
    found = ModelRecogniser(SpacyModel(tiny_model))(["has quibblepox and takes zorbifen", "", "walks home today"])
    assert found == [
        [Term("ENTITY", 4, 14, Entity("condition", "quibblepox")), Term("ENTITY", 25, 33, Entity("drug", "zorbifen"))],
        [],
        [],  # PLACE is no label of ours
    ]


def test_another_model_is_joined_with_the_vocabulary_by_name(tiny_model: Path) -> None:
    found = recogniser(str(tiny_model))(["has quibblepox and takes zorbifen", "suffers from stroke today"])
    assert [entities(each) for each in found] == [
        [("condition", "quibblepox"), ("drug", "zorbifen")],
        [("condition", "stroke")],
    ]


def test_a_model_that_is_not_there_is_named_with_what_there_is() -> None:
    with pytest.raises(TrialcError, match=r"'en_core_sci_none'.*default, vocabulary"):
        recogniser("en_core_sci_none")


def test_a_model_without_entities_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "empty")
    with pytest.raises(TrialcError, match="no `ner` component"):
        recogniser(str(tmp_path / "empty"))


@pytest.fixture(scope="module")
def default() -> Recogniser:
    return recogniser()


SEEN_BY_MODEL = [
    ("Treatment with zaltrapumab within 4 weeks of randomization", ("drug", "zaltrapumab")),
    ("Known hypersensitivity to Gelofusine", ("drug", "Gelofusine")),
    ("Concomitant use of Kerastick", ("drug", "Kerastick")),
]


@pytest.mark.parametrize(("text", "expected"), SEEN_BY_MODEL)
def test_the_shipped_model_finds_what_no_table_has(default: Recogniser, text: str, expected: tuple[str, str]) -> None:
    assert isinstance(default, JoinedRecogniser)
    assert expected in entities(default([text])[0])


def test_the_default_keeps_order_and_never_overlaps(default: Recogniser) -> None:
    texts = ["Hemoglobin ≥ 9 g/dL; AST or ALT ≤ 2.5 x ULN (≤ 5 if liver metastases)", "x" * 500, "((((", "a-b-c/d" * 50]
    for text, found in zip(texts, default(texts), strict=True):
        assert all(left.end <= right.start for left, right in pairwise(found))
        assert all(text[term.start : term.end] == term.value.text for term in found)


def test_the_default_gives_the_same_alone_and_in_a_batch(default: Recogniser) -> None:
    texts = [f"Prior {drug} for rheumatoid arthritis" for drug in ("methotrexate", "secukinumab", "gold")] * 40
    assert [default([text])[0] for text in texts[:3]] == default(texts)[:3]
