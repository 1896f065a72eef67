"""How well single criteria are read, against the logical forms of the Leaf corpora.

    python tests/benchmarks/leaf.py GOLD.jsonl [--out PREDICTIONS.jsonl] [--scorer leaf_score.py]

Each line of GOLD has an id, a text, its eligibility (INC or EXC) and the annotators' leaves and pairs. Each text is
compiled, its rule flattened (`trialc.flatten`), and the two are scored. The scorer is the file `leaf_score.py`, by
default that of the folder `bench` beside the data.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from typing import Any

from records import rows, table
from trialc.compile import compile_texts
from trialc.rules.flatten import Flat, flatten

SECTIONS = {"INC": "inclusion", "EXC": "exclusion"}


def predictions(gold: list[dict[str, Any]]) -> dict[str, Flat]:
    """The flat rule of every text, by its id."""
    criteria = compile_texts([(row["text"], SECTIONS[row["eligibility"]]) for row in gold])
    pairs = zip(gold, criteria, strict=True)
    return {row["id"]: flatten(criterion.rule, criterion.notes, row["text"]) for row, criterion in pairs}


def scorer(path: Path) -> Any:
    """The scoring module at `path`."""
    spec = importlib.util.spec_from_file_location("leaf_score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path}: no scorer; give its place with --scorer")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Compile, score, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, help="write the predictions here, as JSON lines")
    parser.add_argument("--scorer", type=Path, help="leaf_score.py")
    arguments = parser.parse_args()
    score = scorer(arguments.scorer or arguments.gold.resolve().parents[2] / "bench" / "leaf_score.py")
    gold = list(rows(arguments.gold))
    predicted = predictions(gold)
    if arguments.out:
        lines = (json.dumps({"id": name, **flat}) for name, flat in predicted.items())
        arguments.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    found = score.score(gold, predicted)
    print(f"{len(gold)} criteria, {sum(bool(flat['leaves']) for flat in predicted.values())} with a leaf")
    print(table([("", "P", "R", "F1"), *((facet, *(f"{n:.3f}" for n in numbers)) for facet, numbers in found.items())]))


if __name__ == "__main__":
    main()
