"""The texts that the recogniser learns from: lines of trials with the entities that people marked, of two schemes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialc.outline import Item, outline
from trialc.text import normalise

#: Chia's types, less what says nothing of a span's meaning (Scope, errors of annotation, remarks).
CHIA = (
    "Condition", "Drug", "Procedure", "Measurement", "Observation", "Device", "Visit", "Person", "Value", "Temporal",
    "Negation", "Qualifier", "Mood", "Multiplier", "Reference_point",
)  # fmt: skip
#: The ten types that published scores on Chia are about.
PUBLISHED = (
    "Condition", "Device", "Drug", "Measurement", "Mood", "Observation", "Person", "Procedure", "Temporal", "Value",
)  # fmt: skip
#: What the types of the Leaf Clinical Trials corpus are to us: our domains, and two types that bound names well. Only
#: what is named is an entity there: "disease" alone is none.
LEAF_TYPES = {
    "Condition-Name": "condition", "Allergy-Name": "condition", "Organism-Name": "condition",
    "Drug-Name": "drug", "Immunization-Name": "drug",
    "Procedure-Name": "procedure",
    "Observation-Name": "observation", "Language": "observation", "Death": "observation",
    "Age": "person", "Life-Stage-And-Gender": "person", "Ethnicity": "person", "Birth": "person",
    "Family-Member": "family", "Encounter": "visit", "Study": "study", "Modifier": "modifier",
}  # fmt: skip
#: Kinds of observations that are measurements to us; the kind is an attribute of the event that has the name.
MEASURED = {"lab", "vital", "clinical-score", "measurement", "survey-or-questionnaire"}
LEAF = (
    "condition",
    "drug",
    "procedure",
    "measurement",
    "observation",
    "person",
    "family",
    "visit",
    "study",
    "modifier",
)
SCHEMES = {"chia": CHIA, "leaf": LEAF}
#: In how many parts trials are divided to decide what to keep.
FOLDS = 3

Span = tuple[int, int, str]


@dataclass(frozen=True)
class Line:
    """One line of a trial's text, normalised as the compiler does. `scheme` tells whose entities it has, if any."""

    trial: str
    text: str
    scheme: str | None = None
    entities: tuple[Span, ...] = ()


#: The lines of one text, in order.
Text = list[Line]


def fold(trial: str) -> int:
    """The part that a trial of a train split falls in; by hash, so never by order."""
    return hashlib.sha256(trial.encode()).digest()[0] % FOLDS


def chia(path: Path) -> Iterator[Text]:
    """The texts of Chia, by their lines.

    A discontinuous entity ("alcohol" ... "abuse") gives each of its pieces. Where entities overlap, the longest
    stays, and of equally long ones the first.
    """
    for record in _records(path):
        found = [(a, b, each["type"]) for each in record["entities"] if each["type"] in CHIA for a, b in each["spans"]]
        places = [match.span() for match in re.finditer(r"[^\r\n]+", record["text"])]
        yield list(_lines(record["nct"], record["text"], places, "chia", found))


def leaf(path: Path) -> Iterator[Text]:
    """The texts of the Leaf Clinical Trials corpus, by the bullets of their outline."""
    for record in _records(path):
        kinds = {of: kind for name, of, kind in record["attributes"] if name == "Observation-Type-Value"}
        measured = {
            name
            for event in record["events"]
            if kinds.get(event["trigger"]) in MEASURED or kinds.get(event["id"]) in MEASURED
            for role, name in event["args"]
            if role.startswith("Name")
        }
        found = [
            (a, b, "measurement" if each["id"] in measured else LEAF_TYPES[each["type"]])
            for each in record["entities"]
            if each["type"] in LEAF_TYPES
            for a, b in each["spans"]
        ]
        yield list(_lines(record["nct"], record["text"], _bullets(record["text"]), "leaf", found))


def registry(path: Path) -> Iterator[Text]:
    """The registry's eligibility texts, by the bullets of their outline, without entities."""
    for record in _records(path):
        text = record["eligibility_criteria"] or ""
        yield list(_lines(record["nct"], text, _bullets(text), None, []))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from map(json.loads, lines)


def _bullets(text: str) -> list[tuple[int, int]]:
    return [(item.span.start, item.span.end) for item in outline(text).items for item in _walk(item)]


def _walk(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children:
        yield from _walk(child)


def _lines(
    trial: str, text: str, places: Iterable[tuple[int, int]], scheme: str | None, found: list[Span]
) -> Iterator[Line]:
    found = sorted(found, key=lambda each: (each[0] - each[1], each[0], each[2]))
    for start, end in places:
        mapped = normalise(text, start, end)
        taken: list[Span] = []
        for a, b, label in found:
            if start <= a and b <= end:
                inside = [i for i, at in enumerate(mapped.starts) if a <= at < b and mapped.text[i] != " "]
                if inside and all(inside[-1] < c or d <= inside[0] for c, d, _ in taken):
                    taken.append((inside[0], inside[-1] + 1, label))
        if mapped.text.strip():
            yield Line(trial, mapped.text, scheme, tuple(sorted(taken)))
