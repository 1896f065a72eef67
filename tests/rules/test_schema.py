"""The JSON Schema of a compiled trial."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, ValidationError
from rules.strategies import trials
from trialc import Trial, parse_trial
from trialc.rules.schema import schema_text, trial_schema, written_schema

VALIDATOR = Draft202012Validator(trial_schema())


def test_the_written_schema_is_current() -> None:
    assert written_schema() == schema_text(), "write it anew: python -m trialc.rules.schema"


@given(trials)
def test_every_trial_validates_and_comes_back(trial: Trial) -> None:
    dumped = trial.model_dump_json()
    VALIDATOR.validate(json.loads(dumped))
    assert Trial.model_validate_json(dumped) == trial


WRONG: dict[str, tuple[list[str | int], Any]] = {
    "an unknown kind": (["criteria", 0, "rule", "kind"], "maybe"),
    "an unknown domain": (["criteria", 0, "rule", "domain"], "labs"),
    "a field that is none": (["criteria", 0, "rule", "extra"], 1),
    "a section that is none": (["criteria", 0, "section"], "both"),
    "another version": (["schema_version"], "0.1"),
}


@pytest.mark.parametrize(("path", "value"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_trial_does_not_validate(path: list[str | int], value: Any) -> None:
    trial = parse_trial('trial T include I1 "Adults" person age >= 18 years').model_dump(mode="json")
    VALIDATOR.validate(trial)
    place: Any = trial
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(trial)
