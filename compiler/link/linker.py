"""What a linker is, and the one that works offline: to ICD-10-CM, DrugBank, ATC and LOINC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..rules.model import Code, Domain
from . import tables
from .labs import lab
from .systems import ATC, DRUGBANK, ICD10CM, LOINC
from .variants import CONDITION, DRUG, MEASUREMENT, variants


class Linker(Protocol):
    """Finds the codes of a name. The same name always gets the same codes."""

    def codes(self, text: str, domain: Domain) -> tuple[Code, ...]:
        """The codes that together cover what `text` names; none where that is not sure."""


class Embedded:
    """The linker that needs nothing but this package. It does not know procedures, devices, observations and visits."""

    def codes(self, text: str, domain: Domain) -> tuple[Code, ...]:
        """The codes of a condition, drug, measurement, or of the substance of an allergy.

        >>> [code.code for code in Embedded().codes("Type II diabetes", "condition")]
        ['E11']
        >>> Embedded().codes("serious condition", "condition")
        ()
        """
        find = _FINDERS.get(domain)
        return find(text) if find is not None and not tables.says_nothing(text) else ()


def _condition(text: str) -> tuple[Code, ...]:
    return next(filter(None, map(_condition_named, variants(text, CONDITION))), ())


def _condition_named(name: str) -> tuple[Code, ...]:
    codes = tables.conditions().find(name) or tables.icd10cm().find(name)
    return tuple(_code(ICD10CM, code) for code in codes)


def _drug(text: str) -> tuple[Code, ...]:
    return next(filter(None, map(_drug_named, variants(text, DRUG))), ())


def _drug_named(name: str) -> tuple[Code, ...]:
    found = tables.drug_classes().find(name)
    if found:
        return tuple(_code(ATC, code) for code in found)
    return tuple(_code(DRUGBANK, code) for code in tables.drugbank().find(name))


def _measurement(text: str) -> tuple[Code, ...]:
    found = next(filter(None, map(lab, variants(text, MEASUREMENT))), None)
    return tuple(Code(system=LOINC, code=code, display=found.name) for code in found.codes) if found else ()


def _code(system: str, written: str) -> Code:
    """The code that a table writes, where "!" takes it out of the others."""
    code = written.removeprefix("!")
    return Code(system=system, code=code, display=tables.title(system, code), excluded=written != code)


_FINDERS: dict[Domain, Callable[[str], tuple[Code, ...]]] = {
    "condition": _condition,
    "drug": _drug,
    "allergy": _drug,
    "measurement": _measurement,
}
