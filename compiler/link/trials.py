"""Linking a trial: its concepts are found codes, and the codes are put into its rules.

Names in `such_as` are found none. A name has no place for codes, and a fact in its place would be another rule: facts
are tested one by one, so that "at least 2 doses of an NSAID such as ibuprofen" would count those of ibuprofen apart,
and joined exposures, means and totals would fall apart too. What is an example of a concept mostly lies below its
codes; where it does not, people write the fact themselves: such as (drug "ibuprofen" coded ("...") current).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..check.codes import diagnostic
from ..diagnostics import Diagnostic
from ..rules.model import Code, Concept, Domain, Fact
from ..rules.trial import Criterion, Trial
from ..rules.units import UnitError, convert
from ..rules.walk import nodes
from .labs import Lab, lab_of_code
from .linker import Embedded, Linker
from .names import words
from .rewrite import each_fact
from .specific import wordings
from .systems import LOINC
from .valuesets import Key, ValueSet, ValueSets, key, merged, read

#: Domains whose concepts are things that code systems know; a person's age and the record at hand are none.
CODED: tuple[Domain, ...] = (
    "condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy",
)  # fmt: skip


def link(
    trial: Trial, linker: Linker | None = None, kept: ValueSets | None = None
) -> tuple[Trial, tuple[Diagnostic, ...]]:
    """`trial` with codes in its rules, and what could not be linked.

    Codes that the rules have already stay; then those of `kept` are taken, which people have reviewed; then those that
    `linker` finds (the embedded one by default).
    """
    return applied(trial, merged(kept or {}, found(trial, linker)))


def found(trial: Trial, linker: Linker | None = None) -> tuple[ValueSet, ...]:
    """The value set of every concept of `trial`, in the order of the text; without codes where none is sure."""
    linker = linker or Embedded()
    sets: ValueSets = {}
    for fact in _facts(trial):
        one = _found(fact, linker, sets)
        if one.key not in sets or one.status == "edited":
            sets[one.key] = one
    return tuple(sets.values())


def coded(trials: Iterable[Trial], path: Path) -> tuple[Trial, ...]:
    """`trials` with the codes of a file of value sets in their rules; what has none there is told with its criterion.

    Raises:
        TrialcError: the file cannot be read as value sets.
    """
    sets = read(path)
    return tuple(_told(*applied(trial, sets)) for trial in trials)


def _told(trial: Trial, diagnostics: tuple[Diagnostic, ...]) -> Trial:
    """`trial` with each of `diagnostics` at the criterion that it is about."""
    criteria = tuple(
        criterion.model_copy(
            update={"diagnostics": (*criterion.diagnostics, *(d for d in diagnostics if d.criterion == criterion.id))}
        )
        for criterion in trial.criteria
    )
    return trial.model_copy(update={"criteria": criteria})


def applied(trial: Trial, sets: ValueSets) -> tuple[Trial, tuple[Diagnostic, ...]]:
    """`trial` with the codes of `sets` in its rules, and what is left without."""
    diagnostics: list[Diagnostic] = []
    criteria = tuple(_coded(criterion, sets, diagnostics) for criterion in trial.criteria)
    return trial.model_copy(update={"criteria": criteria}), tuple(diagnostics)


def _facts(trial: Trial) -> Iterator[Fact]:
    for criterion in trial.criteria:
        for node in nodes(criterion.rule) if criterion.rule else ():
            if isinstance(node, Fact) and node.domain in CODED:
                yield node


def _found(fact: Fact, linker: Linker, known: ValueSets) -> ValueSet:
    """The value set of the narrowest wording of `fact` that has codes."""
    concept = fact.concept
    if concept.codes:
        return ValueSet(fact.domain, concept.text, concept.codes, "edited")
    for wording in wordings(fact):
        seen = known.get(_key(wording))
        if seen is not None and seen.codes:
            return seen
        for name in _names(wording.concept):
            codes = linker.codes(name, fact.domain)
            if codes:
                return ValueSet(fact.domain, wording.concept.text, codes, "found")
    return ValueSet(fact.domain, concept.text, (), "unresolved")


def _names(concept: Concept) -> Iterator[str]:
    """The names of a concept, less abbreviations of a part of it only: "selective tyrosine kinase inhibitor (TKI)"."""
    yield concept.text
    yield from (name for name in concept.also if " " in name or len(words(concept.text)) <= len(name))


def _known(fact: Fact, sets: ValueSets) -> tuple[Fact, ValueSet | None]:
    """The narrowest wording of `fact` that somebody has said the codes of, with them."""
    for wording in wordings(fact):
        known = sets.get(_key(wording))
        if known is not None and (known.codes or known.status == "edited"):
            return wording, known
    return fact, None


def _key(fact: Fact) -> Key:
    return key(fact.domain, fact.concept.text)


def _coded(criterion: Criterion, sets: ValueSets, diagnostics: list[Diagnostic]) -> Criterion:
    if criterion.rule is None:
        return criterion

    def tell(code: str, fact: Fact, **context: Any) -> None:
        diagnostics.append(diagnostic(code, fact.span, criterion=criterion.id, **context))

    def change(fact: Fact) -> Fact:
        if fact.domain not in CODED or fact.concept.codes:
            return fact
        wording, known = _known(fact, sets)
        if known is None:
            tell("T401", fact, domain=fact.domain, name=fact.concept.text)
            return fact
        if not known.codes:
            return fact
        wrong = _other_dimension(fact, known.codes) if known.status != "edited" else None
        if wrong:
            unit, measure = wrong
            tell("T402", fact, name=fact.concept.text, unit=unit, measure=measure.name, units=", ".join(measure.units))
            return fact
        return wording.model_copy(update={"concept": wording.concept.model_copy(update={"codes": known.codes})})

    return criterion.model_copy(update={"rule": each_fact(criterion.rule, change)})


def _other_dimension(fact: Fact, codes: tuple[Code, ...]) -> tuple[str, Lab] | None:
    """The unit of a limit that no unit of the measurement converts to, and the measurement: "BSA of at least 10 %"."""
    measure = next((lab_of_code(code.code) for code in codes if code.system == LOINC), None)
    limits = (fact.value.low, fact.value.high) if fact.value else ()
    units = [limit.unit for limit in limits if limit and limit.unit and limit.unit != "1" and not limit.reference]
    if measure is None or not measure.units or not units:
        return None
    return None if any(_converts(units[0], own, measure) for own in measure.units) else (units[0], measure)


def _converts(unit: str, own: str, measure: Lab) -> bool:
    try:
        convert(Decimal(1), unit, own, molar_mass=measure.molar_mass)
    except UnitError:
        return False
    return True
