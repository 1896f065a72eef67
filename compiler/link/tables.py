"""The tables of names and codes in `grammar/vocabulary/codes/`, each read once, when first asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from ..vocabulary import column
from .hierarchy import ranges
from .names import bag, folded_bag, key
from .systems import DRUGBANK, ICD10CM

Codes = tuple[str, ...]
Row = tuple[str, ...]


class Names:
    """Codes by name: as written but for spelling and number, else in another order of its words.

    Another order counts only for two words or more, and if all the names with these words have one code.
    """

    def __init__(self, rows: Iterable[tuple[str, Codes]]) -> None:
        self._exact: dict[str, Codes] = {}
        self._bags: dict[str, Codes | None] = {}
        for name, codes in rows:
            self._exact.setdefault(name, codes)
            words = folded_bag(name)
            if " " in words:
                clash = self._bags.get(words, codes) != codes
                self._bags[words] = None if clash else codes

    def find(self, text: str) -> Codes:
        """The codes of a name; none where it has none."""
        return self._exact.get(key(text)) or self._bags.get(bag(text)) or ()


@cache
def conditions() -> Names:
    """The conditions that ICD-10-CM calls otherwise, or spreads over several codes."""
    return Names(_listed("conditions"))


@cache
def drug_classes() -> Names:
    """The classes of drugs, with their ATC codes."""
    return Names(_listed("drug_classes"))


@cache
def icd10cm() -> Names:
    """The titles and inclusion terms of ICD-10-CM, and the titles of its chapters and blocks."""
    blocks = ((key(title), (name,)) for name, title in ranges().items() if not title.startswith("Other "))
    return Names([*_folded("icd10cm"), *blocks])


@cache
def drugbank() -> Names:
    """The names of single drugs, with their DrugBank ids."""
    return Names(_folded("drugbank"))


@cache
def says_nothing(text: str) -> bool:
    """Whether a name only says that there is something: "disease", "medication", "lesion"."""
    return key(text) in _unspecific()


def title(system: str, code: str) -> str | None:
    """What the code system calls a code; None where the tables do not have it."""
    return _titles(system).get(code)


@cache
def _titles(system: str) -> dict[str, str]:
    if system == ICD10CM:
        return {code: title for code, title, _ in _rows("icd10cm")} | ranges()
    if system == DRUGBANK:
        return {code: name for code, name, _ in _rows("drugbank")}
    return {}


@cache
def _unspecific() -> frozenset[str]:
    tables = ("unspecific", "generic_nouns", "not_names", "relational", "codes/unspecific")
    return frozenset(key(name) for table in tables for name in column(table))


def _listed(table: str) -> Iterator[tuple[str, Codes]]:
    """The rows of a table made by hand: names, and the codes that together cover them."""
    for names, codes in _rows(table):
        yield from ((key(name), tuple(codes.split("|"))) for name in names.split("|"))


def _folded(table: str) -> Iterator[tuple[str, Codes]]:
    """The rows of a table made by its `build.py`: code, title, folded names."""
    for code, _, names in _rows(table):
        yield from ((name, (code,)) for name in names.split("|") if name)


def _rows(table: str) -> Iterator[Row]:
    text = files("trialc.grammar").joinpath("vocabulary", "codes", f"{table}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    next(lines)
    yield from (tuple(line.split("\t")) for line in lines)
