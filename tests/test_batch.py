"""Many records at once: order, totals, and faults that stay with their record."""

from __future__ import annotations

import gc
import json

import pytest
from trialc import compile
from trialc.batch import batch, settle


def line(number: int) -> str:
    return json.dumps({"nct": f"NCT{number:08}", "eligibility_criteria": "Inclusion Criteria:\n* Hemoglobin > 9 g/dL"})


def ids(lines: list[str], jobs: int = 1) -> list[str | int]:
    found = [json.loads(outcome.line) for outcome in batch(lines, jobs=jobs)]
    return [one.get("id") or one["line"] for one in found]


def test_the_order_of_the_input_stays_also_with_several_processes() -> None:
    lines = [line(number) if number % 5 else "broken" for number in range(1, 41)]
    expected = [f"NCT{number:08}" if number % 5 else number for number in range(1, 41)]
    assert ids(lines) == expected
    assert ids(lines, jobs=2) == expected


def test_a_fault_of_the_compiler_costs_one_record_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = compile.compile_protocols

    def faulty(protocols: list[object], entities: str) -> object:
        if any(protocol.id == "NCT00000002" for protocol in protocols):  # type: ignore[attr-defined]
            raise ZeroDivisionError("in the compiler")
        return real(protocols, entities)  # type: ignore[arg-type]

    monkeypatch.setattr(compile, "compile_protocols", faulty)
    first, second, third = batch([line(1), line(2), line(3)])
    assert (first.compiled, second.compiled, third.compiled) == (True, False, True)
    assert json.loads(second.line) == {
        "line": 2,
        "error": "internal error, please report: ZeroDivisionError: in the compiler",
    }


def test_what_is_loaded_is_kept_out_of_the_rounds_of_the_garbage_collector() -> None:
    before = gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > 100_000
        assert gc.get_threshold()[0] > before[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
