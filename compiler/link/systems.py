"""The code systems that concepts are linked to, by the URIs that FHIR knows them by."""

from __future__ import annotations

ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
ATC = "http://www.whocc.no/atc"
DRUGBANK = "https://go.drugbank.com/drugs"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UMLS = "http://www.nlm.nih.gov/research/umls"

#: OMOP names vocabularies by ids of its own; a vocabulary without a URI here is written as `OMOP_PREFIX` and its id.
OMOP_VOCABULARIES = {
    "ICD10CM": ICD10CM,
    "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "LOINC": LOINC,
    "ATC": ATC,
    "SNOMED": SNOMED,
    "RxNorm": RXNORM,
    "CPT4": "http://www.ama-assn.org/go/cpt",
    "HCPCS": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "CVX": "http://hl7.org/fhir/sid/cvx",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "UCUM": "http://unitsofmeasure.org",
    "MeSH": "http://id.nlm.nih.gov/mesh",
}
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
    return OMOP_VOCABULARIES.get(vocabulary, OMOP_PREFIX + vocabulary)
