"""Makes icd10cm.tsv, icd10cm_blocks.tsv and drugbank.tsv from two packages; README.md says under what licence.

    pip install simple-icd-10-cm==1.5.0 drug-named-entity-recognition==2.0.9
    python grammar/vocabulary/codes/build.py

The names in the tables are folded by `trialc.link.names.key`: when that changes, run this again (a test says so).
"""

from __future__ import annotations

import bz2
import io
import pickle
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trialc.link.hierarchy import is_a
from trialc.link.names import key

HERE = Path(__file__).parent

# ------------------------------------------------------------------ ICD-10-CM

#: What a title of a residual class says: its terms are some of what it holds, and no names for all of it.
RESIDUAL = re.compile(
    r"^other\b|\bother (?:specified|diseases|disorders|forms|types)|unspecified|elsewhere|\bNOS\b|\bNEC\b"
    r"|^encounter|classified|^family history|^presence of|complicating",
    re.IGNORECASE,
)
#: Characters of a name that somebody may write.
LONGEST = 80
CODE = re.compile(r"[A-UZ]\d[0-9A-Z](?:\.[0-9A-Z]{1,3})?")
BLOCK = re.compile(r"([A-Z]\d[0-9A-Z])(?:-([A-Z]\d[0-9A-Z]))?")


def icd_rows() -> Iterator[tuple[str, str, list[str]]]:
    """Code, title and names of the categories and subcategories that a criterion may name."""
    import simple_icd_10_cm as icd

    for code in icd.get_all_codes(True):
        if not CODE.fullmatch(code) or (code[0] == "S" and len(code) > 5):
            continue
        title = icd.get_description(code)
        included = [] if "due to" in title else icd.get_inclusion_term(code)  # there, it may name the cause alone
        terms = [] if RESIDUAL.search(title) else [title, *included]
        yield (
            code,
            title,
            sorted(
                {
                    name
                    for term in terms
                    if not RESIDUAL.search(term)
                    for name in icd_names(term)
                    if len(name) <= LONGEST
                }
            ),
        )


def icd_names(term: str) -> Iterator[str]:
    """The folded names in a title: with and without what stands in brackets, and what stands in square brackets."""
    plain = re.sub(r"\s*\[[^\]]*\]", "", term)
    yield key(plain)
    yield key(re.sub(r"\s*\([^)]*\)", "", plain))
    for inside in re.findall(r"\[([^\]]{4,})\]", term):
        if inside[1:] == inside[1:].lower():  # no abbreviation: IRIS is also a part of the eye
            yield key(inside)


def icd_blocks() -> Iterator[tuple[str, str]]:
    """Range and title of the chapters and blocks, in the order of the book."""
    import simple_icd_10_cm as icd

    for item in icd.get_all_codes(True):
        title = icd.get_description(item)
        if icd.is_chapter(item):
            name, _, codes = title.rpartition(" (")
            yield codes.rstrip(")"), name
        elif icd.is_block(item) and "-" in item and BLOCK.fullmatch(item):
            yield item, title.rpartition(" (")[0]


def unambiguous(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name to code, where all the codes of a name are one of them or below it."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in names:
        found[name].add(code)
    tops = {name: min(codes, key=len) for name, codes in found.items()}
    return {name: top for name, top in tops.items() if all(is_a(code, top) for code in found[name])}


# ------------------------------------------------------------------ DrugBank


class Plain(pickle.Unpickler):
    """Reads dictionaries, lists and strings, and refuses whatever would run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"unexpected {module}.{name}")


def drug_rows() -> Iterator[tuple[str, str, list[str]]]:
    """DrugBank id, name and folded names."""
    spec = find_spec("drug_named_entity_recognition")
    assert spec is not None
    assert spec.origin is not None
    packed = Path(spec.origin).with_name("drug_ner_dictionary.pkl.bz2").read_bytes()
    data = Plain(io.BytesIO(bz2.decompress(packed))).load()
    drugs = {name: drug for name, drug in data["drug_canonical_to_data"].items() if "drugbank_id" in drug}
    names: dict[str, set[str]] = defaultdict(set)
    for variant, canonicals in data["drug_variant_to_canonical"].items():
        for canonical in canonicals:
            if canonical in drugs and likely(variant, canonical):
                names[key(variant)].add(drugs[canonical]["drugbank_id"])
    for name in (HERE / "not_drugs.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        names.pop(key(name), None)
    own: dict[str, list[str]] = defaultdict(list)
    for name, ids in names.items():
        if len(ids) == 1:
            own[next(iter(ids))].append(name)
    titles = {drug["drugbank_id"]: drug.get("name", name) for name, drug in reversed(drugs.items())}
    for identifier in sorted(own):
        yield identifier, titles[identifier], sorted(own[identifier])


def likely(variant: str, canonical: str) -> bool:
    """Whether people write a drug so: no bare abbreviation, no systematic chemical name, no registry number."""
    if variant == canonical:
        return len(variant) >= 3
    return 5 <= len(variant) <= 50 and len(re.findall(r"\d", variant)) <= 4 and not re.search(r"[\[\]{}]", variant)


# ------------------------------------------------------------------


def write(name: str, head: str, columns: str, rows: Iterable[tuple[str, ...]]) -> None:
    text = f"# Made by build.py, not by hand. {head}\n{columns}\n" + "".join("\t".join(row) + "\n" for row in rows)
    (HERE / name).write_text(text, encoding="utf-8")


def main() -> None:
    rows = list(icd_rows())
    owners = unambiguous((name, code) for code, _, names in rows for name in names)
    kept = ((code, title, "|".join(name for name in names if owners.get(name) == code)) for code, title, names in rows)
    write("icd10cm.tsv", "source: ICD-10-CM FY2026 (CDC/NCHS), by simple-icd-10-cm.", "code\ttitle\tnames", kept)
    write("icd10cm_blocks.tsv", "source: as icd10cm.tsv.", "range\ttitle", dict(icd_blocks()).items())
    drugs = ((identifier, name, "|".join(names)) for identifier, name, names in drug_rows())
    source = "source: DrugBank open data (CC0), by drug-named-entity-recognition."
    write("drugbank.tsv", source, "id\tname\tnames", drugs)


if __name__ == "__main__":
    main()
