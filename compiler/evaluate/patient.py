"""A patient: who they are, what is recorded of them, and over which time the record is complete."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from ..rules.model import ChangeSense, Code, QualifierKey, Statistic

RecordDomain = Literal[
    "condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy"
]  # fmt: skip
RECORD_DOMAINS: tuple[RecordDomain, ...] = (
    "condition", "drug", "procedure", "measurement", "observation", "device", "visit", "allergy",
)  # fmt: skip

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?")
_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def _point(value: object) -> object:
    """ISO text as a date, a datetime, or, where it is only a year or a month, itself."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if _PARTIAL.fullmatch(text) and text > "0000":
        return text
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{value!r} is no date; expected ISO 8601, as 2026-01-31, 2026-01-31T08:00, 2026-01 or 2026"
        ) from None


#: A day, a minute of it, or a year or month in which an unknown day lies.
Point = Annotated[date | datetime | str, BeforeValidator(_point)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Data):
    """A reference range as the laboratory printed it, in the unit of the value."""

    low: Decimal | None = None
    high: Decimal | None = None


class RecordLink(_Data):
    """What belongs to the same event: a procedure *with* a drug, a condition *because of* another."""

    kind: Literal["by", "with", "because of", "for", "despite"]
    record: Record


class Record(_Data):
    """One recorded event. `also` names what it is known by besides `text`, kinds that it is one of among them.

    `value` is a number in `unit` (UCUM) or a category; of a drug it is the dose. `comparator` is that of a recorded
    "< 5". `end` None says that the end is not known; `ongoing` that there is none yet. `status` "absent" says that
    nothing of the kind (with the text "anything", of the domain) was there: from `start` (none: ever) to `end` (none:
    until now).
    """

    id: str | None = None
    domain: RecordDomain
    text: str = ""
    also: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    value: Decimal | str | None = None
    comparator: Literal["<", "<=", ">", ">="] | None = None
    unit: str | None = None
    reference: Reference | None = None
    scale: Decimal | None = None
    statistic: Statistic | None = None
    over: str | None = None
    change: ChangeSense | None = None
    start: Point | None = None
    end: Point | None = None
    ongoing: bool = False
    status: Literal["happened", "planned", "absent"] = "happened"
    qualifiers: Mapping[QualifierKey, tuple[str, ...]] = Field(default_factory=dict)
    who: str = "patient"
    links: tuple[RecordLink, ...] = ()

    @field_validator("value", mode="before")
    @classmethod
    def _number_or_words(cls, value: object) -> object:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
            return Decimal(str(value).strip())
        return value

    @field_validator("value")
    @classmethod
    def _finite(cls, value: Decimal | str | None) -> Decimal | str | None:
        if isinstance(value, Decimal) and not value.is_finite():
            raise ValueError(f"{value} is no number that can be measured")
        return value

    @field_validator("unit")
    @classmethod
    def _no_blank_unit(cls, unit: str | None) -> str | None:
        return (unit or "").strip() or None

    @field_validator("qualifiers", mode="before")
    @classmethod
    def _each_a_list(cls, found: object) -> object:
        if not isinstance(found, Mapping):
            return found
        return {key: (value,) if isinstance(value, str) else value for key, value in found.items()}

    @model_validator(mode="after")
    def _named(self) -> Record:
        if not self.text.strip() and not any(code.code for code in self.codes):
            raise ValueError("a record needs a text or a code that says what it is of")
        if isinstance(self.start, date) and isinstance(self.end, date) and _day(self.end) < _day(self.start):
            raise ValueError(f"it ends ({self.end}) before it starts ({self.start})")
        return self


def _day(point: date) -> date:
    return point.date() if isinstance(point, datetime) else point


class Interval(_Data):
    """Days from `start` to `end`, both included; a missing one is open."""

    start: date | None = None
    end: date | None = None


ALWAYS = Interval()


class Patient(_Data):
    """A patient as known.

    `observed`: the periods in which all that happened is recorded, by domain; outside them, what is not recorded is
    unknown. `complete`: the domains of which that is always so. `dates`: when this patient's enrollment, treatment,
    "Visit 1" ... are. `answers`: yes or no to a judgement, an undertaking, a rule or a criterion (its id). `names`
    "closed": all records are named in the trial's words, so that another name is another thing.
    """

    id: str | None = None
    birth_date: Point | None = None
    sex: str | None = None
    race: tuple[str, ...] = ()
    cohort: str | None = None
    attributes: Mapping[str, str] = Field(default_factory=dict)
    facts: tuple[Record, ...] = ()
    observed: Mapping[RecordDomain, tuple[Interval, ...]] = Field(default_factory=dict)
    complete: tuple[RecordDomain, ...] = ()
    dates: Mapping[str, date] = Field(default_factory=dict)
    answers: Mapping[str, bool] = Field(default_factory=dict)
    names: Literal["open", "closed"] = "open"

    @field_validator("race", mode="before")
    @classmethod
    def _one_race(cls, race: object) -> object:
        return (race,) if isinstance(race, str) else race or ()

    def periods(self, domain: RecordDomain) -> tuple[Interval, ...]:
        """The periods in which everything of `domain` is recorded."""
        return (ALWAYS,) if domain in self.complete else tuple(self.observed.get(domain, ()))


RecordLink.model_rebuild()


def with_complete(patient: Patient, domains: tuple[RecordDomain, ...]) -> Patient:
    """The patient, with the record of `domains` taken to be complete."""
    update: dict[str, Any] = {"complete": tuple(dict.fromkeys((*patient.complete, *domains)))}
    return patient.model_copy(update=update)
