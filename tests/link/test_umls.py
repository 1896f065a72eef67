"""scispaCy's UMLS linker, as far as it can be tested without its gigabyte of data: a stand-in hands out candidates."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from trialc.link.systems import ICD10CM, UMLS
from trialc.link.umls import Umls
from trialc.rules.model import Domain


@dataclass
class Entity:
    canonical_name: str
    types: list[str]


@dataclass
class Candidate:
    concept_id: str
    aliases: list[str]


@dataclass
class KnowledgeBase:
    cui_to_entity: dict[str, Entity] = field(
        default_factory=lambda: {
            "C0004096": Entity("Asthma", ["T047"]),
            "C0000001": Entity("Asthma scale", ["T170"]),
            "C0009443": Entity("Common Cold", ["T047"]),
            "C0009264": Entity("Cold Sensation", ["T184"]),
            "C0003615": Entity("Appendicitis", ["T047"]),
        }
    )


class Generator:
    """Knows a few names, and thinks that everything is like appendicitis."""

    kb = KnowledgeBase()
    names = {"asthma": ["C0004096", "C0000001"], "cold": ["C0009443", "C0009264"]}  # noqa: RUF012

    def __call__(self, mention_texts: list[str], k: int) -> list[list[Candidate]]:
        return [
            [
                *(Candidate(cui, [text]) for cui in self.names.get(text.lower(), [])),
                Candidate("C0003615", ["Appendicitis"]),
            ]
            for text in mention_texts
        ]


@pytest.mark.parametrize(
    ("text", "domain", "expected"),
    [
        ("Asthma", "condition", [(UMLS, "C0004096")]),
        ("known asthma", "condition", [(UMLS, "C0004096")]),
        ("asthma", "drug", []),  # no drug is called so
        ("cold", "condition", []),  # two conditions are
        ("type 2 diabetes", "condition", [(ICD10CM, "E11")]),  # not in UMLS here: the embedded tables
        ("odd thing", "condition", []),  # likeness is not enough
    ],
)
def test_only_the_same_name_of_one_fitting_concept_counts(
    text: str, domain: Domain, expected: list[tuple[str, str]]
) -> None:
    found = Umls(Generator()).codes(text, domain)
    assert [(code.system, code.code) for code in found] == expected
