"""Makes first_words.tsv: which nouns a list shares the first words of a name with, counted in criteria of a registry.

    python grammar/vocabulary/count_first_words.py ../shared/data/registry/train.jsonl

"Atrial flutter" is written more often than "flutter" alone, so that "atrial fibrillation or flutter" is both of the
atria; "heart stroke" is never written. Each different line counts once, and only names that stand between small words
or signs do, for what stands in a longer name is another thing.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS
from trialc.parse.terms.phrases import rows

#: How often a name must occur, and how often at least for each time that its noun stands alone.
LEAST, SHARE = 3, 0.25
#: How many words may stand before the noun.
MOST = 3
WORD = re.compile(r"[^\W\d_][\w'-]*")
SIGNS = re.compile(r"[^\w\s'-]+")
#: Keys of qualities that are no part of a name.
QUALITIES = ("severity=", "course=", "activity=", "control=", "certainty=", "when=", "domain=", "light=")
LISTED = ("and", "or")


def lines(source: Path) -> Iterator[str]:
    """The different lines of the criteria of all records."""
    seen: set[str] = set()
    with source.open(encoding="utf-8") as records:
        for record in records:
            for line in json.loads(record)["eligibility_criteria"].lower().split("\n"):
                if line.strip() not in seen:
                    seen.add(line.strip())
                    yield line


def small_words() -> frozenset[str]:
    """Words that stand around names: function words, and qualities of one word."""
    said = (pattern for terminal, payload, pattern in rows() if terminal == "MOD" and payload.startswith(QUALITIES))
    return frozenset(STOP_WORDS) | {pattern for pattern in said if WORD.fullmatch(pattern)} | {"history", "patients"}


def count(source: Path) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How many lines hold each name, as its first words and its noun; and how many each noun without a word before it.

    A noun behind "or" may be half of a name, and does not count as one that stands alone.
    """
    small = small_words()
    whole: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for line in lines(source):
        names, nouns = set(), set()
        for words in map(str.split, SIGNS.split(line)):
            for i, noun in enumerate(words):
                ends = i + 1 == len(words) or words[i + 1] in small
                if not ends or noun in small or not WORD.fullmatch(noun):
                    continue
                if i == 0 or (words[i - 1] in small and words[i - 1] not in LISTED):
                    nouns.add(noun)
                for length in range(1, min(MOST, i) + 1):
                    first = words[i - length : i]
                    if not small.isdisjoint(first) or not all(map(WORD.fullmatch, first)):
                        break
                    names.add((" ".join(first), noun))
        whole.update(names)
        alone.update(nouns)
    return whole, alone


def main(source: Path) -> None:
    whole, alone = count(source)
    nouns: defaultdict[str, list[str]] = defaultdict(list)
    several = Counter(first for (first, _), times in whole.items() if times >= LEAST)
    for (first, noun), times in sorted(whole.items()):
        if times >= max(LEAST, SHARE * alone[noun]) and several[first] > 1:
            nouns[first].append(noun)
    table = Path(__file__).with_name("first_words.tsv")
    with table.open("w", encoding="utf-8") as out:
        out.write(
            '# First words of names, and the nouns that a list shares them with: "atrial fibrillation or flutter".\n'
        )
        out.write("# Counted in the criteria of a registry by count_first_words.py.\n")
        out.write("first words\tnouns\n")
        out.writelines(f"{first}\t{'|'.join(found)}\n" for first, found in nouns.items())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
