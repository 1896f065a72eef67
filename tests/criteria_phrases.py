"""Whole criteria grouped by the rule that they must give: `corpus/phrases/criteria/`, and which are not reached yet.

Run as a script it prints what is open, what it compiles to instead, and the rows that `open.tsv` would need:

    python tests/criteria_phrases.py            # all files
    python tests/criteria_phrases.py windows    # one of them, with expected and compiled rules

It writes nothing: a meaning is changed by a person, and so is the list.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from trialc.compile import compile_texts
from trialc.rules.language import parse_rule
from trialc.rules.model import Rule
from trialc.rules.normal import same
from trialc.rules.trial import Criterion, Section

FOLDER = files("trialc.corpus") / "phrases"


@dataclass(frozen=True)
class Phrase:
    """One text of a phrase file, and the rule that it must compile to; None when it says nothing of the patient."""

    file: str
    section: Section
    text: str
    rule: Rule | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What a row of `open.tsv` names it by."""
        return self.file, self.section, self.text


def names() -> list[str]:
    """The phrase files, without their ending."""
    return sorted(path.name.removesuffix(".phrases") for path in (FOLDER / "criteria").iterdir())


def phrases(name: str) -> Iterator[Phrase]:
    """The texts of one file, in order."""
    meaning: list[str] = []
    rule: Rule | None = None
    heading = False
    for line in (FOLDER / "criteria" / f"{name}.phrases").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("= "):
            meaning, heading = [line[2:]], True
        elif heading and line.startswith("  "):
            meaning.append(line)
        else:
            if heading:
                written = "\n".join(meaning)
                rule, heading = (None if written == "nothing" else parse_rule(written)), False
            excluded = line.startswith("[exclusion] ")
            yield Phrase(name, "exclusion" if excluded else "inclusion", line.removeprefix("[exclusion] "), rule)


def compiled(name: str) -> list[tuple[Phrase, Criterion]]:
    """Every text of one file with the criterion that it compiles to."""
    wanted = list(phrases(name))
    return list(zip(wanted, compile_texts([(each.text, each.section) for each in wanted]), strict=True))


def reached(phrase: Phrase, criterion: Criterion) -> bool:
    """Whether the compiled rule says what the group means; a rule that the group says is none must be none."""
    return same(criterion.rule, phrase.rule)


def listed() -> dict[tuple[str, str, str], str]:
    """The reason for each text that is known not to be reached: the rows of `open.tsv`."""
    rows = csv.DictReader(
        (FOLDER / "open.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return {(row["file"], row["section"], row["text"]): row["reason"] for row in rows}


def main(chosen: list[str]) -> None:
    """Print what is open."""
    known = listed()
    for name in chosen or names():
        pairs = compiled(name)
        missed = [(phrase, criterion) for phrase, criterion in pairs if not reached(phrase, criterion)]
        print(f"# {name}: {len(pairs) - len(missed)} of {len(pairs)} reached")
        for phrase, criterion in missed:
            print("\t".join((*phrase.key, known.get(phrase.key, "?"))))
            if chosen:
                print(f"    expected: {phrase.rule}\n    compiled: {criterion.rule}")


if __name__ == "__main__":
    main(sys.argv[1:])
