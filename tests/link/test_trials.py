"""Codes in the rules: wherever a fact stands, and through every form that a rule is written in."""

from __future__ import annotations

from hypothesis import given, settings
from rules.strategies import rules
from trialc import Criterion, Trial, parse_rule, print_rule
from trialc.link.rewrite import each_fact
from trialc.link.systems import ICD10CM
from trialc.link.trials import applied, found, link
from trialc.link.valuesets import ValueSet, key
from trialc.rules.model import Code, Fact, Rule
from trialc.rules.walk import nodes


def trial(*texts: str) -> Trial:
    criteria = [
        Criterion(id=f"I{number}", section="inclusion", text=text, rule=parse_rule(text))
        for number, text in enumerate(texts, 1)
    ]
    return Trial(id="T", criteria=tuple(criteria))


def linked(text: str) -> str:
    coded, _ = link(trial(text))
    assert coded.criteria[0].rule is not None
    return print_rule(coded.criteria[0].rule)


def test_every_fact_is_linked_wherever_it_stands() -> None:
    text = (
        'if condition "asthma" such as (condition "hay fever" current) current '
        'then not procedure "surgery" within 1 month after (condition "gout" ever) '
        'or condition "malignancy" ever except (condition "melanoma" with (drug "aspirin"))'
    )
    rule = parse_rule(linked(text))
    codes = {
        node.concept.text: [code.code for code in node.concept.codes] for node in nodes(rule) if isinstance(node, Fact)
    }
    assert codes == {
        "asthma": ["J45"],
        "hay fever": ["J30.1", "J30.2", "J30.5", "J30.8", "J30.9"],
        "surgery": [],
        "gout": ["M10", "M1A"],
        "malignancy": ["C00-C96"],
        "melanoma": ["C43"],
        "aspirin": ["DB00945"],
    }


def test_codes_are_kept_by_the_rule_language_and_by_json() -> None:
    coded, _ = link(trial('condition "obesity" current', 'latest measurement "ALT" <= 3 x ULN'))
    for criterion in coded.criteria:
        assert criterion.rule is not None
        assert parse_rule(print_rule(criterion.rule)) == criterion.rule
    assert Trial.model_validate_json(coded.model_dump_json()) == coded
    assert 'not "http://hl7.org/fhir/sid/icd-10-cm|E66.3"' in print_rule(coded.criteria[0].rule)  # type: ignore[arg-type]


def test_codes_that_somebody_wrote_into_a_rule_stay() -> None:
    text = 'condition "asthma" coded ("http://example.org|A1") current'
    assert linked(text) == text
    (one,) = found(trial('condition "asthma" current', text))
    assert (one.status, one.codes) == ("edited", (Code(system="http://example.org", code="A1"),))


def test_value_sets_go_before_what_is_found() -> None:
    own = ValueSet("condition", "Asthma", (Code(system=ICD10CM, code="J45", descendants=False),), "edited")
    coded, told = link(trial('condition "asthma" current'), kept={own.key: own})
    assert [node.concept.codes for node in nodes(coded.criteria[0].rule) if isinstance(node, Fact)] == [own.codes]  # type: ignore[arg-type]
    assert told == ()


def test_what_is_not_sure_is_told_with_its_criterion() -> None:
    _, told = link(trial('condition "asthma" current', 'condition "odd thing" current and person age >= 18 years'))
    assert [(one.code, one.criterion, one.message) for one in told] == [
        ("T401", "I2", 'no code is sure for condition "odd thing"')
    ]


def test_a_concept_that_a_person_left_without_codes_is_not_told() -> None:
    none = ValueSet("condition", "asthma", (), "edited")
    coded, told = applied(trial('condition "asthma" current'), {none.key: none})
    assert told == ()
    assert coded == trial('condition "asthma" current')


def test_codes_that_do_not_fit_the_unit_are_not_taken() -> None:
    coded, told = link(trial('latest measurement "BSA" >= 10 %', 'latest measurement "BSA" >= 1.5 m2'))
    assert [one.code for one in told] == ["T402"]
    assert [bool(node.concept.codes) for c in coded.criteria for node in nodes(c.rule) if isinstance(node, Fact)] == [  # type: ignore[arg-type]
        False,
        True,
    ]
    _, told = link(trial('latest measurement "glucose" >= 7 mmol/L', 'latest measurement "AST" > 3 x ULN'))
    assert told == ()


def test_a_concept_is_listed_once() -> None:
    sets = found(trial('condition "asthma" current', 'condition "Asthma" ever or drug "asthma" current', "it"))
    assert [one.key for one in sets] == [key("condition", "asthma"), key("drug", "asthma")]


def test_a_quality_that_has_codes_of_its_own_becomes_part_of_the_name() -> None:
    assert " ".join(linked('condition "diabetes" (type: 2, control: controlled) current').split()) == (
        'condition "type 2 diabetes" coded ("http://hl7.org/fhir/sid/icd-10-cm|E11" "Type 2 diabetes mellitus") '
        "(control: controlled) current"
    )
    assert linked('condition "hepatitis B" (course: Chronic) current').startswith('condition "Chronic hepatitis B"')
    assert "(type: odd)" in linked('condition "diabetes" (type: odd) current')
    assert '(type: "1" or "2")' in linked('condition "diabetes" (type: 1 or 2) current')


def test_an_abbreviation_of_a_part_of_the_name_is_no_name() -> None:
    assert "L01E" in linked('drug "tyrosine kinase inhibitor" also ("TKI") current')
    assert "coded" not in linked('drug "odd mutation selective tyrosine kinase inhibitor" also ("TKI") current')
    assert "J44" in linked('condition "obstructive lung trouble" also ("COPD") current')


def test_a_value_set_of_the_name_with_its_quality_is_looked_up_so() -> None:
    own = ValueSet("condition", "type 2 diabetes", (Code(system=ICD10CM, code="E11.9"),), "edited")
    coded, _ = link(
        trial('condition "diabetes" (type: 2) current', 'condition "diabetes" current'), kept={own.key: own}
    )
    codes = [node.concept.codes[0].code for c in coded.criteria for node in nodes(c.rule) if isinstance(node, Fact)]  # type: ignore[arg-type]
    assert codes == ["E11.9", "E08-E13"]


@given(rules)
@settings(max_examples=60)
def test_rewriting_nothing_changes_nothing_and_reaches_every_fact(rule: Rule) -> None:
    assert each_fact(rule, lambda fact: fact) == rule
    seen: list[Fact] = []

    def note(fact: Fact) -> Fact:
        seen.append(fact)
        return fact

    each_fact(rule, note)
    assert len(seen) == sum(isinstance(node, Fact) for node in nodes(rule))
