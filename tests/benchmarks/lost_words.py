"""Words that readings claim and do not show: where something may be lost in silence.

    python tests/benchmarks/lost_words.py REGISTRY.jsonl [--limit N] [--top 60] [--show WORD]

A word is lost where its criterion has a rule, and neither the printed rule nor a note has a word that begins like it.
Words that only frame ("history", "patients") are lost by design, as are those that a rule says otherwise ("elevation"
is an increase). What else is common is worth reading: `--show` prints the criteria that lost one word, and their rules.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from records import protocols, table
from trialc.compile import compile_trial
from trialc.rules.printer import print_rule
from trialc.rules.trial import Criterion

#: Shorter words mostly say how the others hang together.
_WORD = re.compile(r"[a-z]{5,}")
#: By how many letters inflected forms of a word are told to be one: "confirmed", "confirmation".
_STEM = 5
#: How many criteria are shown.
_SHOWN = 20


def lost(criterion: Criterion) -> set[str]:
    """The words of a criterion that its rule and its notes do not show; none where it has no rule."""
    if criterion.rule is None:
        return set()
    shown = " ".join([print_rule(criterion.rule), *(note.text for note in criterion.notes)])
    stems = {word[:_STEM] for word in _WORD.findall(shown.lower())}
    return {word for word in _WORD.findall(criterion.text.lower()) if word[:_STEM] not in stems}


def compiled(path: Path, limit: int | None) -> Iterator[tuple[str, Criterion]]:
    """The criteria of all usable records, with the ids of their trials; those of structured fields have no text."""
    for protocol in protocols(path, limit):
        if not isinstance(protocol, str):
            trial = compile_trial(protocol)
            yield from ((trial.id, each) for each in trial.criteria if not each.id.startswith("F"))


def main() -> None:
    """Print the commonest lost words, or the criteria that lost one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("registry", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N records")
    parser.add_argument("--top", type=int, default=60, help="how many words to list")
    parser.add_argument("--show", metavar="WORD", help="print the criteria that lost this word, and their rules")
    arguments = parser.parse_args()
    found = compiled(arguments.registry, arguments.limit)
    if arguments.show:
        for trial, criterion in islice((each for each in found if arguments.show.lower() in lost(each[1])), _SHOWN):
            assert criterion.rule is not None
            print(f"{trial} {criterion.id}  {' '.join(criterion.text.split())}\n{print_rule(criterion.rule)}\n")
        return
    counts = Counter(word for _, criterion in found for word in lost(criterion))
    print(table([("word", "criteria"), *counts.most_common(arguments.top)]))


if __name__ == "__main__":
    main()
