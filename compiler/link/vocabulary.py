"""A user's own OMOP vocabulary, as Athena hands it out: loaded into one DuckDB file, and linked to.

The file has the tables of the OMOP CDM under their own names (concept, concept_synonym, concept_ancestor,
concept_relationship), so that a query over a CDM can use it, and one more, `concept_name`: every name of every valid
concept, folded to lower-case letters and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import TrialcError
from ..rules.model import Code, Domain
from . import tables
from .linker import Embedded
from .names import key
from .systems import of_omop
from .variants import CONDITION, DRUG, MEASUREMENT, Frame, variants

if TYPE_CHECKING:
    import duckdb

#: The tables of a download, with the columns that are kept and their types. Only the first must be there.
TABLES = {
    "concept": {
        "concept_id": "BIGINT", "concept_name": "VARCHAR", "domain_id": "VARCHAR", "vocabulary_id": "VARCHAR",
        "concept_class_id": "VARCHAR", "standard_concept": "VARCHAR", "concept_code": "VARCHAR",
        "invalid_reason": "VARCHAR",
    },
    "concept_synonym": {"concept_id": "BIGINT", "concept_synonym_name": "VARCHAR"},
    "concept_ancestor": {
        "ancestor_concept_id": "BIGINT", "descendant_concept_id": "BIGINT", "min_levels_of_separation": "INTEGER",
        "max_levels_of_separation": "INTEGER",
    },
    "concept_relationship": {
        "concept_id_1": "BIGINT", "concept_id_2": "BIGINT", "relationship_id": "VARCHAR", "invalid_reason": "VARCHAR",
    },
}  # fmt: skip

#: Which OMOP domains a concept of ours may be in, which vocabulary is taken before others, and what frames its names.
_DOMAINS: dict[Domain, tuple[tuple[str, ...], tuple[str, ...], Frame]] = {
    "condition": (("Condition",), ("SNOMED",), CONDITION),
    "drug": (("Drug",), ("RxNorm", "CVX", "RxNorm Extension", "ATC"), DRUG),
    "allergy": (("Drug",), ("RxNorm", "ATC"), DRUG),
    "measurement": (("Measurement",), ("LOINC", "SNOMED"), MEASUREMENT),
    "procedure": (("Procedure",), ("SNOMED", "CPT4"), CONDITION),
    "observation": (("Observation", "Condition"), ("SNOMED", "LOINC"), CONDITION),
    "device": (("Device",), ("SNOMED",), CONDITION),
    "visit": (("Visit",), ("Visit",), CONDITION),
}

_FOLD = "trim(regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', ' ', 'g'))"

#: The valid concepts of a name in some domains, each replaced by the standard concept that it maps to.
_LOOKUP = """
    WITH named AS (
        SELECT DISTINCT c.concept_id, c.standard_concept
        FROM concept_name AS n JOIN concept AS c USING (concept_id)
        WHERE n.name IN (SELECT unnest(?::VARCHAR[])) AND c.domain_id IN (SELECT unnest(?::VARCHAR[]))
    ), standard AS (
        SELECT concept_id FROM named WHERE standard_concept IN ('S', 'C')
        UNION
        SELECT r.concept_id_2 FROM named AS n JOIN concept_relationship AS r ON r.concept_id_1 = n.concept_id
        WHERE r.relationship_id = 'Maps to' AND r.invalid_reason IS NULL AND n.standard_concept IS NULL
    )
    SELECT c.concept_id, c.vocabulary_id, c.concept_code, c.concept_name
    FROM standard JOIN concept AS c USING (concept_id)
    WHERE c.invalid_reason IS NULL AND c.standard_concept IN ('S', 'C') AND c.domain_id IN (SELECT unnest(?::VARCHAR[]))
    ORDER BY c.concept_id
"""

Found = tuple[int, str, str, str]


def build(folder: Path, output: Path) -> dict[str, int]:
    """Loads a vocabulary download into one DuckDB file; the rows of each table are returned.

    The files are CSV with tabs, as Athena writes them, or with commas; their header may be in upper or lower case.

    Raises:
        TrialcError: there is no CONCEPT.csv, a file lacks a column or cannot be read, or duckdb is not installed.
    """
    sources = {path.stem.lower(): path for path in folder.glob("*") if path.suffix.lower() == ".csv"}
    if "concept" not in sources:
        raise TrialcError(f"{folder}: no CONCEPT.csv; expected the folder of a vocabulary download from Athena")
    import_duckdb()
    output.unlink(missing_ok=True)
    with _connected(output, read_only=False) as database:
        for name, columns in TABLES.items():
            _load(database, name, columns, sources.get(name))
        database.execute(f"""
            CREATE TABLE concept_name AS
            SELECT DISTINCT {_FOLD.format("name")} AS name, concept_id FROM (
                SELECT concept_id, concept_name AS name FROM concept WHERE invalid_reason IS NULL
                UNION ALL
                SELECT s.concept_id, s.concept_synonym_name
                FROM concept_synonym AS s JOIN concept AS c USING (concept_id)
                WHERE c.invalid_reason IS NULL
            ) ORDER BY name, concept_id
        """)
        return {name: _count(database, name) for name in TABLES}


def _load(database: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], source: Path | None) -> None:
    made = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    database.execute(f"CREATE TABLE {name} ({made})")
    if source is None:
        return
    with source.open(encoding="utf-8", errors="replace") as lines:
        header = lines.readline()
    tabs = "\t" in header
    present = [column.strip().strip('"').lower() for column in header.split("\t" if tabs else ",")]
    missing = [column for column in columns if column not in present]
    if missing:
        raise TrialcError(f"{source}: no column {', '.join(missing)}; the first line must name the columns")
    # Athena quotes nothing: a quotation mark in a name is part of the name
    kept = ", ".join(f"TRY_CAST(NULLIF({column}, '') AS {kind})" for column, kind in columns.items())
    import duckdb

    try:
        database.execute(
            f"INSERT INTO {name} SELECT {kept} FROM read_csv(?, delim = ?, quote = ?, escape = ?, header = true, "
            "all_varchar = true, names = ?, skip = 0)",
            [str(source), "\t" if tabs else ",", "" if tabs else '"', "" if tabs else '"', present],
        )
    except duckdb.Error as problem:
        raise TrialcError(f"{source}: {str(problem).splitlines()[0]}") from None


def _count(database: duckdb.DuckDBPyConnection, name: str) -> int:
    row = database.execute(f"SELECT count(*) FROM {name}").fetchone()
    return int(row[0]) if row else 0


def import_duckdb() -> None:
    """Raises TrialcError, which says what to install, where duckdb is not."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        raise TrialcError("OMOP vocabularies need duckdb: pip install 'trialc[sql]'") from None


def _connected(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as problem:
        raise TrialcError(f"{path}: no DuckDB file that can be used: {str(problem).splitlines()[0]}") from None


def connected(path: Path) -> duckdb.DuckDBPyConnection:
    """A file that `build` made, to read. Raises TrialcError where it cannot be read, or duckdb is not installed."""
    if not path.is_file():
        raise TrialcError(f"{path}: no such file; make it with: trialc link build ATHENA_DIR -o {path}")
    import_duckdb()
    return _connected(path, read_only=True)


class Vocabulary:
    """Links to the standard concepts of a file that `build` made, and to the embedded tables where it finds none.

    A name of several standard concepts is linked to the one that all the others are below, or else to none.
    """

    def __init__(self, path: Path) -> None:
        self._database = connected(path)
        self._embedded = Embedded()
        tables_there = {row[0] for row in self._database.execute("SHOW TABLES").fetchall()}
        if not {"concept", "concept_name"} <= tables_there:
            raise TrialcError(f"{path}: not made by trialc link build; it lacks the tables concept and concept_name")

    def codes(self, text: str, domain: Domain) -> tuple[Code, ...]:
        """The standard concept of `text`, with all below it."""
        if domain not in _DOMAINS or tables.says_nothing(text):
            return ()
        domains, vocabularies, frame = _DOMAINS[domain]
        for name in variants(text, frame):
            chosen = self._one(self._named(name, domains), vocabularies)
            if chosen is not None:
                _, vocabulary, code, title = chosen
                return (Code(system=of_omop(vocabulary), code=code, display=title),)
        return self._embedded.codes(text, domain)

    def _named(self, name: str, domains: tuple[str, ...]) -> list[Found]:
        rows = self._database.execute(_LOOKUP, [_spellings(name), list(domains), list(domains)]).fetchall()
        return [(int(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in rows]

    def _one(self, found: list[Found], vocabularies: Iterable[str]) -> Found | None:
        for vocabulary in (*vocabularies, None):
            some = [one for one in found if vocabulary is None or one[1] == vocabulary]
            tops = some if len(some) < 2 else [one for one in some if self._covers(one, some)]
            if len(tops) == 1:
                return tops[0]
        return None

    def _covers(self, one: Found, others: list[Found]) -> bool:
        below = self._database.execute(
            "SELECT count(DISTINCT descendant_concept_id) FROM concept_ancestor "
            "WHERE ancestor_concept_id = ? AND descendant_concept_id IN (SELECT unnest(?::BIGINT[]))",
            [one[0], [other[0] for other in others if other != one]],
        ).fetchone()
        return below is not None and below[0] == len(others) - 1


def _spellings(name: str) -> list[str]:
    """The folded spellings under which a name may stand in `concept_name`: as written, and in the singular."""
    return sorted({*_simple(name), *_simple(key(name))})


def _simple(name: str) -> Iterator[str]:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
    yield " ".join(plain.split())
