"""The compiler as a whole: what becomes of the bullets, headings, connectives and fields of a text."""

from __future__ import annotations

import pytest
from trialc import Trial, TrialcError, compile_criterion, compile_trial, parse_rule
from trialc.compile import LONGEST, compile_texts, explain
from trialc.rules.model import Unread
from trialc.rules.normal import same
from trialc.source import Protocol, load_bundled


def trial(text: str) -> Trial:
    return compile_trial(Protocol(id="NCT00000000", eligibility=text))


# --------------------------------------------------------------------------- bullets and sections

# A text, and the rules that its criteria must have.
TEXTS = {
    "each bullet is a criterion": (
        "Inclusion Criteria:\n* Asthma\n* Eczema\nExclusion Criteria:\n* Hepatitis",
        {"I1": 'condition "asthma" current', "I2": 'condition "eczema" current', "E1": 'condition "hepatitis" current'},
    ),
    "bullets below an inclusion must all hold": (
        "Inclusion Criteria:\n* All of the following:\n  * Asthma\n  * Eczema\n* Aspirin",
        {"I1": 'condition "asthma" current and condition "eczema" current', "I4": 'drug "aspirin" current'},
    ),
    "bullets below an exclusion each exclude": (
        "Exclusion Criteria:\n* Any of the following:\n  * Asthma\n  * Eczema\n* Aspirin",
        {"E1": 'condition "asthma" current or condition "eczema" current', "E4": 'drug "aspirin" current'},
    ),
    "bullets that only say what is allowed are exceptions where something is ruled out, and else notes": (
        "Inclusion Criteria:\n* No brain metastases\n  * Patients with treated brain metastases are eligible\n"
        "* Measurable disease\n  * Patients with bone disease are eligible\nExclusion Criteria:\n"
        "* Prior chemotherapy\n  * Prior hydroxyurea is allowed\n  * Prior imatinib is allowed",
        {
            "I1": 'not condition "brain metastases" current except (condition "brain metastases" (control: treated))',
            "I3": 'condition "Measurable disease" current',
            "E1": 'drug "chemotherapy" ever except (drug "hydroxyurea" or drug "imatinib")',
        },
    ),
    "bullets below what opens a list, and names nothing": (
        "Exclusion Criteria:\n* History of:\n  * Asthma\n  * Stroke\n* Severe or unstable:\n  * Angina",
        {
            "E1": 'condition "Asthma" ever or condition "Stroke" ever',
            "E4": 'condition "Angina" (severity: Severe or unstable) current',
        },
    ),
    "bullets below a time, or a family's history": (
        "Exclusion Criteria:\n* Within 6 months before screening:\n  * Stroke\n* Family history of:\n  * Asthma",
        {
            "E1": 'condition "Stroke" within 6 months before screening',
            "E3": 'condition "Asthma" (who: family) ever',
        },
    ),
    "bullets that are excepted where a quality is theirs": (
        "Exclusion Criteria:\n* Any of the following conditions, unless well controlled:\n  * Asthma\n  * Eczema",
        {
            "E1": 'condition "Asthma" current except (it (control: "well controlled")) '
            'or condition "Eczema" current except (it (control: "well controlled"))'
        },
    ),
    "bullets of what one reacts to": (
        "Exclusion Criteria:\n* Known allergy or contraindication to any of the following:\n  * Lidocaine\n  * Latex",
        {
            "E1": 'allergy "Lidocaine" ever or condition "contraindication" current for (drug "Lidocaine") '
            'or allergy "Latex" ever or condition "contraindication" current for (drug "Latex")'
        },
    ),
    "bullets below an illness ask for more of an inclusion": (
        "Inclusion Criteria:\n* Histologically confirmed melanoma\n  * Metastatic disease\n  * No asthma\n* Aspirin",
        {
            "I1": 'condition "melanoma" (certainty: confirmed, method: histological) current '
            'and condition "disease" (stage: metastatic) current and not condition "asthma" current',
            "I4": 'drug "aspirin" current',
        },
    ),
    "an illness alone that a full stop ends is a heading": (
        "Inclusion Criteria:\n* Infection.\n  * Fever\n  * Cough\n* Aspirin",
        {
            "I1": '"Infection" means (condition "fever" current and condition "cough" current)',
            "I4": 'drug "aspirin" current',
        },
    ),
    "bullets below a sentence that says several things, or when, are others beside it": (
        "Exclusion Criteria:\n"
        "1. Stroke or seizure.\n   - Asthma\n   - Pregnant\n"
        "2. Surgery within 6 months before screening.\n   - Gout\n"
        "3. Infection.\n   - Hepatitis B\n   - Tuberculosis",
        {
            "E1": """condition "Stroke" ever or condition "seizure" ever or condition "Asthma" current
            or condition "Pregnant" current""",
            "E4": 'procedure "Surgery" within 6 months before screening or condition "Gout" current',
            "E6": '"Infection" means (condition "Hepatitis B" current or condition "Tuberculosis" current)',
        },
    ),
    "bullets below an illness with a colon say what it is": (
        "Inclusion Criteria:\n* Diabetes:\n  * HbA1c > 7 %\n* Aspirin",
        {"I1": '"Diabetes" means latest measurement "HbA1c" > 7 %', "I3": 'drug "aspirin" current'},
    ),
    "bullets that only name methods of contraception ask for nothing": (
        "Inclusion Criteria:\n* Agree to use one of the following methods of contraception:\n"
        "  * Condom with spermicide\n  * Intrauterine device\n  * Vasectomized partner\n* Aspirin",
        {
            "I1": 'undertaking "Agree to use one of the following methods of contraception"',
            "I5": 'drug "aspirin" current',
        },
    ),
    "a bullet that asks something stands beside methods of contraception": (
        "Inclusion Criteria:\n* Agree to use contraception, for example:\n  * Condom\n  * No asthma",
        {"I1": 'undertaking "Agree to use contraception" and not condition "asthma" current'},
    ),
    "some of the bullets below": (
        "Inclusion Criteria:\n* At least 2 of the following:\n  * Asthma\n  * Eczema\n  * Hepatitis",
        {"I1": 'at least 2 of (condition "asthma" current, condition "eczema" current, condition "hepatitis" current)'},
    ),
    "some of the bullets below, of what comes with a condition": (
        "Inclusion Criteria:\n* Hepatitis with at least 2 of the following:\n  * Asthma\n  * Eczema\n  * Fever",
        {
            "I1": 'condition "hepatitis" current with (at least 2 of '
            '(condition "asthma" current, condition "eczema" current, condition "fever" current))'
        },
    ),
    "bullets that say what a function means": (
        "Inclusion Criteria:\n* Adequate renal function based on the following tests:\n  * Creatinine < 2 mg/dL",
        {"I1": '"Adequate renal function" means latest measurement "Creatinine" < 2 mg/dL'},
    ),
    "or between bullets of one list": (
        "Inclusion Criteria:\n* One of these:\n  * Asthma\n  OR\n  * Eczema",
        {"I1": 'condition "asthma" current or condition "eczema" current'},
    ),
    "bullets that say what two functions mean are said once": (
        "Inclusion Criteria:\n* Normal organ and marrow function as defined below:\n  * Platelets > 100,000/uL",
        {"I1": '"normal organ and marrow function" means latest measurement "Platelets" > 100000 /uL'},
    ),
    "or between two limits in a longer list is of these two": (
        "Inclusion Criteria:\n* Normal kidneys:\n  * Platelets > 100,000/uL\n  * Creatinine < 2 mg/dL OR\n"
        "  * Creatinine clearance > 60 mL/min",
        {
            "I1": '"Normal kidneys" means (latest measurement "Platelets" > 100000 /uL and (latest measurement '
            '"Creatinine" < 2 mg/dL or latest measurement "Creatinine clearance" > 60 mL/min))'
        },
    ),
    "or between limits of which one is enough is of all": (
        "Inclusion Criteria:\n* At least one of:\n  * Platelets > 100,000/uL\n  * Creatinine < 2 mg/dL, or\n"
        "  * Albumin > 3 g/dL",
        {
            "I1": 'latest measurement "Platelets" > 100000 /uL or latest measurement "Creatinine" < 2 mg/dL '
            'or latest measurement "Albumin" > 3 g/dL'
        },
    ),
    "or between bullets that a definition announces is of all of them": (
        "Inclusion Criteria:\n* Psoriasis defined by the following criteria:\n  * Body surface area >= 10 %\n"
        "  * Or, PASI > 10\n  * Or, DLQI > 10",
        {
            "I1": '"Psoriasis" means (latest measurement "Body surface area" >= 10 % '
            'or latest measurement "PASI" > 10 or latest measurement "DLQI" > 10)'
        },
    ),
    "what announces all of its bullets asks for all of them": (
        "Inclusion Criteria:\n* All of the following:\n  * Asthma\n  * Eczema or\n  * Fever",
        {"I1": 'condition "asthma" current and condition "eczema" current and condition "fever" current'},
    ),
    "or between inclusions makes one of them": (
        "Inclusion Criteria:\n* Asthma\nOR\n* Eczema\n* Aspirin",
        {"I1": 'condition "asthma" current or condition "eczema" current', "I2": None, "I3": 'drug "aspirin" current'},
    ),
    "and between exclusions makes one of them": (
        "Exclusion Criteria:\n* Asthma\nAND\n* Eczema",
        {"E1": 'condition "asthma" current and condition "eczema" current', "E2": None},
    ),
    "and at the end of a list of exclusions leaves each to itself": (
        "Exclusion Criteria:\n* Fever;\n* Asthma; and\n* Eczema",
        {"E1": 'condition "fever" current', "E2": 'condition "asthma" current', "E3": 'condition "eczema" current'},
    ),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_bullets(text: str, expected: dict[str, str | None]) -> None:
    found = {each.id: each.rule for each in trial(text).criteria}
    assert found.keys() == expected.keys()
    for name, rule in expected.items():
        assert same(found[name], parse_rule(rule) if rule else None), f"{name}: {found[name]}"


def test_a_criterion_that_was_joined_to_another_says_so() -> None:
    second = trial("Inclusion Criteria:\n* Asthma\nOR\n* Eczema").criteria[1]
    assert [note.text for note in second.notes] == ["joined to I1 by 'or'"]


# --------------------------------------------------------------------------- a trial


def test_structured_fields_come_first() -> None:
    protocol = Protocol(id="X", eligibility="Inclusion Criteria:\n* Asthma", minimum_age="18 Years", sex="all")
    assert [criterion.id for criterion in compile_trial(protocol).criteria] == ["F1", "F2", "I1"]


def test_spans_count_in_the_text_as_published() -> None:
    text = "Inclusion Criteria:\n* Hemoglobin \\>= 9\n  g/dL\nExclusion Criteria:\n* Asthma"
    found = trial(text)
    assert found.text == text
    assert [text[c.span.start : c.span.end] for c in found.criteria if c.span] == [
        "Hemoglobin \\>= 9\n  g/dL",
        "Asthma",
    ]


def test_the_text_of_a_source_stays_as_it_is() -> None:
    protocol = load_bundled("NCT06001853")
    assert compile_trial(protocol).text == protocol.eligibility


def test_more_than_one_trial_is_refused() -> None:
    record = '{"nct": "NCT0000000%d", "eligibility_criteria": "Inclusion Criteria:\\n* Asthma"}'
    with pytest.raises(TrialcError, match="2 trials where one was expected"):
        compile_trial(f"{record % 1}\n{record % 2}\n")


# --------------------------------------------------------------------------- single criteria


def test_spans_of_a_criterion_count_in_its_text() -> None:
    text = "*  Stroke within 6 months"
    criterion = compile_criterion(text)
    assert criterion.span is not None
    assert text[criterion.span.start : criterion.span.end] == "Stroke within 6 months"
    assert [text[found.span.start : found.span.end] for found in criterion.diagnostics if found.span]


def test_the_section_decides_what_a_comma_means() -> None:
    of_all, of_any = (compile_criterion("Asthma, eczema", section=section) for section in ("inclusion", "exclusion"))
    assert (of_all.rule and of_all.rule.kind, of_any.rule and of_any.rule.kind) == ("all", "any")


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    texts = ["Asthma within 6 months", "Hemoglobin ≥ 9 g/dL", "", "qwrtz", "Able to consent"]
    assert compile_texts([(text, "exclusion") for text in texts]) == [
        compile_criterion(text, section="exclusion") for text in texts
    ]


@pytest.mark.parametrize("text", ["", " ", "\n", "*", "..."])
def test_a_text_without_words_has_no_rule_and_nothing_to_say(text: str) -> None:
    criterion = compile_criterion(text)
    assert (criterion.rule, criterion.diagnostics) == (None, ())


def test_what_is_too_long_is_unread_and_told() -> None:
    criterion = compile_criterion("asthma or eczema, " * (LONGEST // 10))
    assert "T214" in [found.code for found in criterion.diagnostics]
    assert isinstance(criterion.rule, Unread)
    assert criterion.rule.span is not None
    assert criterion.rule.span.end == len(criterion.text)
    assert criterion.rule.span.start <= LONGEST


def test_another_recogniser_of_entities() -> None:
    assert compile_criterion("Asthma", entities="vocabulary").rule == parse_rule('condition "Asthma" current')
    with pytest.raises(TrialcError, match="no-such-model"):
        compile_criterion("Asthma", entities="no-such-model")


# --------------------------------------------------------------------------- explaining


def test_explain_tells_the_tokens_the_tree_and_the_criterion() -> None:
    protocol = load_bundled("NCT06001853")
    trace = explain(protocol, "e16")
    assert trace.text.startswith("Epidural steroid injections within 4 weeks")
    assert [token.type for token in trace.tokens][-4:] == ["WITHIN", "PERIOD", "BEFORE", "ANCHOR"]
    assert trace.tree.data == "start"
    compiled = next(each for each in compile_trial(protocol).criteria if each.id == "E16")
    assert same(trace.criterion.rule, compiled.rule)


def test_explaining_a_criterion_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(TrialcError, match=r"has no criterion 'E99'; it has I1, I2,"):
        explain(load_bundled("NCT06001853"), "E99")


def test_a_rule_prints_in_the_rule_language() -> None:
    assert str(compile_criterion("Hemoglobin >= 9 g/dL").rule) == 'latest measurement "Hemoglobin" >= 9 g/dL'
