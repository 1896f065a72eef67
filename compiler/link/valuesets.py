"""Value sets: which codes each concept of a trial means, as a file that people review and edit.

A file is tab-separated text with one row for each code, and one for each concept that has none. Rows of one concept
share `domain` and `concept`. `how` is empty where a code stands for itself and all below it, "only" where it stands for
itself alone, and begins with "not" where it is taken out of the others. `status` says who put the row there:

    found       trialc; another run may find something else
    unresolved  nobody yet: trialc is not sure of any code
    edited      a person: it is kept. With an empty code: this concept has none

Whoever edits a row need not change its status: a concept whose rows differ from what is found counts as edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from ..diagnostics import TrialcError
from ..rules.model import Code, Domain
from ..rules.normal import fold
from .systems import short, uri

Status = Literal["found", "edited", "unresolved"]
COLUMNS = ("status", "domain", "concept", "system", "code", "display", "how")
HOW = ("", "only", "not", "not only")
_HEAD = """\
# Value sets: the codes that each concept means. Edit, and give the file to trialc again (--codes): hand edits win.
# how: empty, the code and all below it; only, the code alone; not, taken out. Systems: ICD-10-CM, LOINC, ATC, a URI ...
"""

Key = tuple[str, str]


@dataclass(frozen=True)
class ValueSet:
    """The codes of one concept, and who said so."""

    domain: Domain
    text: str
    codes: tuple[Code, ...]
    status: Status

    @property
    def key(self) -> Key:
        """What a concept is looked up by; spelling, case and spacing do not count."""
        return key(self.domain, self.text)


ValueSets = dict[Key, ValueSet]


def key(domain: str, text: str) -> Key:
    """What a concept is looked up by."""
    return domain, fold(text)


def merged(kept: ValueSets, found: Iterable[ValueSet]) -> ValueSets:
    """What is `found`, except where a person has said otherwise in `kept`; concepts that only `kept` has stay."""
    result = dict(kept)
    for one in found:
        result[one.key] = _chosen(kept.get(one.key), one)
    return result


def _chosen(kept: ValueSet | None, found: ValueSet) -> ValueSet:
    if kept is None or (kept.status == "unresolved" and not kept.codes) or _same(kept, found):
        return found if kept is None or kept.status != "edited" else kept
    return ValueSet(kept.domain, kept.text, kept.codes, "edited")


def _same(one: ValueSet, other: ValueSet) -> bool:
    """Whether the codes are the same; what they are called does not count."""
    sets = [{code.model_copy(update={"display": None}) for code in each.codes} for each in (one, other)]
    return sets[0] == sets[1]


# ------------------------------------------------------------------ the file


def write(sets: Iterable[ValueSet]) -> str:
    """The text of a file of value sets."""
    lines = ["\t".join(COLUMNS), *("\t".join(row) for one in sets for row in _rows(one))]
    return _HEAD + "\n".join(lines) + "\n"


def _rows(one: ValueSet) -> Iterator[tuple[str, ...]]:
    front = (one.status, one.domain, _cell(one.text))
    if not one.codes:
        yield (*front, "", "", "", "")
    for code in one.codes:
        how = " ".join(word for word, said in (("not", code.excluded), ("only", not code.descendants)) if said)
        yield (*front, short(code.system), code.code, _cell(code.display or ""), how)


def _cell(text: str) -> str:
    return " ".join(text.split())


def read(path: Path) -> ValueSets:
    """The value sets of a file.

    Raises:
        TrialcError: the file cannot be read, or a line of it cannot be understood.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise TrialcError(f"{path}: {getattr(problem, 'strerror', None) or 'not UTF-8 text'}") from None
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines or [cell.strip() for cell in lines[0][1].split("\t")][: len(COLUMNS)] != list(COLUMNS):
        raise TrialcError(f"{path}: no value sets; the first line must name the columns: {' '.join(COLUMNS)}")
    sets: ValueSets = {}
    for number, line in lines[1:]:
        one = _read_row(line, f"{path}: line {number}")
        sets[one.key] = _joined(sets[one.key], one) if one.key in sets else one
    return sets


def _joined(one: ValueSet, more: ValueSet) -> ValueSet:
    edited = "edited" in (one.status, more.status)
    codes = (*one.codes, *(code for code in more.codes if code not in one.codes))
    return ValueSet(one.domain, one.text, codes, "edited" if edited else "found" if codes else "unresolved")


def _read_row(line: str, where: str) -> ValueSet:
    cells = [cell.strip() for cell in line.split("\t")]
    cells += [""] * (len(COLUMNS) - len(cells))
    status, domain, concept, system, code, display, how = cells[: len(COLUMNS)]
    _known(where, "status", status, get_args(Status))
    _known(where, "domain", domain, get_args(Domain))
    _known(where, "how", how, HOW)
    if not concept:
        raise TrialcError(f"{where}: the concept is empty; write its name as the trial does")
    if code and not system:
        raise TrialcError(f"{where}: the code {code} has no system; write one, such as ICD-10-CM, LOINC or a URI")
    codes = (
        Code(
            system=uri(system),
            code=code,
            display=display or None,
            descendants=not how.endswith("only"),
            excluded=how.startswith("not"),
        ),
    )
    return ValueSet(cast(Domain, domain), concept, codes if code else (), cast(Status, status))


def _known(where: str, column: str, cell: str, allowed: Iterable[str]) -> None:
    if cell not in allowed:
        options = ", ".join(value or "(empty)" for value in allowed)
        raise TrialcError(f"{where}: {column} {cell!r}; expected one of {options}")
