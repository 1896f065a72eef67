"""How well concepts are linked: draws concepts at random from compiled trials, for a person to judge by eye.

    python tests/benchmarks/linking.py ../shared/data/registry/dev.jsonl --seed 2 > sample.tsv

Of `--trials` trials drawn at random, every condition, drug and measurement of every rule is a candidate, as often as
it occurs; `--count` of them are drawn. Each is printed with its codes and its criterion, so that it can be judged:
right (the codes mean what the criterion means), wrong, or none. The share that has codes goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from trialc.compile import compile_protocols
from trialc.diagnostics import TrialcError
from trialc.link.systems import short
from trialc.link.trials import link
from trialc.rules.model import Code, Fact
from trialc.rules.walk import nodes
from trialc.source import read
from trialc.source.protocol import Protocol

DOMAINS = ("condition", "drug", "measurement")


class Drawn(NamedTuple):
    """A concept where it occurs."""

    domain: str
    concept: str
    codes: tuple[Code, ...]
    criterion: str


def protocols(path: Path, count: int, chance: random.Random) -> Iterator[Protocol]:
    """`count` trials of a file of JSON lines, drawn at random; those that cannot be read are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in chance.sample(lines, min(count, len(lines))):
        try:
            yield from read(json.loads(line)).protocols
        except TrialcError:
            continue


def concepts(trials: Iterator[Protocol]) -> Iterator[Drawn]:
    """Every concept of the domains that can be linked."""
    for trial in compile_protocols(trials):
        linked, _ = link(trial)
        for criterion in linked.criteria:
            for node in nodes(criterion.rule) if criterion.rule else ():
                if isinstance(node, Fact) and node.domain in DOMAINS:
                    yield Drawn(node.domain, node.concept.text, node.concept.codes, " ".join(criterion.text.split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    found = list(concepts(protocols(options.records, options.trials, chance)))
    for drawn in chance.sample(found, min(options.count, len(found))):
        codes = "; ".join(f"{short(code.system)} {code.code} {code.display or ''}".strip() for code in drawn.codes)
        print(drawn.domain, drawn.concept, codes or "-", drawn.criterion, sep="\t")
    linked = sum(bool(drawn.codes) for drawn in found)
    print(f"{len(found)} concepts, {linked} with codes", file=sys.stderr)


if __name__ == "__main__":
    main()
