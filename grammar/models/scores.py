"""How well entities are found: strict (same span and label) and overlap (same label, any shared word)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from trialc.extract.tags import Found

Counts = dict[str, Counter[str]]


def count(pairs: Iterable[tuple[Iterable[Found], Iterable[Found]]]) -> Counts:
    """For each label, how many spans there are, were found, and match; from pairs of what is true and what is said."""
    counts: Counts = {}
    for true, said in pairs:
        gold, found = set(true), set(said)
        for name, mine, other in (("gold", gold, found), ("found", found, gold)):
            for a, b, label in mine:
                each = counts.setdefault(label, Counter())
                each[name] += 1
                each[f"{name} strict"] += (a, b, label) in other
                each[f"{name} overlap"] += any(c < b and a < d and label == same for c, d, same in other)
    return counts


def f1(counts: Counts, labels: Sequence[str], kind: str) -> float:
    """Micro F1 over `labels` of one kind of match, "strict" or "overlap"."""
    total = sum((counts[label] for label in labels if label in counts), Counter[str]())
    precision = total[f"found {kind}"] / max(total["found"], 1)
    recall = total[f"gold {kind}"] / max(total["gold"], 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def report(counts: Counts, labels: Sequence[str]) -> str:
    """F1 of the labels together, and the counts and F1 of each one."""
    lines = [f"all: strict {f1(counts, labels, 'strict'):.4f}, overlap {f1(counts, labels, 'overlap'):.4f}"]
    for label in labels:
        if label in counts:
            strict, overlap = (f1(counts, [label], kind) for kind in ("strict", "overlap"))
            lines.append(f"  {label:16} {counts[label]['gold']:5} {strict:.3f} {overlap:.3f}")
    return "\n".join(lines)
