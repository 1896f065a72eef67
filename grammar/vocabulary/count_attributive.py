"""Makes attributive.tsv: words that stand before nouns and hardly ever without one, counted in criteria of a registry.

    python grammar/vocabulary/count_attributive.py ../shared/data/registry/train.jsonl

"Dual" is such a word: before "or" it is half of a name, "dual or triple therapy". "Heart" is none, and names something
by itself. Parts of the body, words that the vocabulary names, and adjectives by their form need no row.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from count_first_words import lines, small_words
from trialc.extract.lexicon import is_adverb, is_name
from trialc.parse.names.heads import is_adjectival
from trialc.parse.names.places import is_body_part

#: How often a word must occur, how often at most at the end of a phrase, and how often at least behind a small word.
LEAST, ENDS, OPENS = 5, 0.2, 0.25
#: The fewest letters of such a word.
SHORTEST = 4
WORD = re.compile(r"[^\W\d_][\w'-]*|\d\S*|[^\s\w]")
#: Small words that a name stands behind.
BEHIND = frozenset(
    {"a", "an", "the", "any", "of", "with", "for", "by", "other", "no", "from", "in", "on", "such", "as", "at"}
)
#: What parts a list: a word before it may be half of a name, and tells nothing.
LISTS = frozenset({"or", "and", "/", ",", "and/or"})


def attributive(source: Path) -> list[str]:
    """The words, in the order of the alphabet."""
    small = small_words()
    seen: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    begun: Counter[str] = Counter()
    opens: Counter[str] = Counter()
    for line in lines(source):
        words = WORD.findall(line)
        for before, word, behind in zip([".", *words], words, [*words[1:], "."], strict=False):
            if not word[0].isalpha() or len(word) < SHORTEST or word in small or behind in LISTS:
                continue
            seen[word] += 1
            ends[word] += not behind[0].isalpha() or behind in small
            if before not in LISTS:
                begun[word] += 1
                opens[word] += before in BEHIND
    often = (word for word, times in seen.items() if times >= LEAST and ends[word] <= ENDS * times)
    named = (word for word in often if opens[word] >= max(OPENS * begun[word], 1))
    known = (is_name, is_adverb, is_adjectival, is_body_part)
    return sorted(word for word in named if not any(says(word) for says in known))


def main(source: Path) -> None:
    table = Path(__file__).with_name("attributive.tsv")
    with table.open("w", encoding="utf-8") as out:
        out.write('# Words that only stand before nouns, and share one behind "or": "dual or triple therapy".\n')
        out.write("# Counted in the criteria of a registry by count_attributive.py.\n")
        out.write("word\n")
        out.writelines(f"{word}\n" for word in attributive(source))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
