"""Time and memory of trials over a generated OMOP database: `python tests/benchmarks/cohort.py --persons 10000 100000`.

Each trial runs in a process of its own, so that its peak of memory is its own. The database is made by DuckDB from
hashes of a seed, the same on every run: some 40 records for a person, 20 of them laboratory values.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
from trialc.emit.attrition import Attrition, attrition
from trialc.emit.database import DuckDb, create_tables
from trialc.emit.sql import emit
from trialc.emit.sql.tables import TABLES
from trialc.link.systems import to_omop
from trialc.load import one
from trialc.rules.model import Fact
from trialc.rules.trial import Trial
from trialc.rules.walk import nodes

ROOT = Path(__file__).resolve().parents[2]
TRIALS = {"golden": ROOT / "corpus" / "NCT06001853" / "hand.rules", "thirty": Path(__file__).with_name("thirty.rules")}
INDEX = date(2024, 3, 31)
#: Records of a person, by domain; and how many kinds of them there are besides those of the trials.
PER_PERSON = {"condition": 6, "drug": 6, "procedure": 3, "measurement": 20, "observation": 2, "device": 1, "visit": 3}
OTHERS = 400


def generate(path: Path, persons: int, seed: int, trials: list[Trial]) -> None:
    """An OMOP database of that many persons."""
    with duckdb.connect(str(path)) as connection:
        create_tables(connection)
        ids = _concepts(connection, trials)
        connection.execute(
            "INSERT INTO person SELECT i, 8507 + 25 * (hash(i, ?) % 2)::INT, 1934 + (hash(i, ?, 'y') % 80)::INT,"
            " 1 + (hash(i, 'm') % 12)::INT, 1 + (hash(i, 'd') % 28)::INT, 0, NULL FROM range(1, ? + 1) AS t(i)",
            [seed, seed, persons],
        )
        connection.execute(
            "INSERT INTO observation_period SELECT i, i, DATE '2012-01-01' + (hash(i, 'o') % 3000)::INT, ?"
            " FROM range(1, ? + 1) AS t(i)",
            [INDEX, persons],
        )
        for domain, count in PER_PERSON.items():
            _events(connection, domain, ids[domain], persons * count, count, seed)


def _concepts(connection: duckdb.DuckDBPyConnection, trials: list[Trial]) -> dict[str, tuple[int, int]]:
    """The concepts of the trials' facts, and others; the first and last id of each domain."""
    found: dict[str, tuple[int, int]] = {}
    next_id = 1000
    for domain in PER_PERSON:
        named = {
            fact.concept.text: fact.concept.codes
            for trial in trials
            for criterion in trial.criteria
            if criterion.rule is not None
            for fact in nodes(criterion.rule)
            if isinstance(fact, Fact) and fact.domain == domain
        }
        rows = []
        for name, codes in named.items():
            system, code = (to_omop(codes[0].system), codes[0].code) if codes else ("SNOMED", f"n{next_id + len(rows)}")
            rows.append((next_id + len(rows), name, system, code))
        rows += [(next_id + len(rows) + i, f"{domain} {i}", "SNOMED", f"{domain[0]}{i}") for i in range(OTHERS)]
        connection.executemany("INSERT INTO concept VALUES (?, ?, ?, ?)", rows)
        found[domain] = (next_id, next_id + len(rows) - 1)
        next_id += 10_000
    # each concept stands below itself, and every tenth also below the one before it
    connection.execute("INSERT INTO concept_ancestor SELECT concept_id, concept_id FROM concept")
    connection.execute(
        "INSERT INTO concept_ancestor SELECT concept_id - 1, concept_id FROM concept WHERE concept_id % 10 = 0"
    )
    return found


def _events(
    connection: duckdb.DuckDBPyConnection, domain: str, ids: tuple[int, int], count: int, each: int, seed: int
) -> None:
    table = TABLES[domain]
    first, last = ids
    columns = {
        f"{table.name}_id": "i",
        "person_id": f"1 + i // {each}",
        table.concept: f"{first} + (hash(i, {seed}, 'c') % {last - first + 1})::INT",
        table.start: "DATE '2024-03-31' - (hash(i, 's') % 2000)::INT",
    }
    if table.end is not None:
        columns[table.end] = (
            f"CASE WHEN hash(i, 'e') % 3 > 0 THEN {columns[table.start]} + (hash(i, 'l') % 400)::INT END"
        )
    if table.values:
        columns |= {
            "value_as_number": "(hash(i, 'v') % 2000) / 10.0",
            "unit_source_value": "list_value('g/dL', 'U/L', 'mg/dL', '10*9/L', 'kg', '%')[1 + (hash(i, 'u') % 6)::INT]",
        }
    if table.ranges:
        columns |= {"range_high": "CASE WHEN hash(i, 'r') % 2 = 0 THEN 40 END"}
    connection.execute(
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM range(?) AS t(i)",
        [count],
    )


def measure(trial: str, path: str, threads: int, limit: str) -> tuple[float, float, float, Attrition]:
    """Seconds to make the query and to run it, the peak of memory in GB, and the funnel."""
    start = time.perf_counter()
    emitted = emit(one(trial), INDEX)
    made = time.perf_counter()
    with duckdb.connect(path, read_only=True) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET threads = {int(threads)}")
        connection.execute("SET memory_limit = ?", [limit])
        found = attrition(emitted, DuckDb(connection, path), path, INDEX)
    ran = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return made - start, ran - made, peak, found


def main() -> None:
    """Measure, and print a row for each trial and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="8GB", help="DuckDB's limit; beyond it, it writes to disk")
    options = parser.parse_args()
    print(f"{'persons':>9}  {'trial':8}  {'make s':>7}  {'run s':>7}  {'peak GB':>8}  eligible/excluded/unknown")
    for persons in options.persons:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "omop.duckdb"
            generate(path, persons, options.seed, [one(str(name)) for name in TRIALS.values()])
            for name, trial in TRIALS.items():
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    arguments = (str(trial), str(path), options.threads, options.memory)
                    made, ran, peak, found = pool.apply(measure, arguments)
                counts = f"{found.eligible}/{found.excluded}/{found.unknown}"
                print(f"{persons:>9}  {name:8}  {made:>7.2f}  {ran:>7.2f}  {peak:>8.2f}  {counts}", flush=True)


if __name__ == "__main__":
    main()
