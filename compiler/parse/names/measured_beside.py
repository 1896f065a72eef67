"""An illness and what is measured of it, side by side: "hypertension systolic blood pressure > 180 mmHg" are two names.

Elsewhere names that stand together are one: "pain VAS > 40 mm", "hepatitis B DNA > 2000 IU/mL".
"""

from __future__ import annotations

from collections.abc import Sequence

from ...extract.lexicon import is_name
from ...rules.model import Value
from ..building.facts import of_test
from ..token import Token

#: Parts of units in which germs are counted.
_OF_GERMS = ("[IU]", "{copies}")


def is_of_illness(illness: Token, tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i`, right behind that of an illness, is of a test with its limit."""
    measure, limit = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    ill = illness.value.domain == "condition" and is_name(illness.value.text)
    tested = measure.value.domain == "measurement" and is_name(measure.value.text)
    return ill and tested and limit is not None and limit.type == "VALUE" and _is_of_test(limit.value)


def _is_of_test(value: Value) -> bool:
    units = [end.unit or "" for end in (value.low, value.high) if end is not None]
    return of_test(value) and not any(part in unit for unit in units for part in _OF_GERMS)
