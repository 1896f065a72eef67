"""The code systems that concepts are linked to, by the URIs that FHIR knows them by."""

from __future__ import annotations

import re
from functools import lru_cache

ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
ATC = "http://www.whocc.no/atc"
DRUGBANK = "https://go.drugbank.com/drugs"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UMLS = "http://www.nlm.nih.gov/research/umls"

#: OMOP's id of a vocabulary, the URI that FHIR knows it by, and what else it is called (folded as `_folded` does).
_VOCABULARIES = (
    ("ICD10CM", ICD10CM, "urnoid2168401113883690"),
    ("ICD10", "http://hl7.org/fhir/sid/icd-10"),
    ("ICD9CM", "http://hl7.org/fhir/sid/icd-9-cm"),
    ("ICD10PCS", "http://www.cms.gov/Medicare/Coding/ICD10"),
    ("LOINC", LOINC),
    ("ATC", ATC),
    ("SNOMED", SNOMED, "snomedct"),
    ("RxNorm", RXNORM),
    ("CPT4", "http://www.ama-assn.org/go/cpt"),
    ("HCPCS", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"),
    ("CVX", "http://hl7.org/fhir/sid/cvx"),
    ("NDC", "http://hl7.org/fhir/sid/ndc"),
    ("UCUM", "http://unitsofmeasure.org"),
    ("MeSH", "http://id.nlm.nih.gov/mesh"),
)
#: A vocabulary of OMOP without a URI above is written as this and its id.
OMOP_PREFIX = "urn:omop:vocabulary:"

_SHORT = {
    ICD10CM: "ICD-10-CM",
    LOINC: "LOINC",
    ATC: "ATC",
    DRUGBANK: "DrugBank",
    SNOMED: "SNOMED",
    RXNORM: "RxNorm",
    UMLS: "UMLS",
}
_LONG = {short.casefold(): uri for uri, short in _SHORT.items()}


def short(uri: str) -> str:
    """The name by which people know a code system, or its URI where it has none here.

    >>> short("http://loinc.org"), short("http://example.org/codes")
    ('LOINC', 'http://example.org/codes')
    """
    return _SHORT.get(uri, uri)


def uri(name: str) -> str:
    """The URI of a code system by its name or URI.

    >>> uri("loinc"), uri("http://example.org/codes")
    ('http://loinc.org', 'http://example.org/codes')
    """
    return _LONG.get(name.casefold(), name)


def of_omop(vocabulary: str) -> str:
    """The URI of an OMOP vocabulary.

    >>> of_omop("SNOMED"), of_omop("Visit")
    ('http://snomed.info/sct', 'urn:omop:vocabulary:Visit')
    """
    return _URIS.get(vocabulary, OMOP_PREFIX + vocabulary)


@lru_cache(maxsize=1024)
def to_omop(system: str) -> str:
    """OMOP's id of a code system by its URI or any of its names; the system itself where OMOP's is not known.

    >>> to_omop("http://hl7.org/fhir/sid/icd-10-cm"), to_omop("ICD-10-CM"), to_omop("rxnorm"), to_omop("urn:own")
    ('ICD10CM', 'ICD10CM', 'RxNorm', 'urn:own')
    """
    plain = system.strip()
    if plain.casefold().startswith(OMOP_PREFIX):
        plain = plain[len(OMOP_PREFIX) :]
    return _BY_NAME.get(_folded(plain), plain)


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


_URIS = {row[0]: row[1] for row in _VOCABULARIES}
_BY_NAME = {_folded(name): row[0] for row in _VOCABULARIES for name in row}
