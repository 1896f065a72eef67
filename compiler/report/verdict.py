"""Verdicts for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..evaluate.missing import Missing, Question
    from ..evaluate.patient import Record
    from ..evaluate.verdict import CriterionVerdict, Verdict
    from ..evaluate.why import Why

_WORDS = {True: "eligible", False: "not eligible", None: "unknown"}
#: How many sets of missing facts are shown.
_SHOWN = 12
#: How many facts of one set.
_FEW = 4


def as_json(verdict: Verdict, patient: str, problems: Sequence[str] = ()) -> dict[str, Any]:
    """A verdict as plain data: of every criterion its truth, of those that are not met also why.

    `records` are those that decided something, each once; a node of the reasons names them by their places there.
    """
    records = _Records()
    criteria = [_criterion(one, verdict, place, records) for place, one in enumerate(verdict.criteria)]
    return {
        "trial": verdict.trial,
        "patient": patient,
        "at": verdict.at.isoformat(),
        "value": verdict.value,
        "on_records": verdict.on_records,
        "criteria": criteria,
        "records": [one.model_dump(mode="json", exclude_defaults=True) for one in records.of],
        "pending": [one._asdict() for one in verdict.pending],
        "missing": [_missing(one) for one in verdict.missing[:_SHOWN]],
        "assumed": list(verdict.assumed),
        "problems": list(problems),
    }


def _missing(entry: Missing) -> dict[str, Any]:
    return {"questions": [one._asdict() for one in entry.questions], "value": entry.value}


class _Records:
    """Records in the order of their first use, each once."""

    def __init__(self) -> None:
        self.of: list[Record] = []
        self._places: dict[int, int] = {}

    def place(self, record: Record) -> int:
        """The place of a record."""
        place = self._places.setdefault(id(record), len(self.of))
        if place == len(self.of):
            self.of.append(record)
        return place


def _criterion(one: CriterionVerdict, verdict: Verdict, place: int, records: _Records) -> dict[str, Any]:
    said = {"id": one.id, "section": one.section, "value": one.value, "met": one.met}
    return said if one.met else said | {"why": _why(verdict.because(place), records)}


def _why(why: Why, records: _Records) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": why.kind, "rule": why.rule, "value": why.value}
    if why.reason:
        said["reason"] = why.reason
    if why.records:
        said["records"] = [records.place(one) for one in why.records]
    if why.of:
        said["of"] = [_why(part, records) for part in why.of]
    return said


def as_text(verdict: Verdict, patient: str) -> str:
    """A verdict on a page: what fails, what is unknown and what would settle it, and what was assumed."""
    return "".join(line + "\n" for line in _lines(verdict, patient))


def _lines(verdict: Verdict, patient: str) -> Iterator[str]:
    alone = verdict.on_records
    records = "" if alone is verdict.value else f" (on the records alone: {_WORDS[alone]})"
    yield f"{verdict.trial}, {patient}, on {verdict.at.isoformat()}: {_WORDS[verdict.value]}{records}"
    failed = [(place, one) for place, one in enumerate(verdict.criteria) if one.met is False]
    if failed:
        yield "  fails"
        for place, one in failed:
            yield f"    {one.id:<4} {_short(one.text)}"
            yield from _because(verdict.because(place), one.value)
    unknown = [one for one in verdict.criteria if one.met is None]
    if verdict.value is None:
        yield from _open(verdict, unknown)
    elif unknown:
        yield f"  unknown: {', '.join(one.id for one in unknown)}"
    yield from (f"  assumed: {said}" for said in verdict.assumed)


def _open(verdict: Verdict, unknown: Sequence[CriterionVerdict]) -> Iterator[str]:
    """What is unknown, what would settle it, and what people must answer."""
    yield "  unknown"
    yield from (f"    {one.id:<4} {_short(one.text)}" for one in unknown)
    yield "  would settle it"
    for entry in verdict.missing[:_SHOWN]:
        asked = "; and ".join(map(_question, entry.questions[:_FEW]))
        more = len(entry.questions) - _FEW
        yield f"    {_WORDS[entry.value]} if {asked}" + (f"; and {more} more" if more > 0 else "")
    if verdict.pending:
        yield "  for people to answer"
        yield from (f"    {one.criterion:<4} {_short(one.text)}" for one in verdict.pending)


def _question(question: Question) -> str:
    return f"{question.criterion} {'yes' if question.answer else 'no'}: {_short(question.text)}"


def _because(why: Why, value: bool | None) -> Iterator[str]:
    """The leaves that gave a rule its value, with their records."""
    if not why.of:
        said = f"{why.reason}: " if why.reason else ""
        shown = ", ".join(map(described, why.records[:3])) or _short(why.rule)
        yield f"         {said}{shown}"
        return
    turned = why.kind == "not"
    for part in why.of:
        if part.value is (not value if turned and value is not None else value):
            yield from _because(part, part.value)


def described(record: Record) -> str:
    """A record in a few words: what, how much, when."""
    name = record.text or next((code.display or code.code for code in record.codes), "")
    unit = f" {record.unit}" if record.unit else ""
    value = "" if record.value is None else f" {record.comparator or ''}{record.value}{unit}"
    when = "" if record.start is None else f" {record.start}"
    until = f" to {record.end}" if record.end is not None and record.end != record.start else ""
    return f"{name}{value}{when}{until}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 110 else text[:107] + "..."
