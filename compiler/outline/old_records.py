"""Blocks of old records, in which headings and criteria run together without a mark between them.

"PATIENT CHARACTERISTICS: Age: 18 and over Performance status: ECOG 0-2 Life expectancy: Not specified".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

#: How such blocks begin.
OLD_BLOCKS = ("DISEASE", "PATIENT", "PRIOR")
_TITLE = re.compile(
    r"(?<=[\s:])(?:Age|Sex|Menopausal status|Performance status|Life expectancy|Hematopoietic|Hepatic|Renal|"
    r"Cardiovascular|Pulmonary|Neurologic|Gastrointestinal|Other|Biologic therapy|Chemotherapy|Endocrine therapy|"
    r"Radiotherapy|Surgery|Immunologic|Metabolic|Hormone receptor status):\s*"
)
#: Remarks that criteria run on behind.
_REMARK = re.compile(r"(?:Not\s+specified|See\s+Disease\s+Characteristics)(?=\s+[A-Z])")
#: What stands between two criteria: white space, before a word in capitals that begins many.
_BETWEEN = re.compile(
    r"(?<=[a-z\d)%])\s+(?=(?:No|Fertile|Must|Not (?:pregnant|nursing)|Negative|Recovered|At least|Greater than|"
    r"More than|Prior|Concurrent)\s(?!specified))"
)


def run_together(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is a sub-heading) of the parts of `text[start:end]`, white space among them."""
    for left, right in pairwise([start, *(found.start() for found in _TITLE.finditer(text, start, end)), end]):
        titled = _TITLE.match(text, left, right)
        if titled and titled.end() < right:
            at = text.index(":", left, right) + 1
            yield left, at, True
            left = at + len(text[at:right]) - len(text[at:right].lstrip())
        if said := _REMARK.match(text, left, right):
            yield left, said.end(), False
            left = said.end()
        for one, two in pairwise([left, *(found.end() for found in _BETWEEN.finditer(text, left, right)), right]):
            yield one, two, False
