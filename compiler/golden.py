"""The bundled protocols: what the compiler makes of them beside what people coded by hand, criterion by criterion."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from .diagnostics import TrialcError
from .rules.language import parse_trial
from .rules.normal import same
from .rules.trial import Criterion, Trial

State = Literal["same", "different", "open", "closed"]


@dataclass(frozen=True)
class Comparison:
    """One criterion, compiled and coded by hand; either may be missing.

    `open`: different, and listed with its reason in `open.tsv`. `closed`: listed there, and yet the same.
    """

    trial: str
    id: str
    state: State
    compiled: Criterion | None
    hand: Criterion | None
    reason: str = ""

    @property
    def good(self) -> bool:
        """Nothing to do: the same, or different for a reason that is known."""
        return self.state in ("same", "open")


def hand_coded(nct: str) -> Trial:
    """The hand-coded trial of a bundled protocol. Raises TrialcError when there is none."""
    path = files("trialc.corpus") / nct / "hand.rules"
    if not path.is_file():
        raise TrialcError(f"{nct} has no hand-coded rules; expected corpus/{nct}/hand.rules")
    return parse_trial(path.read_text(encoding="utf-8"), name=f"{nct}/hand.rules")


def listed_open(nct: str) -> dict[str, str]:
    """The criteria that are known to differ, with the reason: the rows of `open.tsv` (id, reason)."""
    path = files("trialc.corpus") / nct / "open.tsv"
    if not path.is_file():
        return {}
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return {row["id"]: row["reason"] for row in rows}


def compare(compiled: Trial, hand: Trial, known: dict[str, str]) -> Iterator[Comparison]:
    """Every criterion of either, in the order of the hand-coded trial, then what only the compiled one has."""
    left = {criterion.id: criterion for criterion in compiled.criteria}
    right = {criterion.id: criterion for criterion in hand.criteria}
    for name in [*right, *(name for name in left if name not in right)]:
        one, other = left.get(name), right.get(name)
        equal = one is not None and other is not None and _same(one, other)
        state: State = ("closed" if name in known else "same") if equal else ("open" if name in known else "different")
        yield Comparison(hand.id, name, state, one, other, known.get(name, ""))


def _same(one: Criterion, other: Criterion) -> bool:
    return one.section == other.section and same(one.rule, other.rule)
