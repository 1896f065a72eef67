"""How fast trialc is, on one core.

    python tests/benchmarks/speed.py REGISTRY.jsonl [--limit N]

Printed: start-up times, criteria per second for tokenizing alone and for the whole compile and their ratio, peak
memory, and how the time to compile one criterion grows with its length. The whole compile is what `trialc batch` does,
from lines of JSON to lines of JSON. Start-up is timed by the clock, all else in CPU time of the process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from records import protocols, table
from trialc.batch import Outcome, batch, settle
from trialc.compile import compile_texts
from trialc.outline import outline
from trialc.rules.trial import Criterion, Trial
from trialc.source import Protocol
from trialc.tokens import tokenizer

LENGTHS = (10, 20, 40, 80, 160, 320, 640)


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """The time that `work` takes."""
    start = clock()
    work()
    return clock() - start


def startup(*arguments: str) -> float:
    """The median of three runs of `python ARGUMENTS`, in seconds."""
    run = [sys.executable, *arguments]
    return statistics.median(
        seconds(lambda: subprocess.run(run, check=True, capture_output=True), time.perf_counter) for _ in range(3)
    )


def bullets(text: str) -> list[str]:
    """The texts of the bullets of an eligibility text."""
    return [text[item.span.start : item.span.end] for item in outline(text).walk()]


def of_length(criteria: list[Criterion], words: int) -> str:
    """Real criteria strung together to a text of `words` words."""
    pool = [word for criterion in criteria for word in criterion.text.split()]
    return " ".join(pool[:words])


def growth(criteria: list[Criterion]) -> list[tuple[int, float]]:
    """(words, milliseconds) for one criterion of each length: the median of five different texts."""
    found = []
    for words in LENGTHS:
        texts = [of_length(criteria[start::5][start * 7 :], words) for start in range(5)]
        times = [seconds(lambda text=text: compile_texts([(text, "exclusion")])) for text in texts]  # type: ignore[misc]
        found.append((words, 1000 * statistics.median(times)))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registry", type=Path)
    parser.add_argument("--limit", type=int, default=300, help="how many records to compile")
    arguments = parser.parse_args()
    found: list[tuple[str, str]] = [
        ("import trialc", f"{startup('-c', 'import trialc'):.2f} s"),
        ("trialc --help", f"{startup('-m', 'trialc', '--help'):.2f} s"),
        ("trialc explain T204", f"{startup('-m', 'trialc', 'explain', 'T204'):.2f} s"),
        (
            "trialc compile NCT06001853",
            f"{startup('-m', 'trialc', 'compile', 'NCT06001853', '--fail-on', 'never'):.2f} s",
        ),
    ]
    read: list[Protocol] = [one for one in protocols(arguments.registry, arguments.limit) if isinstance(one, Protocol)]
    nlp = tokenizer()
    texts = [bullet for protocol in read for bullet in bullets(protocol.eligibility)]
    alone = seconds(lambda: [nlp.make_doc(text) for text in texts])  # first: spaCy remembers the words it has split
    with arguments.registry.open(encoding="utf-8") as file:
        lines = list(islice(file, arguments.limit))
    settle()
    list(batch(lines[:3]))  # loads the models before the clock starts
    outcomes: list[Outcome] = []
    whole = seconds(lambda: outcomes.extend(batch(lines)))
    trials = [Trial.model_validate_json(outcome.line) for outcome in outcomes if outcome.compiled]
    criteria = [criterion for trial in trials for criterion in trial.criteria if not criterion.id.startswith("F")]
    words = sum(len(criterion.text.split()) for criterion in criteria)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    found += [
        ("criteria", f"{len(criteria)} of {len(read)} trials, {words / len(criteria):.1f} words each"),
        ("tokenizing alone", f"{len(criteria) / alone:.0f} criteria/s"),
        ("whole compile", f"{len(criteria) / whole:.0f} criteria/s"),
        ("ratio", f"{whole / alone:.1f}"),
        ("peak memory", f"{peak:.0f} MiB"),
    ]
    print(table(found))
    print()
    print(table([("words", "ms", "ms per word"), *((n, f"{ms:.1f}", f"{ms / n:.3f}") for n, ms in growth(criteria))]))


if __name__ == "__main__":
    main()
