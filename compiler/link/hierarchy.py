"""What lies below what, in the code systems whose codes say so themselves: ICD-10-CM, and ATC.

ICD-10-CM: E11.65 is below E11.6, E11, the block E08-E13 and the chapter E00-E89. A range of categories ("C00-C96") is
used like a block, whether or not the tabular list has it. ATC: C10AA05 is below C10AA, C10A, C10 and C. LOINC has no
order by its codes; DrugBank has none at all.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from .systems import ATC, ICD10CM

_RANGE = re.compile(r"([A-Z]\d[0-9A-Z])(?:-([A-Z]\d[0-9A-Z]))?$")
_CATEGORY = 3
#: The lengths of an ATC code on its five levels.
_ATC_LEVELS = (1, 3, 4, 5, 7)


def is_a(child: str, parent: str, system: str = ICD10CM) -> bool:
    """Whether a code is another or below it. A code without its dot is read as with it.

    >>> is_a("E11.9", "E11"), is_a("E11.9", "E08-E13"), is_a("E11", "E11.9"), is_a("E119", "E11")
    (True, True, False, True)
    >>> is_a("C10AA05", "C10AA", ATC)
    True
    """
    if child == parent:
        return True
    if system == ICD10CM:
        return _icd_below(_plain(child), parent)
    if system == ATC:
        return len(parent) in _ATC_LEVELS and len(child) > len(parent) and child.startswith(parent)
    return False


def ancestors(code: str, system: str = ICD10CM) -> tuple[str, ...]:
    """The codes that a code is below, the nearest first; of ICD-10-CM, the tabular list's blocks and chapters too.

    >>> ancestors("E11.65")
    ('E11.6', 'E11', 'E08-E13', 'E00-E89')
    >>> ancestors("C10AA05", ATC)
    ('C10AA', 'C10A', 'C10', 'C')
    """
    if system == ATC:
        return tuple(code[:level] for level in reversed(_ATC_LEVELS) if level < len(code))
    if system != ICD10CM:
        return ()
    plain, _, end = _plain(code).partition("-")
    own = [plain[:length] for length in range(len(plain) - 1, _CATEGORY - 1, -1)] if not end else []
    around = [name for name in ranges() if name != code and _icd_below(code if end else plain, name)]
    return (*map(_dotted, own), *sorted(around, key=_width))


def _icd_below(child: str, parent: str) -> bool:
    first, dash, last = parent.partition("-")
    if not dash:
        return "-" not in child and child.startswith(_plain(parent))
    start, _, end = child.partition("-")
    return first <= start[:_CATEGORY] and (end or start)[:_CATEGORY] <= last


def _plain(code: str) -> str:
    return code.replace(".", "")


def _dotted(plain: str) -> str:
    return plain if len(plain) <= _CATEGORY else f"{plain[:_CATEGORY]}.{plain[_CATEGORY:]}"


def _width(name: str) -> tuple[str, str]:
    """Sorts ranges around one code from the narrowest: the later it begins, and the earlier it ends."""
    first, _, last = name.partition("-")
    return "".join(chr(0x10FFFF - ord(letter)) for letter in first), last


@cache
def ranges() -> dict[str, str]:
    """The chapters and blocks of the tabular list, with their titles."""
    text = files("trialc.grammar").joinpath("vocabulary", "codes", "icd10cm_blocks.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[2:])
    return {row[0]: row[1] for row in rows}
