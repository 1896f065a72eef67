"""What joins units that measure different things: molar masses of analytes, and lines between two scales of one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..link.labs import lab, lab_of_code
from ..rules.model import Concept
from ..rules.units import commensurable, convert
from ..vocabulary import rows


@dataclass(frozen=True, slots=True)
class Line:
    """Two scales of one quantity: a number in `of` is slope * number in `from_` + intercept."""

    from_: str
    of: str
    slope: Decimal
    intercept: Decimal


@dataclass(frozen=True, slots=True)
class Analyte:
    """How mass and amount of a substance convert (g/mol), and its line between two scales; None where there is none."""

    molar_mass: Decimal | None = None
    line: Line | None = None

    def convert(self, number: Decimal, unit: str, other: str, difference: bool = False) -> Decimal:
        """A number (or with `difference`, a change) in another unit. Raises UnitError where nothing joins the two."""
        line = self.line
        if line is not None and not commensurable(unit, other):
            intercept = Decimal(0) if difference else line.intercept
            if commensurable(unit, line.from_) and commensurable(other, line.of):
                found = convert(number, unit, line.from_, difference=difference) * line.slope + intercept
                return convert(found, line.of, other, difference=difference)
            if commensurable(unit, line.of) and commensurable(other, line.from_):
                found = (convert(number, unit, line.of, difference=difference) - intercept) / line.slope
                return convert(found, line.from_, other, difference=difference)
        return convert(number, unit, other, difference=difference, molar_mass=self.molar_mass)


UNKNOWN = Analyte()


def analyte(concept: Concept) -> Analyte:
    """What is known of what a concept measures, by its names or its LOINC codes.

    >>> found = analyte(Concept(text="HbA1c"))
    >>> found.convert(Decimal(48), "mmol/mol", "%")
    Decimal('6.54304')
    """
    named = [lab(name) for name in (concept.text, *concept.also)]
    coded = [lab_of_code(code.code) for code in concept.codes]
    found = [one for one in (*named, *coded) if one is not None]
    mass = next((one.molar_mass for one in found if one.molar_mass is not None), None)
    line = next((_lines()[one.name] for one in found if one.name in _lines()), None)
    return Analyte(mass, line) if mass is not None or line is not None else UNKNOWN


@cache
def _lines() -> dict[str, Line]:
    return {
        row["name"]: Line(row["from"], row["to"], Decimal(row["slope"]), Decimal(row["intercept"]))
        for row in rows("scales_of_units")
    }
