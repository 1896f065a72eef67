"""Each rule beside its leaves and pairs. A leaf is written `domain text`, then `not`, its bounds, its windows."""

from __future__ import annotations

import pytest
from trialc import flatten, parse_rule
from trialc.compile import compile_criterion
from trialc.rules.flatten import Leaf
from trialc.rules.model import Concept, Fact

CASES: dict[str, tuple[list[str], list[str]]] = {
    # one fact
    'latest measurement "AST" <= 2.5 x ULN': (["measurement AST <= 2.5"], []),
    'latest measurement "AST" > ULN': (["measurement AST"], []),
    'latest measurement "pain" in [30, 90) mm of 100 mm': (["measurement pain >= 30 < 90"], []),
    'latest measurement "ECOG" in [2, 2]': (["measurement ECOG = 2"], []),
    "person age >= 18 years": (["person age >= 18"], []),
    "person sex = female": (["person female"], []),
    'person cohort = "A"': ([], []),
    'allergy "iodine" ever': (["drug iodine"], []),
    'device "pacemaker" current': (["procedure pacemaker"], []),
    'visit "dialysis session" ever': ([], []),
    'observation "deceased" ever': (["observation death"], []),
    'condition "anemia" current because of (condition "lupus" or drug "heparin")': (
        ["condition anemia", "condition lupus", "drug heparin"],
        ["0 of 1", "0 of 2", "1 of 2"],
    ),
    'visit "hospitalization" ever': ([], []),
    'condition "seizure" ever at least 2 times': (["condition seizure >= 2"], []),
    'condition "spondylolisthesis" (grade > 2) current': (["condition spondylolisthesis > 2"], []),
    'measurement "weight" change > 5 kg over 6 months': (["measurement weight > 5 [= 6 month]"], []),
    # drugs that are named by what they do; examples that a list shares
    'drug "drugs known to prolong the QT interval" current': (["observation the QT interval"], []),
    'drug "aspirin" such as ("Bayer") current or drug "heparin" such as ("Bayer") current': (
        ["drug aspirin", "drug Bayer", "drug heparin"],
        ["0 same 1", "0 or 2", "1 or 2"],
    ),
    # time
    'procedure "surgery" within 4 weeks before treatment': (["procedure surgery [<= 4 week]"], []),
    'procedure "surgery" less than 4 weeks before treatment': (["procedure surgery [< 4 week]"], []),
    'procedure "surgery" at least 4 weeks before treatment': (["procedure surgery [>= 4 week]"], []),
    'procedure "surgery" within 4 weeks of treatment': (["procedure surgery [<= 4 week]"], []),
    'procedure "surgery" within 4 weeks after treatment': (["procedure surgery [<= 4 week]"], []),
    'condition "asthma" current': (["condition asthma"], []),
    'condition "asthma" ever': (["condition asthma"], []),
    'condition "back pain" current lasting >= 6 months': (["condition back pain [>= 6 month]"], []),
    'drug "x" within longer of (4 weeks or 5 half-lives) before treatment': (
        ["drug x [<= 4 week] [<= 5 half-life]"],
        [],
    ),
    'condition "sepsis" within 2 weeks after (procedure "surgery" ever)': (
        ["condition sepsis [<= 2 week]", "procedure surgery"],
        ["0 when 1"],
    ),
    # connectives
    '(condition "a" current and condition "b" current) or condition "c" current': (
        ["condition a", "condition b", "condition c"],
        ["0 and 1", "0 or 2", "1 or 2"],
    ),
    '(drug "a" within 2 weeks before treatment or drug "b" within 2 weeks before treatment)': (
        ["drug a [<= 2 week]", "drug b"],
        ["0 or 1"],
    ),
    'latest measurement "AST" < 2.5 x ULN and latest measurement "ALT" < 2.5 x ULN and latest measurement "Cr" < 1.5': (
        ["measurement AST < 2.5", "measurement ALT", "measurement Cr < 1.5"],
        ["0 and 1", "0 and 2", "1 and 2"],
    ),
    'not (condition "a" current or not condition "b" current)': (
        ["condition a not", "condition b"],
        ["0 of 1"],
    ),
    'at least 2 of (condition "a" current, condition "b" current, condition "c" current)': (
        ["condition a >= 2", "condition b", "condition c"],
        ["0 of 1", "0 of 2", "1 of 2"],
    ),
    'if condition "a" current then latest measurement "x" <= 5 else latest measurement "x" <= 2': (
        ["condition a", "measurement x <= 5", "measurement x <= 2"],
        ["0 if 1", "0 if 2", "1 if 2"],
    ),
    # inside a fact
    'condition "heart disease" such as ("angina", procedure "bypass" ever) current': (
        ["condition heart disease", "condition angina", "procedure bypass"],
        ["0 same 1", "0 same 2", "1 same 2"],
    ),
    'condition "cancer" ever by (procedure "biopsy" ever)': (["condition cancer", "procedure biopsy"], ["0 of 1"]),
    'condition "cancer" ever except (condition "skin cancer" ever)': (
        ["condition cancer", "condition skin cancer"],
        ["0 except 1"],
    ),
    'procedure "injection" ever except (it at least 2 weeks before treatment with only (drug "saline"))': (
        ["procedure injection [>= 2 week]", "drug saline"],
        ["0 except 1"],
    ),
    # what nobody records
    'judgement "clinically significant" about (condition "arrhythmia" current)': (["condition arrhythmia"], []),
    'unread "or so" about (condition "fever" current)': (["condition fever"], []),
    'unread "or so"': ([], []),
    'undertaking "informed consent"': ([], []),
}


def written(leaf: Leaf) -> str:
    bounds = [f"{operator} {number:g}" for operator, number in leaf["bounds"]]
    windows = [f"[{operator} {number:g} {unit}]" for operator, number, unit in leaf["windows"]]
    negation = ["not"] if leaf["negated"] else []
    return " ".join([leaf["domain"], leaf["text"], *negation, *bounds, *windows])


@pytest.mark.parametrize("rule", CASES)
def test_leaves_and_pairs(rule: str) -> None:
    flat = flatten(parse_rule(rule))
    leaves, pairs = CASES[rule]
    assert [written(leaf) for leaf in flat["leaves"]] == leaves
    assert [f"{a} {relation} {b}" for a, b, relation in flat["pairs"]] == pairs


def test_a_name_that_the_text_gives_is_a_leaf_too() -> None:
    flat = flatten(parse_rule('"renal failure" means (latest measurement "eGFR" < 30 mL/min)'))
    assert [leaf["text"] for leaf in flat["leaves"]] == ["eGFR", "renal failure"]
    assert flat["pairs"] == [(0, 1, "same")]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("Renal or hepatic disease", ["condition disease"]),
        ("Renal disease or hepatic disease", ["condition Renal disease", "condition hepatic disease"]),
        ("Stroke within 6 months", ["condition Stroke [<= 6 month]"]),
        ("Stroke in the last 6 months", ["condition Stroke [= 6 month]"]),
        ("Stroke in the last month", ["condition Stroke"]),
        ("Pregnant, lactating or planning to become pregnant", ["condition Pregnant", "observation lactating"]),
        (
            "Aspirin or heparin within 7 days before surgery",
            ["drug Aspirin [<= 7 day]", "procedure surgery", "drug heparin"],
        ),
        ("Renal or hepatic disease, such as gout", ["condition disease", "condition gout"]),
        ("Histologically confirmed melanoma", ["condition melanoma", "procedure histologically"]),
        ("Surgery on the spine or hip", ["procedure Surgery"]),
        ("Stroke during a hospital stay", ["condition Stroke"]),
        ("Contraindication to propofol or midazolam", ["drug propofol", "drug midazolam"]),
        ("Adults (18 to 65 years)", ["person age >= 18 <= 65", "person adult"]),
    ],
)
def test_leaves_follow_the_words_of_the_text(text: str, leaves: list[str]) -> None:
    flat = flatten(compile_criterion(text, section="exclusion").rule)
    assert [written(leaf) for leaf in flat["leaves"]] == leaves


@pytest.mark.parametrize(
    ("text", "leaves", "pairs"),
    [
        ("Men and women", ["person male", "person female"], ["0 or 1"]),
        (
            "Male or female patients with asthma",
            ["person male", "person female", "condition asthma"],
            ["0 or 1", "0 and 2", "1 and 2"],
        ),
        ("Men with asthma", ["person male", "condition asthma"], ["0 and 1"]),
    ],
)
def test_both_sexes_are_leaves_though_they_limit_nobody(text: str, leaves: list[str], pairs: list[str]) -> None:
    criterion = compile_criterion(text, section="inclusion")
    flat = flatten(criterion.rule, criterion.notes)
    assert [written(leaf) for leaf in flat["leaves"]] == leaves
    assert [f"{a} {relation} {b}" for a, b, relation in flat["pairs"]] == pairs


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("Thrombocytopenia < 50000/uL", ["condition Thrombocytopenia < 50000"]),
        ("Obesity (body mass index > 30 kg/m2)", ["measurement body mass index > 30", "condition Obesity"]),
    ],
)
def test_an_illness_that_is_a_value_is_a_leaf_as_the_text_says_it(text: str, leaves: list[str]) -> None:
    flat = flatten(compile_criterion(text).rule, text=text)
    assert [written(leaf) for leaf in flat["leaves"]] == leaves


def test_what_a_writer_counts_is_in_no_relation() -> None:
    text = "Asthma with any of the following: fever, cough"
    flat = flatten(compile_criterion(text).rule, text=text)
    assert [f"{a} {relation} {b}" for a, b, relation in flat["pairs"]] == ["0 and 1", "0 and 2", "1 of 2"]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("Allergy to penicillin", ["drug penicillin"]),
        (
            "Hypersensitivity to penicillin or aspirin",
            ["drug penicillin", "condition Hypersensitivity", "drug aspirin"],
        ),
        ("Lactose intolerance", ["condition Lactose intolerance"]),
        ("Infection with HIV", ["condition Infection", "condition HIV"]),
    ],
)
def test_other_words_for_allergies_are_leaves(text: str, leaves: list[str]) -> None:
    flat = flatten(compile_criterion(text, section="exclusion").rule, text=text)
    assert [written(leaf) for leaf in flat["leaves"]] == leaves
    assert {relation for _, _, relation in flat["pairs"]} <= {"of", "or"}


def test_no_rule_has_no_leaves() -> None:
    assert flatten(None) == {"leaves": [], "pairs": []}


@pytest.mark.parametrize(("written_as", "leaf"), [("Women", "female"), ("children", "child"), ("Adults", "adult")])
def test_people_are_named_as_annotators_name_them(written_as: str, leaf: str) -> None:
    flat = flatten(Fact(domain="person", concept=Concept(text=written_as)))
    assert [found["text"] for found in flat["leaves"]] == [leaf]
