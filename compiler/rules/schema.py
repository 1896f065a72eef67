"""The JSON Schema of a compiled trial, for tools that read `trial.model_dump_json()` in other languages.

`trial.schema.json` beside this file is its written form; a test keeps it current. To write it anew:
`python -m trialc.rules.schema`.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from .trial import SCHEMA_VERSION, Trial

FILE = "trial.schema.json"


def trial_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `Trial.model_dump_json` writes, in this version of the rule tree.

    Numbers stand as texts in it ("2.50"), because JSON numbers are no decimals. Every field is present.
    """
    schema = Trial.model_json_schema(mode="serialization")
    schema["properties"]["schema_version"] = {"const": SCHEMA_VERSION, "title": "Schema Version", "type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """What `trial.schema.json` holds."""
    return json.dumps(trial_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def written_schema() -> str:
    """The text of `trial.schema.json` as installed."""
    return files(__package__).joinpath(FILE).read_text("utf-8")


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(__file__).with_name(FILE).write_text(schema_text(), "utf-8")
    sys.stderr.write(f"wrote {FILE}\n")
