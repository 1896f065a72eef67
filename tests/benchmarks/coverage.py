"""How much of a registry is read.

    python tests/benchmarks/coverage.py REGISTRY.jsonl [--limit N] [--top 25]

Every record is compiled. Printed: what became of the records and of their criteria (the totals add up to the input),
the share of words that the rules and notes claim, the commonest diagnostics, and the commonest unread texts.
A criterion is read fully when none of its words is unread, partly when some are, not when all are; a note is
a criterion without a truth value. The criteria made of structured fields are counted apart. Exit 1 when one crashes.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import trialc
from records import protocols, share, table
from trialc.compile import compile_trial
from trialc.report.diagnostics import findings
from trialc.rules.model import Unread
from trialc.rules.trial import Criterion, Trial
from trialc.rules.walk import nodes
from trialc.text import Span, normalise


@dataclass
class Coverage:
    """The counts, filled trial by trial."""

    records: Counter[str] = field(default_factory=Counter)
    criteria: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    crashes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, trial: Trial) -> None:
        """Count the criteria, words and findings of one trial."""
        self.codes.update(f"{finding.code} {finding.severity}" for finding in findings(trial))
        for criterion in trial.criteria:
            if criterion.id.startswith("F"):
                self.criteria["structured fields"] += 1
                continue
            gaps = unread_spans(criterion)
            words = normalise(trial.text, *criterion.span).words if criterion.span else ()
            unread = sum(any(gap.start <= word.start < gap.end for gap in gaps) for word in words)
            self.words["claimed"] += len(words) - unread
            self.words["unread"] += unread
            self.criteria[state(criterion, len(words), unread)] += 1
            self.unread.update(" ".join(trial.text[gap.start : gap.end].lower().split()) for gap in gaps)


def unread_spans(criterion: Criterion) -> list[Span]:
    """The places of the criterion that no rule reads."""
    found = nodes(criterion.rule) if criterion.rule else ()
    return [node.span for node in found if isinstance(node, Unread) and node.span]


def state(criterion: Criterion, words: int, unread: int) -> str:
    """Whether a criterion is read fully, partly or not, or is a note."""
    if criterion.rule is None:
        return "notes"
    if not unread:
        return "read fully"
    return "read partly" if unread < words else "not read"


def place(problem: Exception) -> str:
    """What went wrong, its numbers masked so that like falls to like, and on which line of trialc's code."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if Path(trialc.__file__).parent in Path(frame.filename).parents]
    message = re.sub(r"\d+", "#", str(problem).partition("\n")[0])
    return f"{type(problem).__name__}: {message} ({Path(ours[-1].filename).name}:{ours[-1].lineno})"


def measure(path: Path, limit: int | None) -> Coverage:
    """Compile every record of `path`; nothing that happens to one stops the others."""
    coverage = Coverage()
    for protocol in protocols(path, limit):
        if isinstance(protocol, str):
            coverage.records["unusable"] += 1
            continue
        try:
            trial = compile_trial(protocol)
        except Exception as problem:
            coverage.records["crashed"] += 1
            coverage.crashes.setdefault(place(problem), []).append(protocol.id)
        else:
            coverage.records["compiled"] += 1
            coverage.add(trial)
    return coverage


def report(coverage: Coverage, top: int) -> str:
    """The tables."""
    parts = []
    for title, counts, names in (
        ("records", coverage.records, ("compiled", "unusable", "crashed")),
        ("criteria", coverage.criteria, ("read fully", "read partly", "not read", "notes")),
        ("words", coverage.words, ("claimed", "unread")),
    ):
        total = sum(counts[name] for name in names)
        lines = [(name, counts[name], share(counts[name], total)) for name in names]
        parts.append(table([(title, total, ""), *lines]))
    parts.append(f"structured fields  {coverage.criteria['structured fields']}")
    total = sum(coverage.criteria.values())
    parts.append(table([("diagnostics", sum(coverage.codes.values()), "per criterion")] + [
        (code, count, f"{count / total:.3f}") for code, count in coverage.codes.most_common(top)
    ]))  # fmt: skip
    parts.append(table([("unread", sum(coverage.unread.values()))] + [
        (text[:100], count) for text, count in coverage.unread.most_common(top)
    ]))  # fmt: skip
    parts += [f"{len(ids)} x {what}\n  {' '.join(ids[:10])}" for what, ids in coverage.crashes.items()]
    return "\n\n".join(parts)


def main() -> None:
    """Measure one file and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registry", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N records")
    parser.add_argument("--top", type=int, default=25, help="how many codes and unread texts to list")
    arguments = parser.parse_args()
    start = time.perf_counter()
    coverage = measure(arguments.registry, arguments.limit)
    print(report(coverage, arguments.top))
    print(f"\n{time.perf_counter() - start:.0f} s")
    sys.exit(1 if coverage.crashes else 0)


if __name__ == "__main__":
    main()
