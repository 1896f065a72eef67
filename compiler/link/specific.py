"""Names that take in a quality: "diabetes (type: 2)" is type 2 diabetes, for which there is a code.

Records seldom say such a quality beside the diagnosis; their code does. So a fact whose name with the quality has codes
of its own is better linked under that name, without the quality, than under the wider one with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..rules.model import Fact, Qualifier

#: Qualities that code systems make part of a name, and how: "chronic hepatitis B", "melanoma of the skin".
_PATTERNS = {
    "type": "{value} {name}",
    "course": "{value} {name}",
    "stage": "{name} stage {value}",
    "site": "{name} of {value}",
}
_NUMBERED = re.compile(r"[0-9IVX]{1,4}[a-c]?", re.IGNORECASE)


def wordings(fact: Fact) -> Iterator[Fact]:
    """`fact` with one of its qualities taken into its name, for each that can be; then `fact` itself."""
    if fact.domain == "condition":
        for qualifier in fact.qualifiers:
            name = _named(fact.concept.text, qualifier)
            if name is not None:
                rest = tuple(other for other in fact.qualifiers if other is not qualifier)
                concept = fact.concept.model_copy(update={"text": name, "also": ()})
                yield fact.model_copy(update={"concept": concept, "qualifiers": rest})
    yield fact


def _named(name: str, qualifier: Qualifier) -> str | None:
    pattern = _PATTERNS.get(qualifier.key)
    value = qualifier.value
    if pattern is None or len(value.categories) != 1 or value.low or value.high:
        return None
    said = value.categories[0]
    if qualifier.key == "type" and _NUMBERED.fullmatch(said):
        said = f"type {said}"
    return pattern.format(value=said, name=name)
