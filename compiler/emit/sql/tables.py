"""Where the OMOP common data model (5.3 and 5.4) keeps the records of each domain."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from .times import LAST, Point, at
from .tree import column, sql


@dataclass(frozen=True)
class Table:
    """One table of events. `end` is the column of the last day; without one, `moment` says whether events last a day.

    `values`: it holds numbers with units, and concepts as values. `ranges`: and reference ranges.
    """

    name: str
    concept: str
    source: str
    start: str
    end: str | None = None
    moment: bool = False
    values: bool = False
    ranges: bool = False

    @property
    def key(self) -> str:
        """The column that numbers the events."""
        return f"{self.name}_id"


TABLES = {
    "condition": Table(
        "condition_occurrence", "condition_concept_id", "condition_source_concept_id",
        "condition_start_date", "condition_end_date",
    ),
    "drug": Table(
        "drug_exposure", "drug_concept_id", "drug_source_concept_id",
        "drug_exposure_start_date", "drug_exposure_end_date",
    ),
    # procedure_end_date came with 5.4; a procedure is the day of its start
    "procedure": Table(
        "procedure_occurrence", "procedure_concept_id", "procedure_source_concept_id", "procedure_date", moment=True
    ),
    "measurement": Table(
        "measurement", "measurement_concept_id", "measurement_source_concept_id", "measurement_date",
        moment=True, values=True, ranges=True,
    ),
    "observation": Table(
        "observation", "observation_concept_id", "observation_source_concept_id", "observation_date", values=True
    ),
    "device": Table(
        "device_exposure", "device_concept_id", "device_source_concept_id",
        "device_exposure_start_date", "device_exposure_end_date",
    ),
    "visit": Table(
        "visit_occurrence", "visit_concept_id", "visit_source_concept_id",
        "visit_start_date", "visit_end_date", moment=True,
    ),
}  # fmt: skip

#: What is recorded of the patient's family: rows of `observation`, as `FAMILY_ROWS` selects them. They have no time.
FAMILY = Table("family_history", "family_concept_id", "family_source_concept_id", "family_date")
#: SNOMED's "Family history of clinical finding"; OMOP's convention is to name the finding as its value.
FAMILY_HISTORY = "416471007"
FAMILY_ROWS = sql(
    """
    SELECT o.observation_id AS family_history_id, o.person_id, o.value_as_concept_id AS family_concept_id,
      CAST(NULL AS BIGINT) AS family_source_concept_id, CAST(NULL AS DATE) AS family_date
    FROM observation AS o JOIN concept AS history ON history.concept_id = o.observation_concept_id
    WHERE history.vocabulary_id = 'SNOMED' AND history.concept_code = :code AND o.value_as_concept_id <> 0
    """,
    code=exp.Literal.string(FAMILY_HISTORY),
)

#: Alias of the events at hand.
EVENT = "e"


def start(table: Table) -> Point:
    """The day on which an event starts."""
    return at(exp.cast(column(EVENT, table.start), "date"))


def end(table: Table) -> Point:
    """The day on which an event ends: any from its start on where the table does not say."""
    first = start(table).low
    if table.end is None:
        return at(first) if table.moment else Point(first, LAST)
    last = exp.cast(column(EVENT, table.end), "date")
    known = sql("GREATEST(:last, :first)", last=last, first=first)
    if table.moment:
        return at(known)  # GREATEST leaves out what is missing
    return Point(known, sql("GREATEST(COALESCE(:last, :far), :first)", last=last, far=LAST, first=first))
