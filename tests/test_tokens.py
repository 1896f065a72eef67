"""The tokens that registries' habits of writing must give, and where sentences end."""

import pytest
from trialc.tokens import abbreviations, sentences, tokenizer, tokens

TOKENS = [
    "≥ 100,000 / mm3",
    "Age ≥ 18",
    "QTcF > 450",
    "10 mg / day",
    "60 mL / min / 1.73 m2",
    "AST / ALT",
    "7.0 % - 10.5 %",
    "10 x 106 / L",
    "3 x 10 ^ 9 / L",
    "2.5 x ULN",
    "1.5 × ULN",
    "38.0 ° C",
    "18 + years",
    "≥ 6 - month",
    "ECOG : 0 - 1",
    "fraction ( LVEF ) < 50 %",
    "( e.g. , NSAIDs )",
    "biopsy - proven",
    "sinusitis . ( acute )",
    "<= 5 * ULN",
    "24 h",
]
WHOLE = [
    "anti-inflammatory",
    "T-cells",
    "HbA1c",
    "IL-6",
    "COVID-19",
    "V600E",
    "CYP3A4",
    "1,000",
    "2.5",
    "β-blocker",
    "PD-L1",
]


@pytest.mark.parametrize("words", TOKENS)
@pytest.mark.parametrize("gap", ["", " "])
def test_tokens_part_with_and_without_spaces(words: str, gap: str) -> None:
    text = words.replace(" ", gap)
    if gap == "" and words.endswith("years"):
        text = text.replace("years", " years")
    assert [text[a:b] for a, b in tokens(text)] == words.split()


@pytest.mark.parametrize("word", WHOLE)
def test_names_stay_whole(word: str) -> None:
    text = f"low {word}."
    assert [text[a:b] for a, b in tokens(text)] == ["low", word, "."]


def test_tokens_cover_every_character_but_space() -> None:
    text = "Known ≥Grade 2(CTCAE v5.0)neuropathy; QTcF>450ms [see 4.1]: 3x10^9/L -5.0D"
    covered = "".join(text[a:b] for a, b in tokens(text))
    assert covered == text.replace(" ", "")


SENTENCES = [
    ["No chemotherapy, e.g. FOLFOX.", "Age > 18."],
    ["Diagnosis of MS.", "Known CF.", "QRS > 110 ms.", "Subjects with Ca. 5 mg."],
    ["Approx. 5 mg vs. Placebo by Dr. Smith in the U.S. Army.", "No. 5 of 3.5 mg."],
    ["1. Creatinine > 1.5 mg/dL.", "Male."],
    ["Creatinine clearance ≥ 60 mL/min.", "≥ 3 weeks since surgery."],
    ["Infection with C. difficile or E. coli (i.e. Gram-negative).", "(See above.)"],
    ["Is it so?", "Yes!"],
    ["GFR > 60 mL/min in men.", "- Treated with hydroxyurea."],
]
RUN_ON = [
    ["Current smoking.", "Subjects with asthma."],
    ["Asthma (FEV1 > 50%).", "Total IgE > 5 IU/mL."],
]
WITHIN = ["Sinusitis.(Clinical diagnosis)", "St.John's wort", "no.Placebo"]


@pytest.mark.parametrize("parts", SENTENCES)
def test_sentences(parts: list[str]) -> None:
    text = "  ".join(parts) + " "
    assert [text[a:b] for a, b in sentences(text)] == parts


@pytest.mark.parametrize("parts", RUN_ON)
def test_sentences_without_space_between(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[a:b] for a, b in sentences(text)] == parts


@pytest.mark.parametrize("whole", WITHIN)
def test_full_stops_inside_sentences(whole: str) -> None:
    assert [whole[a:b] for a, b in sentences(whole)] == [whole]


def test_no_text_has_no_sentence() -> None:
    assert sentences(" ") == []
    assert tokens(" ") == []
    assert abbreviations("") == []


ABBREVIATIONS = [
    ("left ventricular ejection fraction (LVEF)", "LVEF", "left ventricular ejection fraction"),
    ("Left ventricular ejection fraction(LVEF)<50%", "LVEF", "Left ventricular ejection fraction"),
    ("PD (progressive disease)", "PD", "progressive disease"),
    ("Hypertension (HTN)", "HTN", "Hypertension"),
    ("ECOG (Eastern Cooperative Oncology Group) 0", "ECOG", "Eastern Cooperative Oncology Group"),
]


@pytest.mark.parametrize(("text", "short", "long"), ABBREVIATIONS)
def test_abbreviations(text: str, short: str, long: str) -> None:
    assert [(text[a:b], text[c:d]) for (a, b), (c, d) in abbreviations(text)] == [(short, long)]


def test_later_uses_of_an_abbreviation_are_listed() -> None:
    text = "Progressive disease (PD), or PD (progressive disease) or PD"
    assert [a for (a, _), _ in abbreviations(text)] == [21, 29, 57]


@pytest.mark.parametrize("text", ["age (years)", "hemoglobin (g/dL)", "cancer (of the skin)", "stroke (TIA)"])
def test_no_abbreviation(text: str) -> None:
    assert abbreviations(text) == []


def test_the_pipeline_is_made_once() -> None:
    assert tokenizer() is tokenizer()


@pytest.mark.parametrize("text", ["(" * 50_000, "a-" * 50_000, "( " * 20_000, "x (y) " * 10_000])
def test_long_texts_of_one_sign_are_read(text: str) -> None:
    covered = sum(end - start for start, end in tokens(text))
    assert covered == sum(not character.isspace() for character in text)
    sentences(text)
    abbreviations(text)


@pytest.mark.parametrize(
    "text",
    [
        *(token.replace(" ", "") for token in TOKENS),
        "Cannot take NSAIDs, can't walk (see U.S. label)",
        "((Dr), [Cannot]; im):",
    ],
)
def test_words_are_split_one_by_one_as_spacy_splits_them_in_their_text(text: str) -> None:
    text = f"Known {text}, or  {text} of AST/ALT>2.5xULN."
    whole = tokenizer().make_doc(text)
    assert tokens(text) == [(word.idx, word.idx + len(word)) for word in whole if not word.is_space]
